// SPDX-License-Identifier: Apache-2.0
// An agent with a virtual card behind it, and the raw requests of friends and enemies. For tests only.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "http/test_connection.hpp"
#include "service.hpp"
#include "virtual_card/test_pki.hpp"
#include "virtual_card/virtual_card.hpp"

namespace ippyo::card_agent::test {

constexpr base::UnixTime kNow = 1'795'000'000;
constexpr const char* kBooth = "https://vote.example.jp";
constexpr const char* kPairing = "ABCD-EFGH-JKMN-PQRS";
inline const std::string kClaim(64, 'a');
inline const roll::Attributes kHanako{"見本　花子", "茨城県つくば市研究学園一丁目１番地１", {1990, 1, 2}, roll::Sex::female};

/// One reader with whatever card the test puts in.
class TestDoor final : public Door {
  class Lent final : public card::Channel {
    card::Channel& card_;

   public:
    explicit Lent(card::Channel& c) : card_(c) {}
    card::Answer<card::Response> transmit(ByteView command) override { return card_.transmit(command); }
    void reset() override { card_.reset(); }
  };

 public:
  std::unique_ptr<virtual_card::VirtualCard> card;
  card::Trouble empty = card::Trouble::no_card;
  card::Answer<std::unique_ptr<card::Channel>> open() override {
    if (!card) return empty;
    return std::unique_ptr<card::Channel>(std::make_unique<Lent>(*card));
  }
};

inline virtual_card::TestPki& pki() {
  static const auto folder = std::filesystem::temp_directory_path() / ("ippyo-agent-test-" + std::to_string(::getpid()));
  static const auto opened = virtual_card::TestPki::open(folder, kNow, {}, 2);
  static const struct Cleaner {
    ~Cleaner() {
      std::error_code ignored;
      std::filesystem::remove_all(folder, ignored);
    }
  } cleaner;
  return *opened.value();
}

class Agent : public ::testing::Test {
 protected:
  base::ManualClock clock{kNow};
  TestDoor door;
  std::unique_ptr<Service> service;

  /// What a kit has beside a reader.
  virtual void adjust(Options&) {}
  void SetUp() override {
    door.card = std::make_unique<virtual_card::VirtualCard>(pki().issue(kHanako));
    Options o;
    o.port = 0;
    o.origins = {kBooth};
    o.pairing = kPairing;
    adjust(o);
    auto started = Service::start(o, door, clock);
    ASSERT_TRUE(started.ok()) << started.error().message;
    service = std::move(*started);
  }
  std::string host() const { return "localhost:" + std::to_string(service->port()); }
  std::string own_origin() const { return "http://" + host(); }

  using Lines = std::vector<std::string>;
  std::string ask(const std::string& first, Lines lines, const std::string& body = "") const {
    std::string request = first + " HTTP/1.1\r\n";
    for (const auto& l : lines) request += l + "\r\n";
    if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    http::test::Connection c(service->port());
    return c.send(request + "\r\n" + body).answer();
  }
  Lines booth_lines() const { return {"Host: " + host(), std::string("Origin: ") + kBooth,
      std::string("X-Ippyo-Pairing: ") + kPairing}; }
  std::string post_request(const nlohmann::json& body) const {
    auto lines = booth_lines();
    lines.push_back("Content-Type: application/json");
    return ask("POST /requests", lines, body.dump());
  }
  static std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

  struct Made {
    std::string id, path;
  };
  Made make(const nlohmann::json& body) const {
    const auto answer = post_request(body);
    EXPECT_EQ(http::test::status(answer), 201u) << answer;
    const auto j = nlohmann::json::parse(body_of(answer));
    const std::string page = j["page"];
    EXPECT_TRUE(page.starts_with(own_origin() + "/page/")) << page;
    return {j["request"], page.substr(own_origin().size())};
  }
  Made make_claim(bool attributes = true) const {
    return make({{"kind", "claim"}, {"title", "見本選挙"}, {"claim", kClaim}, {"attributes", attributes}});
  }
  std::string page(const std::string& path) const { return ask("GET " + path, {"Host: " + host()}); }
  static std::string token_of(const std::string& html) {
    const auto at = html.find("name=\"token\" value=\"");
    return at == html.npos ? "" : html.substr(at + 20, 32);
  }
  std::string submit(const std::string& path, const std::string& form, Lines extra = {}) const {
    Lines lines{"Host: " + host(), "Content-Type: application/x-www-form-urlencoded"};
    if (extra.empty()) extra = {"Origin: " + own_origin()};
    lines.insert(lines.end(), extra.begin(), extra.end());
    return ask("POST " + path, lines, form);
  }
  /// Opens the page as a voter does and submits with its token.
  std::string type(const std::string& path, const std::string& fields) const { return submit(path,
      "token=" + token_of(page(path)) + "&" + fields); }
  nlohmann::json collect(const std::string& id) const {
    const auto answer = ask("GET /requests/" + id, booth_lines());
    return http::test::status(answer) == 200 ? nlohmann::json::parse(body_of(answer)) : nlohmann::json{{"status",
        http::test::status(answer)}};
  }
};

}  // namespace ippyo::card_agent::test
