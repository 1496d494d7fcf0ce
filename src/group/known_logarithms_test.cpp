// SPDX-License-Identifier: Apache-2.0
// Sums and multiples of points whose logarithms are known, in every size and length that the choice of method depends on.
#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>

#include "group/kernels/kernel.hpp"
#include "group/point.hpp"

namespace ippyo::group {
namespace {

base::KeyedRng& rng() {
  static base::KeyedRng one{base::Secret(Bytes32{9})};
  return one;
}

Scalar order_minus(std::uint64_t n) { return -Scalar::from_u64(n); }

std::vector<Scalar> randoms(std::size_t n) {
  std::vector<Scalar> out;
  while (out.size() < n) out.push_back(Scalar::random(rng()));
  return out;
}

class KnownLogarithms : public testing::TestWithParam<const Kernel*> {};

/// Points whose logarithms are known: every sum has an answer that libsodium gives with its own base multiplication.
struct Known {
  std::vector<Scalar> log;
  std::vector<Point> point;

  /// Decoded points have Z = 1; the others do not.
  Known(std::size_t n, bool decoded) {
    for (std::size_t i = 0; i < n; ++i) {
      log.push_back(Scalar::random(rng()));
      if (i % 7 == 3) log[i] = log[i - 1];
      if (i % 7 == 4) log[i] = -log[i - 1];
      if (i % 7 == 6) log[i] = Scalar();
      const auto p = *decode(sodium_base_mul(log[i]));
      point.push_back(decoded ? p : add(sub(p, generator()), generator()));
    }
  }
  static Bytes32 sodium_base_mul(const Scalar& s) {
    Bytes32 out{};
    if (crypto_scalarmult_ristretto255_base(out.data(), s.bytes().data()) != 0) out.fill(0);
    return out;
  }
  Bytes32 sum(const std::vector<Scalar>& s) const {
    Scalar total;
    for (std::size_t i = 0; i < s.size(); ++i) total += log[i] * s[i];
    return sodium_base_mul(total);
  }
};

std::vector<Scalar> shorts(std::size_t n, std::size_t bytes) {
  std::vector<Scalar> out;
  while (out.size() < n) {
    auto v = rng().bytes<16>();
    std::fill(v.begin() + static_cast<std::ptrdiff_t>(bytes), v.end(), 0);
    out.push_back(Scalar::from_128(v));
  }
  return out;
}

/// Scalars of every length that the choice of window and of digits depends on.
std::vector<std::vector<Scalar>> patterns(std::size_t n) {
  const Scalar half = (order_minus(1)) * Scalar::from_u64(2).inverse();  // (q - 1) / 2, the longest magnitude that is not negated
  std::vector<std::vector<Scalar>> out{randoms(n), shorts(n, 16), shorts(n, 1), shorts(n, 11)};
  for (const auto& one : {Scalar(), Scalar::one(), order_minus(1), half, half + Scalar::one(), Scalar::from_u64(0x8888888888888888),
                          Scalar::from_u64(0xffffffffffffffff), Scalar::from_u64(1) - Scalar::from_u64(0x8000000000000000)})
    out.emplace_back(n, one);
  auto mixed = randoms(n);
  const auto few = shorts(n, 3);
  for (std::size_t i = 0; i < n; i += 2) mixed[i] = few[i];
  out.push_back(mixed);
  return out;
}

TEST_P(KnownLogarithms, SumsOfEverySizeAndLengthAreWhatTheLogarithmsSay) {
  for (std::size_t n = 0; n <= 17; ++n)
    for (const bool decoded : {true, false}) {
      const Known known(n, decoded);
      for (const auto& s : patterns(n)) {
        EXPECT_EQ(encode(GetParam()->msm_vartime(known.point, s.data())), known.sum(s)) << n;
        EXPECT_EQ(encode(GetParam()->msm(known.point, s.data())), known.sum(s)) << n;
      }
    }
}

TEST_P(KnownLogarithms, SumsOnBothSidesOfTheChangeOfMethodAreWhatTheLogarithmsSay) {
  for (const std::size_t n : {40, 100, 160, 190, 230, 300, 1100})
    for (const bool decoded : {true, false}) {
      const Known known(n, decoded);
      for (const auto& s : patterns(n)) EXPECT_EQ(encode(GetParam()->msm_vartime(known.point, s.data())), known.sum(s)) << n;
    }
}

TEST_P(KnownLogarithms, EverySmallMultipleAndEveryPowerOfTwoIsRight) {
  const Known known(1, true);
  const auto table = GetParam()->make_table(known.point[0]);
  std::vector<Scalar> s;
  for (std::uint64_t i = 0; i < 300; ++i) s.insert(s.end(), {Scalar::from_u64(i), order_minus(i)});
  for (Scalar power = Scalar::one(); s.size() < 600 + 3 * 253; power += power)
    s.insert(s.end(), {power, power - Scalar::one(), -power});
  std::vector<Point> fixed(s.size()), variable(s.size());
  GetParam()->fixed_mul(table.get(), s.data(), fixed);
  GetParam()->mul(std::vector<Point>(s.size(), known.point[0]), s.data(), 1, variable);
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto want = known.sum({s[i]});
    EXPECT_EQ(encode(fixed[i]), want) << i;
    EXPECT_EQ(encode(variable[i]), want) << i;
    EXPECT_EQ(encode(GetParam()->fixed_mul_vartime(table.get(), s[i])), want) << i;
    EXPECT_EQ(encode(GetParam()->msm_vartime(known.point, &s[i])), want) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Kernels, KnownLogarithms, testing::ValuesIn(available_kernels().begin(), available_kernels().end()),
                         [](const auto& one) { return std::string(one.param->name); });

}  // namespace
}  // namespace ippyo::group
