// SPDX-License-Identifier: Apache-2.0
// Schnorr proofs of possession of a discrete logarithm, bound to a label. [SPEC 4.1 Possession]
#pragma once
#include "base/random.hpp"
#include "base/verdict.hpp"
#include "proof/transcript.hpp"

namespace ippyo::proof {

inline constexpr std::size_t kPossessionSize = 64;  ///< T (32), z (32)
inline constexpr base::Check kPossessionEncoding{2, 1, "possession proof: length, element or scalar not canonical, or X identity"};
inline constexpr base::Check kPossession{3, 1, "possession proof does not hold"};

/// e = H(tag, label, g, X, T); z = k + e x. The tags are "pop" (slots, registrar, boxes, share keys) and "station-r".
struct PossessionStatement {
  std::string_view tag;
  ByteView label;
  const Element& X;
};
Bytes prove_possession(const PossessionStatement& statement, const group::SecretScalar& x, base::Rng& rng);
base::Verdict verify_possession(const PossessionStatement& statement, ByteView proof);

/// Many at once (slot lists): one product under weights over every byte; on failure the first bad index is named in `where`.
struct PossessionCase {
  PossessionStatement statement;
  ByteView proof;
};
base::Verdict verify_possessions(std::span<const PossessionCase> cases);

}  // namespace ippyo::proof
