// SPDX-License-Identifier: Apache-2.0
// Possession of a logarithm, singly and in batches.
#include "proof/possession.hpp"

#include "proof/test_world.hpp"

namespace ippyo::proof {
namespace {

const Bytes kLabel{1, 2, 3};

TEST(Possession, HoldsForItsOwnStatementOnly) {
  const auto x = any_scalar();
  const auto X = g_to(x), other = g_to(any_scalar());
  const auto proof = prove_possession({"pop", kLabel, X}, secret(x), test_rng());
  ASSERT_EQ(proof.size(), kPossessionSize);
  expect_pass(verify_possession({"pop", kLabel, X}, proof));
  expect_refused(verify_possession({"station-r", kLabel, X}, proof), kPossession);
  expect_refused(verify_possession({"pop", ByteView(kLabel).first(2), X}, proof), kPossession);
  expect_refused(verify_possession({"pop", kLabel, other}, proof), kPossession);
  expect_refused(verify_possession({"pop", kLabel, X}, with(proof, 0, element_g().bytes)), kPossession);
}

TEST(Possession, RefusesEveryOtherSpelling) {
  const auto x = any_scalar();
  const auto X = g_to(x);
  const auto proof = prove_possession({"pop", kLabel, X}, secret(x), test_rng());
  for (const auto& bad : {not_canonical(proof, 0), plus_order(proof, 32), Bytes(proof.begin(), proof.end() - 1)})
    expect_refused(verify_possession({"pop", kLabel, X}, bad), kPossessionEncoding);
  auto longer = proof;
  longer.push_back(0);
  expect_refused(verify_possession({"pop", kLabel, X}, longer), kPossessionEncoding);
}

TEST(Possession, RefusesTheIdentity) {
  const Element one;
  expect_refused(verify_possession({"pop", kLabel, one}, prove_possession({"pop", kLabel, one}, secret(Scalar()), test_rng())),
                 kPossessionEncoding);
}

TEST(Possession, FollowsTheSpecificationToTheByte) {
  const auto x = any_scalar(), k = any_scalar();
  const auto X = g_to(x), T = g_to(k);
  const auto e = challenge(base::Hasher("pop").item(kLabel).item(element_g().bytes).item(X.bytes).item(T.bytes));
  Bytes proof(64);
  proof = with(with(proof, 0, T.bytes), 32, (k + to_scalar(e) * x).bytes());
  expect_pass(verify_possession({"pop", kLabel, X}, proof));
}

struct Many {
  std::vector<Element> X;
  std::vector<Bytes> proofs;
  explicit Many(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
      const auto x = any_scalar();
      X.push_back(g_to(x));
      proofs.push_back(prove_possession({"pop", kLabel, X.back()}, secret(x), test_rng()));
    }
  }
  std::vector<PossessionCase> cases() const {
    std::vector<PossessionCase> out;
    for (std::size_t i = 0; i < X.size(); ++i) out.push_back({{"pop", kLabel, X[i]}, proofs[i]});
    return out;
  }
};

TEST(Possessions, PassTogetherAndNameTheFirstBadOne) {
  Many many(40);
  expect_pass(verify_possessions(many.cases()));
  expect_pass(verify_possessions({}));
  std::swap(many.proofs[30], many.proofs[31]);
  expect_refused(verify_possessions(many.cases()), kPossession, "row 30");
  many.proofs[35] = not_canonical(many.proofs[35], 0);
  expect_refused(verify_possessions(many.cases()), kPossession, "row 30");
  many.proofs[29].pop_back();
  expect_refused(verify_possessions(many.cases()), kPossessionEncoding, "row 29");
}

TEST(Possessions, ErrorsDoNotCancelOut) {
  Many many(2);
  const auto spoil = [](Bytes& proof, const Scalar& by) {
    proof = with(proof, 32, (*Scalar::parse(ByteView(proof).last(32)) + by).bytes());
  };
  spoil(many.proofs[0], Scalar::one());
  spoil(many.proofs[1], -Scalar::one());
  expect_refused(verify_possessions(many.cases()), kPossession, "row 0");
}

}  // namespace
}  // namespace ippyo::proof
