// SPDX-License-Identifier: Apache-2.0
// What a device sends to the registrar to be given a grant. [SPEC 10.3 GrantRequest]
#pragma once
#include "base/verdict.hpp"
#include "proof/possession.hpp"
#include "record/cast.hpp"

namespace ippyo::record {

/// slot u64, K (32), possession (64) = 104 bytes. Possession of x: tag "pop", label H("grant-request", ctx, slot, K).
/// A replay is worth nothing: the grant is for K, which only this device holds.
struct GrantRequest {
  std::uint64_t slot;
  Bytes32 K;  ///< Ed25519 key that the device made for this one cast
  Bytes64 possession{};
  Bytes encode() const;
  static base::Result<GrantRequest> decode(ByteView bytes);
};
inline constexpr std::size_t kGrantRequestSize = 104;

GrantRequest request_grant(const Bytes32& ctx, std::uint64_t slot, const Bytes32& K, const proof::Element& X,
                           const group::SecretScalar& x, base::Rng& rng);
/// X: of that slot in the slot list. Fails with the checks of a possession proof.
base::Verdict verify_grant_request(const GrantRequest& request, const Bytes32& ctx, const proof::Element& X);

/// The same values under the label H("grant-begin", ctx, slot, K): they open a session for the slot (15.4) and bring no grant.
GrantRequest begin_grant(const Bytes32& ctx, std::uint64_t slot, const Bytes32& K, const proof::Element& X,
                         const group::SecretScalar& x, base::Rng& rng);
base::Verdict verify_grant_begin(const GrantRequest& begin, const Bytes32& ctx, const proof::Element& X);

}  // namespace ippyo::record
