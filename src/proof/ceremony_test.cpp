// SPDX-License-Identifier: Apache-2.0
#include "proof/ceremony.hpp"

#include "proof/internal/shuffle_fixture.hpp"

namespace ippyo::proof {
namespace {

const CeremonyParameters kParameters{seed(1), 4, 3};

struct Dealt {
  DealtDealing all;
  Bytes64 commitment;
  explicit Dealt(std::uint32_t index, const CeremonyParameters& p = kParameters) : all(make(index, p)),
      commitment(dealing_commitment(p.ctx0, all.dealing)) {}
  static DealtDealing make(std::uint32_t index, const CeremonyParameters& p) {
    base::SystemRng rng;
    return deal(p, index, rng);
  }
  Dealing& d() { return all.dealing; }
  void commit_again() { commitment = dealing_commitment(kParameters.ctx0, all.dealing); }
  base::Verdict verdict(std::uint32_t expected = 2) const { return verify_dealing(kParameters, expected, commitment, all.dealing); }
};

TEST(KeyCeremony, AnHonestDealingIsAcceptedAndItsBytesAreRead) {
  Dealt dealt(2);
  EXPECT_PASSES(dealt.verdict());
  const auto bytes = dealt.d().encode();
  EXPECT_EQ(bytes.size(), 4u + 32 + 64 + 4 + 96 * 3);
  const auto read = Dealing::decode(bytes);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->encode(), bytes);
  EXPECT_PASSES(verify_dealing(kParameters, 2, dealt.commitment, *read));
}

TEST(KeyCeremony, BytesOfADealingThatAreNotCanonicalAreRefused) {
  Dealt dealt(2);
  const auto good = dealt.d().encode();
  for (const std::size_t at : {4, 104, 200, 296}) {
    auto bytes = good;
    put(bytes, at, no_value());
    EXPECT_FALSE(Dealing::decode(bytes).ok()) << at;
  }
  for (std::size_t n = 0; n < good.size(); ++n) EXPECT_FALSE(Dealing::decode(ByteView(good).first(n)).ok()) << n;
  auto longer = good;
  longer.push_back(0);
  EXPECT_FALSE(Dealing::decode(longer).ok());
}

TEST(KeyCeremony, ADealerWithAnotherIndexIsRefused) {
  EXPECT_REFUSED(Dealt(2).verdict(3), kDealerIndex);
  Dealt outside(2);
  outside.d().index = 5;
  outside.commit_again();
  EXPECT_REFUSED(outside.verdict(5), kDealerIndex);
  outside.d().index = 0;
  EXPECT_REFUSED(outside.verdict(0), kDealerIndex);
}

TEST(KeyCeremony, ADealingOtherThanTheOneCommittedToIsRefused) {
  Dealt dealt(2);
  dealt.all = Dealt::make(2, kParameters);
  EXPECT_REFUSED(dealt.verdict(), kDealerCommitment);
}

TEST(KeyCeremony, OneCoefficientTooManyOrTooFewIsRefused) {
  EXPECT_REFUSED(Dealt(2, {seed(1), 4, 4}).verdict(), kDealerCoefficients);
  EXPECT_REFUSED(Dealt(2, {seed(1), 4, 2}).verdict(), kDealerCoefficients);
}

TEST(KeyCeremony, TheIdentityAsFirstOrLastCoefficientOrAsShareKeyIsRefused) {
  const auto with = [](auto change) {
    Dealt dealt(2);
    change(dealt.d());
    dealt.commit_again();
    return dealt.verdict();
  };
  EXPECT_REFUSED(with([](Dealing& d) { d.A.front() = Element{}; }), kDealerEncoding);
  EXPECT_REFUSED(with([](Dealing& d) { d.A.back() = Element{}; }), kDealerEncoding);
  EXPECT_REFUSED(with([](Dealing& d) { d.kappa = Element{}; }), kDealerEncoding);
}

TEST(KeyCeremony, CoefficientsCopiedFromAnotherDealerAreRefused) {
  Dealt copied(1);
  copied.d().index = 2;
  copied.commit_again();
  EXPECT_REFUSED(copied.verdict(), kDealerProof);
  Dealt altered(2);
  altered.d().z[1] += Scalar::one();
  altered.commit_again();
  EXPECT_REFUSED(altered.verdict(), kDealerProof);
  EXPECT_EQ(altered.verdict().finding().where, "coefficient 1");
}

TEST(KeyCeremony, AShareKeyWithoutPossessionIsRefused) {
  Dealt dealt(2);
  dealt.d().kappa_possession = Dealt(2).d().kappa_possession;
  dealt.commit_again();
  EXPECT_REFUSED(dealt.verdict(), kShareKeyPossession);
  dealt.d().kappa_possession.clear();
  EXPECT_REFUSED(dealt.verdict(), kShareKeyPossession);
}

TEST(KeyCeremony, AShareComesToItsReceiverAndToNobodyElse) {
  Dealt dealer(1), receiver(3), other(2);
  base::SystemRng rng;
  const auto bytes = encrypt_share(kParameters, 1, 3, dealer.all.secret, receiver.d().kappa, rng);
  EXPECT_EQ(bytes.size(), 64u);
  const auto share = decrypt_share_from(kParameters, 1, 3, receiver.all.secret.share_key, bytes);
  ASSERT_TRUE(share.ok());
  EXPECT_PASSES(verify_share_of(dealer.d(), 3, *share));
  EXPECT_EQ(share->expose(), reveal_share(dealer.all.secret, 3));
  EXPECT_REFUSED(verify_share_of(dealer.d(), 2, *share), kDealtShare);
  EXPECT_REFUSED(verify_share_of(other.d(), 3, *share), kDealtShare);
  const auto wrong_key = decrypt_share_from(kParameters, 1, 3, other.all.secret.share_key, bytes);
  EXPECT_REFUSED(verify_share_of(dealer.d(), 3, *wrong_key), kDealtShare);
  const auto wrong_dealer = decrypt_share_from(kParameters, 2, 3, receiver.all.secret.share_key, bytes);
  EXPECT_REFUSED(verify_share_of(dealer.d(), 3, *wrong_dealer), kDealtShare);
}

TEST(KeyCeremony, AnEncryptedShareThatIsNotWellFormedIsAnError) {
  Dealt dealer(1), receiver(3);
  base::SystemRng rng;
  const auto good = encrypt_share(kParameters, 1, 3, dealer.all.secret, receiver.d().kappa, rng);
  const auto reads = [&](const Bytes& bytes) { return decrypt_share_from(kParameters, 1, 3, receiver.all.secret.share_key,
      bytes).ok(); };
  EXPECT_TRUE(reads(good));
  EXPECT_FALSE(reads({good.begin(), good.end() - 1}));
  for (const std::size_t at : {0, 32}) {
    auto bytes = good;
    put(bytes, at, no_value());
    EXPECT_FALSE(reads(bytes));
  }
  auto identity = good;
  put(identity, 0, Bytes32{});
  EXPECT_FALSE(reads(identity));
}

TEST(KeyCeremony, AComplaintIsDecidedByThePublishedShare) {
  Dealt dealer(1);
  const auto share = reveal_share(dealer.all.secret, 3);
  EXPECT_EQ(judge_complaint(dealer.d(), 3, share), Culprit::complainer);
  EXPECT_EQ(judge_complaint(dealer.d(), 3, reveal_share(dealer.all.secret, 4)), Culprit::dealer);
  EXPECT_EQ(judge_complaint(dealer.d(), 3, std::nullopt), Culprit::dealer);
}

TEST(KeyCeremony, KeyAndPublicSharesAreThoseOfTheSummedPolynomials) {
  std::vector<Dealing> dealings;
  std::vector<Dealt> all;
  for (std::uint32_t i = 1; i <= 4; ++i) all.emplace_back(i);
  for (auto& dealt : all) dealings.push_back(dealt.d());
  const auto key = election_key(kParameters, dealings);
  ASSERT_EQ(key.Z.size(), 4u);
  for (std::uint32_t j = 0; j <= 4; ++j) {
    Scalar z;
    for (const auto& dealt : all) z += reveal_share(dealt.all.secret, j);
    EXPECT_EQ(Element::from(group::fixed_mul_vartime(base_g(), z)), j == 0 ? key.y : key.Z[j - 1]);
  }
}

}  // namespace
}  // namespace ippyo::proof
