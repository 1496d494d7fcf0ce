// SPDX-License-Identifier: Apache-2.0
// The writer of a board, its cosigners and its followers, on the entries of a whole election.
#include <gtest/gtest.h>

#include <fstream>

#include "base/files.hpp"
#include "board/policy.hpp"
#include "record/cosigner.hpp"
#include "world.hpp"

namespace ippyo::world {
namespace {

namespace fs = std::filesystem;

/// Entries [first, last) of the world as a submission.
record::Submission some(std::size_t first, std::size_t last) {
  const auto& w = the_world();
  record::Submission s;
  s.blobs = w.board.blobs;
  for (auto i = first; i < last; ++i) {
    s.entries.push_back(w.board.entries[i].encode());
    if (w.board.entries[i].type == EntryType::chunk) s.blob_hashes.push_back(record::Chunk::decode(w.board.entries[i].body)->sha256);
  }
  return s;
}

class Posting : public testing::Test {
 protected:
  fs::path folder = fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
  fs::path board = folder / "board", head = folder / "head";
  void SetUp() override { fs::remove_all(folder); }
  void TearDown() override { fs::remove_all(folder); }

  record::Poster open() {
    auto log = board::Log::open(board, "sample.example/board", the_world().log_key.clone());
    IPPYO_CHECK(log.ok());
    auto poster = record::Poster::open(board, std::move(*log), head);
    IPPYO_CHECK(poster.ok());
    return std::move(*poster);
  }
};

TEST_F(Posting, AWholeElectionIsPostedAndFollowed) {
  const auto n = the_world().board.entries.size();
  auto poster = open();
  ASSERT_TRUE(poster.post(some(0, n))->passed());
  auto follower = record::Follower::open(board, {});
  ASSERT_TRUE(follower->catch_up()->passed());
  EXPECT_EQ(follower->state().entries(), n);
  EXPECT_EQ(follower->state().result()->counts, the_world().state.result()->counts);
}

TEST_F(Posting, TheSameSubmissionIsNotWrittenTwiceAlsoAfterReopening) {
  {
    auto poster = open();
    ASSERT_TRUE(poster.post(some(0, 5))->passed());
    ASSERT_TRUE(poster.post(some(0, 5))->passed());
    EXPECT_EQ(poster.log().size(), 5u);
  }
  auto poster = open();
  ASSERT_TRUE(poster.post(some(0, 5))->passed());
  ASSERT_TRUE(poster.post(some(3, 5))->passed());
  EXPECT_EQ(poster.log().size(), 5u);
}

TEST_F(Posting, ARefusedSubmissionLeavesTheBoardAlone) {
  auto poster = open();
  ASSERT_TRUE(poster.post(some(0, 5))->passed());
  const auto verdict = poster.post(some(6, 9));
  ASSERT_TRUE(verdict.ok());
  EXPECT_FALSE(verdict->passed());
  EXPECT_EQ(poster.log().size(), 5u);
  EXPECT_EQ(poster.state().entries(), 5u);
  EXPECT_TRUE(poster.post(some(5, 9))->passed());
}

TEST_F(Posting, AFollowerRefusesABoardThatWasRewritten) {
  {
    auto poster = open();
    ASSERT_TRUE(poster.post(some(0, 8))->passed());
    auto follower = record::Follower::open(board, folder / "reader");
    ASSERT_TRUE(follower->catch_up()->passed());
  }
  fs::remove_all(board);
  fs::remove(board.string() + ".intent");
  fs::remove(head);
  auto poster = open();
  ASSERT_TRUE(poster.post(some(0, 5))->passed());
  auto follower = record::Follower::open(board, folder / "reader");
  const auto verdict = follower->catch_up();
  ASSERT_FALSE(verdict.ok());
  EXPECT_NE(verdict.error().message.find("rewritten"), std::string::npos);
}

TEST_F(Posting, ADamagedHeadFileSaysWhatToDo) {
  auto poster = open();
  ASSERT_TRUE(poster.post(some(0, 3))->passed());
  ASSERT_TRUE(base::write_file_durably(folder / "reader", base::view("short")).ok());
  const auto follower = record::Follower::open(board, folder / "reader");
  ASSERT_FALSE(follower.ok());
  EXPECT_NE(follower.error().message.find("delete it"), std::string::npos);
}

TEST_F(Posting, CosignersSignOnlyWhatTheyHaveApplied) {
  const base::ManualClock clock(1000);
  const auto& w = the_world();
  auto poster = open();
  ASSERT_TRUE(poster.post(some(0, w.board.entries.size()))->passed());
  std::vector<record::Cosigner> cosigners;
  for (std::size_t i = 0; i < 3; ++i)
    cosigners.push_back(std::move(*record::Cosigner::open(board, "sample.example/cosigner-" + std::to_string(i + 1), w.cosigner_keys[i].clone(),
                                                          folder / ("cosigner" + std::to_string(i)), clock)));
  ASSERT_TRUE(record::cosign_latest(poster.log(), cosigners).ok());
  const auto policy = board::Policy::parse(w.policy);
  EXPECT_TRUE(board::check_checkpoint(*policy, *poster.log().latest(), true, true).passed());
  EXPECT_EQ(cosigners[0].follower().state().entries(), w.board.entries.size());
}

TEST_F(Posting, ACosignersTimeNeverGoesBackAlsoAfterAStartWithAClockThatDid) {
  const auto& w = the_world();
  auto poster = open();
  ASSERT_TRUE(poster.post(some(0, 5))->passed());
  const auto cosigned_at = [&](base::UnixTime now) {
    const base::ManualClock clock(now);
    std::vector<record::Cosigner> one;
    one.push_back(std::move(*record::Cosigner::open(board, "sample.example/cosigner-1", w.cosigner_keys[0].clone(), folder / "cosigner", clock)));
    EXPECT_TRUE(record::cosign_latest(poster.log(), one).ok());
    return board::cosignature_time(poster.log().latest()->note.signatures.back());
  };
  EXPECT_EQ(cosigned_at(2000), 2000u);
  ASSERT_TRUE(poster.post(some(5, 8))->passed());
  EXPECT_EQ(cosigned_at(1500), 2000u);
}

TEST_F(Posting, WhoReliesOnTheQuorumWaitsForIt) {
  const base::ManualClock clock(1000);
  const auto& w = the_world();
  const auto opened = w.board.find(EntryType::opening) + 1;
  auto poster = open();
  ASSERT_TRUE(poster.post(some(0, opened))->passed());
  auto follower = record::Follower::open(board, folder / "reader", record::Reliance::quorum);
  ASSERT_TRUE(follower->catch_up()->passed());
  ASSERT_TRUE(poster.post(some(opened, w.board.entries.size()))->passed());
  ASSERT_TRUE(follower->catch_up()->passed());
  EXPECT_EQ(follower->state().entries(), opened);
  std::vector<record::Cosigner> cosigners;
  for (std::size_t i = 0; i < 2; ++i)
    cosigners.push_back(std::move(*record::Cosigner::open(board, "sample.example/cosigner-" + std::to_string(i + 1), w.cosigner_keys[i].clone(),
                                                          folder / ("cosigner" + std::to_string(i)), clock)));
  ASSERT_TRUE(record::cosign_latest(poster.log(), cosigners).ok());
  ASSERT_TRUE(follower->catch_up()->passed());
  EXPECT_EQ(follower->state().entries(), w.board.entries.size());
}

TEST_F(Posting, ACosignerThatMissesABlobRefusesInWordsAndGoesOnWhenItIsThere) {
  const base::ManualClock clock(1000);
  const auto& w = the_world();
  auto poster = open();
  ASSERT_TRUE(poster.post(some(0, w.board.entries.size()))->passed());
  const auto hash = record::Chunk::decode(w.board.entries[w.board.find(EntryType::chunk)].body)->sha256;
  const auto blob = board / board::blob_path(hash), aside = folder / "aside";
  fs::rename(blob, aside);
  auto cosigner = record::Cosigner::open(board, "sample.example/cosigner-1", w.cosigner_keys[0].clone(), folder / "cosigner", clock);
  const auto refused = cosigner->cosign();
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("does not cosign"), std::string::npos);
  fs::rename(aside, blob);
  EXPECT_TRUE(cosigner->cosign().ok());
}

TEST(Apply, OneByOneAndTogetherGiveTheSameState) {
  const auto& w = the_world();
  record::State one, all;
  board::Tree tree;
  for (const auto& e : encoded(w.board)) tree.append(board::leaf_hash(e));
  const auto root = [&](std::uint64_t n) { return tree.root(n); };
  for (const auto& e : encoded(w.board)) ASSERT_TRUE(one.apply(e, w.board.blobs, root, record::Depth::again)->passed());
  std::uint64_t applied = 0;
  ASSERT_TRUE(all.apply_all(encoded(w.board), w.board.blobs, root, record::Depth::full, applied)->passed());
  EXPECT_EQ(one.result()->counts, all.result()->counts);
  EXPECT_EQ(one.ctx(), all.ctx());
  EXPECT_EQ(one.current().all, all.current().all);
}

}  // namespace
}  // namespace ippyo::world
