// SPDX-License-Identifier: Apache-2.0
// One connection of the server. Private to src/http. [ARCHITECTURE HTTP]
#pragma once
#include <array>
#include <atomic>
#include <set>

#include "http/asio.hpp"
#include "http/server.hpp"

namespace ippyo::http {

/// What all connections of a server share.
struct Service {
  Options options;
  Handler handler;
  std::atomic<bool> draining{false};
};

class Session;

/// One event loop with its connections; everything in it happens on its thread.
struct Loop {
  asio::io_context io{1};
  std::shared_ptr<Service> service;
  std::function<void()> on_closed;
  std::set<std::shared_ptr<Session>> sessions;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(const std::shared_ptr<Loop>& loop, Socket socket);
  void start();
  /// Answers 503 and closes: one connection too many.
  void refuse();
  void close_if_idle();
  void close();
  void on_reply(Response response);

 private:
  using Parser = beast::http::request_parser<beast::http::vector_body<std::uint8_t>>;
  enum class Phase { idle, head, body, handling, writing, lingering, closed };

  void read();
  void on_read(const error_code& ec, std::size_t n);
  void parse();
  /// What is wrong with a complete header, if anything; fills request_.
  std::optional<Response> check_head();
  bool on_head();
  void dispatch();
  void refuse_with(Response response);
  void write(Response response);
  void on_written(const error_code& ec);
  void linger();
  void arm(milliseconds timeout);
  void wait();
  void on_timeout();

  Loop& loop_;
  std::weak_ptr<Loop> weak_loop_;
  const Service& service_;
  Socket socket_;
  Timer timer_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
  bool waiting_ = false;  // the timer runs, perhaps for an earlier deadline
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  Request request_;
  Phase phase_ = Phase::idle;
  bool reading_ = false;
  bool keep_alive_ = true;
  bool head_only_ = false;
  bool continuing_ = false;  // "100 Continue" is being written
  bool unread_ = false;  // the client may still be sending what we refused
  std::size_t discarded_ = 0;
  std::string head_out_;
  base::Bytes body_out_;
};

}  // namespace ippyo::http
