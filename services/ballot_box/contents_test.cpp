// SPDX-License-Identifier: Apache-2.0
// The table of contents names every entry but chunks, where it stands, and nothing else.
#include "ballot_box/contents.hpp"

#include <nlohmann/json.hpp>

#include "ballot_box/test_box.hpp"

namespace ippyo::ballot_box::test {
namespace {

using nlohmann::json;

std::vector<Bytes> bytes_of(const world::Board& board) {
  std::vector<Bytes> out;
  for (const auto& e : board.entries) out.push_back(e.encode());
  return out;
}

/// As the specification says it, from the entries themselves.
json expected(const world::Board& board, std::uint64_t from) {
  json out{{"size", board.entries.size()}, {"entries", json::array()}};
  for (std::uint64_t i = from; i < board.entries.size(); ++i) {
    const auto& e = board.entries[i];
    if (e.type == EntryType::chunk) continue;
    json line{{"index", i}, {"type", static_cast<int>(e.type)}, {"time", e.time}};
    if (e.type == EntryType::epoch) line["number"] = record::Closing::decode(e.body)->key.number;
    if (e.type == EntryType::amendment) line["number"] = election::Amendment::decode(e.body)->number;
    out["entries"].push_back(std::move(line));
  }
  return out;
}

TEST(Contents, NameEveryEntryButChunksFromAnyIndexOn) {
  const auto& board = world::the_world().board;
  Contents contents;
  contents.note(bytes_of(board));
  for (const std::uint64_t from : {std::uint64_t{0}, std::uint64_t{1}, board.entries.size() / 2, board.entries.size() - 1, board.entries.size(), ~std::uint64_t{0}})
    EXPECT_EQ(json::parse(contents.page(from)), expected(board, std::min<std::uint64_t>(from, board.entries.size()))) << from;
  std::set<int> types;
  const auto all = json::parse(contents.page(0));
  for (const auto& line : all["entries"]) types.insert(line["type"].get<int>());
  EXPECT_FALSE(types.contains(23));
  for (const int type : {1, 2, 3, 4, 6, 7, 10, 20}) EXPECT_TRUE(types.contains(type)) << "the sample election has no entry of type " << type;
}

TEST(Contents, AreTheSameHoweverManyEntriesComeAtOnce) {
  const auto all = bytes_of(world::the_world().board);
  Contents at_once, one_by_one;
  at_once.note(all);
  for (const auto& e : all) one_by_one.note({&e, 1});
  EXPECT_EQ(at_once.page(0), one_by_one.page(0));
}

TEST(Contents, OfAnEmptyBoardAreEmpty) { EXPECT_EQ(Contents().page(0), "{\"size\":0,\"entries\":[]}"); }

TEST(Contents, OfABoxGrowWithWhatItPostsAndAreTheSameAfterARestart) {
  Places places;
  json grown;
  {
    Box box(places, 1000);
    EXPECT_EQ(json::parse(box.ledger->contents(0)), expected(opened_board(), 0));
    box.at(1100);
    grown = json::parse(box.ledger->contents(opened_board().entries.size()));
    EXPECT_EQ(grown["size"], box.ledger->state().entries());
    ASSERT_EQ(grown["entries"].size(), 1u) << "of an epoch its closing entry alone";
    EXPECT_EQ(grown["entries"][0]["type"], 10);
    EXPECT_EQ(grown["entries"][0]["number"], 1);
    EXPECT_EQ(grown["entries"][0]["index"], box.ledger->state().entries() - 1);
  }
  Box again(places, 1100, {"box-1", "box-2"}, false);
  EXPECT_EQ(json::parse(again.ledger->contents(opened_board().entries.size())), grown);
}

}  // namespace
}  // namespace ippyo::ballot_box::test
