// SPDX-License-Identifier: Apache-2.0
#include "demo/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/files.hpp"

extern char** environ;

namespace ippyo::demo {
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& t : texts) out.push_back(t.data());
  out.push_back(nullptr);
  return out;
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

base::Result<Process> Process::start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                                     const std::vector<std::string>& environment, const std::filesystem::path& log) {
  std::array<int, 2> pipe_ends{};
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return base::system_error("cannot make a pipe");
  // What we hold back for ourselves is not held back in others: SIGTERM must reach them.
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  std::vector<std::string> argv_text{program.string()}, env_text;
  argv_text.insert(argv_text.end(), arguments.begin(), arguments.end());
  for (char** e = environ; *e != nullptr; ++e) env_text.emplace_back(*e);
  env_text.insert(env_text.end(), environment.begin(), environment.end());
  auto argv = pointers(argv_text), envp = pointers(env_text);
  Process p;
  p.name_ = program.filename().string();
  const int failed = ::posix_spawn(&p.pid_, program.c_str(), &actions, &attributes, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  ::close(pipe_ends[1]);
  p.out_ = pipe_ends[0];
  if (failed != 0) {
    p.pid_ = -1;
    errno = failed;
    return base::system_error("cannot start " + program.string());
  }
  return p;
}

Process::Process(Process&& o) noexcept : pid_(std::exchange(o.pid_, -1)), out_(std::exchange(o.out_, -1)), name_(std::move(o.name_)) {}

Process::~Process() {
  if (out_ >= 0) ::close(out_);
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  wait_for(pid_);
}

base::Result<std::string> Process::line() {
  std::string out;
  for (char c = 0;;) {
    const auto n = ::read(out_, &c, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return base::Error{name_ + " ended before it was ready; its log says why"};
    if (c == '\n') return out;
    out.push_back(c);
  }
}

base::Result<int> Process::finish(std::string& output) {
  std::array<char, 4096> buffer;
  for (;;) {
    const auto n = ::read(out_, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    output.append(buffer.data(), static_cast<std::size_t>(n));
  }
  return wait_for(std::exchange(pid_, -1));
}

void Process::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  wait_for(std::exchange(pid_, -1));
}

base::Result<void> Process::stop() {
  IPPYO_CHECK(pid_ > 0);  // -1 would mean everybody
  ::kill(pid_, SIGTERM);
  const int status = wait_for(std::exchange(pid_, -1));
  if (status != 0) return base::Error{name_ + " ended with status " + std::to_string(status) + "; its log says why"};
  return {};
}

std::filesystem::path program_folder() { return std::filesystem::read_symlink("/proc/self/exe").parent_path(); }

}  // namespace ippyo::demo
