// SPDX-License-Identifier: Apache-2.0
// The bytes of a settlement row and its challenge. [SPEC 4.5 Settlement]
#pragma once
#include "proof/settlement.hpp"

namespace ippyo::proof {

/// Row: ciphertexts (64 w), D, e_P, T of P (2 w + 1), T of G (2 w + 2), responses of P (w + 1), of G (w + 2).
struct SettlementLayout {
  std::size_t w;
  std::size_t D() const { return 64 * w; }
  std::size_t e_p() const { return 64 * w + 32; }
  std::size_t T() const { return 64 * w + 48; }
  std::size_t T_count() const { return 4 * w + 3; }
  std::size_t responses() const { return T() + 32 * T_count(); }
  std::size_t response_count() const { return 2 * w + 3; }
};

/// H("settle", ctx, i, w, g, h, y, Z, nulls, previous, current, D, all T). The responses need not be there yet.
Bytes64 settlement_hash(const SettlementContext& in, const SettlementSlot& slot, ByteView row);

}  // namespace ippyo::proof
