// SPDX-License-Identifier: Apache-2.0
// The bytes of a slot row and its challenge. [SPEC 4.2 SlotProof]
#pragma once
#include "proof/slot_proof.hpp"

namespace ippyo::proof {

/// What all rows of one epoch share.
struct SlotEpoch {
  const Bytes32& ctx;
  std::uint32_t epoch;
  const Element& y;
};

/// The parts of a row of w contests: ciphertexts; e_V, T_1, (T_2, T_3, T_4)..; z_x, z_r.., z_s..
struct SlotRowParts {
  ByteView ciphertexts, e_v, T_1, T_234, responses;
  SlotRowParts(ByteView row, std::size_t w)
      : ciphertexts(row.first(64 * w)), e_v(row.subspan(64 * w, 16)), T_1(row.subspan(64 * w + 16, 32)),
        T_234(row.subspan(64 * w + 48, 96 * w)), responses(row.subspan(160 * w + 48)) {}
};

/// H("slot", ctx, i, t, w, g, y, X, previous, current, T_1, (T_2, T_3, T_4)..). The responses need not be there yet.
Bytes64 slot_hash(const SlotEpoch& in, std::uint64_t slot, const Element& X, std::span<const Ciphertext> previous, ByteView row);

}  // namespace ippyo::proof
