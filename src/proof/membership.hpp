// SPDX-License-Identifier: Apache-2.0
// A ciphertext holds one of the listed plaintexts: private to the ballot box, public at stations. [SPEC 4.3 Membership]
#pragma once
#include "base/random.hpp"
#include "base/verdict.hpp"
#include "proof/transcript.hpp"

namespace ippyo::proof {

inline constexpr base::Check kMembershipEncoding{2, 4, "membership proof: length, element or scalar not canonical"};
inline constexpr base::Check kMembership{3, 2, "membership proof does not hold"};

/// n times (T_g, T_y), n times e, n times z: 112 n bytes.
constexpr std::size_t membership_size(std::size_t n) { return 112 * n; }

/// label: slot_label or station_label. e = H("member", label, g, y, n, all m_v, a', b', all T) = XOR of the parts.
struct MembershipStatement {
  ByteView label;
  const Element& y;
  std::span<const Element> options;
  const Ciphertext& ciphertext;
};
Bytes slot_label(const Bytes32& ctx, std::string_view contest, std::uint64_t slot, std::uint32_t epoch);
Bytes station_label(const Bytes32& ctx, std::string_view station, const Bytes32& token_hash, std::string_view contest);

/// index: the true option. timing: constant in index and r
Bytes prove_membership(const MembershipStatement&, const base::Secret<std::uint32_t>& index, const group::SecretScalar& r, base::Rng&);
base::Verdict verify_membership(const MembershipStatement& statement, ByteView proof);

}  // namespace ippyo::proof
