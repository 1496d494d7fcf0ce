// SPDX-License-Identifier: Apache-2.0
// Real PostgreSQL servers for tests.
#include "db/test_postgres.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "base/check.hpp"
#include "base/random.hpp"

namespace ippyo::db::test {
namespace {

const std::filesystem::path kPrograms = "/usr/lib/postgresql/15/bin";
constexpr uid_t kNobody = 65534;

void own(const std::filesystem::path& path) {
  if (::geteuid() == 0) IPPYO_CHECK(::chown(path.c_str(), kNobody, kNobody) == 0);
}

/// PostgreSQL refuses to run as root. The child dies with the test.
[[noreturn]] void become(const PostgresHome& home, const std::vector<std::string>& words) {
  const int log = ::open((home.path / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  ::dup2(log, 1);
  ::dup2(log, 2);
  if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::setenv("PGPASSFILE", home.passfile().c_str(), 1);
  ::setenv("LC_ALL", "C.UTF-8", 1);
  if (::chdir(home.path.c_str()) != 0) ::_exit(126);
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

pid_t begin(const PostgresHome& home, const std::vector<std::string>& words) {
  const pid_t pid = ::fork();
  IPPYO_CHECK(pid >= 0);
  if (pid == 0) become(home, words);
  return pid;
}

int finish(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0) IPPYO_CHECK(errno == EINTR);
  return status;
}

void run(const PostgresHome& home, const std::vector<std::string>& words) {
  if (finish(begin(home, words)) == 0) return;
  std::ifstream log(home.path / "log");
  fprintf(stderr, "%s failed:\n%s\n", words[0].c_str(), std::string(std::istreambuf_iterator<char>(log), {}).c_str());
  IPPYO_CHECK(!"a program of PostgreSQL failed");
}

void write(const std::filesystem::path& path, const std::string& text, std::ios::openmode mode = std::ios::trunc) {
  std::ofstream(path, std::ios::out | mode) << text;
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  own(path);
}

std::vector<pid_t> children(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/task/" + std::to_string(pid) + "/children");
  return {std::istream_iterator<pid_t>(file), {}};
}

std::string title(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/cmdline", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A killed server leaves the segment by which it sees that it runs once: line 7 of its file, key and id.
void remove_segment(const std::filesystem::path& data) {
  std::ifstream file(data / "postmaster.pid");
  std::string line;
  for (int i = 0; i < 7; ++i) std::getline(file, line);
  unsigned long key = 0;
  int id = -1;
  if (std::istringstream(line) >> key >> id) ::shmctl(id, IPC_RMID, nullptr);
}

/// For readiness of another process only.
void breathe() { ::usleep(5'000); }

}  // namespace

PostgresHome::PostgresHome() {
  // In memory: the servers flush all the same, and no test cuts the power.
  const std::filesystem::path memory = "/dev/shm";
  auto name = ((std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path()) / "ippyo-pg-XXXXXX").string();
  path = ::mkdtemp(name.data());
  own(path);
  base::SystemRng rng;
  const auto password = base::to_hex(rng.bytes<16>());
  write(passfile(), "*:*:*:ippyo:" + password + "\n");
  write(path / "password", password + "\n");
}

PostgresHome::~PostgresHome() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  IPPYO_CHECK(::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0);
  IPPYO_CHECK(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  ::close(fd);
  return ntohs(address.sin_port);
}

PostgresServer::PostgresServer(std::shared_ptr<PostgresHome> home, int port)
    : home_(std::move(home)), data_(home_->path / ("data" + std::to_string(port))), port_(port) {}

std::optional<std::string> PostgresServer::missing() {
  if (!std::filesystem::exists(kPrograms / "initdb")) return "PostgreSQL 15 is not installed (package postgresql)";
  return std::nullopt;
}

std::unique_ptr<PostgresServer> PostgresServer::fresh(bool synchronous) {
  std::unique_ptr<PostgresServer> server(new PostgresServer(std::make_shared<PostgresHome>(), free_port()));
  const auto& home = *server->home_;
  run(home, {kPrograms / "initdb", "-D", server->data_, "-U", "ippyo", "-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256", "--pwfile", home.path / "password", "-N", "--wal-segsize=1"});
  write(server->data_ / "postgresql.conf",
        "\nlisten_addresses='127.0.0.1'\nunix_socket_directories='" + home.path.string() +
            "'\nshared_buffers=16MB\nmax_connections=20\ndynamic_shared_memory_type=mmap\nwal_level=replica\nmax_wal_senders=4\nwal_keep_size=64MB\nmin_wal_size=16MB\nmax_wal_size=64MB\nautovacuum=off\n"
            "wal_retrieve_retry_interval=100ms\nsynchronous_standby_names='" + (synchronous ? "*" : "") + "'\n",
        std::ios::app);
  server->start();
  return server;
}

std::unique_ptr<PostgresServer> PostgresServer::standby(int port) const {
  std::unique_ptr<PostgresServer> server(new PostgresServer(home_, port));
  std::filesystem::remove_all(server->data_);
  run(*home_, {kPrograms / "pg_basebackup", "-D", server->data_, "-R", "-N", "-c", "fast", "-X", "stream", "-d", location("application_name=standby")});
  server->start();
  return server;
}

void PostgresServer::start() {
  pid_ = begin(*home_, {kPrograms / "postgres", "-D", data_, "-p", std::to_string(port_)});
  while (PQping(location().c_str()) != PQPING_OK) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) {
      pid_ = 0;
      run(*home_, {kPrograms / "postgres", "-D", data_, "-p", std::to_string(port_), "--check"});  // says why
      IPPYO_CHECK(!"a PostgreSQL server ended at once");
    }
    breathe();
  }
}

std::string PostgresServer::location(const std::string& more) const {
  return "host=127.0.0.1 port=" + std::to_string(port_) + " dbname=postgres user=ippyo passfile=" + home_->passfile().string() + " " + more;
}

std::string PostgresServer::ask(const std::string& sql) const {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(location().c_str()), &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> answer(PQexec(connection.get(), sql.c_str()), &PQclear);
  const auto status = PQresultStatus(answer.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fprintf(stderr, "%s: %s\n", sql.c_str(), PQerrorMessage(connection.get()));
  IPPYO_CHECK(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK);
  return PQntuples(answer.get()) > 0 ? PQgetvalue(answer.get(), 0, 0) : "";
}

void PostgresServer::promote() const { IPPYO_CHECK(ask("SELECT pg_promote(true, 30)") == "t"); }

void PostgresServer::signal_children(int signal, const std::string& wanted) const {
  for (const auto child : children(pid_))
    if (wanted.empty() || title(child).find(wanted) != std::string::npos) ::kill(child, signal);
}

void PostgresServer::cut_off(bool off) const { signal_children(off ? SIGSTOP : SIGCONT, "walreceiver"); }

void PostgresServer::kill() {
  if (!pid_) return;
  ::kill(pid_, SIGSTOP);  // starts nothing new
  signal_children(SIGKILL, "");
  ::kill(pid_, SIGKILL);
  finish(std::exchange(pid_, 0));
  remove_segment(data_);
}

}  // namespace ippyo::db::test
