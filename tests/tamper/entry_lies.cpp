// SPDX-License-Identifier: Apache-2.0
// Lies about entries as such: form, order, signers, numbers, times.
#include "edit.hpp"
#include "record/checks.hpp"

namespace ippyo::tamper {

using namespace record;

namespace {

Lies lies_about_form() {
  return {
      lie("an entry of a type that nobody knows", kUnknownType,
          [](const World&, Board& b) {
            return insert(b, 9, static_cast<EntryType>(24), StatementBody{{}, "?"}.encode(), {"commission"});
          }),
      lie("an entry of type 0", kUnknownType,
          [](const World&, Board& b) {
            return insert(b, 9, static_cast<EntryType>(0), StatementBody{{}, "?"}.encode(), {"commission"});
          }),
      lie("an entry larger than an entry may be", kOversized,
          [](const World&, Board& b) {
            return insert(b, 9, EntryType::incident, StatementBody{{}, std::string(65450, 'x')}.encode(), {"commission"});
          }),
      unsigned_lie("bytes after the last signature", kEntryEncoding,
                   [](const World&, Board& b) {
                     b.entries[9].signatures.push_back(b.entries[9].signatures[0]);
                     return 9;
                   }),
      unsigned_lie("an entry without its signature", kEntryEncoding,
                   [](const World&, Board& b) {
                     b.entries[9].signatures.clear();
                     return 9;
                   }),
      unsigned_lie("an entry that nobody signs for", kEntryEncoding,
                   [](const World&, Board& b) {
                     b.entries[9].signers.clear();
                     b.entries[9].signatures.clear();
                     return 9;
                   }),
      lie("bytes after the end of a body", kBodyEncoding,
          [](const World&, Board& b) {
            const auto at = b.find(EntryType::internet_close);
            b.entries[at].body.push_back(0);
            return at;
          }),
      lie("a body cut short", kBodyEncoding,
          [](const World&, Board& b) {
            const auto at = b.find(EntryType::poll_book_count);
            b.entries[at].body.pop_back();
            return at;
          }),
  };
}

Lies lies_about_signatures() {
  return {
      unsigned_lie("a statement changed after it was signed", kEntrySignature,
                   [](const World&, Board& b) {
                     return edit_body<StatementBody>(b, EntryType::internet_close, [](auto& s) { s.text += "!"; });
                   }),
      unsigned_lie("rows changed after they were signed", kEntrySignature,
                   [](const World& w, Board& b) { return edit_row(w, b, epoch_key(2), 0, [](Bytes& r) { spoil_bit(r, 0); }); }),
      unsigned_lie("a time changed after it was signed", kEntrySignature,
                   [](const World&, Board& b) {
                     const auto at = b.find(EntryType::opening);
                     b.entries[at].time += 1;
                     return at;
                   }),
      unsigned_lie("an entry replaced by nobody", kEntrySignature,
                   [](const World&, Board& b) {
                     const auto at = b.find(EntryType::amendment);
                     b.entries[at].signatures[0] = {};
                     return at;
                   }),
      unsigned_lie("signed with the key of another body", kEntrySignature,
                   [](const World& w, Board& b) {
                     const auto at = b.find(EntryType::poll_book_count);
                     auto& e = b.entries[at];
                     e.signatures[0] = w.keys.of("commission").sign(signing_hash(e, w.state.ctx()));
                     return at;
                   }),
      unsigned_lie("signed for the context before the opening", kEntrySignature,
                   [](const World& w, Board& b) {
                     const auto at = b.find(EntryType::internet_close);
                     sign_alone(w, b, at, w.state.ctx0());
                     return at;
                   }),
      unsigned_lie("signed for another election", kEntrySignature,
                   [](const World& w, Board& b) {
                     const auto at = b.find(EntryType::result);
                     sign_alone(w, b, at, Bytes32{9});
                     return at;
                   }),
      unsigned_lie("the signatures of two scrutineers exchanged", kEntrySignature,
                   [](const World&, Board& b) {
                     const auto at = b.find(EntryType::settlement_audited);
                     std::swap(b.entries[at].signatures[0], b.entries[at].signatures[1]);
                     return at;
                   }),
  };
}

Lie signed_by(const std::string& name, EntryType type, std::vector<std::string> signers) {
  return lie(name, kEntrySigner, [type, signers](const World&, Board& b) {
    const auto at = b.find(type);
    b.entries[at].signers = signers;
    return at;
  });
}

Lies lies_about_signers() {
  return {
      signed_by("a constitution of the registrar", EntryType::constitution, {"registrar"}),
      signed_by("a ceremony without the third trustee", EntryType::ceremony, {"trustee-1", "trustee-2"}),
      signed_by("a ceremony with one trustee twice", EntryType::ceremony, {"trustee-1", "trustee-2", "trustee-2"}),
      signed_by("a ceremony with its trustees in another order", EntryType::ceremony, {"trustee-2", "trustee-1", "trustee-3"}),
      signed_by("tokens that no observer has seen", EntryType::tokens, {"station-1"}),
      signed_by("tokens observed by a scrutineer", EntryType::tokens, {"station-1", "scrutineer-1"}),
      signed_by("an opening of the registrar", EntryType::opening, {"registrar"}),
      signed_by("a closing epoch of the commission", EntryType::epoch, {"commission"}),
      signed_by("a poll book of the commission", EntryType::poll_book_count, {"commission"}),
      signed_by("a settlement audited by half of the scrutineers", EntryType::settlement_audited, {"scrutineer-1"}),
      signed_by("a settlement audited by one scrutineer twice", EntryType::settlement_audited, {"scrutineer-1", "scrutineer-1"}),
      signed_by("a settlement audited by the registrar", EntryType::settlement_audited, {"scrutineer-1", "registrar"}),
      signed_by("a result of the registrar", EntryType::result, {"registrar"}),
      unsigned_lie("a signer whom the constitution does not name", kEntrySigner,
                   [](const World&, Board& b) {
                     const auto at = b.find(EntryType::internet_close);
                     b.entries[at].signers = {"nobody"};
                     return at;
                   }),
  };
}

Lies lies_about_order() {
  return {
      unsigned_lie("an entry dropped, and its signer's next one as it was", kEntrySequence,
                   [](const World&, Board& b) { return erase(b, b.find(EntryType::amendment)); }),
      unsigned_lie("an entry posted twice", kEntrySequence,
                   [](const World&, Board& b) { return copy_entry(b, 20, 21); }),
      unsigned_lie("a sequence number left out", kEntrySequence,
                   [](const World& w, Board& b) {
                     const auto at = b.find(EntryType::internet_close);
                     b.entries[at].seq += 1;
                     sign_alone(w, b, at, w.state.ctx());
                     return at;
                   }),
      lie("an entry earlier than the one before it", kTime,
          [](const World&, Board& b) {
            const auto at = b.find(EntryType::internet_close);
            b.entries[at].time = b.entries[at - 1].time - 1;
            return at;
          }),
      lie("a board that does not begin with its constitution", kPhase, [](const World&, Board& b) { return erase(b, 0); }),
      lie("a second constitution", kPhase, [](const World&, Board& b) { return copy_entry(b, 0, 1); }),
      lie("slots before the evidence", kPhase,
          [](const World&, Board& b) {
            const auto at = chunk_of(b, evidence_key());
            exchange(b, at, chunk_of(b, slots_key()));
            return at;
          }),
      lie("evidence left open", kPhase,
          [](const World&, Board& b) {
            erase(b, b.find(evidence_key()));
            return chunk_of(b, slots_key());
          }),
      lie("tokens after the opening", kPhase,
          [](const World&, Board& b) { return copy_entry(b, b.find(EntryType::tokens), b.find(EntryType::opening) + 1); }),
      lie("a second opening", kPhase,
          [](const World&, Board& b) { return copy_entry(b, b.find(EntryType::opening), b.find(EntryType::opening) + 1); }),
      lie("the opening left out", kPhase, [](const World&, Board& b) { return erase(b, b.find(EntryType::opening)); }),
      lie("the Internet closed twice", kPhase,
          [](const World&, Board& b) {
            return copy_entry(b, b.find(EntryType::internet_close), b.find(EntryType::internet_close) + 1);
          }),
      lie("polling places closed before the Internet", kPhase,
          [](const World&, Board& b) {
            const auto at = b.find(EntryType::internet_close);
            exchange(b, at, b.find(EntryType::polling_places_closed));
            return at;
          }),
      lie("a second result", kPhase,
          [](const World&, Board& b) { return copy_entry(b, b.find(EntryType::result), b.entries.size()); }),
      lie("a mix after the result", kPhase,
          [](const World&, Board& b) { return copy_entry(b, chunk_of(b, mix_key("mayor", 2, 2)), b.entries.size()); }),
  };
}

}  // namespace

Lies lies_about_entries() {
  Lies out;
  for (const auto list : {lies_about_form, lies_about_signatures, lies_about_signers, lies_about_order}) {
    auto lies = list();
    std::move(lies.begin(), lies.end(), std::back_inserter(out));
  }
  return out;
}

Lies lies_about_objects() {
  const auto key = permutation_key("mayor", 1, 1);
  return {
      lie("a piece in the middle of an object that has not begun", kChunkOrder,
          [=](const World&, Board& b) { return edit_chunk(b, key, [](Chunk& c) { c.first = 5; }); }),
      lie("a second piece after a short one", kChunkOrder,
          [=](const World&, Board& b) {
            const auto at = copy_entry(b, chunk_of(b, key), chunk_of(b, key) + 1);
            return edit_body<Chunk>(b, at, [](Chunk& c) { c.first = c.rows; });
          }),
      lie("a piece with more rows than a piece may have", kChunkOrder,
          [=](const World&, Board& b) { return edit_chunk(b, key, [](Chunk& c) { c.rows = 257; }); }),
      lie("a closing entry that lists another piece", kClosing,
          [=](const World&, Board& b) { return edit_closing(b, key, [](Closing& c) { c.chunks[0][0] ^= 1; }); }),
      lie("a closing entry that lists its piece twice", kClosing,
          [=](const World&, Board& b) { return edit_closing(b, key, [](Closing& c) { c.chunks.push_back(c.chunks[0]); }); }),
      lie("a closing entry that counts one row more", kClosing,
          [=](const World&, Board& b) { return edit_closing(b, key, [](Closing& c) { ++c.rows; }); }),
      lie("a closing entry without its pieces", kClosing,
          [=](const World&, Board& b) {
            erase(b, chunk_of(b, key));
            return b.find(key);
          }),
      lie("a closing entry that closes an object of another kind", kClosing,
          [=](const World&, Board& b) { return edit_closing(b, key, [](Closing& c) { c.key.kind = EntryType::mix; }); }),
      lie("a piece that says another length than its blob has", kRowLength,
          [=](const World&, Board& b) { return edit_chunk(b, key, [](Chunk& c) { --c.length; }); }),
      lie("a piece that counts one row less than its blob has", kRowLength,
          [=](const World&, Board& b) { return edit_chunk(b, key, [](Chunk& c) { --c.rows; }); }),
      lie("an object with fields that its kind does not have", kBodyEncoding,
          [=](const World&, Board& b) { return edit_chunk(b, epoch_key(1), [](Chunk& c) { c.key.trustee = 1; }); }),
      lie("a piece of an object that is not one", kBodyEncoding,
          [=](const World&, Board& b) { return edit_chunk(b, key, [](Chunk& c) { c.key.kind = EntryType::incident; }); }),
      lie("a trustee posts for another one", kContestUnknown,
          [=](const World&, Board& b) { return edit_chunk(b, key, [](Chunk& c) { c.key.trustee = 2; }); }),
      lie("an object of a contest that does not exist", kContestUnknown,
          [=](const World&, Board& b) { return edit_chunk(b, key, [](Chunk& c) { c.key.contest = "governor"; }); }),
      lie("an object of a mix that does not exist", kContestUnknown,
          [=](const World&, Board& b) { return edit_chunk(b, key, [](Chunk& c) { c.key.number = 3; }); }),
      lie("an epoch with a header", kBodyEncoding,
          [=](const World&, Board& b) { return edit_header(b, epoch_key(1), [](Bytes& h) { h.push_back(1); }); }),
      lie("evidence with a header", kBodyEncoding,
          [=](const World&, Board& b) { return edit_header(b, evidence_key(), [](Bytes& h) { h.push_back(1); }); }),
      lie("a slot list with a header", kBodyEncoding,
          [=](const World&, Board& b) { return edit_header(b, slots_key(), [](Bytes& h) { h.push_back(1); }); }),
      lie("a station batch with a header", kBodyEncoding,
          [=](const World&, Board& b) { return edit_header(b, station_key(), [](Bytes& h) { h.push_back(1); }); }),
  };
}

}  // namespace ippyo::tamper
