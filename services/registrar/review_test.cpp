// SPDX-License-Identifier: Apache-2.0
#include "registrar/review.hpp"

#include "registrar/test_office.hpp"

namespace ippyo::registrar::test {
namespace {

TEST(Review, AnApprovalNeedsALineOfTheRollThatIsThisPersonAndMayVote) {
  Office office;
  office.apply(small_roll());
  const auto roll = small_roll();
  const auto id = office.receive(form(roll[0]));
  EXPECT_REFUSED(office.act(id, "approve", json::object()), 400, "malformed");
  EXPECT_REFUSED(office.act(id, "approve", {{"voter", "77"}}), 409, "not-on-roll");
  EXPECT_REFUSED(office.act(id, "approve", {{"voter", 77}}), 409, "not-on-roll");
  EXPECT_REFUSED(office.act(id, "approve", {{"voter", "2"}}), 403, "another-person");
  EXPECT_REFUSED(office.act(99, "approve", {{"voter", "1"}}), 404, "not-found");
  const auto candidate = office.detail(id)["candidates"][0];
  EXPECT_EQ(candidate["match"]["verdict"], "matches");
  EXPECT_EQ(candidate["judgement"]["word"], "eligible");
  EXPECT_EQ(office.act(id, "approve", {{"voter", candidate["voter"]}}).status, 200u);
  EXPECT_REFUSED(office.act(id, "approve", {{"voter", "1"}}), 409, "state");
  const auto again = office.receive(form(roll[0]));
  EXPECT_REFUSED(office.act(again, "approve", {{"voter", "1"}}), 409, "has-application");
  auto young = form(roll[2]);
  young["birth"] = "2010-01-01";
  EXPECT_REFUSED(office.act(office.receive(young), "approve", {{"voter", "3"}}), 403, "under-age");
  EXPECT_REFUSED(office.act(office.receive(form(roll[3])), "approve", {{"voter", "4"}}), 403, "moved-out");
}

TEST(Review, WhatNeedsALookIsApprovedOnlyWithAReason) {
  Office office;
  office.apply(small_roll());
  auto elsewhere = form(small_roll()[0]);
  elsewhere["address"] = "茨城県つくば市竹園三丁目90002番地";
  const auto id = office.receive(elsewhere);
  EXPECT_REFUSED(office.act(id, "approve", {{"voter", "1"}}), 403, "look");
  EXPECT_EQ(office.act(id, "approve", {{"voter", "1"}, {"reason", "転居届を確認"}}).status, 200u);
  auto postal = form(small_roll()[1]);
  postal["category"] = "postal";
  EXPECT_REFUSED(office.act(office.receive(postal), "approve", {{"voter", "2"}}), 403, "look");
}

TEST(Review, EveryOtherActionNeedsAReasonAndAState) {
  Office office;
  office.apply(small_roll());
  const auto id = office.receive(form(small_roll()[0]));
  for (const char* action : {"return", "moved", "deceased", "withdrawn"}) EXPECT_REFUSED(office.act(id, action, json::object()), 403, "reason");
  EXPECT_REFUSED(office.act(id, "reissue", {{"reason", "x"}}), 409, "state");
  EXPECT_REFUSED(office.act(id, "return", {{"voter", "1"}, {"reason", "x"}}), 400, "malformed");
  EXPECT_REFUSED(office.act(id, "undo", json::object()), 404, "not-found");
  EXPECT_EQ(office.act(id, "approve", {{"voter", "1"}}).status, 200u);
  EXPECT_REFUSED(office.act(id, "return", {{"reason", "x"}}), 409, "state");
  for (const char* action : {"reissue", "undeliverable"}) EXPECT_REFUSED(office.act(id, action, {{"reason", "x"}}), 409, "no-letter");
  EXPECT_EQ(office.act(id, "withdrawn", {{"reason", "本人の申し出"}}).status, 200u);
  const auto events = office.detail(id)["events"];
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[2]["staff"], "clerk-1");
  EXPECT_EQ(events[2]["reason"], "本人の申し出");
  EXPECT_EQ(office.act(office.receive(form(small_roll()[0])), "approve", {{"voter", "1"}}).status, 200u);  // may apply again
}

TEST(Review, TheEndTakesTheEnrolmentOffTheFileUnlessTheSlotsArePublished) {
  Office office;
  office.apply(small_roll());
  const auto enrol = [&](std::int64_t id, int n, bool slot) {
    const Bytes32 x{static_cast<std::uint8_t>(n)};
    ASSERT_TRUE(office.store->run([&](db::Database& db) -> db::Outcome {
      IPPYO_DB_TRY(db.prepare("INSERT INTO factor VALUES (?, 2, ?, ?, ?)").bind(id).bind(ByteView(x)).bind(ByteView(x)).bind(ByteView(x)).run());
      auto s = db.prepare("INSERT INTO enrolment VALUES (?, ?, 0, 1, ?, ?, ?, 1, ?, ?)");
      s.bind(id).bind(ByteView(x)).bind(ByteView(x)).bind(ByteView(x)).bind(ByteView(x));
      if (slot) s.bind(std::int64_t{n});
      else s.bind_null();
      return s.bind(ByteView(x)).run();
    }).ok());
  };
  const auto rows = [&] { return json::parse(office.get("/staff/figures", office.auditor).body)["enrolled"]; };
  const auto before = office.approved(small_roll()[0]), later = office.approved(small_roll()[1]);
  enrol(before, 1, false);
  enrol(later, 2, true);
  EXPECT_EQ(rows(), 2);
  EXPECT_EQ(office.act(before, "moved", {{"reason", "x"}}).status, 200u);
  EXPECT_EQ(rows(), 1);
  EXPECT_EQ(office.act(later, "deceased", {{"reason", "x"}}).status, 200u);
  EXPECT_EQ(rows(), 1);
}

TEST(Review, AClerkFindsTheQueueAndANameWrittenInAnotherWay) {
  Office office;
  office.apply({voter("1", "斎藤　花子", "サイトウ　ハナコ")});
  office.receive(form(voter("", "斉藤　花子", "サイトウ　ハナコ")));
  office.receive(form(small_roll()[1]));
  const auto list = [&](const std::string& query) { return json::parse(office.get("/staff/applications" + query, office.clerk).body)["applications"].size(); };
  EXPECT_EQ(list(""), 2u);
  EXPECT_EQ(list("?state=received&limit=1"), 1u);
  EXPECT_EQ(list("?state=approved"), 0u);
  EXPECT_EQ(list("?after=1"), 1u);
  for (const char* bad : {"?state=x", "?limit=0", "?limit=501", "?after=-1", "?after=1%20OR%201=1"})
    EXPECT_REFUSED(office.get("/staff/applications" + std::string(bad), office.clerk), 400, "malformed");
  EXPECT_TRUE(office.detail(1)["candidates"].empty());
  const auto wide = json::parse(office.get("/staff/applications/1?search=wide", office.clerk).body)["candidates"];
  ASSERT_EQ(wide.size(), 1u);
  EXPECT_EQ(wide[0]["match"]["verdict"], "needs-look");
  EXPECT_REFUSED(office.get("/staff/applications/7", office.clerk), 404, "not-found");
}

TEST(Review, SqlInAnyFieldIsOnlyText) {
  Office office;
  office.apply(small_roll());
  const std::string evil = "x'); DROP TABLE application; --";
  auto f = form(small_roll()[0]);
  for (const char* field : {"ground", "evidence", "phone", "email"}) f[field] = evil;
  const auto id = office.receive(f);
  EXPECT_EQ(office.act(id, "return", {{"reason", evil}}).status, 200u);
  EXPECT_REFUSED(office.act(office.receive(f), "approve", {{"voter", evil}}), 409, "not-on-roll");
  EXPECT_EQ(office.detail(id)["form"]["ground"], evil);
  EXPECT_EQ(office.detail(id)["events"][1]["reason"], evil);
}

TEST(Review, EveryEndpointHasRolesAndNobodyElseGetsIn) {
  Office office;
  for (const auto& e : office.endpoints) {
    const bool open = e.path == "/applications" || e.path == "/applications/status" || e.path == "/questionnaire" || e.path == "/reports" ||
                      e.path.starts_with("/staff/join") || e.path.starts_with("/staff/login");
    EXPECT_EQ(e.access == Access::anybody, open) << e.path;
    if (e.access == Access::anybody) continue;
    EXPECT_EQ(office.raw(e.method, e.path, {}).status, 403u) << e.path;
    EXPECT_FALSE(e.method == "POST" && e.access != Access::staff && may(Role::auditor, e.access)) << e.path;
  }
}

}  // namespace
}  // namespace ippyo::registrar::test
