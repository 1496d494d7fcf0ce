// SPDX-License-Identifier: Apache-2.0
// What the server does with clients that send too much, too slowly, too often or nonsense.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "http/test_connection.hpp"

namespace ippyo::http::test {
namespace {

std::string post(std::string_view path, std::string_view fields, std::string_view body) {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

TEST(HttpLimits, RefusesALongHeaderWith431) {
  auto server = echo_server();
  EXPECT_TRUE(is_problem(Connection(server->port()).send("GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(9'000, 'x') + "\r\n\r\n").answer(), 431));
  EXPECT_TRUE(is_problem(Connection(server->port()).send("GET /" + std::string(9'000, 'x')).answer(), 431));
}

TEST(HttpLimits, RefusesALongBodyByItsAnnouncedLengthBeforeItArrives) {
  auto server = echo_server();
  Connection c(server->port());
  const auto answer = c.send(post("/echo", "Content-Length: 101\r\n", "")).answer();
  EXPECT_TRUE(is_problem(answer, 413));
  EXPECT_NE(answer.find("Connection: close"), answer.npos);
  EXPECT_EQ(status(Connection(server->port()).send(post("/echo", "Content-Length: 100\r\n", std::string(100, 'x'))).answer()), 200u);
}

TEST(HttpLimits, RefusesALongChunkedBodyWhileItArrives) {
  auto server = echo_server();
  const auto fields = "Transfer-Encoding: chunked\r\n";
  EXPECT_TRUE(is_problem(Connection(server->port()).send(post("/echo", fields, "40\r\n" + std::string(64, 'x') + "\r\n40\r\n")).answer(), 413));
  EXPECT_TRUE(is_problem(Connection(server->port()).send(post("/echo", fields, "ffffffffffffffff\r\n")).answer(), 413));
}

TEST(HttpLimits, RefusesAnEndlessChunkExtensionOrTrailer) {
  auto server = echo_server();
  const auto fields = "Transfer-Encoding: chunked\r\n";
  EXPECT_TRUE(is_problem(Connection(server->port()).send(post("/echo", fields, "1;" + std::string(20'000, 'x'))).answer(), 431));
  EXPECT_TRUE(is_problem(Connection(server->port()).send(post("/echo", fields, "0\r\nX: " + std::string(20'000, 'x'))).answer(), 431));
}

TEST(HttpLimits, LetsEveryRouteHaveItsOwnBodyLimit) {
  auto server = echo_server();
  const std::string body(1 << 20, 'b');
  const auto answer = Connection(server->port()).send(post("/large", "Content-Length: 1048576\r\n", body)).answer();
  EXPECT_TRUE(status(answer) == 200 && answer.ends_with(body));
}

TEST(HttpLimits, TheGateAnswersBeforeTheBodyIsRead) {
  Options options;
  std::atomic<bool> full{true};
  options.gate = [&](std::string_view method, std::string_view) { return method == "POST" && full ? std::optional(busy(3)) : std::nullopt; };
  auto server = echo_server(std::move(options));
  const auto answer = Connection(server->port()).send(post("/echo", "Content-Length: 5\r\n", "")).answer();
  EXPECT_TRUE(is_problem(answer, 503));
  EXPECT_NE(answer.find("Retry-After: 3\r\n"), answer.npos);
  Connection c(server->port());
  EXPECT_EQ(status(c.send(post("/echo", "Content-Length: 5\r\n", "abcde")).answer()), 503u);
  full = false;  // the body had come along, so the connection is still good
  EXPECT_TRUE(c.send(post("/echo", "Content-Length: 5\r\n", "fghij")).answer().ends_with("fghij"));
}

TEST(HttpLimits, AnUnknownPathIs404AndAWrongMethod405) {
  auto server = echo_server();
  Connection c(server->port());
  EXPECT_TRUE(is_problem(c.send("GET /none HTTP/1.1\r\nHost: a\r\n\r\n").answer(), 404));
  EXPECT_TRUE(is_problem(c.send("DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n").answer(), 405));
  EXPECT_TRUE(is_problem(c.send("BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n").answer(), 405));
  EXPECT_EQ(status(c.send(kHello).answer()), 200u);
}

TEST(HttpLimits, RefusesMalformedRequestsWith400) {
  auto server = echo_server();
  for (std::string bad : {"\x16\x03\x01 hello\r\n\r\n", "GET\r\n\r\n", "GET /hello HTTP/2.0\r\n\r\n", "GET /hello HTTP/1.1\r\nbad header\r\n\r\n",
                          "GET /hello HTTP/1.1\r\n\r\n", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                          "GET http://a/hello HTTP/1.1\r\nHost: a\r\n\r\n", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"})
    EXPECT_TRUE(is_problem(Connection(server->port()).send(bad).answer(), 400)) << bad;
}

TEST(HttpLimits, RefusesEveryAmbiguousLength) {
  auto server = echo_server();
  for (std::string fields : {"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                             "Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: gzip\r\n",
                             "Transfer-Encoding: chunked, gzip\r\n", "Content-Length: 99999999999999999999999\r\n"})
    EXPECT_TRUE(is_problem(Connection(server->port()).send(post("/echo", fields, "abc")).answer(), 400)) << fields;
}

Options hurried() {
  Options options;
  options.header_timeout = options.body_timeout = options.idle_timeout = options.linger_timeout = milliseconds(30);
  return options;
}

TEST(HttpLimits, ASlowHeaderIs408) {
  auto server = echo_server(hurried());
  Connection c(server->port());
  EXPECT_TRUE(is_problem(c.send("GET /hello HTT").answer(), 408));
  EXPECT_TRUE(c.closed());
}

TEST(HttpLimits, ASlowBodyIs408) {
  auto server = echo_server(hurried());
  EXPECT_TRUE(is_problem(Connection(server->port()).send(post("/echo", "Content-Length: 5\r\n", "ab")).answer(), 408));
}

TEST(HttpLimits, ASilentConnectionIsClosed) {
  auto server = echo_server(hurried());
  Connection never(server->port());
  EXPECT_TRUE(never.closed());
  Options options;
  options.idle_timeout = milliseconds(30);
  auto patient = echo_server(options);
  Connection once(patient->port());
  EXPECT_EQ(status(once.send(kHello).answer()), 200u);
  EXPECT_TRUE(once.closed());
}

TEST(HttpLimits, OneConnectionTooManyIsTold503) {
  Options options;
  options.max_connections = 2;
  auto server = echo_server(options);
  Connection a(server->port()), b(server->port());
  EXPECT_EQ(status(a.send(kHello).answer()), 200u);
  EXPECT_EQ(status(b.send(kHello).answer()), 200u);
  Connection c(server->port());
  EXPECT_TRUE(is_problem(c.answer(), 503));
  EXPECT_EQ(status(a.send(kHello).answer()), 200u);
}

TEST(HttpLimits, TwoHundredHalfOpenRequestsDoNotStarveAGoodOne) {
  auto server = echo_server();
  std::vector<Connection> half;
  for (int i = 0; i < 200; ++i) half.emplace_back(server->port()).send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Le");
  EXPECT_TRUE(Connection(server->port()).send(kHello).answer().ends_with("hello"));
  for (auto& c : half) EXPECT_TRUE(c.send("ngth: 2\r\n\r\nok").answer().ends_with("ok"));
}

RC_GTEST_PROP(HttpLimits, RandomBytesNeverCrashTheServer, (const std::vector<std::uint8_t>& bytes, bool whole_line)) {
  static const auto server = echo_server();
  const std::string junk(bytes.begin(), bytes.end());
  {
    Connection c(server->port());
    c.send((whole_line ? "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" : "") + junk + "\r\n\r\n");
    c.finish_sending();
    (void)c.answer();
  }
  RC_ASSERT(status(Connection(server->port()).send(kHello).answer()) == 200u);
}

/// A good request with a few bytes changed reaches deeper than random bytes.
RC_GTEST_PROP(HttpLimits, ChangedBytesNeverCrashTheServer, (const std::vector<std::pair<std::uint16_t, char>>& changes)) {
  static const auto server = echo_server();
  auto request = post("/echo", "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n", "3;a=\"b\"\r\nabc\r\n0\r\nX: y\r\n\r\n") + std::string(kHello);
  for (const auto& [at, to] : changes) request[at % request.size()] = to;
  {
    Connection c(server->port());
    c.send(request);
    c.finish_sending();
    while (!c.closed()) (void)c.answer();
  }
  RC_ASSERT(status(Connection(server->port()).send(kHello).answer()) == 200u);
}

}  // namespace
}  // namespace ippyo::http::test
