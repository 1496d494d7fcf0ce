// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "board/small_board.hpp"

namespace ippyo::board {
namespace {

namespace fs = std::filesystem;
using testing_board::Folder;
using testing_board::key;
using testing_board::kName;
using testing_board::SmallBoard;
using testing_board::write;

void expect_refused(const SmallBoard& board, const base::Check& check, const std::string& where) {
  const auto verdict = board.audit();
  ASSERT_FALSE(verdict.passed()) << check.title;
  EXPECT_EQ(verdict.finding().check, check) << verdict.finding().text();
  EXPECT_NE(verdict.finding().where.find(where), std::string::npos) << verdict.finding().text();
}

TEST(AuditDirectory, AnUntouchedBoardPasses) {
  EXPECT_TRUE(SmallBoard().accepted());
  EXPECT_TRUE(SmallBoard({256}).accepted());
  EXPECT_TRUE(SmallBoard({255, 1, 1, 300}).accepted());
}

TEST(AuditDirectory, AnEmptyBoardPassesAndHasNoFiles) {
  const Folder folder;
  ASSERT_TRUE(Log::open(folder.board(), kName, key(1)).ok());
  const auto reader = Reader::open(folder.board());
  EXPECT_TRUE(audit_directory(*reader, {})->passed());
  write(folder.board() / "tile/0/000.p/1", Bytes(32));
  EXPECT_EQ(audit_directory(*reader, {})->finding().check, kUnknownFile);
}

TEST(AuditDirectory, AFileOrFolderThatTheSpecificationDoesNotKnowFailsAsUnknownFile) {
  for (const auto* name : {"README", "checkpoint.tmp", "tile/0/000.p/4", "tile/0/001.p/1", "tile/entries/000", "tile/00/000.p/5",
                           "tile/1/000.p/1", "blob/ff/x", "blob/x", ".hidden"}) {
    SmallBoard board;
    write(board.path(name), Bytes(32));
    expect_refused(board, kUnknownFile, std::string(name).substr(0, 4));
  }
  for (const auto* name : {"empty", "blob/00", "tile/0/001.p", "checkpoints/9.d"}) {
    SmallBoard board;
    fs::create_directories(board.path(name));
    expect_refused(board, kUnknownFile, name);
  }
}

TEST(AuditDirectory, ALinkInPlaceOfAFileFailsAsUnknownFile) {
  SmallBoard board;
  fs::rename(board.path("tile/0/000.p/5"), board.folder.board().parent_path() / "elsewhere");
  fs::create_symlink(board.folder.board().parent_path() / "elsewhere", board.path("tile/0/000.p/5"));
  expect_refused(board, kUnknownFile, "tile/0/000.p/5");
}

TEST(AuditDirectory, AMissingOrDifferentTileFails) {
  for (const auto* name : {"tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1", "tile/entries/000"}) {
    SmallBoard missing({257}), changed({257});
    if (std::string(name) != "tile/entries/000") {
      fs::remove(missing.path(name));
      expect_refused(missing, kTile, name);
    }
    auto bytes = *base::read_file(changed.path(name));
    bytes[bytes.size() - 1] ^= 1;
    auto reader = Reader::open(changed.folder.board());
    ASSERT_TRUE(reader->read_until(257).ok());
    write(changed.path(name), bytes);
    const auto verdict = audit_directory(*reader, changed.blobs);
    ASSERT_FALSE(verdict->passed());
    EXPECT_EQ(verdict->finding().check, kTile) << name;
  }
}

TEST(AuditDirectory, AChangedEntryFailsAsTheRootOfACheckpoint) {
  SmallBoard board;
  auto bytes = *base::read_file(board.path("tile/entries/000.p/5"));
  bytes[5] ^= 1;
  write(board.path("tile/entries/000.p/5"), bytes);
  expect_refused(board, kCheckpointRoot, "checkpoint");
}

TEST(AuditDirectory, AnotherRootInTheHistoryFails) {
  SmallBoard board;
  const Checkpoint forged{kName, 2, base::sha256(base::view("forged"))};
  const Note note{forged.text(), {sign_note(log_key(kName, key(1)), key(1), forged.text())}};
  write(board.path("checkpoints/2"), base::view(note.serialize()));
  expect_refused(board, kCheckpointRoot, "checkpoints/2");
}

TEST(AuditDirectory, ACheckpointBeyondTheLatestOrALatestWithoutHistoryFails) {
  SmallBoard beyond, missing, fewer;
  const Checkpoint later{kName, 6, base::sha256(base::view("later"))};
  const Note note_of_later{later.text(), {sign_note(log_key(kName, key(1)), key(1), later.text())}};
  write(beyond.path("checkpoints/6"), base::view(note_of_later.serialize()));
  expect_refused(beyond, kLatestCheckpoint, "checkpoints/6");
  fs::remove(missing.path("checkpoints/5"));
  expect_refused(missing, kLatestCheckpoint, "checkpoints/5");
  auto note = *Note::parse(base::to_string(*base::read_file(fewer.path("checkpoint"))));
  note.signatures.pop_back();
  write(fewer.path("checkpoint"), base::view(note.serialize()));
  expect_refused(fewer, kLatestCheckpoint, "checkpoints/5");
}

TEST(AuditDirectory, AMalformedOrMisnamedCheckpointFails) {
  SmallBoard malformed, misnamed;
  write(malformed.path("checkpoints/2"), base::view("x"));
  expect_refused(malformed, kCheckpointForm, "checkpoints/2");
  fs::rename(misnamed.path("checkpoints/2"), misnamed.path("checkpoints/3"));
  expect_refused(misnamed, kCheckpointForm, "checkpoints/3");
}

TEST(AuditDirectory, BlobsMustBeThoseNamedAndWhole) {
  SmallBoard changed, unknown, missing;
  write(changed.path(blob_path(changed.blobs[0]).string()), base::view("onf"));
  expect_refused(changed, kBlobContent, "blob/");
  const auto other = base::sha256(base::view("three"));
  write(unknown.path(blob_path(other).string()), base::view("three"));
  expect_refused(unknown, kBlobUnknown, blob_path(other).string());
  fs::remove(missing.path(blob_path(missing.blobs[1]).string()));
  expect_refused(missing, kBlobMissing, blob_path(missing.blobs[1]).string());
  EXPECT_FALSE(read_blob(changed.folder.board(), changed.blobs[0]).ok());
  EXPECT_EQ(*read_blob(changed.folder.board(), changed.blobs[1]), base::to_bytes(base::view("two")));
}

}  // namespace
}  // namespace ippyo::board
