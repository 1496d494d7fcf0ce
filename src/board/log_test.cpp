// SPDX-License-Identifier: Apache-2.0
#include "board/log.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/hash.hpp"
#include "board/intent.hpp"
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

TEST(Log, WhatIsAppendedIsReadUnderOneRoot) {
  const Folder folder;
  std::uint64_t size = 0;
  auto log = open_log(folder.board());
  for (const std::size_t n : {1u, 2u, 250u, 3u, 1u, 700u}) {
    ASSERT_TRUE(log.append(entries(size, n)).ok());
    size += n;
    auto reader = Reader::open(folder.board());
    ASSERT_TRUE(reader.ok());
    const auto read = reader->read_until(reader->size());
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(*read, entries(0, size));
    EXPECT_EQ(reader->root(size), reader->latest()->checkpoint.root);
    EXPECT_EQ(log.root(size), reader->root(size));
    const auto verdict = audit_directory(*reader, {});
    ASSERT_TRUE(verdict.ok());
    EXPECT_TRUE(verdict->passed()) << verdict->finding().text();
  }
  EXPECT_EQ(Reader::open(folder.board())->history()->size(), 6u);
}

TEST(Log, GoesOnAfterReopeningAsIfNeverClosed) {
  const Folder once, often;
  auto whole = open_log(once.board());
  for (std::uint64_t at = 0; at < 600; at += 75) {
    ASSERT_TRUE(whole.append(entries(at, 75)).ok());
    auto log = open_log(often.board());
    EXPECT_EQ(log.size(), at);
    ASSERT_TRUE(log.append(entries(at, 75)).ok());
  }
  EXPECT_EQ(testing_board::contents(once.board()), testing_board::contents(often.board()));
}

}  // namespace
}  // namespace ippyo::board
