// SPDX-License-Identifier: Apache-2.0
// Paper override: every slot is carried over or nulled, and only the number of nulls is public. [SPEC 4.5 Settlement]
#pragma once
#include "base/random.hpp"
#include "base/verdict.hpp"
#include "proof/transcript.hpp"

namespace ippyo::proof {

inline constexpr base::Check kSettlementLength{2, 6, "settlement row: wrong length for its number of contests"};
inline constexpr base::Check kSettlementEncoding{2, 7, "settlement row: element or scalar not canonical, or identity"};
inline constexpr base::Check kSettlementProof{11, 1, "settlement proof does not hold"};
inline constexpr base::Check kSettlementUnchanged{6, 2, "a' = a or b' = b in the settlement"};
inline constexpr base::Check kSettlementTotal{11, 2, "product of the D_i is not g^n h^delta"};

/// e_P (16); T of P: per contest (T_g, T_y), T_h; T of G: T_Z, per contest (T_g, T_y), T_h;
/// responses of P: s_c.., d; of G: z, r'_c.., d. 16 + 32 (4w + 3) + 32 (2w + 3).
constexpr std::size_t settlement_proof_size(std::size_t w) { return 16 + 32 * (4 * w + 3) + 32 * (2 * w + 3); }
/// w ciphertexts, D (32), proof.
constexpr std::size_t settlement_row_size(std::size_t w) { return 64 * w + 32 + settlement_proof_size(w); }

struct SettlementContext {
  Bytes32 ctx;
  const Element& y;
  const Element& Z;
};
struct SettlementSlot {
  std::uint64_t slot;
  std::span<const Element> nulls;        ///< m_null of each contest
  std::span<const Ciphertext> previous;  ///< the last sealed epoch
};
/// What the registrar opens to the scrutineers, never to the public: D = g^beta h^d.
struct SettlementOpening {
  bool overridden;
  group::SecretScalar d;
};
struct SettledRow {
  Bytes row;
  SettlementOpening opening;
};
/// One row: carried over, or nulled with the registrar's key z. timing: constant in `overridden`
SettledRow settle(const SettlementContext&, const SettlementSlot&, bool overridden, const group::SecretScalar& z,
                  const group::FixedBase& y_base, base::Rng& rng);

struct SettlementRow {
  SettlementSlot slot;
  ByteView row;
};
/// As verify_slot_rows. On pass appends the new ciphertexts and the D_i in order.
base::Verdict verify_settlement_rows(const SettlementContext&, std::span<const SettlementRow> rows, std::vector<Ciphertext>& settled,
                                     std::vector<Element>& commitments);
/// product of the D_i of one style = g^n h^delta.
base::Verdict verify_settlement_total(std::span<const Element> commitments, std::uint64_t n, const Scalar& delta);
/// Does (overridden, d) open D? For the scrutineers.
base::Verdict verify_settlement_opening(const Element& D, bool overridden, const Scalar& d);
inline constexpr base::Check kSettlementOpening{11, 3, "the opening does not fit the commitment D"};

}  // namespace ippyo::proof
