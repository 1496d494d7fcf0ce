// SPDX-License-Identifier: Apache-2.0
// The office's entries on a real State, and what scrutineers and a station's voter must notice.
#include <algorithm>

#include "base/files.hpp"
#include "office/test_election.hpp"
#include "proof/settlement.hpp"
#include "record/checks.hpp"
#include "record/page_announcement.hpp"

namespace ippyo::office {
namespace {

using record::Phase;

/// The election up to the settlement is played once; every test begins from a copy of its state.
class OfficeTest : public testing::Test {
 protected:
  static std::unique_ptr<TestElection> settled_;
  static void SetUpTestSuite() {
    settled_ = std::make_unique<TestElection>();
    settled_->play_to_close();
    settled_->settle();
  }
  static void TearDownTestSuite() { settled_.reset(); }
  TestElection& e = *settled_;
  record::State state_before = e.state;
  board::Tree tree_before = e.tree;
  ~OfficeTest() override {
    e.state = state_before;
    e.tree = tree_before;
  }
  AuditReport audit(const PollBook& book) {
    auto report = audit_settlement(e.state, book, e.openings());
    EXPECT_TRUE(report.ok());
    return *report;
  }
  record::Entry draft(std::vector<std::string> scrutineers) {
    auto entry = draft_audited(e.state, e.tree.size(), e.tree.root(e.tree.size()), std::move(scrutineers), 9300, "compared");
    EXPECT_TRUE(entry.ok());
    return *entry;
  }
  base::Result<void> write(const record::Entry& entry) {
    return write_signed(e.folder / std::to_string(++e.submissions), e.state, entry);
  }
  base::Check refusal_of(const record::Entry& entry) {
    EXPECT_TRUE(write(entry).ok());
    const auto verdict = e.verdict_of_last();
    return verdict.passed() ? base::Check{} : verdict.finding().check;
  }
};
std::unique_ptr<TestElection> OfficeTest::settled_;

TEST_F(OfficeTest, TheElectionReachesTheSettlementOnARealState) {
  EXPECT_EQ(e.state.phase(), Phase::settled);
  EXPECT_EQ(e.state.settlement_commitments().size(), TestElection::kSlots);
  EXPECT_EQ(e.state.poll_book().overridden, (std::vector<std::uint64_t>{1, 1}));
}

TEST_F(OfficeTest, SlotNumbersAreTheRanksByX) {
  const auto numbers = slot_numbers(e.enrolments);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    EXPECT_EQ(e.state.slots()[numbers[i]].X, e.enrolments[i].X);
    EXPECT_EQ(e.state.slots()[numbers[i]].style, e.enrolments[i].style);
  }
}

TEST_F(OfficeTest, TwoScrutineersSignOneAfterTheOther) {
  ASSERT_TRUE(audit(e.poll_book()).agrees());
  auto entry = draft({"scrutineer-1", "scrutineer-2"});
  ASSERT_TRUE(sign_entry(entry, e.state.ctx(), "scrutineer-2", e.keys.at("scrutineer-2")).ok());
  EXPECT_FALSE(write(entry).ok()) << "the first signature is still missing";
  ASSERT_TRUE(sign_entry(entry, e.state.ctx(), "scrutineer-1", e.keys.at("scrutineer-1")).ok());
  e.post(write(entry));
  EXPECT_TRUE(e.state.audited());
}

TEST_F(OfficeTest, ASignatureByTheWrongKeyIsRefusedByTheBoard) {
  auto entry = draft({"scrutineer-1", "scrutineer-2"});
  ASSERT_TRUE(sign_entry(entry, e.state.ctx(), "scrutineer-1", e.keys.at("scrutineer-1")).ok());
  ASSERT_TRUE(sign_entry(entry, e.state.ctx(), "scrutineer-2", e.keys.at("scrutineer-1")).ok());
  EXPECT_EQ(refusal_of(entry), record::kEntrySignature);
}

TEST_F(OfficeTest, NobodySignsWhomTheDraftDoesNotName) {
  auto entry = draft({"scrutineer-1"});
  EXPECT_FALSE(sign_entry(entry, e.state.ctx(), "scrutineer-2", e.keys.at("scrutineer-2")).ok());
}

TEST_F(OfficeTest, HalfOfTheScrutineersAreNotEnough) {
  auto entry = draft({"scrutineer-1"});
  ASSERT_TRUE(sign_entry(entry, e.state.ctx(), "scrutineer-1", e.keys.at("scrutineer-1")).ok());
  EXPECT_EQ(refusal_of(entry), record::kEntrySigner);
}

TEST_F(OfficeTest, AnAuditOfAnotherBoardIsRefused) {
  auto entry = *draft_audited(e.state, e.tree.size(), Bytes32{1}, {"scrutineer-1", "scrutineer-2"}, 9300, "");
  for (const auto* id : {"scrutineer-1", "scrutineer-2"}) ASSERT_TRUE(sign_entry(entry, e.state.ctx(), id, e.keys.at(id)).ok());
  EXPECT_EQ(refusal_of(entry), record::kAuditedRoot);
}

TEST_F(OfficeTest, ScrutineersNameTheWronglyOverriddenAndTheMissingSlot) {
  auto book = e.poll_book();
  const auto kept = e.first_of_style(0), other = e.first_of_style(0, kept + 1);
  book.overridden.erase(kept);
  book.overridden.insert(other);
  const auto report = audit(book);
  EXPECT_FALSE(report.count_differs) << "the numbers agree: only the comparison slot by slot can find it";
  const std::vector<Difference> both{{kept, DifferenceKind::not_in_poll_book}, {other, DifferenceKind::not_in_settlement}};
  EXPECT_EQ(report.differences, both);
  EXPECT_NE(report.differences[1].text().find("Slot " + std::to_string(other) + " "), std::string::npos);
}

TEST_F(OfficeTest, APollBookWithOtherCountsOrUnknownSlotsDoesNotAgree) {
  auto book = e.poll_book();
  book.overridden.insert(e.first_of_style(1, e.first_of_style(1) + 1));
  EXPECT_TRUE(audit(book).count_differs);
  book = e.poll_book();
  book.overridden.insert(TestElection::kSlots);
  EXPECT_EQ(audit(book).differences, (std::vector<Difference>{{TestElection::kSlots, DifferenceKind::unknown_slot}}));
}

TEST_F(OfficeTest, AnAlteredOpeningIsNamedAndAShortFileRefused) {
  const auto bytes = *base::read_file(e.openings());
  ASSERT_EQ(bytes.size(), TestElection::kSlots * kOpeningRowSize);
  const auto with = [&](std::size_t at, std::uint8_t change) {
    auto altered = bytes;
    altered[at] ^= change;
    EXPECT_TRUE(base::write_file_durably(e.openings(), altered, 0600).ok());
    return audit(e.poll_book()).differences;
  };
  const std::vector<Difference> third{{3, DifferenceKind::does_not_open}};
  EXPECT_EQ(with(3 * kOpeningRowSize, 1), third) << "overridden said otherwise";
  EXPECT_EQ(with(3 * kOpeningRowSize, 2), third) << "neither yes nor no";
  EXPECT_EQ(with(3 * kOpeningRowSize + 1, 1), third) << "another d";
  EXPECT_EQ(with(3 * kOpeningRowSize + 32, 0x80), third) << "d is no scalar";
  EXPECT_TRUE(base::write_file_durably(e.openings(), ByteView(bytes).first(bytes.size() - kOpeningRowSize), 0600).ok());
  EXPECT_FALSE(audit_settlement(e.state, e.poll_book(), e.openings()).ok());
  EXPECT_TRUE(base::write_file_durably(e.openings(), bytes, 0600).ok());
}

TEST_F(OfficeTest, TheOpeningsArePrivateAndAreErasedOnlyAfterTheAudit) {
  const auto bytes = *base::read_file(e.openings());
  const auto copy = e.folder / "copy";
  ASSERT_TRUE(base::write_file_durably(copy, bytes, 0600).ok());
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(e.openings()).permissions() & (perms::group_all | perms::others_all), perms::none);
  EXPECT_FALSE(erase_openings(e.state, copy).ok());
  EXPECT_TRUE(std::filesystem::exists(copy));
  auto entry = draft({"scrutineer-1", "scrutineer-2"});
  for (const auto* id : {"scrutineer-1", "scrutineer-2"}) ASSERT_TRUE(sign_entry(entry, e.state.ctx(), id, e.keys.at(id)).ok());
  e.post(write(entry));
  EXPECT_TRUE(erase_openings(e.state, copy).ok());
  EXPECT_FALSE(std::filesystem::exists(copy));
  EXPECT_FALSE(erase_openings(e.state, copy).ok());
}

