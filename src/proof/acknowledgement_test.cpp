// SPDX-License-Identifier: Apache-2.0
// The answer of the box, and that the voter could have written it herself.
#include "proof/acknowledgement.hpp"

#include "proof/test_world.hpp"

namespace ippyo::proof {
namespace {

struct AcknowledgementTest : testing::Test {
  Scalar box = any_scalar(), voter = any_scalar();
  Element B = g_to(box), X = g_to(voter);
  Bytes32 ctx{5};
  Bytes row = Bytes(304, 7);
  Bytes made(AcknowledgementRole role) {
    return acknowledge({ctx, 3, 17, row, B, X}, role, secret(role == AcknowledgementRole::box ? box : voter), test_rng());
  }
};

TEST_F(AcknowledgementTest, CouldComeFromEitherOfTheTwo) {
  for (const auto role : {AcknowledgementRole::box, AcknowledgementRole::voter}) {
    const auto proof = made(role);
    ASSERT_EQ(proof.size(), kAcknowledgementSize);
    expect_pass(verify_acknowledgement({ctx, 3, 17, row, B, X}, proof));
  }
}

TEST_F(AcknowledgementTest, NeedsOneOfTheTwoKeys) {
  for (const auto role : {AcknowledgementRole::box, AcknowledgementRole::voter})
    expect_refused(verify_acknowledgement({ctx, 3, 17, row, B, X},
                                          acknowledge({ctx, 3, 17, row, B, X}, role, secret(any_scalar()), test_rng())),
                   kAcknowledgement);
}

TEST_F(AcknowledgementTest, HoldsForItsOwnStatementOnly) {
  const auto proof = made(AcknowledgementRole::box);
  const auto other = g_to(any_scalar());
  auto changed = row;
  changed.back() ^= 1;
  expect_refused(verify_acknowledgement({Bytes32{6}, 3, 17, row, B, X}, proof), kAcknowledgement);
  expect_refused(verify_acknowledgement({ctx, 4, 17, row, B, X}, proof), kAcknowledgement);
  expect_refused(verify_acknowledgement({ctx, 3, 18, row, B, X}, proof), kAcknowledgement);
  expect_refused(verify_acknowledgement({ctx, 3, 17, changed, B, X}, proof), kAcknowledgement);
  expect_refused(verify_acknowledgement({ctx, 3, 17, row, other, X}, proof), kAcknowledgement);
  expect_refused(verify_acknowledgement({ctx, 3, 17, row, B, other}, proof), kAcknowledgement);
}

TEST_F(AcknowledgementTest, RefusesPartsOfTheChallengeThatDoNotAddUp) {
  // Both sides simulated: every equation holds, but the parts are not the challenge.
  const std::array e{any_challenge(), any_challenge()};
  const std::array z{any_scalar(), any_scalar()};
  const auto T_0 = product({{element_g(), z[0]}, {B, -to_scalar(e[0])}});
  const auto T_1 = product({{element_g(), z[1]}, {X, -to_scalar(e[1])}});
  Bytes proof(kAcknowledgementSize);
  proof = with(with(with(proof, 0, T_0.bytes), 32, T_1.bytes), 64, e[0]);
  proof = with(with(with(proof, 80, e[1]), 96, z[0].bytes()), 128, z[1].bytes());
  expect_refused(verify_acknowledgement({ctx, 3, 17, row, B, X}, proof), kAcknowledgement);
}

TEST_F(AcknowledgementTest, RefusesEveryOtherSpelling) {
  const auto proof = made(AcknowledgementRole::box);
  for (const auto& bad : {not_canonical(proof, 0), not_canonical(proof, 32), plus_order(proof, 96), plus_order(proof, 128),
                          Bytes(proof.begin(), proof.end() - 1)})
    expect_refused(verify_acknowledgement({ctx, 3, 17, row, B, X}, bad), kAcknowledgementEncoding);
}

}  // namespace
}  // namespace ippyo::proof
