// SPDX-License-Identifier: Apache-2.0
// Lies of a ballot box and of the commission while the vote is open: epochs, amendments, closings.
#include "forgery.hpp"
#include "proof/slot_proof.hpp"
#include "record/checks.hpp"

namespace ippyo::tamper {

using namespace record;

namespace {

/// Chunk and closing entry at another time. Entries after them are never reached.
std::size_t post_epoch_at(Board& b, std::uint32_t epoch, base::UnixTime time) {
  b.entries[b.find(epoch_key(epoch))].time = time;
  const auto at = chunk_of(b, epoch_key(epoch));
  b.entries[at].time = time;
  return at;
}

std::size_t renumber(Board& b, std::uint32_t epoch, std::uint32_t number) {
  edit_closing(b, epoch_key(epoch), [&](Closing& c) { c.key.number = number; });
  return edit_chunk(b, epoch_key(epoch), [&](Chunk& c) { c.key.number = number; });
}

/// Epoch 3, which was void, after all: before entry `at`, sealed at `time`.
std::size_t void_epoch_posted(const World& w, Board& b, std::size_t at, base::UnixTime time) {
  std::vector<Bytes> rows;
  for (std::uint64_t slot = 0; slot < World::kSlots; ++slot) {
    SlotForger f(w, slot, 3);
    std::vector<Scalar> s(f.width());
    for (std::size_t c = 0; c < s.size(); ++c) f.current[c] = renewed(w, f.previous[c], s[c] = any_scalar());
    rows.push_back(f.carried(s));
  }
  insert_object(b, at, epoch_key(3), rows, {}, {"box-1"});
  b.entries[at].time = b.entries[at + 1].time = time;
  return at;
}

std::size_t number_of_rows(const World& w, Board& b, const std::function<void(std::vector<Bytes>&)>& edit) {
  auto rows = rows_of(w, b, epoch_key(4));
  edit(rows);
  return put_rows(b, epoch_key(4), rows);
}

Lies lies_about_times() {
  return {
      lie("an epoch sealed before its close", kEpochTime, [](const World&, Board& b) { return post_epoch_at(b, 1, 1099); }),
      lie("an epoch sealed after its grace time", kEpochTime, [](const World&, Board& b) { return post_epoch_at(b, 5, 1531); }),
      lie("an epoch whose closing entry comes late", kEpochTime,
          [](const World&, Board& b) {
            const auto at = b.find(epoch_key(5));
            b.entries[at].time = 1531;
            return at;
          }),
      lie("the void epoch posted late", kEpochTime,
          [](const World& w, Board& b) { return void_epoch_posted(w, b, chunk_of(b, epoch_key(4)), 1331); }),
      lie("the void epoch posted after the next one", kEpochNumber,
          [](const World& w, Board& b) { return void_epoch_posted(w, b, chunk_of(b, epoch_key(5)), 1401); }),
      lie("an epoch sealed twice", kEpochNumber,
          [](const World&, Board& b) { return copy_entry(b, chunk_of(b, epoch_key(2)), b.find(epoch_key(2)) + 1); }),
      lie("an epoch with the number of the one before", kEpochNumber, [](const World&, Board& b) { return renumber(b, 2, 1); }),
      lie("an epoch that was never scheduled", kEpochNumber, [](const World&, Board& b) { return renumber(b, 5, 6); }),
      lie("an epoch sealed by the other box", kEpochBox,
          [](const World&, Board& b) {
            const auto at = chunk_of(b, epoch_key(2));
            b.entries[at].signers = b.entries[at + 1].signers = {"box-1"};
            return at;
          }),
      lie("an epoch after the Internet is closed", kPhase,
          [](const World&, Board& b) {
            return copy_entry(b, chunk_of(b, epoch_key(5)), b.find(EntryType::internet_close) + 1);
          }),
      lie("the Internet closed while an epoch may still come", kCloseTooEarly,
          [](const World&, Board& b) {
            erase(b, b.find(epoch_key(5)));
            erase(b, chunk_of(b, epoch_key(5)));
            const auto at = b.find(EntryType::internet_close);
            b.entries[at].time = 1530;
            return at;
          }),
      lie("polling places closed before paper is", kCloseTooEarly,
          [](const World&, Board& b) {
            const auto at = b.find(EntryType::polling_places_closed);
            b.entries[at].time = 8999;
            return at;
          }),
  };
}

Lies lies_about_rows() {
  return {
      lie("a slot left out of an epoch", kEpochRows,
          [](const World& w, Board& b) {
            number_of_rows(w, b, [](auto& rows) { rows.pop_back(); });
            return b.find(epoch_key(4));
          }),
      lie("a slot more than there are", kEpochRows,
          [](const World& w, Board& b) { return number_of_rows(w, b, [](auto& rows) { rows.push_back(rows.back()); }); }),
      lie("a row of an epoch with a byte too few", kRowLength,
          [](const World& w, Board& b) { return number_of_rows(w, b, [](auto& rows) { rows[5].pop_back(); }); }),
      lie("a row of an epoch with a byte too many", kRowLength,
          [](const World& w, Board& b) { return number_of_rows(w, b, [](auto& rows) { rows[5].push_back(0); }); }),
      lie("a row replayed from two epochs before", proof::kSlotProof,
          [](const World& w, Board& b) { return number_of_rows(w, b, [&](auto& rows) { rows[4] = w.rows.at(1)[4]; }); }),
      lie("a row replayed from the epoch before", proof::kSlotUnchanged,
          [](const World& w, Board& b) { return number_of_rows(w, b, [&](auto& rows) { rows[4] = w.rows.at(2)[4]; }); }),
      lie("a row of another slot", proof::kSlotProof,
          [](const World& w, Board& b) {
            const auto from = slot_of(w, 1, 0), to = slot_of(w, 1, 1);
            return number_of_rows(w, b, [&](auto& rows) { rows[to] = rows[from]; });
          }),
      lie("the rows of two slots exchanged", proof::kSlotProof,
          [](const World& w, Board& b) {
            const auto one = slot_of(w, 1, 0), other = slot_of(w, 1, 1);
            return number_of_rows(w, b, [&](auto& rows) { std::swap(rows[one], rows[other]); });
          }),
      lie("a whole epoch replayed", proof::kSlotProof,
          [](const World& w, Board& b) { return number_of_rows(w, b, [&](auto& rows) { rows = w.rows.at(1); }); }),
  };
}

Lie in_amendment(std::string name, const base::Check& check, std::size_t nth, std::function<void(election::Amendment&)> edit) {
  return lie(std::move(name), check,
             [=](const World&, Board& b) { return edit_body<election::Amendment>(b, b.find(EntryType::amendment, nth), edit); });
}

}  // namespace

Lies lies_about_epochs() {
  auto out = lies_about_times();
  auto rows = lies_about_rows();
  std::move(rows.begin(), rows.end(), std::back_inserter(out));
  return out;
}

Lies lies_about_amendments() {
  using namespace election;
  return {
      lie("an amendment dropped", kAmendmentNumber, [](const World&, Board& b) { return erase(b, b.find(EntryType::amendment)); }),
      lie("an amendment twice", kAmendmentNumber,
          [](const World&, Board& b) { return copy_entry(b, b.find(EntryType::amendment), b.find(EntryType::amendment, 1)); }),
      lie("two amendments in the wrong order", kAmendmentNumber,
          [](const World&, Board& b) {
            const auto at = b.find(EntryType::amendment);
            exchange(b, at, at + 1);
            return at;
          }),
      in_amendment("an amendment without a reason", kAmendmentContent, 0, [](auto& a) { a.reason.clear(); }),
      in_amendment("an option withdrawn that does not exist", kAmendmentContent, 0, [](auto& a) { a.option.number = 9; }),
      in_amendment("an option withdrawn in a contest that does not exist", kAmendmentContent, 0, [](auto& a) { a.contest = 2; }),
      in_amendment("an option added with the number of another", kAmendmentContent, 1, [](auto& a) { a.option.number = 4; }),
      in_amendment("an option added between the others on the screen", kAmendmentContent, 1, [](auto& a) { a.option.order = 2; }),
      in_amendment("a suspension of epochs already sealed", kAmendmentContent, 0,
                   [](auto& a) {
                     a.kind = AmendmentKind::suspend_window;
                     a.window = {1000, 1250};
                   }),
      in_amendment("a suspension of nothing", kAmendmentContent, 0,
                   [](auto& a) {
                     a.kind = AmendmentKind::suspend_window;
                     a.window = {2000, 2100};
                   }),
      in_amendment("a window added before the last one", kAmendmentContent, 0,
                   [](auto& a) {
                     a.kind = AmendmentKind::extend_window;
                     a.window = {1400, 1600};
                     a.boxes = {"box-1"};
                   }),
      in_amendment("a window added after the polls", kAmendmentContent, 0,
                   [](auto& a) {
                     a.kind = AmendmentKind::extend_window;
                     a.window = {8000, 9001};
                     a.boxes = {"box-1"};
                   }),
      in_amendment("a window added for a box that does not exist", kAmendmentContent, 0,
                   [](auto& a) {
                     a.kind = AmendmentKind::extend_window;
                     a.window = {2000, 2100};
                     a.boxes = {"box-3"};
                   }),
      lie("an amendment after the poll book was counted", kPhase,
          [](const World&, Board& b) {
            return copy_entry(b, b.find(EntryType::amendment), b.find(EntryType::poll_book_count) + 1);
          }),
  };
}

}  // namespace ippyo::tamper
