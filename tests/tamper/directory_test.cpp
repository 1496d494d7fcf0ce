// SPDX-License-Identifier: Apache-2.0
// Lies about a board directory: the log, its cosigners, and whoever copies the files.
#include "directory.hpp"

#include <gtest/gtest.h>

#include "board/policy.hpp"
#include "board/reader.hpp"

namespace ippyo::tamper {
namespace {

using Edit = std::function<void(const fs::path&)>;

constexpr std::uint64_t kLatest = 51, kEarlier = 27;

/// The first finding, if the board is not verified.
void expect_found(const fs::path& board, const base::Check& check) {
  const auto report = verify::verify_board(board);
  ASSERT_TRUE(report.ok()) << report.error().message;
  ASSERT_FALSE(report->verified()) << "NOT CAUGHT";
  ASSERT_FALSE(report->findings.empty());
  EXPECT_EQ(report->findings[0].check.number(), check.number()) << verify::report_text(*report);
}
void expect_found_after(const base::Check& check, const Edit& edit) {
  const auto board = copy_of_honest_directory();
  edit(board);
  expect_found(board, check);
}
Edit checkpoint_of(std::uint64_t size, Signatures signatures, std::function<void(std::string& text)> change = {}) {
  return [=](const fs::path& board) {
    auto text = text_of(checkpoint_note(board, size));
    if (change) change(text);
    put_checkpoint(board, size, signed_note(text, size, signatures));
  };
}
/// The same checkpoint with another line in place of line n of its signatures; n past the end adds one.
Edit with_line(std::size_t n, const std::function<void(board::NoteSignature&)>& change) {
  return [=](const fs::path& folder) {
    auto note = *board::Note::parse(checkpoint_note(folder, kLatest));
    if (n >= note.signatures.size()) note.signatures.push_back(note.signatures[1]);
    change(note.signatures[std::min(n, note.signatures.size() - 1)]);
    put_checkpoint(folder, kLatest, note.serialize());
  };
}
void other_root(std::string& text) {
  auto c = *board::Checkpoint::parse(text);
  c.root[0] ^= 1;
  text = c.text();
}
void flip(const fs::path& file, std::size_t at) {
  auto bytes = read_all(file);
  bytes[at] ^= 1;
  write_all(file, bytes);
}

TEST(Directory, TheHonestOneIsVerified) {
  const auto report = verify::verify_board(copy_of_honest_directory());
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->verified()) << verify::report_text(*report);
  EXPECT_EQ(report->entries, kLatest);
}
TEST(Directory, SignedAgainAsItWasIsVerified) {
  const auto board = copy_of_honest_directory();
  const auto before = checkpoint_note(board, kLatest);
  checkpoint_of(kLatest, {})(board);
  EXPECT_EQ(checkpoint_note(board, kLatest), before);
}

TEST(Checkpoint, WithAForgedLogSignature) {
  expect_found_after(board::kLogSignature, with_line(0, [](auto& s) { s.bytes[5] ^= 1; }));
}
TEST(Checkpoint, WithoutTheLogsSignature) { expect_found_after(board::kLogSignature, checkpoint_of(kLatest, {.log = false})); }
TEST(Checkpoint, SignedByAnotherLogKey) {
  const auto key = base::SigningKey::from_seed(base::Secret(Bytes32{77}));
  expect_found_after(board::kUnknownSignature, [&](const fs::path& folder) {
    auto note = *board::Note::parse(checkpoint_note(folder, kLatest));
    note.signatures[0] = board::sign_note(board::log_key("sample.example/board", key), key, note.text);
    put_checkpoint(folder, kLatest, note.serialize());
  });
}
TEST(Checkpoint, OfAnotherOrigin) {
  expect_found_after(board::kOrigin, checkpoint_of(kLatest, {}, [](std::string& text) { text = "other." + text; }));
}
TEST(Checkpoint, BelowTheQuorum) { expect_found_after(board::kQuorum, checkpoint_of(kLatest, {.cosigners = {1}})); }
TEST(Checkpoint, WithoutCosigners) { expect_found_after(board::kQuorum, checkpoint_of(kLatest, {.cosigners = {}})); }
TEST(Checkpoint, WithOneCosignerTwice) {
  expect_found_after(board::kUnknownSignature, checkpoint_of(kLatest, {.cosigners = {1, 1}}));
}
TEST(Checkpoint, WithAForgedCosignature) {
  expect_found_after(board::kNoteSignature, with_line(2, [](auto& s) { s.bytes[20] ^= 1; }));
}
TEST(Checkpoint, WithTheTimeOfACosignatureChanged) {
  expect_found_after(board::kNoteSignature, with_line(2, [](auto& s) { s.bytes[7] ^= 1; }));
}
TEST(Checkpoint, WithALineOfAStranger) {
  expect_found_after(board::kUnknownSignature, with_line(9, [](auto& s) { s.name = "sample.example/stranger"; }));
}
TEST(Checkpoint, WithALineUnderAnUnknownId) {
  expect_found_after(board::kUnknownSignature, with_line(9, [](auto& s) { s.id ^= 1; }));
}
TEST(Checkpoint, OfAnotherRootSignedByAll) { expect_found_after(board::kCheckpointRoot, checkpoint_of(kLatest, {}, other_root)); }
TEST(Checkpoint, OfThePastWithAnotherRootSignedByAll) {
  expect_found_after(board::kCheckpointRoot, checkpoint_of(kEarlier, {}, other_root));
}
TEST(Checkpoint, OfThePastWithAForgedLogSignature) {
  expect_found_after(board::kLogSignature, checkpoint_of(kEarlier, {.log = false}));
}
/// A broken clock of cosigners is said, and stops nobody.
void expect_remark(const std::function<void(const fs::path&)>& change) {
  const auto board = copy_of_honest_directory();
  change(board);
  const auto report = verify::verify_board(board);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->verified()) << verify::report_text(*report);
  ASSERT_FALSE(report->remarks.empty());
  EXPECT_EQ(report->remarks[0].check, verify::kCosignatureOrder);
}
TEST(Checkpoint, CosignedBeforeASmallerOneIsRemarked) { expect_remark(checkpoint_of(kEarlier, {.time = 2000})); }
TEST(Checkpoint, CosignedByATimeThatGoesBackIsRemarked) { expect_remark(checkpoint_of(kLatest, {.time = 1001})); }

