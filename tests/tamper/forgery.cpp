// SPDX-License-Identifier: Apache-2.0
// Elements, dealings and slot rows of a liar.
#include "forgery.hpp"

#include "device/slot_key.hpp"
#include "proof/internal/proof_bytes.hpp"
#include "proof/internal/slot_row.hpp"
#include "proof/station_ballot.hpp"

namespace ippyo::tamper {

Element product(const std::vector<std::pair<Element, Scalar>>& terms) {
  std::vector<proof::Point> points;
  std::vector<Scalar> factors;
  for (const auto& [base, exponent] : terms) {
    points.push_back(base.point);
    factors.push_back(exponent);
  }
  return Element::from(group::msm_vartime(points, factors));
}

Element g_to(const Scalar& s) { return product({{proof::element_g(), s}}); }
Element quotient(const Element& a, const Element& b) { return Element::from(group::sub(a.point, b.point)); }

Ciphertext encrypted(const World& world, const Element& m, const Scalar& r) {
  return {g_to(r), product({{m, Scalar::one()}, {world.state.key().y, r}})};
}

Ciphertext renewed(const World& world, const Ciphertext& c, const Scalar& s) {
  return {product({{c.a, Scalar::one()}, {proof::element_g(), s}}), product({{c.b, Scalar::one()}, {world.state.key().y, s}})};
}

Element option(const World& world, std::uint16_t contest, std::string_view name) {
  return proof::option_point(world.state.ctx0(), world.state.opening().contests[contest].id, name);
}

group::SecretScalar secret(const Scalar& s) { return group::SecretScalar(s); }

group::SecretScalars secrets(const std::vector<Scalar>& s) {
  group::SecretScalars out(s.size());
  std::copy(s.begin(), s.end(), out.expose_mutable().begin());
  return out;
}

/// e = H("dkg", ctx0, n, k, i, A, kappa, T), as SPEC 5.1 has it.
proof::Dealing cancelling_dealing(const World& world, proof::Dealing d) {
  std::vector<Scalar> a{Scalar(), any_scalar()}, t{any_scalar(), any_scalar()};
  for (std::size_t i = 0; i < 2; ++i) a[0] += -world.trustees[i].dealer.polynomial.expose()[0];
  Bytes A, T;
  for (std::size_t m = 0; m < a.size(); ++m) {
    d.A[m] = g_to(a[m]);
    d.T[m] = g_to(t[m]);
    proof::append(A, d.A[m].bytes);
    proof::append(T, d.T[m].bytes);
  }
  base::Hasher h("dkg");
  h.item(world.state.ctx0()).item(std::uint64_t{World::kTrustees}).item(std::uint64_t{World::kThreshold});
  const auto e = proof::challenge(h.item(std::uint64_t{d.index}).item(A).item(d.kappa.bytes).item(T));
  for (std::size_t m = 0; m < a.size(); ++m) d.z[m] = proof::respond(t[m], e, a[m]);
  return d;
}

Board short_list_board(const World& world) {
  Board b = world.board;
  edit_body<election::Constitution>(b, EntryType::constitution, [](auto& c) { c.min_list = 50; });
  const auto ctx0 = election::context0(*election::Constitution::decode(b.entries[0].body));
  const proof::CeremonyParameters p{ctx0, World::kTrustees, World::kThreshold};
  record::CeremonyBody ceremony;
  ceremony.shares.assign(World::kTrustees * World::kTrustees, Bytes(64));
  for (std::uint32_t i = 1; i <= World::kTrustees; ++i) {
    ceremony.dealings.push_back(proof::deal(p, i, liar_rng()).dealing);
    ceremony.commitments.push_back(proof::dealing_commitment(ctx0, ceremony.dealings.back()));
  }
  b.entries[b.find(EntryType::ceremony)].body = ceremony.encode();
  auto rows = rows_of(world, b, slots_key());
  for (std::size_t i = 0; i < rows.size(); ++i)
    put_bytes(rows[i], 67, device::prove_enrolment(world.voters[i].key, ctx0, world.state.slots()[i].evidence, liar_rng()));
  put_rows(b, slots_key(), rows);
  edit_body<election::Opening>(b, EntryType::opening, [&](auto& o) {
    o.y = proof::election_key(p, ceremony.dealings).y;
    o.slot_list = base::hash32("slots", ByteView(b.entries[b.find(slots_key())].body));
  });
  return b;
}

Bytes station_ballot_with(const World& world, const Bytes32& token_hash, const std::vector<Element>& options, std::uint32_t index,
                          const Scalar& r) {
  const auto ciphertext = encrypted(world, options[index], r);
  const auto label = proof::station_label(world.state.ctx(), "station-1", token_hash, world.state.opening().contests[0].id);
  auto known = label;
  proof::append(known, ciphertext.bytes());
  Bytes ballot;
  proof::append(ballot, ciphertext.bytes());
  proof::append(ballot, proof::prove_possession({"station-r", known, ciphertext.a}, secret(r), liar_rng()));
  proof::append(ballot, proof::prove_membership({label, world.state.key().y, options, ciphertext},
                                                base::Secret<std::uint32_t>(index), secret(r), liar_rng()));
  return ballot;
}

SlotForger::SlotForger(const World& w, std::uint64_t slot_number, std::uint32_t epoch_number)
    : world(w), slot(slot_number), epoch(epoch_number) {
  const auto before = w.sealed[epoch - 1].of(slot);
  previous.assign(before.begin(), before.end());
  current = previous;
}

namespace {

proof::SlotStatement statement(const SlotForger& f, const Bytes32& ctx) {
  return {ctx, f.slot, f.epoch, f.world.state.key().y, f.X(), f.previous, f.current};
}

Bytes with_ciphertexts(const std::vector<Ciphertext>& current, ByteView proof) {
  Bytes row;
  for (const auto& c : current) proof::append(row, c.bytes());
  proof::append(row, proof);
  return row;
}

}  // namespace

Challenge SlotForger::challenge(const std::vector<Element>& T) const {
  return proof::challenge_from(
      proof::slot_hash({world.state.ctx(), epoch, world.state.key().y}, slot, X(), previous, row({}, T, {})));
}

Bytes SlotForger::row(const Challenge& e_v, const std::vector<Element>& T, const std::vector<Scalar>& z) const {
  Bytes proof(e_v.begin(), e_v.end());
  for (const auto& t : T) proof::append(proof, t.bytes);
  auto responses = z;
  responses.resize(1 + 2 * width());
  proof::append_scalars(proof, responses);
  return with_ciphertexts(current, proof);
}

Bytes SlotForger::carried_in(const Bytes32& ctx, const std::vector<Scalar>& s) const {
  return with_ciphertexts(current, proof::prove_slot_carry(statement(*this, ctx), world.state.y_base(), secrets(s), liar_rng()));
}

Bytes SlotForger::carried(const std::vector<Scalar>& s) const { return carried_in(world.state.ctx(), s); }

Bytes SlotForger::authored_with(const group::SecretScalar& x, const std::vector<Scalar>& r) const {
  return with_ciphertexts(current, proof::prove_slot_author(statement(*this, world.state.ctx()), x, secrets(r), liar_rng()));
}

Bytes SlotForger::authored(const std::vector<Scalar>& r) const { return authored_with(world.voters[slot].key.x, r); }

}  // namespace ippyo::tamper
