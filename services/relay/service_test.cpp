// SPDX-License-Identifier: Apache-2.0
// Over real HTTP: two devices meet, every refusal has its status and word, a wait ends when its message comes.
#include "relay/service.hpp"

#include <gtest/gtest.h>

#include <future>

#include "http/client.hpp"

namespace ippyo::relay {
namespace {

using base::Bytes;

struct Running {
  base::ManualClock clock{1'000'000};
  std::unique_ptr<Service> service;

  Running() {
    ServiceOptions options;
    options.port = 0;
    options.threads = 1;
    auto started = Service::start(options, clock);
    EXPECT_TRUE(started.ok());
    service = std::move(*started);
  }
  http::Response send(const std::string& method, const std::string& target, const std::string& token = {}, const std::string& body = {},
                      const std::string& type = "application/octet-stream") {
    http::Client client(std::vector<http::Url>{{"127.0.0.1", service->port()}});
    http::Call call{method, target, base::to_bytes(base::view(body)), type, {}, false};
    if (!token.empty()) call.fields.emplace_back("Authorization", "Bearer " + token);
    auto answer = client.send(call);
    EXPECT_TRUE(answer.ok()) << method << " " << target << ": " << (answer.ok() ? "" : answer.error().message);
    return answer.ok() ? *answer : http::Response{0, "", {}, {}};
  }
};

/// The value of a text member in a flat object of ours.
std::string member(const http::Response& r, const std::string& name) {
  const auto body = base::to_string(r.body);
  const auto at = body.find("\"" + name + "\":\"");
  if (at == body.npos) return {};
  const auto begin = at + name.size() + 4;
  return body.substr(begin, body.find('"', begin) - begin);
}
std::string told(const http::Response& r) {
  const auto type = member(r, "type");
  return std::to_string(r.status) + (type.empty() ? "" : " " + type.substr(type.rfind(':') + 1));
}

TEST(RelayService, LetsTwoDevicesExchangeMessages) {
  Running r;
  const auto opened = r.send("POST", "/boxes");
  ASSERT_EQ(told(opened), "201");
  EXPECT_EQ(opened.header("Cache-Control"), "no-store");
  const auto box = "/boxes/" + member(opened, "box"), first = member(opened, "token");
  const auto joined = r.send("POST", box + "/join");
  ASSERT_EQ(told(joined), "200");
  const auto second = member(joined, "token");
  EXPECT_EQ(told(r.send("PUT", box + "/0", first, "hello")), "204");
  const auto read = r.send("GET", box + "/0", second);
  EXPECT_EQ(told(read), "200");
  EXPECT_EQ(base::to_string(read.body), "hello");
  EXPECT_EQ(read.content_type, "application/octet-stream");
  auto waiting = std::async(std::launch::async, [&] { return r.send("GET", box + "/0", first); });
  EXPECT_EQ(told(r.send("PUT", box + "/0", second, "and back")), "204");
  EXPECT_EQ(base::to_string(waiting.get().body), "and back");
  EXPECT_EQ(told(r.send("DELETE", box, second)), "204");
  EXPECT_EQ(told(r.send("GET", box + "/0", second)), "404 gone");
}

TEST(RelayService, AWaitThatEndsWithNothingIs204) {
  Running r;
  const auto opened = r.send("POST", "/boxes");
  const auto number = member(opened, "box"), token = member(opened, "token");
  auto waiting = std::async(std::launch::async, [&] { return r.send("GET", "/boxes/" + number + "/0", token); });
  // A later wait of the same side ends the earlier one, as its time would.
  while (waiting.wait_for(std::chrono::milliseconds(0)) != std::future_status::ready) r.service->boxes().read(number, token, 0, [](const Reading&) {});
  const auto answer = waiting.get();
  EXPECT_EQ(told(answer), "204");
  EXPECT_TRUE(answer.body.empty());
}

TEST(RelayService, RefusesWithAStatusAndAWord) {
  Running r;
  const auto opened = r.send("POST", "/boxes");
  const auto number = member(opened, "box"), token = member(opened, "token"), box = "/boxes/" + number;
  const auto never = "/boxes/" + std::string(number == "1234" ? "4321" : "1234");
  EXPECT_EQ(told(r.send("POST", never + "/join")), "404 gone");
  r.send("POST", box + "/join");
  EXPECT_EQ(told(r.send("POST", box + "/join")), "409 taken");
  EXPECT_EQ(told(r.send("PUT", box + "/0", token, "x")), "204");
  EXPECT_EQ(told(r.send("PUT", box + "/0", token, "x")), "409 taken");
  EXPECT_EQ(told(r.send("PUT", box + "/1", token, std::string(kMessageSize, 'x'))), "204");
  EXPECT_EQ(told(r.send("PUT", box + "/2", token, std::string(kMessageSize + 1, 'x'))), "413 body-too-large");
  EXPECT_EQ(told(r.send("PUT", box + "/2", token)), "400 malformed");
  EXPECT_EQ(told(r.send("PUT", box + "/2", token, "x", "text/plain")), "415 content-type");
  EXPECT_EQ(told(r.send("PUT", box + "/2", "", "x")), "404 gone") << "no token";
  EXPECT_EQ(told(r.send("GET", never + "/0", token)), "404 gone");
  for (const char* rest : {"/8", "/00", "/-1", "/x", "/0/1", "/"}) {
    EXPECT_EQ(told(r.send("PUT", box + rest, token, "x")), "404 no-such-path") << rest;
    EXPECT_EQ(told(r.send("GET", box + rest, token)), "404 no-such-path") << rest;
  }
  EXPECT_EQ(told(r.send("DELETE", box + "/0", token)), "404 no-such-path");
  EXPECT_EQ(told(r.send("POST", box + "/leave")), "404 no-such-path");
  EXPECT_EQ(told(r.send("GET", "/boxes")), "405 wrong-method");
  EXPECT_EQ(told(r.send("GET", "/")), "404 no-such-path");
  EXPECT_EQ(told(r.send("GET", "/health")), "200");
}

TEST(RelayService, AClosedBoxAndOneThatNeverWasAreAnsweredAlike) {
  Running r;
  const auto opened = r.send("POST", "/boxes");
  const auto number = member(opened, "box"), box = "/boxes/" + number;
  r.send("DELETE", box, member(opened, "token"));
  const auto never = "/boxes/" + std::string(number == "1234" ? "4321" : "1234");
  EXPECT_EQ(r.send("POST", box + "/join").body, r.send("POST", never + "/join").body);
  EXPECT_EQ(r.send("GET", box + "/0", member(opened, "token")).body, r.send("GET", never + "/0").body);
}

TEST(RelayService, SaysWhenToComeBack) {
  Running r;
  for (std::uint32_t i = 0; i < kFailedJoinsPerMinute; ++i) (void)r.service->boxes().join("none");
  const auto many = r.send("POST", "/boxes/1234/join");
  EXPECT_EQ(told(many), "429 too-many");
  EXPECT_EQ(many.header("Retry-After"), "60");
  for (std::uint32_t i = 0; i < kNewPerSecond; ++i) (void)r.service->boxes().open();
  const auto busy = r.send("POST", "/boxes");
  EXPECT_EQ(told(busy), "503 busy");
  EXPECT_FALSE(busy.header("Retry-After").empty());
}

TEST(RelayService, EndsAWaitWhenItStops) {
  Running r;
  const auto opened = r.send("POST", "/boxes");
  std::promise<Reading> told_at_the_end;
  r.service->boxes().read(member(opened, "box"), member(opened, "token"), 0, [&](Reading reading) { told_at_the_end.set_value(std::move(reading)); });
  r.service->stop(std::chrono::milliseconds(1000));
  EXPECT_EQ(std::get<Refusal>(told_at_the_end.get_future().get()), Refusal::gone);
}

}  // namespace
}  // namespace ippyo::relay