TEST(History, WithoutTheLatestCheckpoint) {
  expect_found_after(board::kLatestCheckpoint, [](const fs::path& b) { fs::remove(b / "checkpoints" / std::to_string(kLatest)); });
}
TEST(History, WithAnotherCopyOfTheLatestCheckpoint) {
  expect_found_after(board::kLatestCheckpoint, [](const fs::path& b) {
    write_all(b / "checkpoint", base::view(signed_note(text_of(checkpoint_note(b, kLatest)), kLatest, {.cosigners = {0, 1}})));
  });
}
TEST(History, OfACheckpointUnderAnotherName) {
  expect_found_after(board::kCheckpointForm, [](const fs::path& b) { fs::rename(b / "checkpoints/27", b / "checkpoints/28"); });
}
TEST(History, OfACheckpointThatNobodyCanRead) {
  expect_found_after(board::kCheckpointForm, [](const fs::path& b) { write_all(b / "checkpoints/27", base::view("27\n")); });
}
TEST(History, OfACheckpointLargerThanTheLatest) {
  expect_found_after(board::kLatestCheckpoint, [](const fs::path& b) {
    const std::string text = board::Checkpoint{"sample.example/board", 60, {}}.text();
    write_all(b / "checkpoints/60", base::view(signed_note(text, 60, {})));
  });
}
TEST(History, RolledBackToAnEarlierCheckpoint) {
  // Later blobs still lie there, and no entry under the older checkpoint names them.
  expect_found_after(board::kBlobUnknown,
                     [](const fs::path& b) { write_all(b / "checkpoint", base::view(checkpoint_note(b, kEarlier))); });
}
TEST(History, WithoutAnyCheckpoint) {
  const auto board = copy_of_honest_directory();
  fs::remove(board / "checkpoint");
  EXPECT_FALSE(verify::verify_board(board).ok());
}
TEST(History, WithACheckpointThatNobodyCanRead) {
  const auto board = copy_of_honest_directory();
  write_all(board / "checkpoint", base::view("sample.example/board\n"));
  EXPECT_FALSE(verify::verify_board(board).ok());
}

