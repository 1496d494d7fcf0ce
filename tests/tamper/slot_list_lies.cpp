// SPDX-License-Identifier: Apache-2.0
// Lies about evidence, slots and tokens: who may vote.
#include <algorithm>

#include "device/slot_key.hpp"
#include "edit.hpp"
#include "proof/possession.hpp"
#include "record/checks.hpp"

namespace ippyo::tamper {

using namespace record;

namespace {

constexpr std::size_t kStyle = 32, kEvidence = 34, kClass = 66, kPossessionT = 67, kPossessionZ = 99;

Lie in_slots(std::string name, const base::Check& check, std::function<void(const World&, std::vector<Bytes>&)> edit) {
  return lie(std::move(name), check, [edit](const World& w, Board& b) {
    auto rows = rows_of(w, b, slots_key());
    edit(w, rows);
    return put_rows(b, slots_key(), rows);
  });
}
Lie in_slot(std::string name, const base::Check& check, std::function<void(Bytes&)> edit) {
  return in_slots(std::move(name), check, [edit](const World&, auto& rows) { edit(rows[3]); });
}
Lie in_evidence(std::string name, const base::Check& check, std::function<void(std::vector<Bytes>&)> edit) {
  return lie(std::move(name), check, [edit](const World& w, Board& b) {
    auto rows = rows_of(w, b, evidence_key());
    edit(rows);
    return put_rows(b, evidence_key(), rows);
  });
}
Lie in_tokens(std::string name, const base::Check& check, std::function<void(TokensBody&)> edit) {
  return lie(std::move(name), check, [edit](const World&, Board& b) { return edit_body<TokensBody>(b, EntryType::tokens, edit); });
}

/// One voter of whom there is evidence takes two slots.
std::size_t evidence_for_two_slots(const World& w, Board& b) {
  auto rows = rows_of(w, b, slots_key());
  Bytes32 evidence{};
  std::copy_n(rows[0].begin() + kEvidence, 32, evidence.begin());
  const auto possession = device::prove_enrolment(w.voters[1].key, w.state.ctx0(), evidence, liar_rng());
  put_bytes(rows[1], kEvidence, evidence);
  put_bytes(rows[1], kPossessionT, possession);
  put_rows(b, slots_key(), rows);
  return b.find(slots_key());
}

Lies lies_about_evidence() {
  return {
      in_evidence("evidence of a class that does not count", kEvidenceClass, [](auto& rows) { rows[3][32] = 4; }),
      in_evidence("evidence of a class that does not exist", kEvidenceClass, [](auto& rows) { rows[3][32] = 0; }),
      in_evidence("evidence out of order", kEvidenceOrder, [](auto& rows) { std::swap(rows[3], rows[4]); }),
      in_evidence("evidence twice", kEvidenceOrder, [](auto& rows) { rows[4] = rows[3]; }),
      in_evidence("half a row of evidence", kRowLength, [](auto& rows) { rows[4].pop_back(); }),
  };
}

Lies lies_about_tokens() {
  return {
      in_tokens("tokens out of order", kTokenOrder, [](auto& t) { std::swap(t.hashes[0], t.hashes[1]); }),
      in_tokens("a token twice in its list", kTokenOrder, [](auto& t) { t.hashes[1] = t.hashes[0]; }),
      in_tokens("no tokens", kTokenOrder, [](auto& t) { t.hashes.clear(); }),
      in_tokens("tokens of another station", kEntrySigner, [](auto& t) { t.station = "station-2"; }),
      lie("a station that announces tokens twice", kTokenOrder,
          [](const World&, Board& b) { return copy_entry(b, b.find(EntryType::tokens), b.find(EntryType::opening)); }),
  };
}

}  // namespace

Lies lies_about_slots() {
  Lies out{
      in_slots("slots out of order", kSlotOrder, [](const World&, auto& rows) { std::swap(rows[3], rows[4]); }),
      in_slots("slots in descending order", kSlotOrder, [](const World&, auto& rows) { std::reverse(rows.begin(), rows.end()); }),
      in_slots("a slot twice", kSlotOrder, [](const World&, auto& rows) { rows[1] = rows[0]; }),
      in_slots("a slot with the possession proof of another", proof::kPossession,
               [](const World&, auto& rows) { put_bytes(rows[3], kPossessionT, ByteView(rows[4]).subspan(kPossessionT)); }),
      in_slots("a slot key that is the identity", kSlotKeyEncoding, [](const World&, auto& rows) { put_identity(rows[0], 0); }),
      in_slot("a slot key spelled in another way", kSlotKeyEncoding, [](Bytes& r) { respell_element(r, 0); }),
      in_slot("a possession proof whose T is another", proof::kPossession, [](Bytes& r) { spoil_element(r, kPossessionT); }),
      in_slot("a possession proof whose z is another", proof::kPossession, [](Bytes& r) { spoil_scalar(r, kPossessionZ); }),
      in_slot("a possession proof whose T is spelled in another way", proof::kPossessionEncoding,
              [](Bytes& r) { respell_element(r, kPossessionT); }),
      in_slot("a possession proof whose z is spelled in another way", proof::kPossessionEncoding,
              [](Bytes& r) { respell_scalar(r, kPossessionZ); }),
      in_slot("a slot without evidence", kSlotEvidence, [](Bytes& r) { r[kEvidence] ^= 1; }),
      in_slot("a slot with evidence of another class", kSlotEvidence, [](Bytes& r) { r[kClass] = 3; }),
      in_slots("a slot with the evidence of another slot", proof::kPossession,
               [](const World&, auto& rows) { put_bytes(rows[3], kEvidence, ByteView(rows[4]).subspan(kEvidence, 33)); }),
      lie("evidence of one voter for two slots", kSlotEvidence, evidence_for_two_slots),
      in_slot("a slot row with a byte too many", kRowLength, [](Bytes& r) { r.push_back(0); }),
      lie("a slot of another style than the opening builds on", kOpeningContext,
          [](const World& w, Board& b) {
            edit_row(w, b, slots_key(), 3, [](Bytes& r) { r[kStyle + 1] ^= 1; });
            return b.find(EntryType::opening);
          }),
      lie("a slot struck off after the opening was drawn up", kOpeningContext,
          [](const World& w, Board& b) {
            auto rows = rows_of(w, b, slots_key());
            rows.pop_back();
            put_rows(b, slots_key(), rows);
            return b.find(EntryType::opening);
          }),
  };
  for (const auto list : {lies_about_evidence, lies_about_tokens}) {
    auto lies = list();
    std::move(lies.begin(), lies.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace ippyo::tamper
