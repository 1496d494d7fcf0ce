// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/acceptance.hpp"

#include "proof/membership.hpp"
#include "proof/slot_proof.hpp"

namespace ippyo::ballot_box {
namespace {

const election::Signer& registrar_of(const election::Constitution& c) {
  for (const auto& s : c.signers)
    if (s.role == election::Role::registrar) return s;
  IPPYO_CHECK(false);  // check_constitution: there is exactly one
  return c.signers[0];
}

Objection check_epoch(const EpochView& view, const record::Cast& cast, base::UnixTime now) {
  if (view.at(now) == Standing::open && cast.epoch == view.epoch.number) return {};
  return Refused{Refusal::for_now, {}};
}

Objection check_grant(const EpochView& view, const record::Cast& cast) {
  const auto& grant = cast.grant;
  const auto& registrar = registrar_of(view.state.constitution());
  const auto hash = record::grant_hash(grant, view.state.ctx());
  if (!base::verify_signature(registrar.key, hash, grant.signature))
    return Refused{Refusal::grant, "The permission is not signed by the registrar of this election; ask for a new one."};
  if (cast.epoch < grant.first || cast.epoch > grant.last)
    return Refused{Refusal::grant, "The permission is not valid in this epoch; ask for a new one."};
  if (grant.slot >= view.state.slots().size()) return Refused{Refusal::grant, "The permission names a slot that does not exist; ask for a new one."};
  return {};
}

std::size_t contests_of(const EpochView& view, const record::Cast& cast) {
  return view.offered[view.state.slots()[cast.grant.slot].style].size();
}

Refused failed(const base::Verdict& verdict) {
  const auto& check = verdict.finding().check;
  return {Refusal::proof, "A proof of the ballot does not hold (" + check.number() + "); load the election again and vote anew.", check};
}

/// Every contest of the slot's style holds one of the options offered.
Objection check_membership(const EpochView& view, const record::Cast& cast) {
  const auto& offered = view.offered[view.state.slots()[cast.grant.slot].style];
  for (std::size_t c = 0; c < offered.size(); ++c) {
    const auto ciphertext = proof::Ciphertext::parse(base::ByteView(cast.row).subspan(64 * c, 64));
    if (!ciphertext) return failed(base::Verdict::fail(proof::kSlotEncoding));
    const auto label = proof::slot_label(view.state.ctx(), offered[c].id, cast.grant.slot, cast.epoch);
    const auto verdict = proof::verify_membership({label, view.state.key().y, offered[c].options, *ciphertext}, cast.membership[c]);
    if (!verdict.passed()) return failed(verdict);
  }
  return {};
}

proof::SlotRow row_of(const EpochView& view, const record::Cast& cast) {
  const auto slot = cast.grant.slot;
  return {slot, &view.state.slots()[slot].X, view.state.current().of(slot), cast.row};
}

base::Verdict check_rows(const EpochView& view, std::span<const proof::SlotRow> rows) {
  std::vector<proof::Ciphertext> current;
  return proof::verify_slot_rows(view.state.ctx(), view.epoch.number, view.state.key().y, rows, current);
}

}  // namespace

std::optional<record::Cast> read_cast(base::ByteView body) {
  auto cast = record::Cast::decode(body);
  if (!cast.ok()) return std::nullopt;
  return std::move(*cast);
}

Objection check_cheaply(const EpochView& view, const record::Cast& cast, const Remembered& remembered, base::UnixTime now) {
  if (auto no = check_epoch(view, cast, now)) return no;
  if (auto no = check_grant(view, cast)) return no;
  if (remembered.grant_used) return Refused{Refusal::grant, "The permission was used before; ask for a new one."};
  if (!base::verify_signature(cast.grant.K, record::cast_hash(cast, view.state.ctx()), cast.signature))
    return Refused{Refusal::signature, "The ballot is not signed by the device that got the permission; vote anew."};
  const auto w = contests_of(view, cast);
  if (cast.row.size() != proof::slot_row_size(w)) return failed(base::Verdict::fail(proof::kSlotLength));
  if (cast.membership.size() != w) return failed(base::Verdict::fail(proof::kMembershipEncoding));
  // Last: a malformed cast must not ask whether the slot was written.
  if (remembered.slot_written) return Refused{Refusal::for_now, {}};
  return {};
}

std::vector<Objection> check_proofs(const EpochView& view, std::span<const record::Cast* const> casts) {
  std::vector<proof::SlotRow> rows;
  for (const auto* cast : casts) rows.push_back(row_of(view, *cast));
  const bool all = check_rows(view, rows).passed();
  std::vector<Objection> out(casts.size());
  for (std::size_t i = 0; i < casts.size(); ++i) {
    if (!all)
      if (const auto alone = check_rows(view, std::span(rows).subspan(i, 1)); !alone.passed()) {
        out[i] = failed(alone);
        continue;
      }
    out[i] = check_membership(view, *casts[i]);
  }
  return out;
}

}  // namespace ippyo::ballot_box
