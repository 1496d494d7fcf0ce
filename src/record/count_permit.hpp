// SPDX-License-Identifier: Apache-2.0
// What the registrar's desk gives to a voter who asks how often a vote from her slot was accepted. [SPEC 15.4 GrantFactors]
#pragma once
#include "base/signature.hpp"
#include "record/entry.hpp"

namespace ippyo::record {

/// slot u64, nonce (16), until u64, signature (64) = 96 bytes. The signature is the registrar's, over H("count-permit", ctx, slot, nonce, until).
struct CountPermit {
  std::uint64_t slot;
  base::Bytes16 nonce;
  UnixTime until;  ///< good up to and including this second, at one box once
  Bytes64 signature{};
  Bytes encode() const;
  static base::Result<CountPermit> decode(ByteView bytes);
};
inline constexpr std::size_t kCountPermitSize = 96;
inline constexpr UnixTime kPermitLife = 120;
Bytes64 permit_hash(const CountPermit& permit, const Bytes32& ctx);

}  // namespace ippyo::record
