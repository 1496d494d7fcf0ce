// SPDX-License-Identifier: Apache-2.0
// Sums of few public multiples (Straus): odd multiples of every point, sparse digits (NAF of width 5), shared doublings.
#include "group/kernels/portable/sums.hpp"

namespace ippyo::group::portable {
namespace {

constexpr unsigned kWidth = 5, kOdd = 1u << (kWidth - 2);
using OddMultiples = std::array<Cached, kOdd>;  ///< 1 P, 3 P .. 15 P

OddMultiples odd_multiples(const Extended& p) {
  OddMultiples out;
  out[0] = cache(p);
  const Cached step = cache(twice_times(projective(p), 1));
  Extended sum = p;
  for (unsigned j = 1; j < kOdd; ++j) {
    sum = add(sum, step);
    out[j] = cache(sum);
  }
  return out;
}

/// Digits that are zero or odd and below 2^4 in magnitude, at least four zeros after each that is not zero: digit k to out[k * stride].
/// requires: room for s.bits() + 1 digits, all zero.
void sparse_digits(const PublicScalar& s, std::size_t stride, std::int8_t* out) {
  std::uint64_t carry = 0;
  const unsigned bits = s.bits();
  for (unsigned k = 0; k <= bits;) {
    const auto v = window(s.magnitude, k, kWidth) + carry;
    if ((v & 1) == 0) {
      ++k;  // a carry stays: v is even because the bit and the carry cancel
      continue;
    }
    carry = v >> (kWidth - 1);
    const auto d = static_cast<int>(v) - static_cast<int>(carry << kWidth);
    out[k * stride] = static_cast<std::int8_t>(s.negative ? -d : d);
    k += kWidth;
  }
}

}  // namespace

Point straus(std::span<const Point> points, const std::vector<PublicScalar>& s) {
  const auto n = points.size();
  const auto rows = std::size_t{longest(s)} + 1;
  std::vector<std::int8_t> digits(n * rows);
  std::vector<OddMultiples> tables;
  tables.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    sparse_digits(s[i], n, &digits[i]);
    tables.push_back(odd_multiples(points[i]));
  }
  Ratios sum{kZero, kOne, kOne, kOne};
  for (std::size_t k = rows; k-- > 0;) {
    if (k + 1 != rows) sum = twice(projective(sum));
    for (std::size_t i = 0; i < n; ++i) {
      const int d = digits[k * n + i];
      if (d > 0) sum = plus(extended(sum), tables[i][static_cast<unsigned>(d) / 2]);
      if (d < 0) sum = minus(extended(sum), tables[i][static_cast<unsigned>(-d) / 2]);
    }
  }
  return extended(sum);
}

double straus_cost(std::size_t n, unsigned bits) { return static_cast<double>(n) * (76 + 8.0 * bits / (kWidth + 1)); }

}  // namespace ippyo::group::portable
