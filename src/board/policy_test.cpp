// SPDX-License-Identifier: Apache-2.0
#include "board/policy.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "board/test_board.hpp"

namespace ippyo::board {
namespace {

using testing_board::key;

const VerifierKey kLog = log_key("board.example", key(1));

VerifierKey witness(std::uint8_t i) {
  return cosigner_key("w" + std::to_string(i) + ".example", key(static_cast<std::uint8_t>(10 + i)));
}

/// Signed by the log, and by these witnesses at 1000 + 10 i.
SignedCheckpoint checkpoint(std::vector<std::uint8_t> witnesses, const std::string& origin = "board.example") {
  const Checkpoint c{origin, 5, base::sha256({})};
  Note note{c.text(), {sign_note(kLog, key(1), c.text())}};
  for (const auto i : witnesses)
    note.signatures.push_back(cosign(witness(i), key(static_cast<std::uint8_t>(10 + i)), c.text(), 1000u + 10u * i));
  return {c, note};
}

std::string lines() {
  std::string out = "# who must sign\n\nlog " + kLog.text() + " https://board.example\n";
  for (std::uint8_t i = 1; i <= 5; ++i) out += "witness W" + std::to_string(i) + "\t" + witness(i).text() + "\n";
  return out;
}

Policy two_levels() {
  auto policy = Policy::parse(lines() + "group X 2 W1 W2 W3\n group Y any W4 W5\ngroup Both all X Y\nquorum Both\n");
  IPPYO_CHECK(policy.ok());
  return std::move(*policy);
}

base::Check failed(const base::Verdict& verdict) { return verdict.passed() ? base::Check{0, 0, "passed"} : verdict.finding().check; }

TEST(Policy, GroupsOfGroupsReachTheQuorumOnlyTogether) {
  const auto policy = two_levels();
  EXPECT_TRUE(policy.satisfied({"W1", "W3", "W5"}));
  EXPECT_TRUE(policy.satisfied({"W1", "W2", "W3", "W4", "W5"}));
  const std::vector<std::vector<std::string>> too_few{{}, {"W1", "W2", "W3"}, {"W1", "W4", "W5"}, {"X", "Y"}, {"Both"}, {"none"}};
  for (const auto& few : too_few) EXPECT_FALSE(policy.satisfied(few));
}

TEST(Policy, AWitnessOrNobodyCanBeTheQuorum) {
  EXPECT_TRUE(Policy::parse(lines() + "quorum W2")->satisfied({"W2"}));
  EXPECT_FALSE(Policy::parse(lines() + "quorum W2")->satisfied({"W1"}));
  EXPECT_TRUE(Policy::parse(lines() + "quorum none\n")->satisfied({}));
}

TEST(Policy, AWrongLineIsNamed) {
  const auto w = witness(1).text(), other = witness(6).text(), l = kLog.text();
  for (const auto& bad : std::vector<std::string>{
           "log " + l, "log", "log x", "log " + w, "witness A " + other, "witness none " + other, "witness W1 " + other, "witness Z " + w,
           "witness Z " + l, "witness Z", "group G 0 W1", "group G 2 W1", "group G 01 W1", "group G W1", "group G any", "group G any Z",
           "group G any none", "group G any G", "group W1 any W2", "group G any W1 W1", "quorum Z", "quorum", "quorum W1 W2", "nonsense",
           "quorum\vW1", "quorum W1\r"}) {
    const auto policy = Policy::parse(lines() + "witness A " + witness(7).text() + "\nquorum W1\n" + bad + "\n");
    ASSERT_FALSE(policy.ok()) << bad;
    EXPECT_NE(policy.error().message.find("line 11"), std::string::npos) << policy.error().message;
  }
  EXPECT_FALSE(Policy::parse(lines() + "group G any W1\ngroup H any W1\nquorum H\n").ok()) << "a member of two groups";
  EXPECT_FALSE(Policy::parse(lines()).ok()) << "no quorum";
  EXPECT_FALSE(Policy::parse("quorum none\n").ok()) << "no log";
}

TEST(Policy, AThresholdIsWrittenAsAPolicy) {
  const auto policy = Policy::parse(threshold_policy(kLog, {witness(1), witness(2), witness(3)}, 2));
  ASSERT_TRUE(policy.ok()) << policy.error().message;
  EXPECT_TRUE(check_checkpoint(*policy, checkpoint({1, 3}), true, true).passed());
  EXPECT_EQ(failed(check_checkpoint(*policy, checkpoint({3}), true, true)), kQuorum);
  EXPECT_TRUE(check_checkpoint(*Policy::parse(threshold_policy(kLog, {}, 0)), checkpoint({}), true, true).passed());
}

TEST(CheckCheckpoint, PassesWithTheQuorum) { EXPECT_TRUE(check_checkpoint(two_levels(), checkpoint({1, 2, 4}), true, true).passed()); }

TEST(CheckCheckpoint, WithoutTheLogsSignatureItFails) {
  auto c = checkpoint({1, 2, 4});
  c.note.signatures.erase(c.note.signatures.begin());
  EXPECT_EQ(failed(check_checkpoint(two_levels(), c, true, true)), kLogSignature);
  auto forged = checkpoint({1, 2, 4});
  forged.note.signatures[0].bytes[3] ^= 1;
  EXPECT_EQ(failed(check_checkpoint(two_levels(), forged, true, true)), kLogSignature);
}

TEST(CheckCheckpoint, OfAnotherOriginFails) {
  EXPECT_EQ(failed(check_checkpoint(two_levels(), checkpoint({1, 2, 4}, "other.example"), true, true)), kOrigin);
}

TEST(CheckCheckpoint, BelowTheQuorumFailsOnlyWhereTheQuorumIsAskedFor) {
  EXPECT_EQ(failed(check_checkpoint(two_levels(), checkpoint({1, 2}), true, true)), kQuorum);
  EXPECT_TRUE(check_checkpoint(two_levels(), checkpoint({1, 2}), false, true).passed());
}

TEST(CheckCheckpoint, AnUnknownOrRepeatedLineFailsOnlyWhenStrict) {
  EXPECT_EQ(failed(check_checkpoint(two_levels(), checkpoint({1, 2, 4, 9}), true, true)), kUnknownSignature);
  EXPECT_EQ(failed(check_checkpoint(two_levels(), checkpoint({1, 2, 4, 4}), true, true)), kUnknownSignature);
  EXPECT_TRUE(check_checkpoint(two_levels(), checkpoint({1, 2, 4, 9, 9}), true, false).passed());
  EXPECT_EQ(failed(check_checkpoint(two_levels(), checkpoint({1, 1, 4}), true, false)), kQuorum) << "one witness counts once";
}

TEST(CheckCheckpoint, AFalseCosignatureOfAKnownWitnessFailsAlways) {
  auto c = checkpoint({1, 2, 3, 4});
  c.note.signatures[3].bytes[7] ^= 1;
  EXPECT_EQ(failed(check_checkpoint(two_levels(), c, false, false)), kNoteSignature);
}

TEST(QuorumTime, IsTheMomentWhenTheQuorumWasReached) {
  EXPECT_EQ(quorum_time(two_levels(), checkpoint({5, 4, 3, 1})), 1040u);
  EXPECT_EQ(quorum_time(two_levels(), checkpoint({1, 2, 3})), std::nullopt);
  auto false_one = checkpoint({1, 2, 4, 5});
  false_one.note.signatures[3].bytes[20] ^= 1;
  EXPECT_EQ(quorum_time(two_levels(), false_one), 1050u) << "only what verifies counts";
  EXPECT_EQ(quorum_time(*Policy::parse(lines() + "quorum none\n"), checkpoint({})), std::nullopt) << "nobody attests a time";
}

}  // namespace
}  // namespace ippyo::board
