// SPDX-License-Identifier: Apache-2.0
// One of the listed plaintexts: for a slot privately, at a station publicly; and the station ballot.
#include "proof/membership.hpp"

#include "proof/station_ballot.hpp"
#include "proof/test_world.hpp"

namespace ippyo::proof {
namespace {

struct MembershipTest : testing::Test {
  TestKey key;
  Bytes32 ctx{5};
  std::vector<Element> options;
  Bytes label = slot_label(ctx, "mayor", 17, 3);
  Scalar r = any_scalar();

  MembershipTest() {
    for (const auto* name : {"0", "1", "2", "3"}) options.push_back(option_point(Bytes32{1}, "mayor", name));
  }
  Bytes proof_of(const Ciphertext& c, std::uint32_t index) {
    return prove_membership({label, key.y, options, c}, base::Secret(index), secret(r), test_rng());
  }
};

TEST_F(MembershipTest, HoldsForEveryOption) {
  for (std::uint32_t v = 0; v < options.size(); ++v) {
    const auto c = key.encrypted(options[v], r);
    const auto proof = proof_of(c, v);
    ASSERT_EQ(proof.size(), membership_size(options.size()));
    expect_pass(verify_membership({label, key.y, options, c}, proof));
  }
}

TEST_F(MembershipTest, HoldsForASingleOption) {
  options.resize(1);
  const auto c = key.encrypted(options[0], r);
  expect_pass(verify_membership({label, key.y, options, c}, proof_of(c, 0)));
}

TEST_F(MembershipTest, FailsForAPlaintextThatIsNoOption) {
  for (const auto* name : {"4", "abstain", "null", "unused"}) {
    const auto c = key.encrypted(option_point(Bytes32{1}, "mayor", name), r);
    for (std::uint32_t v = 0; v < options.size(); ++v)
      expect_refused(verify_membership({label, key.y, options, c}, proof_of(c, v)), kMembership);
  }
}

TEST_F(MembershipTest, HoldsForItsOwnStatementOnly) {
  const auto c = key.encrypted(options[2], r);
  const auto proof = proof_of(c, 2);
  for (const auto& other : {slot_label(Bytes32{6}, "mayor", 17, 3), slot_label(ctx, "council", 17, 3),
                            slot_label(ctx, "mayor", 18, 3), slot_label(ctx, "mayor", 17, 4),
                            station_label(ctx, "van", Bytes32{}, "mayor")})
    expect_refused(verify_membership({other, key.y, options, c}, proof), kMembership);
  expect_refused(verify_membership({label, g_to(any_scalar()), options, c}, proof), kMembership);
  expect_refused(verify_membership({label, key.y, options, key.renewed(c, Scalar::one())}, proof), kMembership);
  auto others = options;
  std::swap(others[0], others[1]);
  expect_refused(verify_membership({label, key.y, others, c}, proof), kMembership);
  others = options;
  others.push_back(option_point(Bytes32{1}, "mayor", "4"));
  expect_refused(verify_membership({label, key.y, others, c}, proof), kMembershipEncoding);
}

TEST_F(MembershipTest, RefusesPartsOfTheChallengeThatDoNotAddUp) {
  const auto c = key.encrypted(option_point(Bytes32{1}, "mayor", "null"), r);
  const auto n = options.size();
  Bytes proof(membership_size(n));  // all branches simulated
  for (std::size_t v = 0; v < n; ++v) {
    const auto e = any_challenge();
    const auto z = any_scalar(), minus_e = -to_scalar(e);
    proof = with(proof, 64 * v, product({{element_g(), z}, {c.a, minus_e}}).bytes);
    proof = with(proof, 64 * v + 32, product({{key.y, z}, {quotient(c.b, options[v]), minus_e}}).bytes);
    proof = with(with(proof, 64 * n + 16 * v, e), 80 * n + 32 * v, z.bytes());
  }
  expect_refused(verify_membership({label, key.y, options, c}, proof), kMembership);
}

TEST_F(MembershipTest, FollowsTheSpecificationToTheByte) {
  options.resize(1);
  const auto c = key.encrypted(options[0], r);
  const auto k = any_scalar();
  const auto T_g = g_to(k), T_y = product({{key.y, k}});
  base::Hasher h("member");
  h.item(label).item(element_g().bytes).item(key.y.bytes).item(std::uint64_t{1}).item(options[0].bytes);
  h.item(c.a.bytes).item(c.b.bytes).begin_item(64).part(T_g.bytes).part(T_y.bytes);
  const auto e = challenge(h);
  Bytes proof(112);
  proof = with(with(with(with(proof, 0, T_g.bytes), 32, T_y.bytes), 64, e), 80, (k + to_scalar(e) * r).bytes());
  expect_pass(verify_membership({label, key.y, options, c}, proof));
}

TEST_F(MembershipTest, RefusesEveryOtherSpelling) {
  const auto c = key.encrypted(options[1], r);
  const auto proof = proof_of(c, 1);
  for (const auto& bad : {not_canonical(proof, 0), not_canonical(proof, 7 * 32), plus_order(proof, 80 * 4),
                          plus_order(proof, 80 * 4 + 96), Bytes(proof.begin(), proof.end() - 1)})
    expect_refused(verify_membership({label, key.y, options, c}, bad), kMembershipEncoding);
}

TEST_F(MembershipTest, WritesTheLabelsOfTheSpecification) {
  const std::string zeros(64, '0');
  EXPECT_EQ(base::to_hex(slot_label(Bytes32{}, "m", 2, 3)), "000000066d656d626572" + zeros + "000000016d000000000000000200000003");
  EXPECT_EQ(base::to_hex(station_label(Bytes32{}, "v", Bytes32{}, "m")),
            "0000000773746174696f6e" + zeros + "0000000176" + zeros + "000000016d");
}

struct StationBallotTest : MembershipTest {
  Bytes32 token{9};
  StationStatement statement{ctx, "van", token, "mayor", key.y, options};
  Ciphertext read;
};

TEST_F(StationBallotTest, HoldsForEveryOptionAndGivesTheCiphertext) {
  for (std::uint32_t v = 0; v < options.size(); ++v) {
    const auto ballot = prove_station_ballot(statement, base::Secret(v), test_rng());
    expect_pass(verify_station_ballot(statement, ballot, read));
    EXPECT_EQ(base::to_bytes(read.bytes()), Bytes(ballot.begin(), ballot.begin() + 64));
  }
}

TEST_F(StationBallotTest, HoldsForItsOwnTokenStationAndContestOnly) {
  const auto ballot = prove_station_ballot(statement, base::Secret(std::uint32_t{1}), test_rng());
  const StationStatement others[]{{Bytes32{6}, "van", token, "mayor", key.y, options},
                                  {ctx, "hall", token, "mayor", key.y, options},
                                  {ctx, "van", Bytes32{8}, "mayor", key.y, options},
                                  {ctx, "van", token, "council", key.y, options}};
  for (const auto& other : others) expect_refused(verify_station_ballot(other, ballot, read), kPossession);
  const auto y = g_to(any_scalar());
  expect_refused(verify_station_ballot({ctx, "van", token, "mayor", y, options}, ballot, read), kMembership);
}

TEST_F(StationBallotTest, RefusesWrongBytes) {
  const auto ballot = prove_station_ballot(statement, base::Secret(std::uint32_t{1}), test_rng());
  const auto other = prove_station_ballot(statement, base::Secret(std::uint32_t{1}), test_rng());
  expect_refused(verify_station_ballot(statement, ByteView(ballot).first(ballot.size() - 1), read), kStationBallotLength);
  for (const auto& bad :
       {not_canonical(ballot, 0), not_canonical(ballot, 32), with(ballot, 0, Bytes32{}), with(ballot, 32, Bytes32{})})
    expect_refused(verify_station_ballot(statement, bad, read), kStationBallotEncoding);
  expect_refused(verify_station_ballot(statement, plus_order(ballot, 96), read), kPossessionEncoding);
  expect_refused(verify_station_ballot(statement, with(ballot, 32, ByteView(other).subspan(32, 32)), read), kPossession);
  expect_refused(verify_station_ballot(statement, not_canonical(ballot, 128), read), kMembershipEncoding);
  expect_refused(verify_station_ballot(statement, with(ballot, 128, ByteView(other).subspan(128)), read), kMembership);
}

}  // namespace
}  // namespace ippyo::proof
