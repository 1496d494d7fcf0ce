// SPDX-License-Identifier: Apache-2.0
// A socket that sends exactly the bytes a test wants, and a server to send them to. For tests only.
#pragma once
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>

#include "http/router.hpp"
#include "http/url.hpp"

namespace ippyo::http::test {

class Connection {
  int fd_;
  std::string buffer_;

  bool more() {
    char bytes[4096];
    const auto n = ::recv(fd_, bytes, sizeof bytes, 0);
    if (n <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(n));
    return true;
  }

 public:
  explicit Connection(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{15, 0};  // a hanging server fails the test instead of hanging it
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    ::inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    EXPECT_EQ(::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
  }
  Connection(Connection&& o) noexcept : fd_(o.fd_), buffer_(std::move(o.buffer_)) { o.fd_ = -1; }
  Connection(const Connection&) = delete;
  ~Connection() {
    if (fd_ >= 0) ::close(fd_);
  }
  Connection& send(std::string_view bytes) {
    (void)!::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return *this;
  }
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }
  /// Header and body of the next answer, or what came before the end. `head` for the answer to a HEAD.
  std::string answer(bool head = false) {
    std::size_t end;
    while ((end = buffer_.find("\r\n\r\n")) == buffer_.npos)
      if (!more()) return std::exchange(buffer_, {});
    end += 4;
    const auto field = buffer_.find("Content-Length: ");
    const std::size_t length = head || field > end ? 0 : std::stoul(buffer_.substr(field + 16));
    while (buffer_.size() < end + length && more()) {
    }
    const auto whole = buffer_.substr(0, end + length);
    buffer_.erase(0, whole.size());
    return whole;
  }
  /// The server closes without another byte.
  bool closed() { return buffer_.empty() && !more(); }
};

inline unsigned status(const std::string& answer) { return answer.size() > 12 ? static_cast<unsigned>(std::stoul(answer.substr(9, 3))) : 0; }
inline bool is_problem(const std::string& answer, unsigned code) {
  return status(answer) == code && answer.find("application/problem+json") != answer.npos && answer.find("\"detail\":\"") != answer.npos;
}

/// Something that a test waits for instead of sleeping.
class Event {
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;

 public:
  void set() {
    const std::lock_guard lock(mutex_);
    set_ = true;
    changed_.notify_all();
  }
  bool wait() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(15), [this] { return set_; });
  }
};

inline Router echo_router() {
  Router router;
  router.add("GET", "/hello", [](Request, Reply reply) { reply(text(200, "text/plain", "hello")); });
  router.add("POST", "/echo", [](Request r, Reply reply) { reply(bytes(std::move(r.body))); }, 100);
  router.add("POST", "/large", [](Request r, Reply reply) { reply(bytes(std::move(r.body))); }, 1 << 20);
  router.add_prefix("GET", "/tile/", [](Request r, Reply reply) { reply(text(200, "text/plain", r.tail + "?" + r.query)); });
  return router;
}

inline std::unique_ptr<Server> echo_server(Options options = {}) {
  options.threads = options.threads ? options.threads : 2;
  auto server = serve(std::move(options), echo_router());
  EXPECT_TRUE(server.ok());
  return std::move(*server);
}

inline Url url(const Server& server) { return {"127.0.0.1", server.port()}; }
constexpr std::string_view kHello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

}  // namespace ippyo::http::test
