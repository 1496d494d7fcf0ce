// SPDX-License-Identifier: Apache-2.0
// The field at its limits, against a slow reference on integers of any size.
#include <gtest/gtest.h>
#include <openssl/bn.h>

#include <algorithm>
#include <memory>

#include "group/kernels/portable/curve.hpp"

namespace ippyo::group::portable {
namespace {

using Big = std::unique_ptr<BIGNUM, decltype(&BN_free)>;
Big big() { return {BN_new(), BN_free}; }

Big modulus() {
  auto p = big();
  BN_set_bit(p.get(), 255);
  BN_sub_word(p.get(), 19);
  return p;
}

/// sum limb_i 2^(51 i), whatever the limbs are.
Big value(const Field& a) {
  auto out = big();
  for (std::size_t i = 5; i-- > 0;) {
    BN_lshift(out.get(), out.get(), 51);
    auto limb = big();
    BN_set_word(limb.get(), a[i]);
    BN_add(out.get(), out.get(), limb.get());
  }
  return out;
}

std::array<std::uint8_t, 32> canonical(const Big& v) {
  auto r = big();
  std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> ctx(BN_CTX_new(), BN_CTX_free);
  BN_nnmod(r.get(), v.get(), modulus().get(), ctx.get());
  std::array<std::uint8_t, 32> out;
  BN_bn2lebinpad(r.get(), out.data(), 32);
  return out;
}

Big times(const Big& a, const Big& b) {
  auto out = big();
  std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> ctx(BN_CTX_new(), BN_CTX_free);
  BN_mul(out.get(), a.get(), b.get(), ctx.get());
  return out;
}

/// Limbs at the bounds that the header states, and values around p and 2^255.
std::vector<Field> edges(std::uint64_t bound) {
  const std::uint64_t m = kMask51, t = bound;
  return {kZero, kOne, {m, m, m, m, m}, {m - 18, m, m, m, m}, {m - 19, m, m, m, m}, {m - 17, m, m, m, m}, {t, t, t, t, t}, {t, 0, 0, 0, 0},
          {0, 0, 0, 0, t}, {0, t, 0, t, 0}, {1, m, 0, m, t}, kD, kSqrtM1, {18, 0, 0, 0, 1ULL << 51}, {19, m, m, m, m}};
}

constexpr std::uint64_t kTight = (1ULL << 51) + (1ULL << 17) - 1, kLoose = (1ULL << 54) - 1;

void expect_tight(const Field& a) {
  for (const auto limb : Limbs(a)) EXPECT_LE(limb, kTight);
}

TEST(Field, MultiplicationIsExactForLooseLimbs) {
  for (const auto& a : edges(kLoose))
    for (const auto& b : edges(kLoose)) {
      const auto product = mul(a, b);
      expect_tight(product);
      EXPECT_EQ(to_bytes(product), canonical(times(value(a), value(b))));
    }
}

TEST(Field, SquaringIsExactForLooseLimbs) {
  for (const auto& a : edges(kLoose)) {
    expect_tight(sqr(a));
    EXPECT_EQ(to_bytes(sqr(a)), canonical(times(value(a), value(a))));
  }
}

TEST(Field, SumsAndDifferencesOfTightLimbsAreLoose) {
  for (const auto& a : edges(kTight))
    for (const auto& b : edges(kTight)) {
      auto sum = big(), difference = big();
      BN_add(sum.get(), value(a).get(), value(b).get());
      BN_sub(difference.get(), value(a).get(), value(b).get());
      EXPECT_EQ(to_bytes(add(a, b)), canonical(sum));
      EXPECT_EQ(to_bytes(sub(a, b)), canonical(difference));
      for (const auto limb : Limbs(sub(a, b))) EXPECT_LE(limb, kLoose);
      expect_tight(carry(sub(a, b)));
    }
}

TEST(Field, BytesAreCanonicalAndZeroIsKnownInBothForms) {
  const Field p{kMask51 - 18, kMask51, kMask51, kMask51, kMask51};
  EXPECT_EQ(zero_mask(p), ~0ULL);
  EXPECT_EQ(zero_mask(kZero), ~0ULL);
  EXPECT_EQ(zero_mask(kOne), 0u);
  EXPECT_EQ(negative_mask(kOne), ~0ULL);
  EXPECT_EQ(negative_mask(add(p, kOne)), ~0ULL);
  for (const auto& a : edges(kLoose)) {
    EXPECT_EQ(to_bytes(a), canonical(value(a)));
    EXPECT_EQ(to_bytes(from_bytes(to_bytes(a).data())), to_bytes(a));
  }
}

TEST(Field, InversesAndRootsAreRight) {
  for (const auto& a : edges(kTight)) {
    const auto product = to_bytes(mul(a, invert(a)));
    EXPECT_EQ(product, zero_mask(a) ? to_bytes(kZero) : to_bytes(kOne));
  }
  EXPECT_EQ(to_bytes(sqr(kSqrtM1)), to_bytes(negate(kOne)));
}

TEST(Field, CarriesTakeLimbsUpToTheirBound) {
  for (const auto& a : edges((1ULL << 63) - 1)) {
    expect_tight(carry(a));
    EXPECT_EQ(to_bytes(carry(a)), canonical(value(a)));
  }
}

TEST(Curve, ASumOfTwoIsADoubleAndNormalizingKeepsThePoints) {
  const Extended g{kBaseX, kBaseY, kOne, kBaseT};
  std::vector<Extended> all{g, add(g, cache(g)), twice_times(projective(g), 1), twice_times(projective(g), 3), kIdentity, sub(g, cache(g))};
  const auto before = all;
  normalize(all);
  EXPECT_EQ(to_bytes(all[1].X), to_bytes(all[2].X));
  EXPECT_EQ(to_bytes(all[1].Y), to_bytes(all[2].Y));
  EXPECT_EQ(to_bytes(all[5].X), to_bytes(kZero));
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].Z, kOne);
    EXPECT_EQ(to_bytes(mul(all[i].X, before[i].Z)), to_bytes(before[i].X));
    EXPECT_EQ(to_bytes(mul(all[i].Y, before[i].Z)), to_bytes(before[i].Y));
    EXPECT_EQ(to_bytes(mul(all[i].T, before[i].Z)), to_bytes(before[i].T));
    const auto same = add(g, affine(all[i])), other = add(g, cache(all[i]));
    EXPECT_EQ(to_bytes(mul(same.X, other.Z)), to_bytes(mul(other.X, same.Z)));
    EXPECT_EQ(to_bytes(mul(same.Y, other.Z)), to_bytes(mul(other.Y, same.Z)));
  }
}

TEST(Curve, TheGeneratorIsOnTheCurve) {
  const auto x2 = sqr(kBaseX), y2 = sqr(kBaseY);
  EXPECT_EQ(to_bytes(sub(y2, x2)), to_bytes(add(kOne, mul(kD, mul(x2, y2)))));
}

}  // namespace
}  // namespace ippyo::group::portable
