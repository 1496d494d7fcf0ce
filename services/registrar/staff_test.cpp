// SPDX-License-Identifier: Apache-2.0
#include "registrar/staff.hpp"

#include "passkey/authenticator.hpp"
#include "registrar/test_office.hpp"

namespace ippyo::registrar::test {
namespace {

constexpr const char* kOrigin = "https://office.city.example";

struct Staff : Office {
  passkey::Authenticator device;
  std::string invited(const std::string& id, Role role) { return *invite(*store, id, role, {"server", clock.now()}); }
  json answer_to_invitation(const std::string& invitation) {
    const auto begun = post("/staff/join/begin", {{"invitation", invitation}});
    EXPECT_EQ(begun.status, 200u) << base::to_string(begun.body);
    return device.create(json::parse(begun.body)["options"], kOrigin, election.rng)->answer;
  }
  http::Response join(const std::string& id, Role role) {
    const auto invitation = invited(id, role);
    return post("/staff/join", {{"invitation", invitation}, {"answer", answer_to_invitation(invitation)}});
  }
  json answer_to_login(const std::string& id) {
    const auto begun = post("/staff/login/begin", {{"id", id}});
    return device.get(json::parse(begun.body)["options"], kOrigin)->answer;
  }
  http::Response login(const std::string& id) { return post("/staff/login", {{"id", id}, {"answer", answer_to_login(id)}}); }
  std::string token(const std::string& id) { return json::parse(login(id).body)["token"]; }
};

TEST(Staff, AMemberIsInvitedJoinsSignsInAndOut) {
  Staff s;
  ASSERT_EQ(s.join("m.one", Role::manager).status, 201u);
  const auto token = s.token("m.one");
  EXPECT_EQ(token.size(), 64u);
  const auto member = s.sessions.member_of(token, kNow);
  ASSERT_TRUE(member);
  EXPECT_EQ(member->id, "m.one");
  EXPECT_EQ(member->role, Role::manager);
  EXPECT_FALSE(s.sessions.member_of(token.substr(1) + "0", kNow));
  EXPECT_EQ(s.raw("POST", "/staff/logout", {}, member, {{"Authorization", "Bearer " + token}}).status, 204u);
  EXPECT_FALSE(s.sessions.member_of(token, kNow));
}

TEST(Staff, AnInvitationIsGoodOnceForADay) {
  Staff s;
  const auto first = s.invited("a", Role::clerk), second = s.invited("a", Role::clerk);
  EXPECT_REFUSED(s.post("/staff/join/begin", {{"invitation", first}}), 403, "invitation");
  EXPECT_REFUSED(s.post("/staff/join/begin", {{"invitation", "zz"}}), 403, "invitation");
  const auto answer = s.answer_to_invitation(second);
  EXPECT_REFUSED(s.post("/staff/join", {{"invitation", first}, {"answer", answer}}), 403, "invitation");
  EXPECT_REFUSED(s.post("/staff/join", {{"invitation", second}, {"answer", 7}}), 403, "invitation");
  EXPECT_EQ(s.post("/staff/join", {{"invitation", second}, {"answer", answer}}).status, 201u);
  EXPECT_REFUSED(s.post("/staff/join", {{"invitation", second}, {"answer", answer}}), 403, "invitation");
  const auto late = s.invited("b", Role::clerk);
  ASSERT_TRUE(s.clock.set(kNow + kInvitationLife));
  EXPECT_REFUSED(s.post("/staff/join/begin", {{"invitation", late}}), 403, "invitation");
  EXPECT_FALSE(invite(*s.store, "Name Surname", Role::clerk, {"server", kNow}).ok());
  EXPECT_FALSE(invite(*s.store, "a", Role::manager, {"server", kNow}).ok());  // no other role for who has joined
}

TEST(Staff, APasskeyWithoutUserVerificationDoesNotJoin) {
  Staff s;
  const auto invitation = s.invited("a", Role::clerk);
  s.device.set_user_verified(false);
  const auto answer = s.answer_to_invitation(invitation);
  EXPECT_REFUSED(s.post("/staff/join", {{"invitation", invitation}, {"answer", answer}}), 403, "user-verification");
}

TEST(Staff, AnAnswerCountsOnceForFiveMinutesForOneMember) {
  Staff s;
  ASSERT_EQ(s.join("a", Role::clerk).status, 201u);
  const auto answer = s.answer_to_login("a");
  EXPECT_REFUSED(s.post("/staff/login", {{"id", "b"}, {"answer", answer}}), 403, "sign-in");
  EXPECT_EQ(s.post("/staff/login", {{"id", "a"}, {"answer", answer}}).status, 200u);
  EXPECT_REFUSED(s.post("/staff/login", {{"id", "a"}, {"answer", answer}}), 403, "sign-in");
  const auto late = s.answer_to_login("a");
  ASSERT_TRUE(s.clock.set(kNow + kChallengeLife));
  EXPECT_REFUSED(s.post("/staff/login", {{"id", "a"}, {"answer", late}}), 403, "sign-in");
  s.device.set_user_verified(false);
  EXPECT_REFUSED(s.login("a"), 403, "sign-in");
  for (const auto& junk : {json(), json("x"), json{{"response", 1}}, json{{"response", {{"clientDataJSON", "!!"}}}}})
    EXPECT_REFUSED(s.post("/staff/login", {{"id", "a"}, {"answer", junk}}), 403, "sign-in");
}

TEST(Staff, IdsCannotBeProbed) {
  Staff s;
  ASSERT_EQ(s.join("a", Role::clerk).status, 201u);
  auto known = json::parse(s.post("/staff/login/begin", {{"id", "a"}}).body), unknown = json::parse(s.post("/staff/login/begin", {{"id", "nobody"}}).body);
  known["options"].erase("challenge"), unknown["options"].erase("challenge");
  EXPECT_EQ(known, unknown);
  const auto wrong = s.post("/staff/login", {{"id", "nobody"}, {"answer", s.answer_to_login("nobody")}});
  EXPECT_REFUSED(wrong, 403, "sign-in");
  EXPECT_REFUSED(s.post("/staff/login/begin", {{"id", "A b"}}), 400, "malformed");
}

TEST(Staff, FailuresAreLimited) {
  Staff s;
  ASSERT_EQ(s.join("a", Role::clerk).status, 201u);
  for (int i = 0; i < 20; ++i) EXPECT_REFUSED(s.post("/staff/login", {{"id", "a"}, {"answer", 1}}), 403, "sign-in");
  EXPECT_REFUSED(s.login("a"), 429, "too-many");
  ASSERT_TRUE(s.clock.set(kNow + 301));
  EXPECT_EQ(s.login("a").status, 200u);
}

TEST(Staff, ASessionEndsWhenIdleAndAfterTenHours) {
  StaffSessions sessions;
  base::SystemRng rng;
  const auto token = sessions.begin({"a", Role::clerk}, 1000, rng);
  EXPECT_TRUE(sessions.member_of(token, 1000 + kStaffIdle - 1));
  EXPECT_FALSE(sessions.member_of(token, 1000 + 2 * kStaffIdle));
  const auto busy = sessions.begin({"a", Role::clerk}, 0, rng);
  for (base::UnixTime t = 0; t < kStaffLongest; t += 600) ASSERT_TRUE(sessions.member_of(busy, t));
  EXPECT_FALSE(sessions.member_of(busy, kStaffLongest));
  const auto oldest = sessions.begin({"a", Role::clerk}, 1, rng);
  for (std::size_t i = 0; i < StaffSessions::kMost; ++i) sessions.begin({"b", Role::clerk}, 2, rng);
  EXPECT_FALSE(sessions.member_of(oldest, 3));
}

TEST(Staff, ADisabledMemberIsOutAtOnceAndTheLastManagerStays) {
  Staff s;
  ASSERT_EQ(s.join("m", Role::manager).status, 201u);
  ASSERT_EQ(s.join("a", Role::clerk).status, 201u);
  const auto token = s.token("a");
  const auto disable = [&](const char* id) { return s.post("/staff/members/" + std::string(id) + "/disable", json::object(), s.manager); };
  EXPECT_REFUSED(disable("nobody"), 404, "not-found");
  EXPECT_REFUSED(disable("m"), 409, "last-manager");
  EXPECT_EQ(disable("a").status, 204u);
  EXPECT_FALSE(s.sessions.member_of(token, kNow));
  EXPECT_REFUSED(s.login("a"), 403, "sign-in");
  ASSERT_EQ(s.join("m2", Role::manager).status, 201u);
  EXPECT_EQ(disable("m").status, 204u);
  const auto list = json::parse(s.get("/staff/members", s.manager).body)["members"];
  EXPECT_EQ(list.size(), 3u);
  EXPECT_EQ(list[1]["active"], false);
}

TEST(Staff, OnlyAManagerInvites) {
  Staff s;
  EXPECT_REFUSED(s.post("/staff/members", {{"id", "x"}, {"role", "clerk"}}, s.clerk), 403, "role");
  EXPECT_REFUSED(s.post("/staff/members", {{"id", "x"}, {"role", "king"}}, s.manager), 400, "malformed");
  EXPECT_REFUSED(s.post("/staff/members", {{"id", "X Y"}, {"role", "clerk"}}, s.manager), 400, "malformed");
  const auto invited = s.post("/staff/members", {{"id", "x"}, {"role", "clerk"}}, s.manager);
  ASSERT_EQ(invited.status, 201u);
  EXPECT_EQ(s.post("/staff/join/begin", {{"invitation", json::parse(invited.body)["invitation"]}}).status, 200u);
  ASSERT_EQ(s.join("y", Role::clerk).status, 201u);
  EXPECT_REFUSED(s.post("/staff/members", {{"id", "y"}, {"role", "manager"}}, s.manager), 409, "member");
}

}  // namespace
}  // namespace ippyo::registrar::test
