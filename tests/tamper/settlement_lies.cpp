// SPDX-License-Identifier: Apache-2.0
// Lies of the registrar: whose online vote a paper vote has replaced.
#include <algorithm>

#include "forgery.hpp"
#include "record/checks.hpp"

namespace ippyo::tamper {

using namespace record;

namespace {

using Slots = std::vector<std::uint64_t>;

Slots overridden(const World& w) { return {w.poll_book.overridden.begin(), w.poll_book.overridden.end()}; }
std::uint64_t slot_that(const World& w, bool null) {
  for (std::size_t nth = 0;; ++nth)
    if (const auto slot = slot_of(w, 1, nth); w.poll_book.overridden.contains(slot) == null) return slot;
}

std::size_t put(Board& b, const Settled& s) {
  edit_header(b, settlement_key(), [&](Bytes& h) { h = s.header.encode(); });
  return put_rows(b, settlement_key(), s.rows);
}
Lie in_header(std::string name, const base::Check& check, std::function<void(SettlementHeader&)> edit) {
  return lie(std::move(name), check, [=](const World&, Board& b) {
    return edit_header(b, settlement_key(), [&](Bytes& bytes) {
      auto header = *SettlementHeader::decode(bytes);
      edit(header);
      bytes = header.encode();
    });
  });
}
Lie in_row(std::string name, const base::Check& check, bool null, std::function<void(Bytes&)> edit) {
  return lie(std::move(name), check,
             [=](const World& w, Board& b) { return edit_row(w, b, settlement_key(), slot_that(w, null), edit); });
}
Lie in_rows(std::string name, const base::Check& check, std::function<void(const World&, std::vector<Bytes>&)> edit) {
  return lie(std::move(name), check, [=](const World& w, Board& b) {
    auto rows = rows_of(w, b, settlement_key());
    edit(w, rows);
    return put_rows(b, settlement_key(), rows);
  });
}
/// Nulls other slots than the poll book has, with proper proofs: only the total can show it.
Lie nulled(std::string name, std::function<void(const World&, Slots&)> edit) {
  return lie(std::move(name), proof::kSettlementTotal, [=](const World& w, Board& b) {
    auto slots = overridden(w);
    edit(w, slots);
    put(b, settle_all(w, slots, w.z));
    return b.find(settlement_key());
  });
}
void drop(Slots& slots, std::uint64_t slot) { std::erase(slots, slot); }
std::uint64_t not_nulled(const World& w, std::uint16_t style) {
  for (std::size_t nth = 0;; ++nth)
    if (const auto slot = slot_of(w, style, nth); !w.poll_book.overridden.contains(slot)) return slot;
}

/// Fields of a row of two contests.
constexpr std::size_t kD = 128, kEp = 160, kT = 176, kTs = 11, kResponse = kT + 32 * kTs, kResponses = 7;
static_assert(proof::settlement_row_size(2) == kResponse + 32 * kResponses);

/// What a registrar may try on one slot with everything it knows: contests nulled or not, D to 0 or 1, a branch claimed.
Lie cheated(std::string name, bool null_1, bool null_2, bool counted, bool claims_null, bool knows_z = true) {
  return lie(std::move(name), proof::kSettlementProof, [=](const World& w, Board& b) {
    const auto slot = slot_that(w, false);
    const auto nulls = w.state.nulls_of(slot);
    const auto previous = w.sealed.back().of(slot);
    const std::vector<Scalar> t{any_scalar(), any_scalar()};
    const auto d = any_scalar();
    std::vector<Ciphertext> now;
    for (std::size_t c = 0; c < 2; ++c)
      now.push_back((c == 0 ? null_1 : null_2) ? encrypted(w, nulls[c], t[c]) : renewed(w, previous[c], t[c]));
    const auto D = product({{proof::element_h(), d}, {proof::element_g(), counted ? Scalar::one() : Scalar()}});
    const auto row = forged_settlement_row(w, slot, now, D, claims_null, t, d, knows_z ? w.z.expose() : any_scalar());
    return edit_row(w, b, settlement_key(), slot, [&](Bytes& r) { r = row; });
  });
}

}  // namespace

Lies lies_about_settlement_rows() {
  Lies out;
  for (const bool null : {false, true}) {
    const std::string who = null ? "nulled row: " : "carried row: ";
    const auto field = [&](const std::string& name, std::function<void(Bytes&)> edit) {
      out.push_back(in_row(who + name, proof::kSettlementProof, null, std::move(edit)));
    };
    for (const std::size_t at : {0, 32, 64, 96})
      field("another element " + std::to_string(at / 32) + " of the ciphertexts", [=](Bytes& r) { spoil_element(r, at); });
    field("another D", [](Bytes& r) { spoil_element(r, kD); });
    field("another e_P", [](Bytes& r) { spoil_bit(r, kEp); });
    for (std::size_t i = 0; i < kTs; ++i)
      field("another T " + std::to_string(i), [=](Bytes& r) { spoil_element(r, kT + 32 * i); });
    for (std::size_t i = 0; i < kResponses; ++i)
      field("another response " + std::to_string(i), [=](Bytes& r) { spoil_scalar(r, kResponse + 32 * i); });
  }
  const auto spelled = [&](const std::string& name, std::function<void(Bytes&)> edit) {
    out.push_back(in_row("settlement: " + name, proof::kSettlementEncoding, false, std::move(edit)));
  };
  spelled("a' in another spelling", [](Bytes& r) { respell_element(r, 0); });
  spelled("D in another spelling", [](Bytes& r) { respell_element(r, kD); });
  spelled("a T in another spelling", [](Bytes& r) { respell_element(r, kT + 32 * 3); });
  spelled("a response plus the order", [](Bytes& r) { respell_scalar(r, kResponse); });
  spelled("a' is the identity", [](Bytes& r) { put_identity(r, 0); });
  out.push_back(cheated("a hidden null: both contests nulled under a commitment to 0", true, true, false, true));
  out.push_back(cheated("a hidden null that claims to be carried over", true, true, false, false));
  out.push_back(cheated("a half-nulled slot, counted", true, false, true, true));
  out.push_back(cheated("a half-nulled slot, not counted", false, true, false, false));
  out.push_back(cheated("a slot counted as null and carried over", false, false, true, false));
  out.push_back(cheated("a slot counted as null, carried over, that claims to be nulled", false, false, true, true));
  out.push_back(cheated("a null without the registrar's key", true, true, true, true, false));
  return out;
}

Lies lies_about_the_settlement() {
  const auto audit = [](std::function<void(const World&, Board&, std::size_t)> edit) {
    return [=](const World& w, Board& b) {
      sign_again(b, w.keys);
      const auto at = b.find(EntryType::settlement_audited);
      edit(w, b, at);
      sign_alone(w, b, at, w.state.ctx());
      return at;
    };
  };
  return {
      nulled("one null more than the poll book", [](const World& w, Slots& s) { s.push_back(not_nulled(w, 1)); }),
      nulled("one null fewer than the poll book", [](const World& w, Slots& s) { drop(s, slot_that(w, true)); }),
      nulled("a null moved to a slot of another style",
             [](const World& w, Slots& s) {
               drop(s, slot_that(w, true));
               s.push_back(not_nulled(w, 0));
             }),
      lie("one overridden voter fewer in the poll book", proof::kSettlementTotal,
          [](const World&, Board& b) {
            edit_body<PollBookCount>(b, EntryType::poll_book_count, [](auto& p) { --p.overridden[1]; });
            return b.find(settlement_key());
          }),
      lie("one overridden voter more in the poll book", proof::kSettlementTotal,
          [](const World&, Board& b) {
            edit_body<PollBookCount>(b, EntryType::poll_book_count, [](auto& p) { ++p.overridden[1]; });
            return b.find(settlement_key());
          }),
      lie("an overridden voter counted under another style", proof::kSettlementTotal,
          [](const World&, Board& b) {
            edit_body<PollBookCount>(b, EntryType::poll_book_count, [](auto& p) { ++p.overridden[0], --p.overridden[1]; });
            return b.find(settlement_key());
          }),
      in_header("another delta", proof::kSettlementTotal, [](auto& h) { h.delta[0] += Scalar::one(); }),
      in_header("the deltas of two styles exchanged", proof::kSettlementTotal, [](auto& h) { std::swap(h.delta[0], h.delta[1]); }),
      in_header("a delta of one style only", kSettlementRows, [](auto& h) { h.delta.pop_back(); }),
      lie("a delta plus the order", kBodyEncoding,
          [](const World&, Board& b) { return edit_header(b, settlement_key(), [](Bytes& h) { respell_scalar(h, 4); }); }),
      in_rows("two D altered with their product unchanged", proof::kSettlementProof,
              [](const World& w, auto& rows) {
                const auto one = slot_of(w, 1, 0), other = slot_of(w, 1, 1);
                spoil_element(rows[one], kD);
                const auto D = *group::decode(ByteView(rows[other]).subspan(kD, 32));
                put_bytes(rows[other], kD, group::encode(group::sub(D, group::generator())));
              }),
      in_rows("the settlement rows of two slots exchanged", proof::kSettlementProof,
              [](const World& w, auto& rows) { std::swap(rows[slot_of(w, 1, 0)], rows[slot_of(w, 1, 1)]); }),
      in_rows("a settlement row of another slot", proof::kSettlementProof,
              [](const World& w, auto& rows) { rows[slot_of(w, 1, 0)] = rows[slot_of(w, 1, 1)]; }),
      in_rows("a settlement row with a byte too few", kRowLength, [](const World&, auto& rows) { rows[4].pop_back(); }),
      in_rows("a slot more than there are in the settlement", kSettlementRows,
              [](const World&, auto& rows) { rows.push_back(rows.back()); }),
      lie("a slot left out of the settlement", kSettlementRows,
          [](const World& w, Board& b) {
            auto rows = rows_of(w, b, settlement_key());
            rows.pop_back();
            put_rows(b, settlement_key(), rows);
            return b.find(settlement_key());
          }),
      lie("a slot carried into the settlement with s = 0", proof::kSettlementUnchanged,
          [](const World& w, Board& b) {
            const auto slot = slot_that(w, false);
            const auto previous = w.sealed.back().of(slot);
            const std::vector<Ciphertext> same(previous.begin(), previous.end());
            const auto d = any_scalar();
            const auto row = forged_settlement_row(w, slot, same, product({{proof::element_h(), d}}), false, {Scalar(), Scalar()},
                                                   d, any_scalar());
            return edit_row(w, b, settlement_key(), slot, [&](Bytes& r) { r = row; });
          }),
      lie("two slots nulled with one r", kDistinct,
          [](const World& w, Board& b) {
            auto settled = settle_all(w, {}, w.z);
            const std::vector<Scalar> t{any_scalar(), any_scalar()};
            for (const auto slot : overridden(w)) {
              const auto nulls = w.state.nulls_of(slot);
              std::vector<Ciphertext> now;
              for (std::size_t c = 0; c < nulls.size(); ++c) now.push_back(encrypted(w, nulls[c], t[c]));
              const auto D = product({{proof::element_g(), Scalar::one()}, {proof::element_h(), t[0]}});
              settled.rows[slot] = forged_settlement_row(w, slot, now, D, true, t, t[0], w.z.expose());
            }
            put(b, settled);
            return b.find(settlement_key());
          }),
      lie("a settlement before the poll book", kPhase,
          [](const World&, Board& b) { return copy_entry(b, chunk_of(b, settlement_key()), b.find(EntryType::poll_book_count)); }),
      lie("a second settlement", kPhase,
          [](const World&, Board& b) { return copy_entry(b, chunk_of(b, settlement_key()), b.find(settlement_key()) + 1); }),
      lie("a mix before the settlement was audited", kNotAudited,
          [](const World&, Board& b) {
            erase(b, b.find(EntryType::settlement_audited));
            return chunk_of(b, mix_key("mayor", 1, 1));
          }),
      lie("an audit that ends before the settlement", kAuditedRoot,
          [](const World&, Board& b) {
            return edit_body<AuditedBody>(b, EntryType::settlement_audited, [](auto& a) { --a.entries; });
          }),
      lie("an audit that covers itself", kAuditedRoot,
          [](const World&, Board& b) {
            return edit_body<AuditedBody>(b, EntryType::settlement_audited, [](auto& a) { ++a.entries; });
          }),
      unsigned_lie("an audit of another board", kAuditedRoot,
                   audit([](const World&, Board& b, std::size_t at) {
                     edit_body<AuditedBody>(b, at, [](auto& a) { a.root[0] ^= 1; });
                   })),
      unsigned_lie("a settlement exchanged after it was audited", kAuditedRoot,
                   [](const World& w, Board& b) {
                     // Everything is signed again; the scrutineers' statement stays what they signed.
                     const auto at = b.find(EntryType::settlement_audited);
                     const auto audited = b.entries[at];
                     put(b, settle_all(w, overridden(w), w.z));
                     sign_again(b, w.keys);
                     b.entries[at] = audited;
                     return at;
                   }),
  };
}

}  // namespace ippyo::tamper
