// SPDX-License-Identifier: Apache-2.0
#include "board/log.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/hash.hpp"
#include "board/bundle.hpp"
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

TEST(Log, ABlobWhoseAppendNeverCameIsRemovedAndNamedOnesStay) {
  const Folder folder;
  auto log = open_log(folder.board());
  const auto named = base::to_bytes(base::view("named")), orphan = base::to_bytes(base::view("orphan"));
  ASSERT_TRUE(log.put_blobs({named, orphan}).ok());
  ASSERT_TRUE(log.append(entries(0, 1)).ok());
  auto reader = Reader::open(folder.board());
  ASSERT_TRUE(reader->read_until(1).ok());
  EXPECT_EQ(audit_directory(*reader, {base::sha256(named)})->finding().check, kBlobUnknown);
  ASSERT_TRUE(log.keep_only_blobs({base::sha256(named)}).ok());
  EXPECT_TRUE(audit_directory(*reader, {base::sha256(named)})->passed());
}

TEST(Log, OnlyOneWriterHoldsTheBoard) {
  const Folder folder;
  const auto log = open_log(folder.board());
  EXPECT_FALSE(Log::open(folder.board() / "", kName, key(1)).ok());
}

TEST(Log, AnotherKeyOrNameIsRefused) {
  const Folder folder;
  ASSERT_TRUE(open_log(folder.board()).append(entries(0, 1)).ok());
  EXPECT_FALSE(Log::open(folder.board(), kName, key(2)).ok());
  EXPECT_FALSE(Log::open(folder.board(), "other.example", key(1)).ok());
  EXPECT_FALSE(Log::open(folder.board(), "not a name", key(1)).ok());
}

TEST(Log, ADamagedEntryIsNoticedWhenOpened) {
  const Folder folder;
  ASSERT_TRUE(open_log(folder.board()).append(entries(0, 3)).ok());
  auto bytes = *base::read_file(folder.board() / bundle_path(0, 3));
  bytes.back() ^= 1;
  ASSERT_TRUE(base::write_file_durably(folder.board() / bundle_path(0, 3), bytes).ok());
  EXPECT_FALSE(Log::open(folder.board(), kName, key(1)).ok());
}

TEST(Log, WhatACrashLeftBeyondTheCheckpointIsRemoved) {
  const Folder folder;
  ASSERT_TRUE(open_log(folder.board()).append(entries(0, 3)).ok());
  const auto before = testing_board::contents(folder.board());
  for (const auto* name : {"tile/0/000.p/7", "tile/0/000", "tile/entries/000.p/7", "tile/entries/001.p/2"}) {
    fs::create_directories((folder.board() / name).parent_path());
    std::ofstream(folder.board() / name) << "half";
  }
  fs::create_directories(folder.board() / "blob/ab");
  EXPECT_EQ(open_log(folder.board()).size(), 3u);
  EXPECT_EQ(testing_board::contents(folder.board()), before);
  EXPECT_FALSE(fs::exists(folder.board() / "blob"));
  EXPECT_FALSE(fs::exists(folder.board() / "tile/entries/001.p"));
}

/// A board on which everything of an append is durable but its checkpoint: the state right after the intent.
void append_without_checkpoint(const Folder& folder, std::uint64_t before, std::size_t n) {
  const auto old = testing_board::contents(folder.board());
  ASSERT_TRUE(open_log(folder.board()).append(entries(before, n)).ok());
  auto intent = **load_intent(folder.board().string() + ".intent");
  intent.done = false;
  ASSERT_TRUE(save_intent(folder.board().string() + ".intent", intent).ok());
  fs::remove(folder.board() / "checkpoints" / std::to_string(before + n));
  for (const auto& [name, bytes] : old) {
    fs::create_directories((folder.board() / name).parent_path());
    ASSERT_TRUE(base::write_file_durably(folder.board() / name, bytes).ok());
  }
}

TEST(Log, AnIntendedAppendIsCompletedAndItsRepetitionAddsNothing) {
  const Folder folder, twin;
  ASSERT_TRUE(open_log(folder.board()).append(entries(0, 3)).ok());
  append_without_checkpoint(folder, 3, 300);
  auto log = open_log(folder.board());
  EXPECT_EQ(log.size(), 303u);
  ASSERT_TRUE(log.append(entries(3, 300)).ok());
  EXPECT_EQ(log.size(), 303u);
  auto whole = open_log(twin.board());
  ASSERT_TRUE(whole.append(entries(0, 3)).ok() && whole.append(entries(3, 300)).ok());
  EXPECT_EQ(testing_board::contents(folder.board()), testing_board::contents(twin.board()));
  ASSERT_TRUE(log.append(entries(3, 300)).ok());
  EXPECT_EQ(log.size(), 603u) << "only the first append after opening can be a repetition";
}

TEST(Log, AnotherAppendAfterACompletedOneFollowsIt) {
  const Folder folder;
  ASSERT_TRUE(open_log(folder.board()).append(entries(0, 3)).ok());
  append_without_checkpoint(folder, 3, 2);
  auto log = open_log(folder.board());
  ASSERT_TRUE(log.append(entries(50, 2)).ok());
  EXPECT_EQ(log.size(), 7u);
  EXPECT_EQ(Reader::open(folder.board())->history()->size(), 3u);
}

