// SPDX-License-Identifier: Apache-2.0
// A card that writes a name or an address in another way: what one clerk's look lets through, and what it never does.
#include "registrar/looks.hpp"

#include "registrar/office_endpoints.hpp"
#include "registrar/test_voters.hpp"

namespace ippyo::registrar::test {
namespace {

struct Counter : Hall {
  StaffSessions staff;
  Person& p = people[0];
  const std::string with_building = "吾妻一丁目90001番地 見本荘2号室", another_building = "吾妻一丁目90001番地 見本荘3号室";

  Counter() {
    std::ranges::copy(office_endpoints(*context, staff), std::back_inserter(endpoints));
    start();
  }
  void start() {
    EXPECT_EQ(begin(p).status, 200u);
    EXPECT_EQ(show(p, "/enrol", Factor::passkey).status, 200u);
    EXPECT_EQ(choose_key(p).status, 204u);
  }
  Response card_with(const std::string& address) { return show(p, "/enrol", Factor::card, {{"address", address}}); }
  json detail() { return body(raw("GET", "/staff/applications/1", {}, {}, clerk)); }
  Response seen(const json& look, const json& reason = "免許証で建物名を確認", std::optional<Member> by = Member{"clerk-1", Role::clerk}) {
    return post("/staff/applications/1/attributes-seen", {{"look", look}, {"reason", reason}}, {}, std::move(by));
  }
};

TEST(Look, AClerkLetsExactlyWhatWasShownPass) {
  Counter c;
  EXPECT_WORD(c.card_with(c.with_building), 403, "needs-look");
  const auto looks = c.detail()["looks"];
  ASSERT_EQ(looks.size(), 1u);
  EXPECT_EQ(looks[0]["factor"], "card");
  EXPECT_EQ(looks[0]["shown"]["address"], c.with_building);
  EXPECT_EQ(looks[0]["line"]["address"], c.p.line.address);
  EXPECT_EQ(looks[0]["match"]["verdict"], "needs-look");
  EXPECT_EQ(looks[0]["match"]["address"], "close");
  EXPECT_FALSE(looks[0].contains("seen_by"));
  const auto answer = c.seen(looks[0]["look"]);
  ASSERT_EQ(answer.status, 200u) << base::to_string(answer.body);
  EXPECT_EQ(Hall::body(answer)["until"], c.clock.now() + kSeenFor);
  EXPECT_EQ(c.detail()["looks"][0]["seen_by"], "clerk-1");
  EXPECT_EQ(c.card_with(c.with_building).status, 200u);
  EXPECT_EQ(c.finish(c.p).status, 200u);
  EXPECT_TRUE(c.detail()["looks"].empty()) << "it counts for one enrolment";
  c.start();
  EXPECT_WORD(c.card_with(c.with_building), 403, "needs-look");
}

TEST(Look, OtherAttributesNeedALookAgain) {
  Counter c;
  c.card_with(c.with_building);
  ASSERT_EQ(c.seen(c.detail()["looks"][0]["look"]).status, 200u);
  EXPECT_WORD(c.card_with(c.another_building), 403, "needs-look");
  EXPECT_WORD(c.card_with(c.with_building), 403, "needs-look") << "only the newest showing is kept";
  EXPECT_WORD(c.show(c.p, "/enrol", Factor::oidc, {{"address", c.with_building}}), 403, "needs-look") << "another factor is another look";
  EXPECT_EQ(c.detail()["looks"].size(), 2u);
}

TEST(Look, WhatIsAnotherPersonNeverPasses) {
  Counter c;
  EXPECT_WORD(c.show(c.p, "/enrol", Factor::card, {{"name", "例示　幸子"}}), 403, "other-person");
  EXPECT_TRUE(c.detail()["looks"].empty()) << "there is nothing that a clerk could let pass";
  c.card_with(c.with_building);
  ASSERT_EQ(c.seen(c.detail()["looks"][0]["look"]).status, 200u);
  EXPECT_WORD(c.show(c.p, "/enrol", Factor::card, {{"name", "例示　幸子"}, {"address", c.with_building}}), 403, "other-person");
}

TEST(Look, AClerkWhoSawAnEarlierShowingIsToldToLookAgain) {
  Counter c;
  c.card_with(c.with_building);
  const auto first = c.detail()["looks"][0]["look"];
  c.card_with(c.another_building);
  EXPECT_WORD(c.seen(first), 409, "look-changed");
  EXPECT_WORD(c.card_with(c.with_building), 403, "needs-look");
}

TEST(Look, ACorrectedRollEndsWhatWasSeenBesideTheOldLine) {
  Counter c;
  c.card_with(c.with_building);
  const auto look = c.detail()["looks"][0]["look"];
  ASSERT_EQ(c.seen(look).status, 200u);
  auto line = c.p.line;
  line.address = "吾妻一丁目90001番地 見本荘";
  ASSERT_TRUE(c.store->run([&](db::Database& db) { return update_voter(db, c.store->keys(), {1, true, line}); }).ok());
  EXPECT_TRUE(c.detail()["looks"].empty());
  EXPECT_WORD(c.seen(look), 409, "look-changed");
  EXPECT_WORD(c.card_with(c.with_building), 403, "needs-look");
}

TEST(Look, CountsForFourteenDays) {
  Counter c;
  c.card_with(c.with_building);
  ASSERT_EQ(c.seen(c.detail()["looks"][0]["look"]).status, 200u);
  c.clock.set(c.clock.now() + kSeenFor - 1);
  c.start();
  EXPECT_EQ(c.card_with(c.with_building).status, 200u);
  c.clock.set(c.clock.now() + 1);
  EXPECT_WORD(c.card_with(c.with_building), 403, "needs-look");
  EXPECT_FALSE(c.detail()["looks"][0].contains("seen_by"));
}

TEST(Look, NeedsAReasonANameOfWhatWasSeenAndAnApprovedApplication) {
  Counter c;
  c.card_with(c.with_building);
  const auto look = c.detail()["looks"][0]["look"];
  EXPECT_WORD(c.seen(look, ""), 403, "reason");
  EXPECT_WORD(c.seen(look, 7), 400, "malformed");
  EXPECT_WORD(c.post("/staff/applications/1/attributes-seen", {{"look", look}}, {}, c.clerk), 403, "reason");
  EXPECT_WORD(c.post("/staff/applications/1/attributes-seen", {{"reason", "見た"}}, {}, c.clerk), 400, "malformed");
  for (const char* bad : {"", "00", "zz"}) EXPECT_WORD(c.seen(bad), 400, "malformed");
  EXPECT_WORD(c.seen(std::string(32, '0')), 409, "look-changed");
  EXPECT_WORD(c.seen(look, "見た", Member{"auditor-1", Role::auditor}), 403, "role");
  EXPECT_WORD(c.post("/staff/applications/2/attributes-seen", {{"look", look}, {"reason", "見た"}}, {}, c.clerk), 409, "look-changed") << "another application's";
  EXPECT_WORD(c.post("/staff/applications/99/attributes-seen", {{"look", look}, {"reason", "見た"}}, {}, c.clerk), 404, "not-found");
  ASSERT_EQ(c.post("/staff/applications/1/withdrawn", {{"reason", "本人の申し出"}}, {}, c.clerk).status, 200u);
  EXPECT_WORD(c.seen(look), 409, "state");
  EXPECT_EQ(c.number("SELECT count(*) FROM attributes_look"), 0) << "the end takes it off the file";
}

TEST(Look, TheClerkStandsInTheHistoryAndInTheAuditLogWithoutTheAttributes) {
  Counter c;
  c.card_with(c.with_building);
  EXPECT_EQ(Hall::body(c.raw("GET", "/staff/applications", {}, {}, c.clerk))["applications"][0]["needs_look"], true);
  ASSERT_EQ(c.seen(c.detail()["looks"][0]["look"]).status, 200u);
  EXPECT_EQ(Hall::body(c.raw("GET", "/staff/applications", {}, {}, c.clerk))["applications"][0]["needs_look"], false);
  const auto events = c.detail()["events"];
  EXPECT_EQ(events[events.size() - 2]["action"], "needs-look");
  EXPECT_EQ(events[events.size() - 2]["reason"], "card") << "no attribute";
  EXPECT_EQ(events.back()["action"], "attributes-seen");
  EXPECT_EQ(events.back()["staff"], "clerk-1");
  EXPECT_EQ(events.back()["reason"], "免許証で建物名を確認");
  EXPECT_EQ(c.number("SELECT count(*) FROM audit_log WHERE action = 'attributes-seen' AND staff = 'clerk-1' AND object = 'application 1'"), 1);
  const auto data = base::read_file(c.location());
  ASSERT_TRUE(data.ok());
  EXPECT_EQ(base::to_string(*data).find("見本荘"), std::string::npos) << "what was shown is sealed";
}

}  // namespace
}  // namespace ippyo::registrar::test