TEST_F(OfficeTest, StatementsStandOnTheBoardAtAnyTime) {
  e.post(write_incident(e.desk({"commission"}, 9250), "A station's device was replaced."));
  e.post(write_audit_head(e.desk({"registrar"}, 9260), Bytes32{7}, "evidence log, 8 rows"));
  EXPECT_FALSE(write_result(e.desk({"commission"}, 9270)).ok()) << "nothing is decrypted";
}

TEST_F(OfficeTest, ThePagesFilesAreAnnouncedOnTheBoard) {
  const std::string manifest = "booth/index.html " + std::string(64, '1') + "\ncheck/index.html " + std::string(64, '2') + "\n";
  e.post(announce_page(e.desk({"commission"}, 9250), manifest));
  const auto submission = record::Submission::open(e.folder / std::to_string(e.submissions));
  ASSERT_TRUE(submission.ok());
  const auto entry = record::Entry::decode(submission->entries.at(0));
  ASSERT_TRUE(entry.ok());
  EXPECT_EQ(entry->type, record::EntryType::incident);
  const auto body = record::StatementBody::decode(entry->body);
  ASSERT_TRUE(body.ok());
  EXPECT_EQ(body->hash, base::sha256(base::view(manifest)));
  EXPECT_EQ(body->text, "voter's page\n" + manifest);
  EXPECT_EQ(record::read_page_announcement(*body)->size(), 2u);
  EXPECT_FALSE(announce_page(e.desk({"commission"}, 9260), "booth/index.html\n").ok()) << "no hash";
  std::string large;
  for (int i = 1000; i < 2000; ++i) large += "booth/assets/" + std::to_string(i) + " " + std::string(64, '1') + "\n";
  EXPECT_FALSE(announce_page(e.desk({"commission"}, 9260), large).ok()) << "larger than an entry";
}

