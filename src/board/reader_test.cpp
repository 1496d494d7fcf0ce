// SPDX-License-Identifier: Apache-2.0
#include "board/reader.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "board/bundle.hpp"
#include "board/log.hpp"
#include "board/test_board.hpp"

namespace ippyo::board {
namespace {

namespace fs = std::filesystem;
using testing_board::entries;
using testing_board::Folder;
using testing_board::key;

constexpr const char* kName = "board.example/town";

Log open_log(const fs::path& board) {
  auto log = Log::open(board, kName, key(1));
  IPPYO_CHECK(log.ok());
  return std::move(*log);
}

TEST(Reader, FollowsAGrowingBoardWhosePartialBundlesAreReplaced) {
  const Folder folder;
  auto log = open_log(folder.board());
  ASSERT_TRUE(log.append(entries(0, 10)).ok());
  auto reader = Reader::open(folder.board());
  ASSERT_TRUE(log.append(entries(10, 20)).ok());
  EXPECT_EQ(*reader->read_until(10), entries(0, 10)) << "from a wider partial bundle";
  ASSERT_TRUE(reader->refresh().ok());
  ASSERT_TRUE(log.append(entries(30, 300)).ok());
  EXPECT_EQ(*reader->read_until(17), entries(10, 7)) << "from the full bundle";
  EXPECT_FALSE(reader->read_until(31).ok()) << "not yet under the checkpoint known";
  ASSERT_TRUE(reader->refresh().ok());
  EXPECT_EQ(*reader->read_until(330), entries(17, 313));
  EXPECT_EQ(reader->root(330), log.root(330));
}

TEST(Reader, NoticesARewrittenBoard) {
  const Folder one, two;
  auto log = open_log(one.board()), other = open_log(two.board());
  ASSERT_TRUE(log.append(entries(0, 5)).ok() && other.append(entries(100, 5)).ok());
  auto reader = Reader::open(one.board());
  auto fresh = *reader;
  ASSERT_TRUE(reader->read_until(5).ok());
  const auto replace = [&] { fs::copy_file(two.board() / "checkpoint", one.board() / "checkpoint", fs::copy_options::overwrite_existing); };
  replace();
  EXPECT_FALSE(reader->refresh().ok()) << "two roots of one size";
  EXPECT_FALSE(fresh.refresh().ok());
  fs::remove(one.board() / "checkpoint");
  EXPECT_FALSE(reader->refresh().ok()) << "smaller than the one known";
  EXPECT_FALSE(Reader::open(one.board() / "nowhere").ok());
}

TEST(Reader, RefusesMalformedBundlesCheckpointsAndHistories) {
  const Folder folder;
  ASSERT_TRUE(open_log(folder.board()).append(entries(0, 3)).ok());
  fs::copy_file(folder.board() / "checkpoint", folder.board() / "checkpoints/x");
  EXPECT_FALSE(Reader::open(folder.board())->history().ok());
  auto bytes = *base::read_file(folder.board() / bundle_path(0, 3));
  bytes.push_back(0);
  ASSERT_TRUE(base::write_file_durably(folder.board() / bundle_path(0, 3), bytes).ok());
  EXPECT_FALSE(Reader::open(folder.board())->read_until(3).ok());
  std::ofstream(folder.board() / "checkpoint") << "x";
  EXPECT_FALSE(Reader::open(folder.board()).ok());
}

TEST(Paths, FollowTlogTiles) {
  EXPECT_EQ(tile_path(0, 1234067, 256), "tile/0/x001/x234/067");
  EXPECT_EQ(tile_path(3, 0, 17), "tile/3/000.p/17");
  EXPECT_EQ(bundle_path(999, 256), "tile/entries/999");
  EXPECT_EQ(bundle_path(1000, 1), "tile/entries/x001/000.p/1");
  // The example of C2SP: 70,000 entries.
  std::map<int, std::pair<std::size_t, unsigned>> seen;
  for (const auto& tile : new_tiles(0, 70'000)) seen[tile.level] = {seen[tile.level].first + 1, tile.width};
  EXPECT_EQ(seen[0], (std::pair<std::size_t, unsigned>{274, 112}));
  EXPECT_EQ(seen[1], (std::pair<std::size_t, unsigned>{2, 17}));
  EXPECT_EQ(seen[2], (std::pair<std::size_t, unsigned>{1, 1}));
  EXPECT_EQ(seen[TileFile::kEntries], (std::pair<std::size_t, unsigned>{274, 112}));
}

}  // namespace
}  // namespace ippyo::board
