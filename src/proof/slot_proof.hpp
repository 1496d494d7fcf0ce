// SPDX-License-Identifier: Apache-2.0
// The slot relation: a new ballot by the owner of the slot, or the old one carried over; nobody can tell which. [SPEC 4.2 SlotProof]
#pragma once
#include "base/random.hpp"
#include "base/verdict.hpp"
#include "proof/transcript.hpp"

namespace ippyo::proof {

inline constexpr base::Check kSlotEncoding{2, 2, "slot row: element or scalar not canonical, or identity"};
inline constexpr base::Check kSlotLength{2, 3, "slot row: wrong length for its number of contests"};
inline constexpr base::Check kSlotProof{5, 1, "slot proof does not hold"};
inline constexpr base::Check kSlotUnchanged{6, 1, "a' = a or b' = b: the ciphertext was not renewed"};

/// Bytes of a proof over w contests: e_V (16), T_1, w times (T_2, T_3, T_4), z_x, z_r (w), z_s (w): 80 + 160 w.
constexpr std::size_t slot_proof_size(std::size_t w) { return 80 + 160 * w; }
/// Bytes of a row of an epoch: w ciphertexts, then the proof: 80 + 224 w.
constexpr std::size_t slot_row_size(std::size_t w) { return 80 + 224 * w; }

/// previous and current hold one ciphertext per contest of the slot's style, in the order of the opening.
struct SlotStatement {
  Bytes32 ctx;
  std::uint64_t slot;
  std::uint32_t epoch;
  const Element& y;
  const Element& X;
  std::span<const Ciphertext> previous;
  std::span<const Ciphertext> current;
};
/// The author knows x with X = g^x and r_c with a'_c = g^{r_c} for every contest.
Bytes prove_slot_author(const SlotStatement&, const group::SecretScalar& x, const group::SecretScalars& r, base::Rng&);
/// The ballot box knows s_c with a'_c = a_c g^{s_c}, b'_c = b_c y^{s_c} for every contest. y_base is the table of y.
Bytes prove_slot_carry(const SlotStatement&, const group::FixedBase& y_base, const group::SecretScalars& s, base::Rng&);
/// One proof alone; also the checks of lengths, encodings and a' != a, b' != b.
base::Verdict verify_slot(const SlotStatement& statement, ByteView proof);

/// One row as it stands on the board.
struct SlotRow {
  std::uint64_t slot;
  const Element* X;
  std::span<const Ciphertext> previous;
  ByteView row;  ///< slot_row_size(previous.size()) bytes
};
/// Rows of one epoch as one multi-scalar product; a refused batch is checked row by row and the first bad slot named.
/// On pass the new ciphertexts are appended to `current` in order. One thread; the verdict does not depend on how rows are cut.
base::Verdict verify_slot_rows(const Bytes32& ctx, std::uint32_t epoch, const Element& y, std::span<const SlotRow> rows,
                               std::vector<Ciphertext>& current);

/// A carried-over row: (a_c g^{s_c}, b_c y^{s_c})_c and its proof, all randomness from rng (the box gives PRF(seed_t, ..)).
/// requires: s_c != 0, which is drawn again until it holds.
Bytes carry_over(const Bytes32& ctx, std::uint64_t slot, std::uint32_t epoch, const Element& y, const group::FixedBase& y_base,
                 const Element& X, std::span<const Ciphertext> previous, base::Rng& rng);

}  // namespace ippyo::proof
