// SPDX-License-Identifier: Apache-2.0
// Sessions end, never mix, and cannot be fixed by a client; which factors a person must show.
#include "registrar/sessions.hpp"

#include <gtest/gtest.h>

#include "registrar/guesses.hpp"
#include "registrar/ways.hpp"

namespace ippyo::registrar {
namespace {

std::shared_ptr<VoterSession> session(Access access) {
  auto out = std::make_shared<VoterSession>();
  out->access = access;
  return out;
}

TEST(VoterSessions, FindWhatTheyBeganAndNothingElse) {
  VoterSessions sessions;
  const auto mine = session(Access::enrolling);
  const auto token = sessions.begin(mine, 100), other = sessions.begin(session(Access::enrolling), 100);
  EXPECT_EQ(token.size(), 64u);
  EXPECT_NE(token, other);
  EXPECT_EQ(sessions.find(token, Access::enrolling, 100), mine);
  EXPECT_FALSE(sessions.known(token, Access::asking, 100)) << "of another kind";
  EXPECT_FALSE(sessions.known(std::string(64, 'a'), Access::enrolling, 100)) << "chosen by a client";
  EXPECT_FALSE(sessions.known("", Access::enrolling, 100));
  sessions.end(token);
  EXPECT_FALSE(sessions.known(token, Access::enrolling, 100));
  EXPECT_TRUE(sessions.known(other, Access::enrolling, 100));
}

TEST(VoterSessions, EndAfterAQuarterWithoutUseAndAfterAnHour) {
  VoterSessions sessions;
  const auto token = sessions.begin(session(Access::asking), 100);
  EXPECT_TRUE(sessions.known(token, Access::asking, 999));
  EXPECT_FALSE(sessions.known(token, Access::asking, 999 + 900));
  const auto busy = sessions.begin(session(Access::asking), 0);
  for (base::UnixTime now = 600; now < 3600; now += 600) EXPECT_TRUE(sessions.known(busy, Access::asking, now));
  EXPECT_FALSE(sessions.known(busy, Access::asking, 3600));
  EXPECT_EQ(sessions.count(), 0u);
}

TEST(VoterSessions, LetTheOneGoThatWasUnusedForLongest) {
  VoterSessions sessions;
  const auto first = sessions.begin(session(Access::asking), 1), second = sessions.begin(session(Access::asking), 2);
  const auto enrolling = sessions.begin(session(Access::enrolling), 0);
  for (std::size_t i = 2; i < VoterSessions::kMost; ++i) sessions.begin(session(Access::asking), 3);
  EXPECT_TRUE(sessions.known(first, Access::asking, 4));
  sessions.begin(session(Access::asking), 5);
  EXPECT_TRUE(sessions.known(first, Access::asking, 5));
  EXPECT_FALSE(sessions.known(second, Access::asking, 5));
  EXPECT_TRUE(sessions.known(enrolling, Access::enrolling, 5)) << "a flood of one kind leaves the other alone";
  EXPECT_EQ(sessions.count(), VoterSessions::kMost + 1);
}

TEST(Guesses, HalveTheAllowanceOfTheMinuteAfterAFlood) {
  Guesses guesses;
  const auto flood = [&](base::UnixTime now) {
    std::uint32_t n = 0;
    for (; guesses.allows(now); ++n) guesses.failed(now);
    return n;
  };
  EXPECT_EQ(flood(60), 6000u);
  EXPECT_EQ(flood(120), 3000u);
  EXPECT_EQ(flood(180), 1500u);
  EXPECT_EQ(flood(240), 1500u);
  EXPECT_TRUE(guesses.allows(300));
  EXPECT_EQ(flood(360), 3000u) << "a quiet minute doubles it again";
}

using identity::Factor;

TEST(Ways, LeaveWhatTheBestFittingOneStillNeeds) {
  const std::vector<Way> ways{{Factor::passkey, Factor::card}, {Factor::passkey, Factor::oidc}, {Factor::email}};
  EXPECT_EQ(left_of(ways, {}), Way{Factor::email});
  EXPECT_EQ(left_of(ways, {Factor::passkey}), Way{Factor::card});
  EXPECT_EQ(left_of(ways, {Factor::oidc}), Way{Factor::passkey});
  EXPECT_EQ(left_of(ways, {Factor::passkey, Factor::oidc}), Way{});
  EXPECT_EQ(left_of(ways, {Factor::passkey, Factor::email}), Way{}) << "a complete way comes first";
}

TEST(Ways, AreOfferedOnlyIfAGrantCanBeAskedForAfterwards) {
  Config config;
  config.ways = {{Factor::passkey, Factor::card}, {Factor::oidc}, {Factor::email}};
  election::Constitution c;
  const auto offered = [&](std::vector<std::string> factors) { return c.factors = std::move(factors), offered_ways(config, c).size(); };
  EXPECT_EQ(offered({"code"}), 3u);
  EXPECT_EQ(offered({"passkey"}), 1u);
  EXPECT_EQ(offered({"card", "oidc"}), 2u);
  EXPECT_EQ(offered({"card", "oidc", "email"}), 0u);
  EXPECT_EQ(offered({"card", "passkey"}), 1u);
}

TEST(Ways, MakeAGrantAskForTheFactorOfTheEnrolment) {
  election::Constitution c;
  c.factors = {"email", "card", "oidc", "code"};
  using election::EvidenceClass;
  EXPECT_EQ(grant_factors(c, EvidenceClass::A), (std::vector{Factor::card, Factor::code, Factor::email}));
  EXPECT_EQ(grant_factors(c, EvidenceClass::C), (std::vector{Factor::oidc, Factor::code, Factor::email}));
  c.factors = {"card"};
  EXPECT_EQ(grant_factors(c, EvidenceClass::C), std::vector{Factor::card});
}

}  // namespace
}  // namespace ippyo::registrar
