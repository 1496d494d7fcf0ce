// SPDX-License-Identifier: Apache-2.0
// Chunks are verified ahead, together and on all cores: the verdict is that of one entry after the other, and nobody's unsigned
// bytes reach that far.
#include <gtest/gtest.h>

#include "edit.hpp"
#include "record/checks.hpp"

namespace ippyo::tamper {

using namespace record;

namespace {

std::optional<base::Finding> one_by_one(const Board& board, State state, std::size_t first) {
  const auto entries = encoded(board);
  for (std::size_t i = first; i < entries.size(); ++i) {
    const auto verdict = state.apply(entries[i], board.blobs, [](std::uint64_t) { return Bytes32{}; }, Depth::full);
    IPPYO_CHECK(verdict.ok());
    if (!verdict->passed()) return verdict->finding();
  }
  return std::nullopt;
}

void expect_both(const Board& board, std::size_t first, const base::Check& expected) {
  const auto& w = world::the_world();
  const auto alone = one_by_one(board, w.before[first], first), together = first_finding(board, w.before[first], first);
  ASSERT_TRUE(alone && together);
  EXPECT_EQ(alone->check, expected) << alone->text();
  EXPECT_EQ(together->check, expected) << together->text();
  EXPECT_EQ(alone->entry, together->entry);
}

TEST(Ahead, RowsThatWereCutElsewhereAreNotJoinedIntoOnesThatFit) {
  const auto& w = world::the_world();
  const auto key = epoch_key(1);
  Board b = w.board.cut(w.board.find(key) + 1);
  const auto at = chunk_of(b, key);
  auto chunk = *Chunk::decode(b.entries[at].body);
  auto whole = *b.blobs->blob(chunk.sha256);
  std::size_t half = 0;
  for (std::uint64_t slot = 0; slot < 5; ++slot) half += 80 + 224 * width_of(w, slot);
  const auto put = [&](std::size_t first_row, std::size_t from, std::size_t until) {
    const Bytes part(whole.begin() + static_cast<std::ptrdiff_t>(from), whole.begin() + static_cast<std::ptrdiff_t>(until));
    return Chunk{key, first_row, 5, static_cast<std::uint32_t>(part.size()), b.blobs->put(part)};
  };
  const auto first = put(0, 0, half + 10), second = put(5, half + 10, whole.size());
  b.entries[at].body = first.encode();
  insert(b, at + 1, EntryType::chunk, second.encode(), b.entries[at].signers);
  edit_closing(b, key, [&](Closing& c) { c.chunks = {first.sha256, second.sha256}; });
  sign_again(b, w.keys);
  expect_both(b, at, kRowLength);
}

TEST(Ahead, AnUnsignedChunkBeyondAllSlotsIsRefusedAndNothingElse) {
  const auto& w = world::the_world();
  Board b = w.board.cut(chunk_of(w.board, epoch_key(1)) + 1);
  auto& entry = b.entries.back();
  auto chunk = *Chunk::decode(entry.body);
  chunk.rows = 0xffffffffu;
  chunk.first = std::uint64_t{0} - chunk.rows;
  entry.body = chunk.encode();
  for (auto& s : entry.signatures) s = {};
  expect_both(b, b.entries.size() - 1, kEntrySignature);
}

TEST(Ahead, TheSameChunkSignedIsOutOfOrder) {
  const auto& w = world::the_world();
  Board b = w.board.cut(chunk_of(w.board, epoch_key(1)) + 1);
  edit_chunk(b, epoch_key(1), [](Chunk& c) { c.first = std::uint64_t{0} - (c.rows = 200); });
  sign_again(b, w.keys);
  expect_both(b, b.entries.size() - 1, kChunkOrder);
}

}  // namespace
}  // namespace ippyo::tamper
