// SPDX-License-Identifier: Apache-2.0
// Constant-time multiplication of any point, and constant-time sums (Straus): 64 signed digits of 4 bits.
#include <sodium.h>

#include <algorithm>

#include "group/kernels/portable/ristretto.hpp"
#include "group/kernels/portable/scan.hpp"

namespace ippyo::group::portable {
namespace {

constexpr unsigned kWindow = 4, kWindows = 64, kEntries = 8;
using Multiples = std::array<Cached, kEntries>;  ///< 1 P .. 8 P
using Digits = std::array<std::int8_t, kWindows>;

Multiples multiples(const Extended& p) {
  Multiples out;
  out[0] = cache(p);
  Extended sum = p;
  for (unsigned j = 1; j < kEntries; ++j) {
    sum = add(sum, out[0]);
    out[j] = cache(sum);
  }
  return out;
}

constexpr Cached kNeutral{kOne, kOne, {2, 0, 0, 0, 0}, kZero};

/// timing: constant in d
Cached look_up(const Multiples& row, std::int64_t d) {
  const Cached out = scan(row, kNeutral, magnitude(d));
  const auto negative = sign_mask(d);
  return {select(out.sum, out.difference, negative), select(out.difference, out.sum, negative), out.z2,
          select(out.t2d, negate(out.t2d), negative)};
}

}  // namespace

void mul(std::span<const Point> points, const Scalar* s, std::size_t stride, std::span<Point> out) {
  Digits digits;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i == 0 || stride != 0) signed_digits(s[i * stride], kWindow, kWindows, digits.data());
    const auto table = multiples(points[i]);
    Ratios sum = plus(kIdentity, look_up(table, digits[kWindows - 1]));
    for (unsigned w = kWindows - 1; w-- > 0;) sum = plus(twice_times(projective(sum), kWindow), look_up(table, digits[w]));
    out[i] = extended(sum);
  }
  sodium_memzero(digits.data(), digits.size());
}

Point msm(std::span<const Point> points, const Scalar* s) {
  constexpr std::size_t kBlock = 64;  // tables of one block stay in the second-level cache
  std::vector<Multiples> tables(std::min(points.size(), kBlock));
  std::vector<Digits> digits(tables.size());
  Extended total = kIdentity;
  for (std::size_t first = 0; first < points.size(); first += kBlock) {
    const auto n = std::min(kBlock, points.size() - first);
    for (std::size_t i = 0; i < n; ++i) {
      tables[i] = multiples(points[first + i]);
      signed_digits(s[first + i], kWindow, kWindows, digits[i].data());
    }
    Extended sum = kIdentity;
    for (unsigned w = kWindows; w-- > 0;) {
      if (w + 1 != kWindows) sum = twice_times(projective(sum), kWindow);
      for (std::size_t i = 0; i < n; ++i) sum = add(sum, look_up(tables[i], digits[i][w]));
    }
    total = add(total, cache(sum));
  }
  if (!digits.empty()) sodium_memzero(digits.data(), digits.size() * sizeof(Digits));
  return total;
}

}  // namespace ippyo::group::portable
