// SPDX-License-Identifier: Apache-2.0
#include "trustee/trustee.hpp"

#include "trustee/decrypted_lists.hpp"
#include "trustee/encrypted_rows.hpp"
#include "trustee/test_election.hpp"

namespace ippyo::trustee {
namespace {

using namespace testing_election;

class Duties : public ::testing::Test {
 protected:
  TestElection election_;

  void prepare() {
    election_.hold_ceremony();
    election_.open();
  }
  /// Runs one duty of trustee j and posts what it hands in.
  template <class Duty>
  std::string post(std::uint32_t j, Duty duty) {
    const auto out = election_.fresh("duty-");
    auto t = election_.trustee(j);
    const auto done = duty(t, out);
    return done.ok() ? election_.post(out) : said(done);
  }
  std::string commit(std::uint32_t j, std::vector<std::uint32_t> mixes = {}) {
    return post(j, [&](Trustee& t, const fs::path& out) { return t.commit(election_.board, mixes, out); });
  }
  std::string mix(std::uint32_t j) {
    return post(j, [&](Trustee& t, const fs::path& out) { return t.mix(election_.board, out); });
  }
  std::string decrypt(std::uint32_t j) {
    return post(j, [&](Trustee& t, const fs::path& out) { return t.decrypt(election_.board, out); });
  }
  void until_mixed() {
    prepare();
    ASSERT_EQ(commit(1), "accepted");
    ASSERT_EQ(commit(2), "accepted");
    ASSERT_EQ(commit(3, {2}), "accepted");
    election_.close();
    ASSERT_EQ(mix(1), "accepted");
  }
  /// Header and rows of every share that a submission holds.
  static std::vector<Bytes> shares_in(const fs::path& submission) {
    const auto s = *record::Submission::open(submission);
    std::vector<Bytes> out;
    for (const auto& bytes : s.entries) {
      const auto e = *record::Entry::decode(bytes);
      if (e.type == EntryType::decryption) out.push_back(e.body);
    }
    for (const auto& hash : s.blob_hashes) out.push_back(*s.blobs->blob(hash));
    return out;
  }
};

bool starts(const std::string& text, std::string_view with) { return text.find(with) != std::string::npos; }

TEST_F(Duties, TheWholeWayFromTheKeyToTheTally) {
  until_mixed();
  ASSERT_EQ(mix(2), "accepted");
  EXPECT_TRUE(starts(decrypt(1), "quorum covers the last mix"));
  election_.cosign(*election_.poster);
  EXPECT_EQ(decrypt(1), "accepted");
  EXPECT_EQ(decrypt(3), "accepted");
  EXPECT_TRUE(starts(decrypt(1), "stands on the board already"));
  ASSERT_TRUE(election_.poster->state().all_decrypted());
  record::ResultBody result;
  const auto verdict = election_.poster->state().tally(result);
  ASSERT_TRUE(verdict.ok()) << said(verdict);
  EXPECT_TRUE(verdict->passed());
  ASSERT_EQ(result.counts.size(), 2u);
}

TEST_F(Duties, NothingIsDoneInTheWrongPhase) {
  auto early = election_.trustee(1);
  EXPECT_TRUE(refuses(early.rehearse(election_.board, "2026-10-18", 1, election_.fresh("x")), "finish the key ceremony"));
  { auto gone = std::move(early); }
  election_.hold_ceremony();
  EXPECT_TRUE(starts(commit(1), "the opening does not stand"));
  EXPECT_TRUE(starts(mix(1), "not open yet"));
  election_.open();
  EXPECT_TRUE(starts(mix(1), "polls are not closed"));
  EXPECT_TRUE(starts(decrypt(1), "polls are not closed"));
  EXPECT_EQ(commit(1), "accepted");
  EXPECT_TRUE(starts(commit(1), "stands on the board already"));
  EXPECT_TRUE(starts(commit(3), "name the mix numbers"));
  EXPECT_TRUE(starts(commit(2, {3}), "name the mix numbers"));
  EXPECT_EQ(commit(2), "accepted");
  election_.close();
  EXPECT_TRUE(starts(mix(2), "not this trustee's turn"));
  EXPECT_TRUE(starts(decrypt(1), "mixes are missing"));
  auto late = election_.trustee(1);
  EXPECT_TRUE(refuses(late.rehearse(election_.board, "2026-10-18", 1, election_.fresh("x")), "rehearsals end"));
}

TEST(WithPaper, NothingIsDecryptedBeforeTheSettlementIsAudited) {
  TestElection election({3, 2, 2, true});
  election.hold_ceremony();
  election.open();
  auto t = election.trustee(1);
  election.close();
  EXPECT_TRUE(refuses(t.decrypt(election.board, election.fresh("x")), "the settlement is not audited"));
  EXPECT_TRUE(refuses(t.mix(election.board, election.fresh("x")), "the settlement is not audited"));
}

TEST(RealClock, ATrusteeAlsoAsksItsOwnClockWhetherThePollsAreClosed) {
  TestElection election({3, 2, 2, false, true});
  election.hold_ceremony();
  election.open();
  election.close();
  const base::ManualClock own(3999), later(4000);
  EXPECT_TRUE(refuses(Trustee::open(election.trustee_folder(1), passphrase(), own)->decrypt(election.board, election.fresh("x")),
      "polls are not closed"));
  EXPECT_TRUE(refuses(Trustee::open(election.trustee_folder(1), passphrase(), later)->decrypt(election.board, election.fresh("x")),
      "mixes are missing"));
}

TEST_F(Duties, ARehearsalDecryptsNothingButTheTestOfADay) {
  election_.hold_ceremony();
  auto t = election_.trustee(1);
  for (const char* bad : {"", "2026-10-1", "2026/10/18", "2026-10-18 ", "council", "2026-1O-18"})
    EXPECT_TRUE(refuses(t.rehearse(election_.board, bad, 1, election_.fresh("x")), "YYYY-MM-DD")) << bad;
  EXPECT_TRUE(refuses(t.rehearse(election_.board, "2026-10-18", 0, election_.fresh("x")), "test ciphertexts"));
  EXPECT_TRUE(refuses(t.rehearse(election_.board, "2026-10-18", kMostRehearsed + 1, election_.fresh("x")), "test ciphertexts"));
}

TEST_F(Duties, WhatWasDrawnOnceIsHandedOutAgain) {
  prepare();
  const auto first = election_.fresh("a"), second = election_.fresh("b");
  ASSERT_TRUE(election_.trustee(1).commit(election_.board, {}, first).ok());
  ASSERT_TRUE(election_.trustee(1).commit(election_.board, {}, second).ok());
  EXPECT_EQ(*base::read_file(first / "entries"), *base::read_file(second / "entries"));
  EXPECT_EQ(election_.post(second), "accepted");
  ASSERT_EQ(commit(2), "accepted");
  election_.close();
  const auto mixed = election_.fresh("c"), again = election_.fresh("d");
  ASSERT_TRUE(election_.trustee(1).mix(election_.board, mixed).ok());
  ASSERT_TRUE(election_.trustee(1).mix(election_.board, again).ok());
  EXPECT_EQ(*base::read_file(mixed / "entries"), *base::read_file(again / "entries"));
  EXPECT_EQ(election_.post(again), "accepted");
}

TEST_F(Duties, TheSameListGivesTheSameShareAgain) {
  until_mixed();
  ASSERT_EQ(mix(2), "accepted");
  election_.cosign(*election_.poster);
  const auto first = election_.fresh("a"), second = election_.fresh("b");
  ASSERT_TRUE(election_.trustee(1).decrypt(election_.board, first).ok());
  election_.clock.set(5000);
  ASSERT_TRUE(election_.trustee(1).decrypt(election_.board, second).ok());
  EXPECT_EQ(shares_in(first), shares_in(second));
  EXPECT_EQ(election_.post(second), "accepted");
}

/// The board is forked before the last mix; both branches are valid and cosigned, with different last lists.
TEST_F(Duties, ASecondListOfAContestIsRefusedOnAForkedValidBoard) {
  until_mixed();
  const auto fork = election_.folder / "fork";
  fs::copy(election_.board, fork, fs::copy_options::recursive);
  ASSERT_EQ(mix(2), "accepted");
  election_.cosign(*election_.poster);
  ASSERT_EQ(decrypt(1), "accepted");

  auto other = election_.open_board(fork);
  const auto out = election_.fresh("mix-");
  ASSERT_TRUE(election_.trustee(3).mix(fork, out).ok());
  ASSERT_EQ(election_.post_to(other, out), "accepted");
  election_.cosign(other);
  EXPECT_TRUE(refuses(election_.trustee(1).decrypt(fork, election_.fresh("x")), "it was rewritten"));
  fs::remove(election_.trustee_folder(1) / "head");
  EXPECT_TRUE(refuses(election_.trustee(1).decrypt(fork, election_.fresh("x")), "a second one is refused for ever"));
  ASSERT_TRUE(election_.trustee(3).decrypt(fork, election_.fresh("y")).ok()) << "the fork is valid by itself";
}

TEST_F(Duties, APermutationServesOneListOnly) {
  prepare();
  for (const auto& [j, mixes] : {std::pair{1u, std::vector{1u}}, {2u, {2u}}, {3u, {1u}}}) ASSERT_EQ(commit(j, mixes), "accepted");
  election_.close();
  const auto fork = election_.folder / "fork";
  fs::copy(election_.board, fork, fs::copy_options::recursive);
  ASSERT_EQ(mix(1), "accepted");
  ASSERT_EQ(mix(2), "accepted");
  auto other = election_.open_board(fork);
  const auto out = election_.fresh("mix-");
  ASSERT_TRUE(election_.trustee(3).mix(fork, out).ok());
  ASSERT_EQ(election_.post_to(other, out), "accepted");
  fs::remove(election_.trustee_folder(2) / "head");
  EXPECT_TRUE(refuses(election_.trustee(2).mix(fork, election_.fresh("x")), "has served another list"));
}

TEST_F(Duties, DamagedSecretRowsAndForeignCommitmentsAreNoticed) {
  prepare();
  ASSERT_EQ(commit(1), "accepted");
  ASSERT_EQ(commit(2), "accepted");
  election_.close();
  const auto file = election_.trustee_folder(1) / "permutations/mayor.1.secret";
  auto bytes = *base::read_file(file);
  EXPECT_EQ(bytes.size(), 40u * election_.slots);
  bytes[5] ^= 1;
  ASSERT_TRUE(base::write_file_durably(file, bytes).ok());
  EXPECT_TRUE(starts(mix(1), "the secret rows for mix 1 of contest mayor are damaged"));
  fs::rename(election_.trustee_folder(1) / "permutations/mayor.1.sealed",
      election_.trustee_folder(1) / "permutations/council.1.sealed");
  EXPECT_TRUE(starts(mix(1), "not in canonical form") || starts(mix(1), "council.1.sealed"));
}

TEST_F(Duties, ABoardThatWasRewrittenOrDamagedIsRefused) {
  prepare();
  const auto before = election_.folder / "before";
  fs::copy(election_.board, before, fs::copy_options::recursive);
  election_.state_simply(EntryType::incident);
  ASSERT_TRUE(election_.trustee(1).follow(election_.board).ok());
  EXPECT_TRUE(refuses(election_.trustee(1).follow(before), "it was rewritten")) << "shorter than what was verified";
  auto t = election_.trustee(1);
  EXPECT_TRUE(refuses(t.follow(before), "it was rewritten"));
  EXPECT_TRUE(t.follow(election_.board).ok()) << "the true board is still followed";
  for (const auto& entry : fs::recursive_directory_iterator(election_.board / "blob")) {
    if (!entry.is_regular_file()) continue;
    auto bytes = *base::read_file(entry.path());
    bytes[0] ^= 1;
    ASSERT_TRUE(base::write_file_durably(entry.path(), bytes).ok());
  }
  EXPECT_FALSE(election_.trustee(2).follow(election_.board).ok());
}

TEST_F(Duties, AShareServesOneElectionOnly) {
  election_.hold_ceremony();
  TestElection other;
  fs::remove(election_.trustee_folder(1) / "head");
  EXPECT_TRUE(refuses(election_.trustee(1).follow(other.board), "belongs to another election"));
}

TEST(DecryptedLists, AreRememberedForEver) {
  Folder folder;
  ASSERT_TRUE(Vault::create(folder / "t", "trustee-1", passphrase(), kCheap).ok());
  const Bytes32 ctx{1}, other_ctx{2};
  const Bytes64 list{1}, other_list{2};
  for (int opened = 0; opened < 2; ++opened) {
    const auto vault = *Vault::open(folder / "t", passphrase());
    EXPECT_TRUE(admit_list(vault, ctx, "mayor", list).ok());
    EXPECT_TRUE(admit_list(vault, ctx, "council", other_list).ok());
    EXPECT_TRUE(refuses(admit_list(vault, ctx, "mayor", other_list), "a second one is refused"));
    EXPECT_TRUE(refuses(admit_list(vault, other_ctx, "mayor", list), "another opening"));
    EXPECT_TRUE(refuses(admit_list(vault, other_ctx, "referendum", list), "another opening"));
  }
  ASSERT_TRUE(base::write_file_durably(folder / "t/decrypted/mayor", base::view("x")).ok());
  EXPECT_TRUE(refuses(admit_list(*Vault::open(folder / "t", passphrase()), ctx, "council", other_list), "damaged"));
}

TEST(EncryptedRows, ReadBackHoweverTheyAreCutAndHideTheirContents) {
  Folder folder;
  const base::Secret<Bytes32> key(Bytes32{7});
  auto file = *base::FileRows::create(folder / "rows", 40);
  EncryptedRows rows(*file, key);
  Bytes all(40 * 50);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i * 7);
  for (std::size_t i = 0, n = 1; i < 50; i += n, n = n % 5 + 1) {
    n = std::min<std::size_t>(n, 50 - i);
    ASSERT_TRUE(rows.append(ByteView(all).subspan(40 * i, 40 * n)).ok());
  }
  for (std::size_t first = 0; first < 50; ++first) {
    Bytes out(40 * std::min<std::size_t>(3, 50 - first));
    ASSERT_TRUE(rows.read(first, out).ok());
    EXPECT_EQ(out, Bytes(all.begin() + static_cast<std::ptrdiff_t>(40 * first), all.begin() +
        static_cast<std::ptrdiff_t>(40 * first + out.size())));
  }
  const auto stored = *base::read_file(folder / "rows");
  std::size_t same = 0;
  for (std::size_t i = 0; i < all.size(); ++i) same += stored[i] == all[i];
  EXPECT_LT(same, 60u);
}

}  // namespace
}  // namespace ippyo::trustee