TEST(Tiles, OneBitChanged) {
  expect_found_after(board::kTile, [](const fs::path& b) { flip(first_file(b, "tile/0"), 40); });
}
TEST(Tiles, OneMissing) {
  expect_found_after(board::kTile, [](const fs::path& b) { fs::remove(first_file(b, "tile/0")); });
}
TEST(Tiles, OneTooMany) {
  expect_found_after(board::kUnknownFile, [](const fs::path& b) { write_all(b / "tile/0/000.p/50", Bytes(50 * 32)); });
}
TEST(Bundle, OneBitOfAnEntryChanged) {
  expect_found_after(board::kCheckpointRoot, [](const fs::path& b) { flip(first_file(b, "tile/entries"), 4000); });
}
TEST(Bundle, CutShort) {
  expect_found_after(verify::kEntryRange, [](const fs::path& b) {
    auto bytes = read_all(first_file(b, "tile/entries"));
    bytes.pop_back();
    write_all(first_file(b, "tile/entries"), bytes);
  });
}
TEST(Bundle, WithBytesAfterItsEnd) {
  expect_found_after(verify::kEntryRange, [](const fs::path& b) {
    auto bytes = read_all(first_file(b, "tile/entries"));
    bytes.push_back(0);
    write_all(first_file(b, "tile/entries"), bytes);
  });
}
TEST(Bundle, Missing) {
  expect_found_after(verify::kEntryRange, [](const fs::path& b) { fs::remove(first_file(b, "tile/entries")); });
}

TEST(Blobs, OneMissing) {
  expect_found_after(board::kBlobMissing, [](const fs::path& b) { fs::remove(first_file(b, "blob")); });
}
TEST(Blobs, OneBitChanged) {
  expect_found_after(board::kBlobContent, [](const fs::path& b) { flip(first_file(b, "blob"), 100); });
}
TEST(Blobs, OneCutShort) {
  expect_found_after(board::kBlobContent, [](const fs::path& b) { fs::resize_file(first_file(b, "blob"), 100); });
}
TEST(Blobs, OneThatNobodyNames) {
  expect_found_after(board::kBlobUnknown, [](const fs::path& b) {
    const Bytes bytes{1, 2, 3};
    const auto hex = base::to_hex(base::sha256(bytes));
    write_all(b / "blob" / hex.substr(0, 2) / hex, bytes);
  });
}
TEST(Blobs, OneInAnotherFolder) {
  expect_found_after(board::kUnknownFile, [](const fs::path& b) {
    const auto file = first_file(b, "blob");
    write_all(b / "blob/zz" / file.filename(), read_all(file));
  });
}
TEST(Files, OneThatNobodyKnows) {
  expect_found_after(board::kUnknownFile, [](const fs::path& b) { write_all(b / "notes.txt", base::view("hello")); });
}
TEST(Files, AnEmptyFolder) {
  expect_found_after(board::kUnknownFile, [](const fs::path& b) { fs::create_directory(b / "drafts"); });
}
TEST(Files, ALinkInPlaceOfABlob) {
  expect_found_after(board::kUnknownFile, [](const fs::path& b) {
    const auto file = first_file(b, "blob");
    const auto elsewhere = removed_first(fs::path(b.string() + "-elsewhere"));
    fs::rename(file, elsewhere);
    fs::create_symlink(elsewhere, file);
  });
}

TEST(Rewritten, ALieThatEverybodySignedIsStillFound) {
  auto board = world::the_world().board;
  edit_body<record::ResultBody>(board, EntryType::result, [](auto& r) { ++r.counts[0].valid.begin()->second; });
  sign_again(board, world::the_world().keys);
  const auto report = verify::verify_board(fresh_directory(board));
  ASSERT_TRUE(report.ok() && report->findings.size() == 1) << verify::report_text(*report);
  EXPECT_EQ(report->findings[0].check.number(), "V16.50");
  EXPECT_EQ(report->findings[0].entry, kLatest - 1);
}
TEST(Rewritten, EntriesUnderTheOldCheckpoints) {
  auto board = world::the_world().board;
  edit_body<record::StatementBody>(board, EntryType::internet_close, [](auto& s) { s.text = "別の見本"; });
  sign_again(board, world::the_world().keys);
  const auto written = fresh_directory(board), honest = copy_of_honest_directory();
  write_all(written / "checkpoint", read_all(honest / "checkpoint"));
  for (const auto& file : files_of(honest / "checkpoints")) write_all(written / "checkpoints" / file.filename(), read_all(file));
  expect_found(written, board::kCheckpointRoot);
}
TEST(Cut, BeforeTheResult) { expect_found(fresh_directory(world::the_world().board.cut(kLatest - 1)), verify::kUnfinished); }
TEST(Cut, WhileTheVoteIsOpen) { expect_found(fresh_directory(world::the_world().board.cut(20)), verify::kUnfinished); }
TEST(Cut, BeforeTheOpening) { expect_found(fresh_directory(world::the_world().board.cut(5)), verify::kUnfinished); }

}  // namespace
}  // namespace ippyo::tamper
