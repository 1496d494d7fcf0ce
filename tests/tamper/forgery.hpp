// SPDX-License-Identifier: Apache-2.0
// Provers that cheat: they hold every secret and do what the honest ones never would.
#pragma once
#include "edit.hpp"
#include "proof/ceremony.hpp"
#include "proof/settlement.hpp"
#include "proof/shuffle.hpp"

namespace ippyo::tamper {

using proof::Challenge;
using proof::Ciphertext;
using proof::Element;
using proof::Scalar;
using proof::operator^;

/// product of base^exponent
Element product(const std::vector<std::pair<Element, Scalar>>& terms);
Element g_to(const Scalar& s);
Element quotient(const Element& a, const Element& b);
Ciphertext encrypted(const World& world, const Element& m, const Scalar& r);
Ciphertext renewed(const World& world, const Ciphertext& c, const Scalar& s);
Element option(const World& world, std::uint16_t contest, std::string_view name);
group::SecretScalar secret(const Scalar& s);
group::SecretScalars secrets(const std::vector<Scalar>& s);

/// A proper dealing of trustee 3, who knows the others' first coefficients, that makes y the identity.
proof::Dealing cancelling_dealing(const World& world, proof::Dealing dealing);
/// Another election, whose constitution asks for longer lists than it has, up to its opening.
Board short_list_board(const World& world);

/// One slot of one epoch: what stood there before, what shall stand there, and rows with any proof at all.
struct SlotForger {
  const World& world;
  std::uint64_t slot;
  std::uint32_t epoch;
  std::vector<Ciphertext> previous, current;

  SlotForger(const World& w, std::uint64_t slot_number, std::uint32_t epoch_number);
  std::size_t width() const { return previous.size(); }
  const Element& X() const { return world.state.slots()[slot].X; }
  Challenge challenge(const std::vector<Element>& T) const;
  Bytes row(const Challenge& e_v, const std::vector<Element>& T, const std::vector<Scalar>& z) const;
  Bytes carried(const std::vector<Scalar>& s) const;  ///< the box's proof, whether it is true or not
  Bytes authored(const std::vector<Scalar>& r) const;  ///< the voter's
  Bytes authored_with(const group::SecretScalar& x, const std::vector<Scalar>& r) const;
  Bytes carried_in(const Bytes32& ctx, const std::vector<Scalar>& s) const;
};

/// A station ballot for the mayor whose r the liar has chosen.
Bytes station_ballot_with(const World& world, const Bytes32& token_hash, const std::vector<Element>& options, std::uint32_t index,
                          const Scalar& r);

/// Settlement rows of all slots and their deltas, with these slots nulled.
struct Settled {
  std::vector<Bytes> rows;
  record::SettlementHeader header;
};
Settled settle_all(const World& world, const std::vector<std::uint64_t>& overridden, const group::SecretScalar& z);
/// A settlement row of any content that claims one branch with whatever its maker knows.
Bytes forged_settlement_row(const World& world, std::uint64_t slot, const std::vector<Ciphertext>& settled, const Element& D,
                            bool null, const std::vector<Scalar>& t, const Scalar& d, const Scalar& z);

/// The mixer of contest `contest`, mix 1, in the open: any output, a proof under any weights.
class Mixer {
  const World& world_;
  proof::ShuffleContext context_;
  const world::Permutation& permutation_;
  Bytes statement_input_;
  Bytes output_bytes() const;

 public:
  std::vector<std::size_t> psi;
  std::vector<Scalar> rho, r;
  std::vector<Ciphertext> input, output;

  Mixer(const World& world, std::uint16_t contest);
  void encrypt_from(const std::vector<std::size_t>& source);
  std::vector<Scalar> off_line_u() const;
  std::vector<Scalar> on_line_u() const;
  base::Bytes64 statement() const;
  /// Puts output and proof onto the board; returns the index of the closing entry.
  std::size_t post(Board& board, const std::vector<Scalar>& u) const;
};

}  // namespace ippyo::tamper
