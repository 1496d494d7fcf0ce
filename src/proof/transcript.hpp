// SPDX-License-Identifier: Apache-2.0
// Challenges, weights and derived elements. [SPEC 2.3 HashToGroup, SPEC 3.4 Challenge]
#pragma once
#include "base/hash.hpp"
#include "proof/element.hpp"

namespace ippyo::proof {

/// 128 bits as they travel; a split challenge is the XOR of its parts, which may be any string.
using Challenge = Bytes16;

/// The first 16 bytes of the hash; all zero is replaced by the integer 1 (bytes 01 00..00).
Challenge challenge_from(const Bytes64& hash);
inline Challenge challenge(base::Hasher h) { return challenge_from(h.finish()); }
/// The index-th challenge of a list: challenge of H(tag, state, index).
Challenge challenge_at(std::string_view tag, const Bytes64& state, std::uint64_t index);
Challenge operator^(const Challenge& a, const Challenge& b);
inline Scalar to_scalar(const Challenge& c) { return Scalar::from_128(c); }

/// from_uniform(H("h2g/" + label, items..)): the hasher given is Hasher("h2g/" + label) with its items.
Element hash_to_group(base::Hasher h);
/// from_wide(H(tag, items..)).
Scalar hash_to_scalar(base::Hasher h);

}  // namespace ippyo::proof
