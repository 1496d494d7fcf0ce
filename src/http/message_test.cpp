// SPDX-License-Identifier: Apache-2.0
// Requests, answers, routes and addresses without a network.
#include "http/message.hpp"

#include <gtest/gtest.h>

#include "http/router.hpp"
#include "http/url.hpp"
#include "http/wire.hpp"

namespace ippyo::http {
namespace {

TEST(HttpRequest, FindsFieldsInAnyCaseAndTheTypeWithoutParameters) {
  Request r;
  r.fields = {{"content-type", "Application/JSON ; charset=utf-8"}, {"X-Twice", "1"}, {"X-Twice", "2"}};
  EXPECT_EQ(r.content_type(), "application/json");
  EXPECT_EQ(r.header("x-tWICE"), "1");
  EXPECT_EQ(r.header("absent"), "");
}

TEST(HttpRequest, DecodesOneParameterOfTheQuery) {
  Request r;
  r.query = "a=1&name=%e5%8A%a0+b%2&empty&name=later";
  EXPECT_EQ(r.parameter("a"), "1");
  EXPECT_EQ(r.parameter("name"), "\xe5\x8a\xa0 b%2");
  EXPECT_EQ(r.parameter("empty"), "");
  EXPECT_EQ(r.parameter("absent"), "");
}

TEST(HttpProblem, IsProblemJsonThatSaysWhatToDo) {
  const auto p = problem(409, "slug", "A \"title\"", "Do this.");
  EXPECT_EQ(p.status, 409u);
  EXPECT_EQ(p.content_type, "application/problem+json");
  EXPECT_EQ(base::to_string(p.body), R"({"type":"urn:ippyo:problem:slug","title":"A \"title\"","status":409,"detail":"Do this."})");
  EXPECT_EQ(busy(7).header("retry-after"), "7");
}

TEST(HttpWire, SendsSecurityFieldsAndNoInjectedLines) {
  auto r = text(200, "text/plain", "x");
  r.fields = {{"X-Name", "a\r\nSet-Cookie: b"}};
  const auto head = wire_head(r, true);
  for (auto field : {"X-Content-Type-Options: nosniff\r\n", "Cache-Control: no-store\r\n", "Content-Security-Policy: default-src 'none'"})
    EXPECT_NE(head.find(field), head.npos) << field;
  EXPECT_EQ(head.find("\r\nSet-Cookie"), head.npos);
  EXPECT_EQ(head.find("Connection:"), head.npos);
  EXPECT_NE(wire_head(r, false).find("Connection: close"), head.npos);
}

TEST(HttpWire, LetsAPageBringItsOwnPolicyAndATileItsOwnCaching) {
  EXPECT_EQ(wire_head(text(200, "text/html; charset=utf-8", ""), true).find("Content-Security-Policy"), std::string::npos);
  auto tile = bytes({1});
  tile.fields = {{"Cache-Control", "public, immutable"}};
  EXPECT_EQ(wire_head(tile, true).find("no-store"), std::string::npos);
  EXPECT_EQ(wire_head({204, "text/plain"}, true).find("Content-Length"), std::string::npos);
}

unsigned answered(const Router& router, std::string method, std::string path, std::string* tail = nullptr) {
  unsigned status = 0;
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  router.handle(std::move(request), [&](Response r) {
    status = r.status;
    if (tail) *tail = base::to_string(r.body);
  });
  return status;
}

TEST(HttpRouter, PrefersTheExactRouteThenTheLongestPrefix) {
  auto say = [](std::string word) { return [word](Request r, Reply reply) { reply(text(200, "text/plain", word + ":" + r.tail)); }; };
  Router router;
  router.add("GET", "/a/b", say("exact")).add_prefix("GET", "/a/", say("short")).add_prefix("GET", "/a/b/", say("long"), 5);
  std::string body;
  EXPECT_EQ(answered(router, "GET", "/a/b", &body), 200u);
  EXPECT_EQ(body, "exact:");
  EXPECT_EQ(answered(router, "GET", "/a/c/d", &body), 200u);
  EXPECT_EQ(body, "short:c/d");
  EXPECT_EQ(answered(router, "GET", "/a/b/c", &body), 200u);
  EXPECT_EQ(body, "long:c");
  EXPECT_EQ(answered(router, "GET", "/a/"), 404u);
  EXPECT_EQ(answered(router, "GET", "/"), 404u);
  EXPECT_EQ(answered(router, "GET", ""), 404u);
  EXPECT_EQ(router.body_limit("GET", "/a/b/c"), 5u);
  EXPECT_EQ(router.body_limit("GET", "/none"), 0u);
}

TEST(HttpRouter, NamesTheAllowedMethods) {
  Router router;
  router.add("GET", "/a", [](Request, Reply) {}).add("POST", "/a", [](Request, Reply) {});
  EXPECT_EQ(answered(router, "PUT", "/a"), 405u);
  EXPECT_EQ(router.refusal("PUT", "/a")->header("Allow"), "GET, HEAD, POST");
  EXPECT_FALSE(router.refusal("POST", "/a"));
}

TEST(HttpUrl, AcceptsHostAndPortAndNothingElse) {
  EXPECT_EQ(*parse_url("http://localhost:7100/"), (Url{"localhost", 7100}));
  EXPECT_EQ(parse_url("http://[::1]:80")->authority(), "[::1]:80");
  for (auto wrong : {"", "http://", "https://a:1", "http://a", "http://a:", "http://a:0", "http://a:65536", "http://a:1/x", "http://a:1//", "http://:1",
                     "http://u@a:1", "http://a b:1", "http://a:+1", "http://::1:1", "http://[]:1", "a:1", "http://a:1?"})
    EXPECT_FALSE(parse_url(wrong)) << wrong;
  EXPECT_EQ(parse_urls("http://a:1,http://b:2/")->size(), 2u);
  EXPECT_FALSE(parse_urls("http://a:1,"));
  EXPECT_FALSE(parse_urls(""));
}

}  // namespace
}  // namespace ippyo::http
