// SPDX-License-Identifier: Apache-2.0
// The HTTP/1.1 server of every service: limits on everything, answers from any thread, drains on request. [ARCHITECTURE HTTP]
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/message.hpp"

namespace ippyo::http {

using std::chrono::milliseconds;

struct Options {
  std::string address = "127.0.0.1";  // numeric, IPv4 or IPv6
  std::uint16_t port = 0;             // 0: any free port, see Server::port()
  unsigned threads = 0;               // 0: one per core
  std::uint32_t header_limit = 8 * 1024;
  std::size_t max_connections = 10'000;     // one more is answered 503
  milliseconds header_timeout{10'000};      // from the first byte (or the accept) to the end of the header
  milliseconds body_timeout{30'000};        // to the end of the body; also for writing an answer
  milliseconds idle_timeout{60'000};        // between requests of one connection
  milliseconds linger_timeout{2'000};       // after a refusal, for the client to read it
  /// Largest body in bytes, asked with method and path before the body is read. Unset: 16 KiB.
  std::function<std::uint64_t(std::string_view method, std::string_view path)> body_limit{};
  /// Asked before the body is read; an answer here (busy(), problem(..)) refuses the request; the
  /// connection is closed when a body was still to come.
  std::function<std::optional<Response>(std::string_view method, std::string_view path)> gate{};
  /// Asked after `gate` with the whole header and no body: who may not call is refused before anything large is taken from him.
  std::function<std::optional<Response>(const Request& head)> admit{};
};

/// Thread per core, each with its own event loop; one outstanding read or write per connection. Callbacks of Options and the
/// Handler run on these threads, several at once.
class Server {
 public:
  /// errors: address in use or not ours, no permission for the port.
  static base::Result<std::unique_ptr<Server>> start(Options options, Handler handler);
  /// As drain(0).
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  std::size_t connections() const;

  /// Stops accepting, closes idle connections, lets requests under way finish, then ends all threads. Connections still open after
  /// `deadline` are cut. Returns true when none had to be cut. May be called again; not from a handler.
  bool drain(milliseconds deadline);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
  explicit Server(std::shared_ptr<Impl> impl);
};

}  // namespace ippyo::http
