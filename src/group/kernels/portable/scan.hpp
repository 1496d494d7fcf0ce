// SPDX-License-Identifier: Apache-2.0
// Constant-time table look-up: every entry is read, sixteen bytes at a time.
#pragma once
#include "group/kernels/portable/digits.hpp"

namespace ippyo::group::portable {

/// Two words that the compiler keeps in one vector register.
using Pair = std::uint64_t __attribute__((vector_size(16)));

/// row[index - 1], or `neutral` for index 0. timing: constant in index
template <class Entry, std::size_t kEntries>
inline Entry scan(const std::array<Entry, kEntries>& row, const Entry& neutral, std::uint64_t index) {
  constexpr std::size_t kPairs = sizeof(Entry) / 16;
  static_assert(sizeof(Entry) % 16 == 0);
  Pair sum[kPairs] = {};
  const auto gather = [&](const Entry& entry, std::uint64_t wanted) __attribute__((always_inline)) {
    const auto one = equal_mask(index, wanted);
    const Pair mask{one, one};
#pragma GCC unroll 10
    for (std::size_t k = 0; k < kPairs; ++k) {
      Pair pair;
      std::memcpy(&pair, reinterpret_cast<const std::uint8_t*>(&entry) + 16 * k, 16);
      sum[k] |= pair & mask;
    }
  };
  gather(neutral, 0);
  for (std::size_t j = 0; j < kEntries; ++j) gather(row[j], j + 1);
  Entry out;
  std::memcpy(static_cast<void*>(&out), sum, sizeof out);
  return out;
}

}  // namespace ippyo::group::portable