TEST(Log, NeverSignsASecondRootOfASizeThatWasIntended) {
  const Folder folder;
  ASSERT_TRUE(open_log(folder.board()).append(entries(0, 3)).ok());
  append_without_checkpoint(folder, 3, 2);
  // Somebody puts other entries in place of those that were about to be signed.
  auto others = entries(0, 3);
  others.push_back({1});
  others.push_back({2});
  ASSERT_TRUE(base::write_file_durably(folder.board() / bundle_path(0, 5), encode_bundle(others)).ok());
  EXPECT_FALSE(Log::open(folder.board(), kName, key(1)).ok());
}

TEST(Log, ABoardOlderThanWhatWasSignedLastIsRefused) {
  const Folder folder;
  ASSERT_TRUE(open_log(folder.board()).append(entries(0, 3)).ok());
  const auto backup = folder.board().string() + ".backup";
  fs::copy(folder.board(), backup, fs::copy_options::recursive);
  ASSERT_TRUE(open_log(folder.board()).append(entries(3, 2)).ok());
  fs::remove_all(folder.board());
  fs::rename(backup, folder.board());
  EXPECT_FALSE(Log::open(folder.board(), kName, key(1)).ok());
  fs::remove_all(folder.board());
  EXPECT_FALSE(Log::open(folder.board(), kName, key(1)).ok()) << "an empty board is older, too";
}

TEST(Log, ADamagedIntentIsRefused) {
  const Folder folder;
  ASSERT_TRUE(open_log(folder.board()).append(entries(0, 3)).ok());
  std::ofstream(folder.board().string() + ".intent") << "?";
  EXPECT_FALSE(Log::open(folder.board(), kName, key(1)).ok());
}

TEST(Log, AfterAFailedWriteEverythingIsRefusedUntilReopened) {
  const Folder folder;
  auto log = open_log(folder.board());
  ASSERT_TRUE(log.append(entries(0, 3)).ok());
  std::ofstream(folder.board() / "blob") << "a file where a folder must be";
  EXPECT_FALSE(log.put_blob(Bytes{1}).ok());
  fs::remove(folder.board() / "blob");
  EXPECT_FALSE(log.put_blob(Bytes{1}).ok());
  EXPECT_FALSE(log.append(entries(3, 1)).ok());
  EXPECT_FALSE(log.add_signatures(3, {}).ok());
  EXPECT_EQ(log.size(), 3u);
}

TEST(Log, BlobsArePutOnceAndFoundByTheirHash) {
  const Folder folder;
  auto log = open_log(folder.board());
  const Bytes blob(100'000, 7);
  ASSERT_TRUE(log.put_blobs({blob, {}, blob}).ok());
  ASSERT_TRUE(log.put_blob(blob).ok());
  EXPECT_EQ(*read_blob(folder.board(), base::sha256(blob)), blob);
  EXPECT_EQ(*read_blob(folder.board(), base::sha256({})), Bytes{});
  EXPECT_EQ(testing_board::contents(folder.board()).size(), 2u);
}

TEST(Log, SignaturesAreAddedOnceToTheHistoryAndTheLatest) {
  const Folder folder;
  auto log = open_log(folder.board());
  ASSERT_TRUE(log.append(entries(0, 3)).ok() && log.append(entries(3, 3)).ok());
  const auto vkey = cosigner_key("w.example", key(5));
  for (const std::uint64_t size : {3u, 6u}) {
    const auto text = Checkpoint{kName, size, log.root(size)}.text();
    const auto line = cosign(vkey, key(5), text, 77), later = cosign(vkey, key(5), text, 78);
    ASSERT_TRUE(log.add_signatures(size, {line, line}).ok());
    ASSERT_TRUE(log.add_signatures(size, {later}).ok());
  }
  EXPECT_FALSE(log.add_signatures(4, {}).ok());
  EXPECT_FALSE(log.add_signatures(3, {{"a b", 1, {1}}}).ok());
  const auto reader = Reader::open(folder.board());
  const auto history = reader->history();
  for (const auto& checkpoint : *history) {
    ASSERT_EQ(checkpoint.note.signatures.size(), 2u);
    EXPECT_EQ(cosignature_time(checkpoint.note.signatures[1]), 77u);
  }
  EXPECT_EQ(reader->latest()->note.signatures.size(), 2u);
  EXPECT_EQ(log.latest()->note.signatures.size(), 2u);
}

TEST(Log, SignaturesLostFromTheLatestByACrashComeBackFromTheHistory) {
  const Folder folder;
  const auto file = folder.board() / "checkpoint";
  {
    auto log = open_log(folder.board());
    ASSERT_TRUE(log.append(entries(0, 3)).ok());
    fs::copy_file(file, folder.board().string() + ".old");
    ASSERT_TRUE(log.add_signatures(3, {cosign(cosigner_key("w.example", key(5)), key(5), log.latest()->note.text, 77)}).ok());
  }
  fs::rename(folder.board().string() + ".old", file);
  EXPECT_EQ(open_log(folder.board()).latest()->note.signatures.size(), 2u);
  EXPECT_EQ(*base::read_file(file), *base::read_file(folder.board() / "checkpoints/3"));
}

}  // namespace
}  // namespace ippyo::board
