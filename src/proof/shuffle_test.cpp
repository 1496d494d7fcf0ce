// SPDX-License-Identifier: Apache-2.0
#include "proof/internal/shuffle_fixture.hpp"

namespace ippyo::proof {
namespace {

TEST(PermutationCommitment, OfOneTwoThreeAndManyPlacesIsAccepted) {
  for (const std::uint64_t n : {1, 2, 3, 300}) {
    const Shuffled s(n);
    EXPECT_EQ(s.commitment.rows(), n);
    EXPECT_PASSES(s.commitment_verdict());
    EXPECT_PASSES(s.mix_verdict());
  }
}

TEST(PermutationCommitment, EveryEquationHasAnInputThatOnlyItRefuses) {
  const Shuffled good(20);
  const auto with_response = [&](std::size_t at) {
    auto s = good;
    bump_scalar(s.commitment_header, at);
    return s.commitment_verdict();
  };
  EXPECT_REFUSED(with_response(96), kPermutationSum);
  EXPECT_REFUSED(with_response(128), kPermutationChain);
  EXPECT_REFUSED(with_response(160), kPermutationOpening);
  auto s = good;
  bump_scalar(s.commitment.bytes(), 7 * kPermutationRowSize + kColumnSHat);
  EXPECT_REFUSED(s.commitment_verdict(), kPermutationSteps);
  EXPECT_EQ(s.commitment_verdict().finding().where, "contest mayor, mix 2, row 7");
}

TEST(PermutationCommitment, TwoWrongStepsThatCancelWithoutWeightsAreRefused) {
  Shuffled s(20);
  bump_scalar(s.commitment.bytes(), 3 * kPermutationRowSize + kColumnSHat);
  const auto at = 4 * kPermutationRowSize + kColumnSHat;
  put(s.commitment.bytes(), at, (*Scalar::parse(ByteView(s.commitment.bytes()).subspan(at, 32)) - Scalar::one()).bytes());
  EXPECT_REFUSED(s.commitment_verdict(), kPermutationSteps);
}

TEST(PermutationCommitment, AnyAlteredElementIsRefused) {
  const Shuffled good(5);
  for (const auto at : {kColumnC, kColumnChain, kColumnT}) {
    auto s = good;
    bump_element(s.commitment.bytes(), 2 * kPermutationRowSize + at);
    EXPECT_FALSE(s.commitment_verdict().passed()) << at;
  }
  for (const std::size_t at : {0, 32, 64}) {
    auto s = good;
    bump_element(s.commitment_header, at);
    EXPECT_FALSE(s.commitment_verdict().passed()) << at;
  }
}

TEST(PermutationCommitment, BytesThatAreNotCanonicalAreRefusedWithTheirRow) {
  const Shuffled good(5);
  for (const auto at : {kColumnC, kColumnChain, kColumnT, kColumnSHat, kColumnSTilde}) {
    auto s = good;
    put(s.commitment.bytes(), 3 * kPermutationRowSize + at, no_value());
    EXPECT_REFUSED(s.commitment_verdict(), kPermutationEncoding);
    EXPECT_EQ(s.commitment_verdict().finding().where, "contest mayor, mix 2, row 3");
  }
  for (std::size_t at = 0; at < kPermutationHeaderSize; at += 32) {
    auto s = good;
    put(s.commitment_header, at, no_value());
    EXPECT_REFUSED(s.commitment_verdict(), kPermutationEncoding);
  }
}

TEST(PermutationCommitment, TheIdentityIsRefusedInCAndInTheChain) {
  const Shuffled good(5);
  for (const auto at : {kColumnC, kColumnChain}) {
    auto s = good;
    put(s.commitment.bytes(), kPermutationRowSize + at, Bytes32{});
    EXPECT_REFUSED(s.commitment_verdict(), kPermutationEncoding);
  }
}

TEST(PermutationCommitment, OfAnotherLengthIsRefused) {
  const Shuffled good(5);
  auto s = good;
  s.context.n = 6;
  EXPECT_REFUSED(s.commitment_verdict(), kPermutationEncoding);
  s.context.n = 0;
  s.commitment.bytes().clear();
  EXPECT_REFUSED(s.commitment_verdict(), kPermutationEncoding);
  s = good;
  s.commitment_header.pop_back();
  EXPECT_REFUSED(s.commitment_verdict(), kPermutationEncoding);
}

TEST(PermutationCommitment, OfAnotherContestMixTrusteeOrElectionIsRefused) {
  const Shuffled good(5);
  const auto with = [&](auto change) {
    auto s = good;
    change(s.context);
    return s.commitment_verdict();
  };
  EXPECT_REFUSED(with([](ShuffleContext& c) { c.contest = "council"; }), kPermutationSum);
  EXPECT_REFUSED(with([](ShuffleContext& c) { c.mix = 1; }), kPermutationSum);
  EXPECT_REFUSED(with([](ShuffleContext& c) { c.trustee = 1; }), kPermutationSum);
  EXPECT_REFUSED(with([](ShuffleContext& c) { c.ctx[0] ^= 1; }), kPermutationSum);
}

TEST(PermutationCommitment, DigestTakesInHeaderAndEveryRow) {
  const Shuffled good(5);
  const auto digest = [](const Shuffled& s) { return *permutation_commitment_digest(s.commitment_header, s.commitment); };
  auto s = good;
  s.commitment.bytes().back() ^= 1;
  EXPECT_NE(digest(s), digest(good));
  s = good;
  s.commitment_header[0] ^= 1;
  EXPECT_NE(digest(s), digest(good));
}

TEST(Mix, EachEquationHasAnInputThatOnlyItRefuses) {
  const Shuffled good(20);
  auto s = good;
  bump_scalar(s.header, 96);
  EXPECT_REFUSED(s.mix_verdict(), kMixOpening);
  EXPECT_EQ(s.mix_verdict().finding().where, "contest mayor, mix 2");
  s = good;
  bump_scalar(s.header, 128);
  EXPECT_REFUSED(s.mix_verdict(), kMixCiphertexts);
}

TEST(Mix, BytesThatAreNotCanonicalAreRefusedWithTheirRow) {
  const Shuffled good(5);
  for (const auto at : {kColumnA, kColumnB, kColumnMixSTilde}) {
    auto s = good;
    put(s.output.bytes(), 2 * kMixRowSize + at, no_value());
    EXPECT_REFUSED(s.mix_verdict(), kMixEncoding);
    EXPECT_EQ(s.mix_verdict().finding().where, "contest mayor, mix 2, row 2");
  }
  for (std::size_t at = 0; at < kMixHeaderSize; at += 32) {
    auto s = good;
    put(s.header, at, no_value());
    EXPECT_REFUSED(s.mix_verdict(), kMixEncoding);
  }
  auto s = good;
  put(s.input.bytes(), 4 * kCiphertextSize, no_value());
  EXPECT_REFUSED(s.mix_verdict(), kMixEncoding);
  EXPECT_EQ(s.mix_verdict().finding().where, "contest mayor, mix 2, input row 4");
}

TEST(Mix, ListsOfDifferentLengthsAreRefused) {
  const Shuffled good(5), longer(6);
  const auto verdict = [&](const Shuffled& c, const Shuffled& in, const Shuffled& out) {
    return *verify_mix(good.context, good.y, c.commitment_header, c.commitment, in.input, out.header, out.output);
  };
  EXPECT_PASSES(verdict(good, good, good));
  EXPECT_REFUSED(verdict(longer, good, good), kMixEncoding);
  EXPECT_REFUSED(verdict(good, longer, good), kMixEncoding);
  EXPECT_REFUSED(verdict(good, good, longer), kMixEncoding);
  auto s = good;
  s.header.pop_back();
  EXPECT_REFUSED(s.mix_verdict(), kMixEncoding);
}

TEST(Mix, OfAnotherContestMixTrusteeElectionOrKeyIsRefused) {
  const Shuffled good(5);
  const auto with = [&](auto change) {
    auto s = good;
    change(s);
    return s.mix_verdict();
  };
  EXPECT_REFUSED(with([](Shuffled& s) { s.context.contest = "council"; }), kMixOpening);
  EXPECT_REFUSED(with([](Shuffled& s) { s.context.mix = 1; }), kMixOpening);
  EXPECT_REFUSED(with([](Shuffled& s) { s.context.trustee = 1; }), kMixOpening);
  EXPECT_REFUSED(with([](Shuffled& s) { s.context.ctx[0] ^= 1; }), kMixOpening);
  EXPECT_REFUSED(with([](Shuffled& s) { s.y = test_key(78); }), kMixOpening);
}

TEST(Mix, AnAlteredOrReorderedListIsRefused) {
  const Shuffled good(5);
  auto s = good;
  bump_element(s.output.bytes(), 2 * kMixRowSize + kColumnB);
  EXPECT_REFUSED(s.mix_verdict(), kMixOpening);
  s = good;
  std::rotate(s.input.bytes().begin(), s.input.bytes().begin() + kCiphertextSize, s.input.bytes().end());
  EXPECT_REFUSED(s.mix_verdict(), kMixOpening);
  s = good;
  s.commitment.bytes().back() ^= 1;  // only the digest links this byte to the mix
  EXPECT_REFUSED(s.mix_verdict(), kMixOpening);
}

TEST(Mix, AcceptsTheIdentityOfComputedPlaces) {
  Shuffled s(4);
  put(s.input.bytes(), 0, Bytes32{});  // (1, m): a place that nobody wrote
  s.output.bytes().clear();
  TestFolder folder;
  base::SystemRng rng;
  auto header = mix(s.context, s.y, s.secret, s.commitment_header, s.commitment, s.input, rng, folder.path(), s.output);
  ASSERT_TRUE(header.ok());
  s.header = *header;
  EXPECT_PASSES(s.mix_verdict());
}

TEST(Mix, KeepsThePlaintexts) {
  const Shuffled s(30);
  const auto plaintexts = [&](const base::MemoryRows& list) {
    std::vector<Bytes32> out;
    Bytes row(list.row_size());
    for (std::uint64_t i = 0; i < list.rows(); ++i) {
      EXPECT_TRUE(list.read(i, row).ok());
      const auto c = Ciphertext::parse(ByteView(row).first(kCiphertextSize));
      out.push_back(group::encode(group::sub(c->b.point, group::mul_vartime(c->a.point, Scalar::from_u64(77)))));
    }
    std::sort(out.begin(), out.end());
    return out;
  };
  EXPECT_EQ(plaintexts(s.input), plaintexts(s.output));
}

TEST(Mix, ADamagedSecretOrInputIsAnErrorNotAProof) {
  const Shuffled good(4);
  TestFolder folder;
  base::SystemRng rng;
  const auto mixes = [&](const Shuffled& s) {
    base::MemoryRows out(kMixRowSize);
    return mix(s.context, s.y, s.secret, s.commitment_header, s.commitment, s.input, rng, folder.path(), out).ok();
  };
  EXPECT_TRUE(mixes(good));
  auto s = good;
  std::copy_n(s.secret.bytes().begin(), 8, s.secret.bytes().begin() + kPermutationSecretRowSize);  // one place twice
  EXPECT_FALSE(mixes(s));
  s = good;
  s.secret.bytes()[0] = 1;  // far outside the list
  EXPECT_FALSE(mixes(s));
  s = good;
  put(s.secret.bytes(), 8, no_value());
  EXPECT_FALSE(mixes(s));
  s = good;
  put(s.input.bytes(), 0, no_value());
  EXPECT_FALSE(mixes(s));
  s = good;
  s.context.n = 5;
  EXPECT_FALSE(mixes(s));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Mix, AScratchFolderThatIsMissingIsAnError) {
  const Shuffled s(2);
  base::SystemRng rng;
  base::MemoryRows secret(kPermutationSecretRowSize), rows(kPermutationRowSize);
  EXPECT_FALSE(commit_permutation(s.context, rng, "/nonexistent/folder", secret, rows).ok());
}

}  // namespace
}  // namespace ippyo::proof