TEST_F(OfficeTest, AnAmendmentOutOfOrderIsRefusedBeforeItIsWritten) {
  const election::Amendment again{1, election::AmendmentKind::withdraw_option, "again", 1, {}, {}, {}};
  EXPECT_FALSE(write_amendment(e.desk({"commission"}, 9250), again).ok());
}

TEST_F(OfficeTest, AChallengedBallotOpensToWhatWasChosen) {
  const LoanedDevice device(e.state, "station-1");
  auto sealed = device.seal(0, TestElection::choices({2, 1, 0, 3}), e.rng);
  ASSERT_TRUE(sealed.ok());
  const auto code = sealed->code();
  const auto opened = device.open(std::move(*sealed));
  EXPECT_EQ(opened.choices, (std::vector<std::uint32_t>{2, 1, 0, 3}));
  EXPECT_TRUE(device.opening_holds(0, code, opened));
  auto lie = opened;
  lie.choices[0] = 1;
  EXPECT_FALSE(device.opening_holds(0, code, lie));
  lie = opened;
  lie.choices[1] = 3;  // withdrawn
  EXPECT_FALSE(device.opening_holds(0, code, lie));
  lie = opened;
  lie.r[2] += proof::Scalar::one();
  EXPECT_FALSE(device.opening_holds(0, code, lie));
  lie = opened;
  std::swap(lie.ciphertexts[0], lie.ciphertexts[1]);
  EXPECT_FALSE(device.opening_holds(0, code, lie));
  lie = opened;
  lie.choices.pop_back();
  EXPECT_FALSE(device.opening_holds(0, code, lie));
  EXPECT_FALSE(device.opening_holds(1, code, opened));
  EXPECT_FALSE(device.opening_holds(9, code, opened));
}

TEST_F(OfficeTest, AStationSealsOnlyWhatIsOffered) {
  const LoanedDevice device(e.state, "station-1");
  EXPECT_TRUE(device.seal(1, TestElection::choices({4}), e.rng).ok());
  EXPECT_FALSE(device.seal(1, TestElection::choices({3}), e.rng).ok()) << "withdrawn by the amendment";
  EXPECT_FALSE(device.seal(1, TestElection::choices({5}), e.rng).ok());
  EXPECT_FALSE(device.seal(1, TestElection::choices({1, 1}), e.rng).ok());
  EXPECT_FALSE(device.seal(2, TestElection::choices({1}), e.rng).ok());
}

TEST_F(OfficeTest, EveryTokenWithoutABallotIsOpenedAtTheClosing) {
  const auto station = e.poll_book().stations[0];
  EXPECT_EQ(station.check_ins, (std::vector<std::uint64_t>{2, 1}));
  EXPECT_EQ(station.abandoned, (std::vector<std::uint64_t>{1, 0}));
  EXPECT_EQ(station.opened_tokens.size(), TestElection::kTokens - 2);
  EXPECT_TRUE(std::ranges::is_sorted(station.opened_tokens, {}, record::token_hash));
}

// The poll book before its count: what the registrar may not write, and what the board refuses.
TEST(PollBookTest, OnlyTheClosedPollBookIsSettled) {
  TestElection e;
  e.play_to_close();
  auto book = e.poll_book();
  book.overridden.insert(99);
  EXPECT_FALSE(write_poll_book_count(e.desk({"registrar"}, 9100), book).ok());
  book = e.poll_book();
  book.stations[0].opened_tokens.pop_back();
  ASSERT_TRUE(write_poll_book_count(e.desk({"registrar"}, 9100), book).ok());
  EXPECT_EQ(e.verdict_of_last().finding().check, record::kOpenedTokens);
  book = e.poll_book();
  e.post(write_poll_book_count(e.desk({"registrar"}, 9100), book));
  book.overridden.erase(book.overridden.begin());
  EXPECT_FALSE(write_settlement(e.desk({"registrar"}, 9200), book, e.z, e.openings()).ok());
  EXPECT_FALSE(std::filesystem::exists(e.openings()));
  const group::SecretScalar wrong(group::Scalar::from_u64(8));
  ASSERT_TRUE(write_settlement(e.desk({"registrar"}, 9200), e.poll_book(), wrong, e.openings()).ok());
  EXPECT_EQ(e.verdict_of_last().finding().check, proof::kSettlementProof);
}

}  // namespace
}  // namespace ippyo::office
