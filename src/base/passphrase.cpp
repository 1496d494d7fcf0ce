// SPDX-License-Identifier: Apache-2.0
// Where a passphrase comes from.
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>

#include "base/files.hpp"
#include "base/sealed_file.hpp"

namespace ippyo::base {
namespace {

constexpr std::size_t kLongest = 1024;

/// Takes off one LF and refuses what cannot be a passphrase.
Result<Passphrase> accept(ByteView bytes) {
  if (!bytes.empty() && bytes.back() == '\n') bytes = bytes.first(bytes.size() - 1);
  if (bytes.empty()) return Error{"the passphrase is empty: give one"};
  if (bytes.size() > kLongest) return Error{"the passphrase is longer than 1024 bytes: use a shorter one"};
  return Passphrase(secret_bytes(bytes));
}

/// Reads to the end, or to the first LF when `line` is set.
Result<Passphrase> read_descriptor(int fd, bool line) {
  SecretBytes buffer(kLongest + 2);
  const auto out = buffer.expose_mutable();
  std::size_t size = 0;
  while (size < out.size()) {
    const auto n = ::read(fd, out.data() + size, out.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("cannot read the passphrase");
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
    if (line && out[size - 1] == '\n') break;
  }
  return accept(out.first(size));
}

Result<Passphrase> ask(std::string_view prompt) {
  const int fd = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  termios before{};
  if (fd < 0 || ::tcgetattr(fd, &before) != 0) {
    if (fd >= 0) ::close(fd);
    return Error{"there is no terminal to ask for the passphrase: name a source (fd:N, file:PATH or env:NAME)"};
  }
  auto silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(fd, TCSAFLUSH, &silent);
  const auto question = std::string(prompt) + ": ";
  (void)!::write(fd, question.data(), question.size());
  auto answer = read_descriptor(fd, true);
  (void)!::write(fd, "\n", 1);
  ::tcsetattr(fd, TCSAFLUSH, &before);
  ::close(fd);
  return answer;
}

}  // namespace

Result<Passphrase> Passphrase::read(std::string_view source, std::string_view prompt) {
  if (source == "tty") return ask(prompt);
  const auto colon = source.find(':');
  const auto kind = source.substr(0, colon);
  const std::string rest(colon == std::string_view::npos ? "" : source.substr(colon + 1));
  if (kind == "env") {
    const char* value = std::getenv(rest.c_str());
    if (!value) return Error{"the environment has no variable " + rest + ": set it to the passphrase"};
    return accept(view(value));
  }
  if (kind == "fd") {
    int fd = -1;
    const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), fd);
    if (fault != std::errc{} || end != rest.data() + rest.size() || fd < 0) return Error{"fd: needs the number of an open descriptor"};
    return read_descriptor(fd, false);
  }
  if (kind == "file") {
    const int fd = ::open(rest.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return system_error("cannot open the passphrase file " + rest);
    auto out = read_descriptor(fd, false);
    ::close(fd);
    return out;
  }
  return Error{"a passphrase comes from fd:N, file:PATH, env:NAME or tty, not from the command line"};
}

}  // namespace ippyo::base
