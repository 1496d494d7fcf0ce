// SPDX-License-Identifier: Apache-2.0
// The client: repeats only what may be repeated, and finds the address that answers.
#include "http/client.hpp"

#include "http/test_connection.hpp"

namespace ippyo::http::test {
namespace {

/// A port on which nobody listens: it was free a moment ago.
Url dead() { return url(*echo_server()); }

TEST(HttpClient, KeepsItsConnection) {
  auto server = echo_server();
  Client client({url(*server)});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(base::to_string(client.get("/hello")->body), "hello");
  EXPECT_EQ(base::to_string(client.post("/echo", {'a', 'b'})->body), "ab");
  EXPECT_EQ(client.post("/echo", base::Bytes(101))->status, 413u);
  EXPECT_EQ(client.get("/hello")->header("content-type"), "text/plain");
  Call head;
  head.method = "HEAD";
  head.target = "/hello";
  EXPECT_TRUE(client.send(head)->body.empty());
  EXPECT_EQ(client.get("/none")->status, 404u);
}

TEST(HttpClient, ReadsTheRefusalOfABodyThatTheServerDoesNotRead) {
  auto server = echo_server();
  EXPECT_EQ(Client({url(*server)}).post("/echo", base::Bytes(600'000))->status, 413u);
}

TEST(HttpClient, OpensAStaleConnectionAgainForAnIdempotentCall) {
  auto server = echo_server();
  Client client({url(*server)});
  ASSERT_TRUE(client.get("/hello"));
  Options options;
  options.port = server->port();
  server->drain(milliseconds(5'000));
  server.reset();
  server = echo_server(options);
  const auto again = client.get("/hello");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->status, 200u);
}

TEST(HttpClient, MovesToTheNextAddressAndStaysThere) {
  auto server = echo_server();
  Client client({dead(), url(*server)});
  EXPECT_EQ(client.get("/hello")->status, 200u);
  Call once;
  once.idempotent = false;  // nothing was sent to the dead address, so even this may move on
  once.target = "/hello";
  EXPECT_EQ(Client({dead(), url(*server)}).send(once)->status, 200u);
}

TEST(HttpClient, SaysWhichAddressesDidNotAnswer) {
  const auto a = dead();
  const auto answer = Client({a}).get("/");
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().message.find(a.authority()), std::string::npos);
  EXPECT_NE(answer.error().message.find("try again"), std::string::npos);
}

TEST(HttpClient, GivesUpOnAServerThatDoesNotAnswerAndAsksTheNext) {
  std::vector<Reply> held;
  auto silent = *Server::start({}, [&](Request, Reply reply) { held.push_back(std::move(reply)); });
  auto server = echo_server();
  ClientOptions options;
  options.answer_timeout = std::chrono::milliseconds(50);
  Call call;
  call.target = "/hello";
  call.idempotent = false;
  const auto maybe = Client({url(*silent), url(*server)}, options).send(call);
  ASSERT_FALSE(maybe);
  EXPECT_NE(maybe.error().message.find("may have been carried out"), std::string::npos);
  EXPECT_EQ(held.size(), 1u);
  options.answer_timeout = std::chrono::milliseconds(2'000);
  EXPECT_EQ(Client({url(*silent), url(*server)}, options).get("/hello")->status, 200u);
  EXPECT_EQ(held.size(), 2u);
  silent.reset();
}

TEST(HttpClient, RefusesAnAnswerThatIsTooLarge) {
  auto server = echo_server();
  ClientOptions options;
  options.max_body = 4;
  const auto answer = Client({url(*server)}, options).get("/hello");
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().message.find("larger"), std::string::npos);
}

}  // namespace
}  // namespace ippyo::http::test
