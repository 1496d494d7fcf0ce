// SPDX-License-Identifier: Apache-2.0
#include "demo/mail_sink.hpp"

#include <netinet/in.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "base/files.hpp"

namespace ippyo::demo {
namespace {

constexpr int kThreads = 8, kWaiting = 256;
constexpr std::size_t kLongestMail = 64 * 1024;
constexpr std::chrono::seconds kPatience{10};

/// Lines of one connection, both ways.
class Line {
  int fd_;
  std::string read_;

 public:
  explicit Line(int fd) : fd_(fd) {}
  bool say(std::string text) {
    text += "\r\n";
    return ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
  }
  /// Up to CR LF, without it. Nothing at the end or after too much.
  std::optional<std::string> next() {
    for (;;) {
      if (const auto end = read_.find("\r\n"); end != std::string::npos) {
        auto line = read_.substr(0, end);
        read_.erase(0, end + 2);
        return line;
      }
      char part[4096];
      const auto n = ::recv(fd_, part, sizeof part, 0);
      if (n <= 0 || read_.size() > kLongestMail) return std::nullopt;
      read_.append(part, static_cast<std::size_t>(n));
    }
  }
};

bool begins(const std::string& line, std::string_view command) {
  return line.size() >= command.size() && std::ranges::equal(line.substr(0, command.size()), command, [](char a, char b) { return (a & ~0x20) == (b & ~0x20); });
}

std::string address_in(const std::string& line) {
  const auto from = line.find('<'), to = line.find('>');
  return from == std::string::npos || to == std::string::npos || to < from ? std::string() : line.substr(from + 1, to - from - 1);
}

std::optional<std::string> read_message(Line& line) {
  std::string out;
  while (auto next = line.next()) {
    if (*next == ".") return out;
    if (next->starts_with(".")) next->erase(0, 1);  // dot stuffing
    out += *next + "\n";
    if (out.size() > kLongestMail) break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> code_in(const std::string& message) {
  const auto end = message.find("\n\n");
  if (end == std::string::npos) return std::nullopt;
  std::string text(message.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(text.data()), text.size(), message.data() + end, message.size() - end, "\r\n", &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0)
    return std::nullopt;
  text.resize(size);
  static constexpr std::string_view kMark = "Code: ";
  const auto at = text.find(kMark);
  if (at == std::string::npos || at + kMark.size() + 9 > text.size()) return std::nullopt;
  auto code = text.substr(at + kMark.size(), 9);
  std::erase(code, ' ');
  return code;
}

base::Result<std::unique_ptr<MailSink>> MailSink::open() {
  std::unique_ptr<MailSink> sink(new MailSink);
  sink->listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (sink->listening_ < 0 || ::bind(sink->listening_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(sink->listening_, kWaiting) != 0 ||
      ::getsockname(sink->listening_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    return base::system_error("cannot open the mailboxes of the rehearsal");
  sink->port_ = ntohs(address.sin_port);
  for (int i = 0; i < kThreads; ++i) sink->threads_.emplace_back([raw = sink.get()] { raw->accept_all(); });
  return sink;
}

MailSink::~MailSink() {
  ::shutdown(listening_, SHUT_RDWR);  // wakes every accept
  threads_.clear();
  ::close(listening_);
}

void MailSink::accept_all() {
  for (;;) {
    const int connection = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    const timeval limit{5, 0};
    ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    serve(connection);
    ::close(connection);
  }
}

void MailSink::serve(int connection) {
  Line line(connection);
  std::string to;
  line.say("220 localhost");
  while (const auto command = line.next()) {
    if (begins(*command, "RCPT TO")) to = address_in(*command);
    if (begins(*command, "DATA")) {
      line.say("354 go ahead");
      const auto message = read_message(line);
      if (!message) return;
      deliver(to, *message);
    }
    if (begins(*command, "QUIT")) return void(line.say("221 bye"));
    const bool known = begins(*command, "HELO") || begins(*command, "EHLO") || begins(*command, "MAIL FROM") || begins(*command, "RCPT TO") ||
                       begins(*command, "DATA") || begins(*command, "RSET") || begins(*command, "NOOP");
    if (!line.say(known ? "250 ok" : "502 not known here")) return;
  }
}

void MailSink::deliver(const std::string& to, const std::string& message) {
  const auto code = code_in(message);
  const std::lock_guard lock(mutex_);
  ++mails_;
  if (code) codes_[to] = *code;
  arrived_.notify_all();
}

std::uint64_t MailSink::mails() {
  const std::lock_guard lock(mutex_);
  return mails_;
}

std::optional<std::string> MailSink::take_code(const std::string& address) {
  std::unique_lock lock(mutex_);
  if (!arrived_.wait_for(lock, kPatience, [&] { return codes_.contains(address); })) return std::nullopt;
  auto code = std::move(codes_.at(address));
  codes_.erase(address);
  return code;
}

}  // namespace ippyo::demo
