// SPDX-License-Identifier: Apache-2.0
// What travels between registrar, device and ballot box: the grant and the cast. [SPEC 10.1 Grant, SPEC 10.2 Cast]
#pragma once
#include "record/entry.hpp"

namespace ippyo::record {

/// The registrar's permission for one cast: slot u64, nonce (16), K (32), first u32, last u32, signature (64) = 128 bytes.
/// The signature is the registrar's, over H("grant", ctx, slot, nonce, K, first, last).
struct Grant {
  std::uint64_t slot;
  base::Bytes16 nonce;
  Bytes32 K;             ///< Ed25519 key that the device made for this one cast
  std::uint32_t first;   ///< epochs first..last, last <= first + 2
  std::uint32_t last;
  Bytes64 signature{};
  Bytes encode() const;
  static base::Result<Grant> decode(ByteView bytes);
};
inline constexpr std::size_t kGrantSize = 128;
Bytes64 grant_hash(const Grant& g, const Bytes32& ctx);

/// request (16), grant (128), epoch u32, row (bytes), membership proofs (list of bytes, one per contest of the style), signature (64)
/// by the grant's key over H("cast-signature", ctx, request, grant bytes, epoch, row).
struct Cast {
  base::Bytes16 request;          ///< chosen by the device; the same request gets the same answer
  Grant grant;
  std::uint32_t epoch;
  Bytes row;                      ///< slot row: ciphertexts and slot proof
  std::vector<Bytes> membership;  ///< private to the ballot box, erased with the inbox
  Bytes64 signature{};
  Bytes encode() const;
  static base::Result<Cast> decode(ByteView bytes);
};
Bytes64 cast_hash(const Cast& c, const Bytes32& ctx);

}  // namespace ippyo::record
