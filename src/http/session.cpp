// SPDX-License-Identifier: Apache-2.0
// One connection: read a header, ask the gate, read the body, hand over, write, again. At most one read and one write are under
// way. The parser is fed by hand: Beast's composed reads of 1.74 carry known defects around limits and timeouts. [ARCHITECTURE HTTP]
#include "http/session.hpp"

#include <algorithm>

#include "http/wire.hpp"

namespace ippyo::http {
namespace {

constexpr std::size_t kReadSize = 4 * 1024;
constexpr std::size_t kReadSizeBody = 64 * 1024;
constexpr std::size_t kLingerBytes = 1024 * 1024;

/// Carries one answer from any thread back to its connection; dropped unused, it answers 500.
class PendingReply {
  std::weak_ptr<Loop> loop_;
  std::weak_ptr<Session> session_;
  std::atomic<bool> used_{false};

 public:
  PendingReply(std::weak_ptr<Loop> loop, std::weak_ptr<Session> session) : loop_(std::move(loop)), session_(std::move(session)) {}
  PendingReply(const PendingReply&) = delete;
  PendingReply& operator=(const PendingReply&) = delete;
  ~PendingReply() {
    if (!used_) send(problem(500, "no-answer", "Internal error", "The service gave no answer; send the same request again."));
  }
  void send(Response response) {
    if (used_.exchange(true)) return;
    const auto loop = loop_.lock();
    if (!loop) return;
    asio::dispatch(loop->io, [session = session_, r = std::move(response)]() mutable {
      if (const auto s = session.lock()) s->on_reply(std::move(r));
    });
  }
};

Response parse_problem(const error_code& ec) {
  using beast::http::error;
  if (ec == error::header_limit)
    return problem(431, "header-too-large", "Header too large", "Send a shorter request line and fewer header fields.");
  if (ec == error::body_limit)
    return problem(413, "body-too-large", "Body too large", "Send a smaller body; the limit of each path is in the API description.");
  return problem(400, "malformed", "Malformed request", "This is not a well-formed HTTP/1.1 request; correct the client.");
}

}  // namespace

Session::Session(const std::shared_ptr<Loop>& loop, Socket socket)
    : loop_(*loop), weak_loop_(loop), service_(*loop->service), socket_(std::move(socket)), timer_(loop->io) {}

void Session::start() {
  if (service_.draining) return close();
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  parser_.emplace();
  parser_->header_limit(service_.options.header_limit);
  parser_->body_limit(UINT64_MAX);  // the limit of the path is set once the path is known
  arm(service_.options.header_timeout);
  read();
}

void Session::refuse() {
  unread_ = true;
  refuse_with(busy());
}

void Session::read() {
  reading_ = true;
  const auto size = phase_ == Phase::body ? kReadSizeBody : kReadSize;
  socket_.async_read_some(buffer_.prepare(size), [self = shared_from_this()](const error_code& ec, std::size_t n) { self->on_read(ec, n); });
}

void Session::on_read(const error_code& ec, std::size_t n) {
  reading_ = false;
  if (phase_ == Phase::closed) return;
  if (phase_ == Phase::lingering) {
    discarded_ += n;
    return ec || discarded_ > kLingerBytes ? close() : linger();
  }
  if (phase_ == Phase::writing) return;  // a timeout answers already
  if (ec) return close();
  buffer_.commit(n);
  if (phase_ == Phase::idle) {
    phase_ = Phase::head;
    arm(service_.options.header_timeout);
  }
  parse();
}

void Session::parse() {
  while (buffer_.size() > 0 && !parser_->is_done()) {
    error_code ec;
    const bool had_head = parser_->is_header_done();
    const auto used = parser_->put(buffer_.data(), ec);
    buffer_.consume(used);
    if (ec == beast::http::error::need_more) {
      if (buffer_.size() > service_.options.header_limit) ec = beast::http::error::header_limit;  // endless chunk extension or trailer
      else break;
    }
    if (ec) {
      unread_ = true;
      return refuse_with(parse_problem(ec));
    }
    if (!had_head && parser_->is_header_done() && !on_head()) return;
    if (used == 0 && had_head == parser_->is_header_done()) break;
  }
  if (parser_->is_done()) return dispatch();
  read();
}

std::optional<Response> Session::check_head() {
  const auto& message = parser_->get();
  request_ = Request{};
  request_.method = std::string(message.method_string());
  head_only_ = request_.method == "HEAD";
  if (head_only_) request_.method = "GET";
  keep_alive_ = message.version() == 11 && message.keep_alive();
  for (const auto& field : message.base()) request_.fields.emplace_back(std::string(field.name_string()), std::string(field.value()));
  const std::string target(message.target());
  const auto mark = target.find('?');
  request_.path = target.substr(0, mark);
  if (mark != target.npos) request_.query = target.substr(mark + 1);
  const bool bad_encoding = message.count(beast::http::field::transfer_encoding) > 0 && !parser_->chunked();
  const auto hosts = message.count(beast::http::field::host);
  if (!target.starts_with('/') || bad_encoding || hosts > 1 || (message.version() == 11 && hosts == 0)) return parse_problem({});
  const auto& options = service_.options;
  if (options.gate)
    if (auto refused = options.gate(request_.method, request_.path)) return refused;
  if (options.admit)
    if (auto refused = options.admit(request_)) return refused;
  const auto limit = options.body_limit ? options.body_limit(request_.method, request_.path) : 16 * 1024;
  if (parser_->content_length() && *parser_->content_length() > limit) return parse_problem(beast::http::error::body_limit);
  if (!parser_->is_done()) parser_->body_limit(limit);
  return std::nullopt;
}

bool Session::on_head() {
  if (auto refused = check_head()) {
    const auto length = parser_->content_length();
    const bool whole = parser_->is_done() || (length && *length <= buffer_.size());
    if (whole && !parser_->is_done()) buffer_.consume(*length);
    unread_ = !whole;
    if (unread_) refuse_with(*std::move(refused));
    else write(*std::move(refused));
    return false;
  }
  if (parser_->is_done()) return true;
  phase_ = Phase::body;
  arm(service_.options.body_timeout);
  const auto expect = parser_->get()[beast::http::field::expect];
  if (!beast::iequals(expect, "100-continue") || buffer_.size() > 0) return true;
  continuing_ = true;
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(socket_, asio::buffer(kContinue), [self = shared_from_this()](const error_code& ec, std::size_t) {
    self->continuing_ = false;
    if (self->phase_ != Phase::body) return;
    ec ? self->close() : self->read();
  });
  return false;
}

void Session::dispatch() {
  phase_ = Phase::handling;
  deadline_ = std::chrono::steady_clock::time_point::max();
  request_.body = std::move(parser_->get().body());
  auto pending = std::make_shared<PendingReply>(weak_loop_, weak_from_this());
  try {
    service_.handler(std::move(request_), [pending](Response response) { pending->send(std::move(response)); });
  } catch (const std::exception&) {
    pending->send(problem(500, "failed", "Internal error", "The service failed on this request; tell its operator."));
  }
}

void Session::on_reply(Response response) {
  if (phase_ == Phase::handling) write(std::move(response));
}

void Session::refuse_with(Response response) {
  keep_alive_ = false;
  write(std::move(response));
}

void Session::write(Response response) {
  phase_ = Phase::writing;
  if (service_.draining) keep_alive_ = false;
  head_out_ = wire_head(response, keep_alive_);
  const bool with_body = !head_only_ && has_body(response.status) && !response.body.empty();
  body_out_ = with_body ? std::move(response.body) : base::Bytes{};
  arm(service_.options.body_timeout);
  auto done = [self = shared_from_this()](const error_code& ec, std::size_t) { self->on_written(ec); };
  if (body_out_.empty()) return asio::async_write(socket_, asio::buffer(head_out_), std::move(done));  // never a zero-length buffer
  asio::async_write(socket_, std::array{asio::const_buffer(asio::buffer(head_out_)), asio::const_buffer(asio::buffer(body_out_))}, std::move(done));
}

void Session::on_written(const error_code& ec) {
  if (phase_ != Phase::writing) return;
  if (ec) return close();
  if (!keep_alive_ || service_.draining) {
    if (!unread_ && buffer_.size() == 0) return close();
    error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    phase_ = Phase::lingering;
    arm(service_.options.linger_timeout);
    return reading_ ? void() : linger();
  }
  parser_.emplace();
  parser_->header_limit(service_.options.header_limit);
  parser_->body_limit(UINT64_MAX);
  body_out_ = {};
  if (buffer_.size() > 0) {  // pipelined
    phase_ = Phase::head;
    arm(service_.options.header_timeout);
    return parse();
  }
  phase_ = Phase::idle;
  arm(service_.options.idle_timeout);
  read();
}

// Closing with unread bytes makes the kernel send a reset, which can destroy our answer before the client reads it.
void Session::linger() {
  buffer_.consume(buffer_.size());
  read();
}

void Session::close_if_idle() {
  if (phase_ == Phase::idle) close();
}

void Session::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  const auto self = shared_from_this();
  error_code ignored;
  timer_.cancel(ignored);
  socket_.close(ignored);
  loop_.sessions.erase(self);
  loop_.on_closed();
}

void Session::arm(milliseconds timeout) {
  deadline_ = std::chrono::steady_clock::now() + timeout;
  if (!waiting_ || deadline_ < timer_.expiry()) wait();
}

// The timer is not touched when a deadline moves later (once per request): it looks at deadline_ when it fires.
void Session::wait() {
  waiting_ = true;
  timer_.expires_at(deadline_);
  timer_.async_wait([weak = weak_from_this()](const error_code& ec) {
    const auto self = weak.lock();
    if (ec || !self || self->phase_ == Phase::closed) return;
    self->waiting_ = false;
    if (self->deadline_ == std::chrono::steady_clock::time_point::max()) return;
    std::chrono::steady_clock::now() >= self->deadline_ ? self->on_timeout() : self->wait();
  });
}

void Session::on_timeout() {
  if ((phase_ != Phase::head && phase_ != Phase::body) || continuing_) return close();
  unread_ = true;
  refuse_with(problem(408, "timeout", "Request timeout", "The request did not arrive in time; send it again whole."));
}

}  // namespace ippyo::http
