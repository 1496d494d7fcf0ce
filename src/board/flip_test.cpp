// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "board/small_board.hpp"

namespace ippyo::board {
namespace {

namespace fs = std::filesystem;
using testing_board::SmallBoard;
using testing_board::write;

TEST(BoardDirectory, EveryFlippedBitOfEveryFileIsCaught) {
  const SmallBoard board;
  ASSERT_TRUE(board.accepted());
  std::size_t flips = 0;
  for (const auto& [name, bytes] : testing_board::contents(board.folder.board())) {
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit, ++flips) {
      auto bad = bytes;
      bad[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
      write(board.path(name), bad);
      ASSERT_FALSE(board.accepted()) << name << " bit " << bit;
    }
    write(board.path(name), bytes);
  }
  EXPECT_TRUE(board.accepted());
  EXPECT_GT(flips, 10'000u);
}

TEST(BoardDirectory, EveryByteLostOrAddedIsCaught) {
  const SmallBoard board;
  for (const auto& [name, bytes] : testing_board::contents(board.folder.board())) {
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      write(board.path(name), ByteView(bytes).first(length));
      ASSERT_FALSE(board.accepted()) << name << " cut to " << length;
    }
    for (const std::uint8_t more : {0x00, 0x0A, 0x20, 0x41}) {
      auto longer = bytes;
      longer.push_back(more);
      write(board.path(name), longer);
      ASSERT_FALSE(board.accepted()) << name << " with one byte more";
    }
    write(board.path(name), bytes);
  }
  EXPECT_TRUE(board.accepted());
}

TEST(BoardDirectory, EveryFlippedBitOfEveryNameIsCaught) {
  const SmallBoard board;
  std::vector<fs::path> names;
  for (const auto& entry : fs::recursive_directory_iterator(board.folder.board())) names.push_back(entry.path());
  for (const auto& path : names) {
    const auto name = path.filename().string();
    for (std::size_t bit = 0; bit < 8 * name.size(); ++bit) {
      auto other = name;
      other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << bit % 8));
      const auto renamed = path.parent_path() / other;
      if (other.find('/') != other.npos || other.find('\0') != other.npos || other == "." || fs::exists(renamed)) continue;
      fs::rename(path, renamed);
      ASSERT_FALSE(board.accepted()) << path << " as " << other;
      fs::rename(renamed, path);
    }
  }
  EXPECT_TRUE(board.accepted());
}

}  // namespace
}  // namespace ippyo::board
