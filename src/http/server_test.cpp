// SPDX-License-Identifier: Apache-2.0
// What the server does for well-behaved clients, and how it stops.

#include <deque>
#include <thread>

#include "http/client.hpp"
#include "http/test_connection.hpp"

namespace ippyo::http::test {
namespace {

TEST(HttpServer, AnswersManyRequestsOnOneConnection) {
  auto server = echo_server();
  Connection c(server->port());
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(c.send(kHello).answer().ends_with("\r\n\r\nhello"));
  EXPECT_EQ(server->connections(), 1u);
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  auto server = echo_server();
  Connection c(server->port());
  std::string all;
  for (int i = 0; i < 50; ++i) {
    const auto body = "body " + std::to_string(i);
    all += "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  c.send(all);
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(c.answer().ends_with("\r\n\r\nbody " + std::to_string(i)));
}

TEST(HttpServer, UnderstandsARequestThatArrivesByteByByte) {
  auto server = echo_server();
  Connection c(server->port());
  for (char byte : std::string("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")) c.send({&byte, 1});
  EXPECT_TRUE(c.answer().ends_with("\r\n\r\nabcde"));
  EXPECT_TRUE(c.send(kHello).answer().ends_with("hello"));
}

TEST(HttpServer, AnswersHeadLikeGetWithoutTheBody) {
  auto server = echo_server();
  Connection c(server->port());
  const auto head = c.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n").answer(true);
  EXPECT_EQ(status(head), 200u);
  EXPECT_NE(head.find("Content-Length: 5\r\n"), head.npos);
  EXPECT_TRUE(c.send(kHello).answer().starts_with("HTTP/1.1 200 OK\r\n"));  // no stray body in between
}

TEST(HttpServer, ClosesAfterAnHttp10Request) {
  auto server = echo_server();
  Connection c(server->port());
  EXPECT_EQ(status(c.send("GET /hello HTTP/1.0\r\n\r\n").answer()), 200u);
  EXPECT_TRUE(c.closed());
}

TEST(HttpServer, GivesThePrefixRouteItsTailAndQuery) {
  auto server = echo_server();
  EXPECT_TRUE(Connection(server->port()).send("GET /tile/0/x001?a=b HTTP/1.1\r\nHost: a\r\n\r\n").answer().ends_with("0/x001?a=b"));
}

TEST(HttpServer, InvitesTheBodyOfAClientThatAsksFirst) {
  auto server = echo_server();
  Connection c(server->port());
  c.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(status(c.answer()), 100u);
  EXPECT_TRUE(c.send("ok").answer().ends_with("\r\n\r\nok"));
}

TEST(HttpServer, TakesTheAnswerLaterFromAnotherThread) {
  std::mutex mutex;
  std::deque<Reply> waiting;
  Event both;
  auto server = *Server::start({}, [&](Request, Reply reply) {
    const std::lock_guard lock(mutex);
    waiting.push_back(std::move(reply));
    if (waiting.size() == 2) both.set();
  });
  Connection a(server->port()), b(server->port());
  a.send(kHello);
  b.send(kHello);
  ASSERT_TRUE(both.wait());
  std::thread later([&] {
    for (auto& reply : waiting) {
      reply(text(200, "text/plain", "late"));
      reply(text(200, "text/plain", "twice"));  // ignored
    }
  });
  EXPECT_TRUE(a.answer().ends_with("late"));
  EXPECT_TRUE(b.answer().ends_with("late"));
  later.join();
}

TEST(HttpServer, AnswersFiveHundredForAHandlerThatThrowsOrDropsItsReply) {
  auto server = *Server::start({}, [](Request r, Reply) {
    if (r.path == "/throw") throw std::runtime_error("secret");
  });
  Connection c(server->port());
  const auto thrown = c.send("GET /throw HTTP/1.1\r\nHost: a\r\n\r\n").answer();
  EXPECT_TRUE(is_problem(thrown, 500));
  EXPECT_EQ(thrown.find("secret"), thrown.npos);
  EXPECT_TRUE(is_problem(c.send(kHello).answer(), 500));
}

TEST(HttpServer, RefusesAPortThatIsTaken) {
  auto first = echo_server();
  Options options;
  options.port = first->port();
  const auto second = Server::start(options, [](Request, Reply) {});
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("choose another port"), std::string::npos);
  options.address = "localhost.example";
  EXPECT_FALSE(Server::start(options, [](Request, Reply) {}));
}

TEST(HttpServer, DrainLetsTheRequestUnderWayFinish) {
  Event arrived;
  Reply held;
  auto server = *Server::start({}, [&](Request, Reply reply) {
    held = std::move(reply);
    arrived.set();
  });
  const auto port = server->port();
  Connection busy_one(port), idle(port);
  busy_one.send(kHello);
  ASSERT_TRUE(arrived.wait());
  bool clean = false;
  std::thread draining([&] { clean = server->drain(milliseconds(15'000)); });
  EXPECT_TRUE(idle.closed());  // the drain has begun
  held(text(200, "text/plain", "done"));
  const auto answer = busy_one.answer();
  EXPECT_TRUE(answer.ends_with("done"));
  EXPECT_NE(answer.find("Connection: close"), answer.npos);
  draining.join();
  EXPECT_TRUE(clean);
  EXPECT_FALSE(Client({{"127.0.0.1", port}}).get("/"));
}

TEST(HttpServer, DrainCutsWhatDoesNotFinishAndLateRepliesAreHarmless) {
  Event arrived;
  Reply held;
  auto server = *Server::start({}, [&](Request, Reply reply) {
    held = std::move(reply);
    arrived.set();
  });
  Connection c(server->port());
  c.send(kHello);
  ASSERT_TRUE(arrived.wait());
  EXPECT_FALSE(server->drain(milliseconds(1)));
  server.reset();
  held(text(200, "text/plain", "too late"));
  EXPECT_TRUE(c.closed());
}

}  // namespace
}  // namespace ippyo::http::test
