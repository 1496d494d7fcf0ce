// SPDX-License-Identifier: Apache-2.0
// For tests: an office with a store, a board that is constituted, and endpoints called without a network.
#pragma once
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "letters/sample_letter.hpp"
#include "office/test_election.hpp"
#include "registrar/office_endpoints.hpp"
#include "roll/import.hpp"

namespace ippyo::registrar::test {

using nlohmann::json;

inline constexpr base::UnixTime kNow = 1'791'000'000;  // 2026-10-03 in Japan

inline StoreKeys store_keys() {
  return {db::ColumnCipher(db::ColumnKey(base::Secret(Bytes32{1}))), base::Secret(Bytes32{2}), base::Secret(Bytes32{3})};
}

inline roll::Voter voter(std::string number, std::string name, std::string kana, std::string address = "茨城県つくば市吾妻一丁目90001番地1") {
  return {std::move(number), std::move(name), std::move(kana), {1970, 3, 1}, roll::Sex::female, std::move(address), "吾妻", {}};
}
inline std::vector<roll::Voter> small_roll() {
  auto young = voter("3", "見本　若葉", "ミホン　ワカバ");
  young.birth = {2010, 1, 1};
  auto moved = voter("4", "見本　移", "ミホン　ウツル");
  moved.flags.insert(std::string(roll::kMovedOut));
  return {voter("1", "見本　花子", "ミホン　ハナコ"), voter("2", "例示　幸子", "レイジ　サチコ"), young, moved};
}
inline std::string csv(const std::vector<roll::Voter>& voters) {
  std::ostringstream out;
  roll::export_roll(voters, out);
  return std::move(out).str();
}
inline json form(const roll::Voter& v) {
  return {{"name", v.name},        {"kana", v.kana},          {"birth", std::to_string(v.birth.year) + "-03-01"}, {"sex", "女"},
          {"address", v.address},  {"category", "other-municipality"}, {"postal_code", "305-0031"},               {"ground", "出張のため"},
          {"declaration", true}};
}

struct Office {
  office::TestElection election;
  Config config;
  roll::Eligibility eligibility;
  std::unique_ptr<Store> store;
  base::ManualClock clock{kNow};
  Providers providers;
  std::unique_ptr<Context> context;
  StaffSessions sessions;
  Endpoints endpoints;
  const Member manager{"manager-1", Role::manager}, clerk{"clerk-1", Role::clerk}, auditor{"auditor-1", Role::auditor};

  explicit Office(std::string location = {}) {
    election.constitute();
    if (location.empty()) location = (election.folder / "registrar.db").string();
    auto opened = Store::open(location, store_keys());
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message);
    store = std::move(*opened);
    eligibility = *roll::Eligibility::load(std::string(IPPYO_SOURCE_DIR) + "/data/eligibility.toml");
    config.origin = "https://vote.city.example";
    config.ballot = roll::Ballot::city;
    config.polling_day = {2026, 11, 29};
    config.sender = letters::sample_sender();
    config.dates = letters::sample_dates();
    config.identity_words = "マイナンバーカード";
    config.policy = "quorum none\n";
    config.prints = election.folder / "prints";
    config.submissions = election.folder / "submissions";
    config.staff_passkey = {"office.city.example", "つくば市選挙管理委員会", {"https://office.city.example"}};
    std::filesystem::create_directories(config.prints);
    std::filesystem::create_directories(config.submissions);
    context.reset(new Context{config, eligibility, *store, clock, election.keys.at("registrar"), providers,
                              [this] { return std::make_shared<const record::State>(election.state); }});
    endpoints = office_endpoints(*context, sessions);
  }

  /// As the service does it: the endpoint by method and path, then who may, then its answer.
  http::Response raw(const std::string& method, const std::string& target, base::Bytes body, std::optional<Member> member = {}, http::Fields fields = {}) {
    const auto question = target.find('?');
    const auto path = target.substr(0, question);
    for (const auto& e : endpoints) {
      const bool prefix = e.path.ends_with('/') && path.starts_with(e.path);
      if (e.method != method || !(e.path == path || prefix)) continue;
      if (e.access != Access::anybody && !(member && may(member->role, e.access))) return refused("role", "not yours");
      if (body.size() > e.body_limit) return http::problem(413, "too-large", "Too large", "");
      Call call{{method, path, question == target.npos ? "" : target.substr(question + 1), std::move(fields), std::move(body)}, {}, member, {}, clock.now()};
      std::istringstream rest(prefix ? path.substr(e.path.size()) : "");
      for (std::string part; std::getline(rest, part, '/');)
        if (!part.empty()) call.part.push_back(part);
      return e.answer(call);
    }
    return not_found("no such endpoint");
  }
  http::Response post(const std::string& path, const json& body, std::optional<Member> member = {}) {
    return raw("POST", path, base::to_bytes(base::view(body.dump())), std::move(member));
  }
  http::Response get(const std::string& target, std::optional<Member> member) { return raw("GET", target, {}, std::move(member)); }

  std::int64_t import(const std::vector<roll::Voter>& voters) {
    const auto answer = raw("POST", "/staff/roll", base::to_bytes(base::view(csv(voters))), manager);
    EXPECT_EQ(answer.status, 201u) << base::to_string(answer.body);
    return json::parse(answer.body)["id"];
  }
  void apply(const std::vector<roll::Voter>& voters) {
    const auto answer = post("/staff/roll/" + std::to_string(import(voters)) + "/apply", json::object(), manager);
    EXPECT_EQ(answer.status, 200u) << base::to_string(answer.body);
  }
  std::int64_t receive(json fields) {
    fields["channel"] = "phone";
    const auto answer = post("/staff/applications", fields, clerk);
    EXPECT_EQ(answer.status, 201u) << base::to_string(answer.body);
    return answer.status == 201 ? json::parse(answer.body)["id"].get<std::int64_t>() : 0;
  }
  http::Response act(std::int64_t id, const std::string& action, const json& body) {
    return post("/staff/applications/" + std::to_string(id) + "/" + action, body, clerk);
  }
  std::int64_t approved(const roll::Voter& v) {
    const auto id = receive(form(v));
    EXPECT_EQ(act(id, "approve", {{"voter", v.number}}).status, 200u);
    return id;
  }
  json detail(std::int64_t id) { return json::parse(get("/staff/applications/" + std::to_string(id), clerk).body); }
};

/// The last word of a problem's type.
inline std::string word(const http::Response& answer) {
  const auto type = json::parse(answer.body, nullptr, false).value("type", "");
  return type.substr(type.rfind(':') + 1);
}

#define EXPECT_REFUSED(answer, code, reason)                                \
  do {                                                                      \
    const auto got = (answer);                                              \
    EXPECT_EQ(got.status, code##u) << base::to_string(got.body);            \
    EXPECT_EQ(::ippyo::registrar::test::word(got), reason);                 \
  } while (false)

}  // namespace ippyo::registrar::test
