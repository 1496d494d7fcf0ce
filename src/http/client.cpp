// SPDX-License-Identifier: Apache-2.0
// The blocking client: every operation is asynchronous inside, so that it has a deadline. [ARCHITECTURE HTTP]
#include "http/client.hpp"

#include <array>

#include "base/check.hpp"
#include "http/asio.hpp"

namespace ippyo::http {
namespace {

using Parser = beast::http::response_parser<beast::http::vector_body<std::uint8_t>>;

std::string wire_request(const Call& call, const Url& address) {
  std::string out = call.method + " " + call.target + " HTTP/1.1\r\nHost: " + address.authority() + "\r\n";
  if (!call.body.empty()) out += "Content-Type: " + call.content_type + "\r\n";
  if (!call.body.empty() || call.method == "POST" || call.method == "PUT")
    out += "Content-Length: " + std::to_string(call.body.size()) + "\r\n";
  for (const auto& [name, value] : call.fields) out += name + ": " + value + "\r\n";
  return out += "\r\n";
}

Response taken(Parser& parser) {
  auto message = parser.release();
  Response response{message.result_int(), std::string(message[beast::http::field::content_type]), std::move(message.body())};
  for (const auto& field : message.base()) response.fields.emplace_back(std::string(field.name_string()), std::string(field.value()));
  return response;
}

struct Attempt {
  enum class End { answered, unreachable, stale, broken, refused } end;
  std::string reason{};
  Response response{};
};

}  // namespace

struct Client::Impl {
  std::vector<Url> addresses;
  ClientOptions options;
  std::size_t current = 0;
  std::unique_ptr<asio::io_context> io = std::make_unique<asio::io_context>(1);
  std::unique_ptr<Socket> socket{};
  beast::flat_buffer buffer{};

  void close() {
    socket.reset();
    buffer.clear();
  }
  /// Runs what was started; cuts it off after `limit`. False when cut off.
  bool run(std::chrono::milliseconds limit, const bool& done) {
    io->restart();
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!done && io->run_one_until(deadline) > 0) {
    }
    const bool in_time = done;
    if (!in_time) {
      error_code ignored;
      socket->close(ignored);
    }
    return in_time;
  }
  std::string connect(const Url& address);
  Attempt exchange(const Call& call, const Url& address);
  Attempt attempt(const Call& call, std::size_t index);
};

/// Empty when connected, else why not.
std::string Client::Impl::connect(const Url& address) {
  close();
  error_code ec;
  asio::ip::basic_resolver<asio::ip::tcp, Executor> resolver(*io);
  const auto endpoints = resolver.resolve(address.host, std::to_string(address.port), ec);
  if (ec) return "no such host";
  socket = std::make_unique<Socket>(*io);
  bool done = false;
  asio::async_connect(*socket, endpoints, [&](const error_code& result, const auto&) {
    ec = result;
    done = true;
  });
  const bool in_time = run(options.connect_timeout, done);
  io->restart();
  io->run();  // what was cut off ends before its variables do
  if (in_time && !ec) {
    socket->set_option(asio::ip::tcp::no_delay(true), ec);
    return {};
  }
  socket.reset();
  return in_time ? ec.message() : "no answer to the connection attempt in time";
}

// Reading begins with writing: a server that refuses a long body answers before it has read it.
Attempt Client::Impl::exchange(const Call& call, const Url& address) {
  const auto head = wire_request(call, address);
  Parser parser;
  parser.body_limit(options.max_body);
  parser.skip(call.method == "HEAD");
  bool read = false;
  bool written = false;
  error_code ec;
  auto on_written = [&](const error_code& result, std::size_t) { written = !result; };
  if (call.body.empty()) asio::async_write(*socket, asio::buffer(head), on_written);
  else asio::async_write(*socket, std::array{asio::const_buffer(asio::buffer(head)), asio::const_buffer(asio::buffer(call.body))}, on_written);
  auto on_read = [&](const error_code& result, std::size_t) {
    ec = result;
    read = true;
  };
  // Beast 1.74 forgets its own body limit when the body arrives together with the header, so the length is checked here.
  beast::http::async_read_header(*socket, buffer, parser, [&](const error_code& result, std::size_t) {
    if (result || parser.is_done()) return on_read(result, 0);
    if (parser.content_length() && *parser.content_length() > options.max_body) return on_read(beast::http::error::body_limit, 0);
    beast::http::async_read(*socket, buffer, parser, on_read);
  });
  const bool in_time = run(options.answer_timeout, read);
  io->poll();
  const bool keep = in_time && !ec && written && parser.keep_alive();
  if (!keep) {
    error_code ignored;
    socket->close(ignored);
  }
  io->restart();
  io->run();
  if (!keep) close();
  if (!in_time) return {Attempt::End::broken, "no answer in time"};
  if (ec == beast::http::error::body_limit) return {Attempt::End::refused, "the answer is larger than this client accepts"};
  if (ec) return {parser.got_some() ? Attempt::End::broken : Attempt::End::stale, "the connection broke off (" + ec.message() + ")"};
  return {Attempt::End::answered, {}, taken(parser)};
}

Attempt Client::Impl::attempt(const Call& call, std::size_t index) {
  const auto& address = addresses[index];
  // A kept connection may be closed already; only a repeatable call may find that out.
  if (index != current || !call.idempotent) close();
  current = index;
  if (socket) {
    auto kept = exchange(call, address);
    if (kept.end != Attempt::End::stale) return kept;
  }
  if (auto why = connect(address); !why.empty()) return {Attempt::End::unreachable, why};
  return exchange(call, address);
}

Client::Client(std::vector<Url> addresses, ClientOptions options) : impl_(new Impl{std::move(addresses), options}) {
  IPPYO_CHECK(!impl_->addresses.empty());
}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

base::Result<Response> Client::send(const Call& call) {
  const auto first = impl_->current;
  std::string reasons;
  for (std::size_t i = 0; i < impl_->addresses.size(); ++i) {
    const auto index = (first + i) % impl_->addresses.size();
    auto attempt = impl_->attempt(call, index);
    if (attempt.end == Attempt::End::answered) return std::move(attempt.response);
    const auto where = impl_->addresses[index].authority() + ": " + attempt.reason;
    if (attempt.end == Attempt::End::refused) return base::Error{where};
    if (attempt.end != Attempt::End::unreachable && !call.idempotent)
      return base::Error{where + "; the request may have been carried out, look before sending it again"};
    reasons += (reasons.empty() ? "" : "; ") + where;
  }
  return base::Error{"no server answered (" + reasons + "); check that one of them runs and try again"};
}

base::Result<Response> Client::get(std::string_view target) {
  Call call;
  call.target = target;
  return send(call);
}

base::Result<Response> Client::post(std::string_view target, base::Bytes body, std::string_view content_type) {
  Call call;
  call.method = "POST";
  call.target = target;
  call.body = std::move(body);
  call.content_type = content_type;
  return send(call);
}

}  // namespace ippyo::http
