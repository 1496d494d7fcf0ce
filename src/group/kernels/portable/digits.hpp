// SPDX-License-Identifier: Apache-2.0
// Signed digits of scalars.
#pragma once
#include <array>
#include <vector>

#include "group/scalar.hpp"

namespace ippyo::group::portable {

/// `bits` bits of a 256-bit integer from position `at`; zero beyond the end. requires: bits <= 16.
inline std::uint64_t window(const std::array<std::uint64_t, 4>& w, unsigned at, unsigned bits) {
  const unsigned word = at / 64, shift = at % 64;
  if (word >= 4) return 0;
  std::uint64_t v = w[word] >> shift;
  if (shift + bits > 64 && word < 3) v |= w[word + 1] << (64 - shift);
  return v & ((1ULL << bits) - 1);
}

/// Digits d_i in [-2^(w-1), 2^(w-1)) with sum d_i 2^(w i) = s; the last one takes the carry. timing: constant in s.
/// requires: n w >= 254, so that the last digit cannot overflow.
template <class Digit>
void signed_digits(const Scalar& s, unsigned w, unsigned n, Digit* out) {
  std::int64_t carry = 0;
  for (unsigned i = 0; i < n; ++i) {
    const auto v = static_cast<std::int64_t>(window(s.limbs(), i * w, w)) + carry;
    carry = (v + (1LL << (w - 1))) >> w;
    out[i] = static_cast<Digit>(v - carry * (1LL << w));
  }
}

/// |d| and a mask of ones for d < 0, without a branch.
inline std::uint64_t sign_mask(std::int64_t d) { return static_cast<std::uint64_t>(d >> 63); }
inline std::uint64_t magnitude(std::int64_t d) {
  const auto m = sign_mask(d);
  return (static_cast<std::uint64_t>(d) ^ m) - m;
}
/// All ones when a == b, for small numbers.
inline std::uint64_t equal_mask(std::uint64_t a, std::uint64_t b) { return 0 - (((a ^ b) - 1) >> 63); }

}  // namespace ippyo::group::portable
