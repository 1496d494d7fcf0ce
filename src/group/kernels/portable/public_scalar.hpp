// SPDX-License-Identifier: Apache-2.0
// Public scalars as a sign and a magnitude of at most q/2. timing: variable (public data)
#pragma once
#include <algorithm>
#include <bit>

#include "group/kernels/portable/digits.hpp"

namespace ippyo::group::portable {

struct PublicScalar {
  std::array<std::uint64_t, 4> magnitude;
  bool negative;

  /// Whichever of s and q - s is shorter: q/2 lies just above 2^251.
  explicit PublicScalar(const Scalar& s) : magnitude(s.limbs()), negative(magnitude[3] >> 59 != 0) {
    if (negative) magnitude = (-s).limbs();
  }
  unsigned bits() const {
    for (std::size_t i = 4; i-- > 0;)
      if (magnitude[i] != 0) return static_cast<unsigned>(64 * i + 64) - static_cast<unsigned>(std::countl_zero(magnitude[i]));
    return 0;
  }
};

/// The longest of all, in bits.
inline unsigned longest(const std::vector<PublicScalar>& s) {
  unsigned bits = 0;
  for (const auto& one : s) bits = std::max(bits, one.bits());
  return bits;
}

}  // namespace ippyo::group::portable
