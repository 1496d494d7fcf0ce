// SPDX-License-Identifier: Apache-2.0
// What a mixer keeps to itself: the permutation and streams of blinding values. [SPEC 5.2 PermutationCommitment]
#pragma once
#include "base/random.hpp"
#include "proof/internal/row_walk.hpp"

namespace ippyo::proof {

/// output i comes from input psi[i]; place[psi[i]] = i. timing: its memory access pattern is not hidden (docs/THREATS.md)
struct Permutation {
  base::SecretVector<std::uint64_t> psi, place;
  static Permutation draw(std::uint64_t n, base::Rng& rng);
};

/// Secret scalars that can be drawn again from the beginning, so that none of them has to be stored.
class SecretStream {
  base::Secret<Bytes32> key_;
  std::optional<base::KeyedRng> rng_;

 public:
  explicit SecretStream(base::Rng& rng) : key_(rng.bytes<32>()) { rewind(); }
  void rewind() { rng_.emplace(key_.clone()); }
  group::SecretScalars next(std::size_t n);
};

/// Challenges of the places that psi names: what the outputs of a step are weighted with.
group::SecretScalars permuted_challenges(std::string_view tag, const Bytes64& st, std::span<const std::uint64_t> psi);

/// sum[at] += a_i b_i for all i
void add_products(group::SecretScalars& sums, std::size_t at, std::span<const Scalar> a, std::span<const Scalar> b);

}  // namespace ippyo::proof
