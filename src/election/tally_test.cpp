// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "election/example.hpp"
#include "election/tally.hpp"

namespace ippyo::election {
namespace {

using enum ContestKind;
using Options = std::vector<std::uint16_t>;

/// Counts the named plaintexts; "?" stands for an element that means nothing.
struct Count {
  Contest contest;
  Counter counter{Bytes32{1}, contest};
  ContestCount out;

  explicit Count(Contest c) : contest(std::move(c)) {}
  void add(const std::string& name, int times = 1) {
    const auto m = name == "?" ? example_element(77) : proof::option_point(Bytes32{1}, contest.id, name);
    while (times-- > 0) counter.add(m.bytes);
  }
  base::Verdict finish(std::uint64_t n_null = 0, std::uint64_t n_unused = 0, const std::set<std::uint16_t>& withdrawn = {}) {
    return counter.finish(withdrawn, n_null, n_unused, out);
  }
};

void failed_by(const base::Check& check, const base::Verdict& verdict) {
  ASSERT_FALSE(verdict.passed()) << check.number();
  EXPECT_EQ(verdict.finding().check, check) << verdict.finding().text();
}

TEST(Tally, EveryPlaintextFallsIntoOneClass) {
  Count count(example_contest("a", single_choice, 1, 3));
  count.add("1", 5), count.add("3", 2), count.add("0", 4), count.add("abstain", 7), count.add("null", 2), count.add("unused", 3);
  count.add("?", 1), count.add("4", 1);
  ASSERT_TRUE(count.finish(2, 3).passed());
  EXPECT_EQ(count.out.contest, "a");
  EXPECT_EQ(count.out.valid, (std::map<std::uint32_t, std::uint64_t>{{1, 5}, {2, 0}, {3, 2}}));
  EXPECT_TRUE(count.out.withdrawn.empty());
  EXPECT_EQ(count.out.blank, 4u);
  EXPECT_EQ(count.out.abstain, 7u);
  EXPECT_EQ(count.out.null, 2u);
  EXPECT_EQ(count.out.unused, 3u);
  EXPECT_EQ(count.out.invalid, 2u) << "a stranger and a number never offered";
  EXPECT_EQ(count.out.total(), 25u);
}

TEST(Tally, AnOptionOfAnotherContestOrElectionIsInvalid) {
  Count count(example_contest("a", single_choice, 1, 2));
  count.counter.add(proof::option_point(Bytes32{1}, "b", "1").bytes);
  count.counter.add(proof::option_point(Bytes32{2}, "a", "1").bytes);
  ASSERT_TRUE(count.finish().passed());
  EXPECT_EQ(count.out.invalid, 2u);
}

TEST(Tally, NullsAndUnusedBeyondTheRecordAreInvalid) {
  Count count(example_contest("a", single_choice, 1, 2));
  count.add("null", 5), count.add("unused", 3);
  ASSERT_TRUE(count.finish(2, 1).passed());
  EXPECT_EQ(count.out.null, 2u);
  EXPECT_EQ(count.out.unused, 1u);
  EXPECT_EQ(count.out.invalid, 5u);
}

TEST(Tally, V9_30_FewerNullsThanOverriddenSlots) {
  Count count(example_contest("a", single_choice, 1, 2));
  count.add("null", 2), count.add("1", 3);
  failed_by(kFewerNulls, count.finish(3, 0));
}

TEST(Tally, V9_31_FewerUnusedThanPlacesWithoutABallot) {
  Count count(example_contest("a", single_choice, 1, 2));
  count.add("unused", 2), count.add("1", 3);
  failed_by(kFewerUnused, count.finish(0, 3));
}

TEST(Tally, V9_32_ClassesMustAddUp) {
  Count count(example_contest("a", single_choice, 1, 2));
  count.add("1", 3), count.add("abstain", 3);
  ASSERT_TRUE(count.finish().passed());
  EXPECT_TRUE(check_classes(count.out, 6).passed());
  failed_by(kClassesAdd, check_classes(count.out, 7));
  ++count.out.valid[2];
  failed_by(kClassesAdd, check_classes(count.out, 6));
}

TEST(Tally, VotesForAWithdrawnOptionAreCountedApart) {
  Count count(example_contest("a", single_choice, 1, 3));
  count.add("1", 3), count.add("2", 4);
  ASSERT_TRUE(count.finish(0, 0, {2, 3}).passed());
  EXPECT_EQ(count.out.valid, (std::map<std::uint32_t, std::uint64_t>{{1, 3}}));
  EXPECT_EQ(count.out.withdrawn, (std::map<std::uint32_t, std::uint64_t>{{2, 4}, {3, 0}}));
  EXPECT_EQ(allocate_seats(count.contest, count.out).elected, (Options{1})) << "nobody is elected by votes for a withdrawn option";
}

TEST(Tally, ASetWithAWithdrawnOptionIsCountedApart) {
  Count count(example_contest("a", approval, 0, 3, 2));
  count.add("3", 4), count.add("4", 1), count.add("5", 2);
  ASSERT_TRUE(count.finish(0, 0, {2}).passed());
  EXPECT_EQ(count.out.valid, (std::map<std::uint32_t, std::uint64_t>{{1, 0}, {4, 1}, {5, 2}}));
  EXPECT_EQ(count.out.withdrawn, (std::map<std::uint32_t, std::uint64_t>{{2, 0}, {3, 4}, {6, 0}}));
  EXPECT_EQ(votes_by_option(count.contest, count.out), (std::vector<OptionVotes>{{3, 3}, {1, 2}}));
}

/// Votes of options 1, 2, .. in order.
ContestCount counted(const std::vector<std::uint64_t>& votes) {
  ContestCount count;
  for (std::size_t i = 0; i < votes.size(); ++i) count.valid[static_cast<std::uint32_t>(i + 1)] = votes[i];
  return count;
}

TEST(Seats, MostVotesFirstTiesByNumber) {
  const auto c = example_contest("a", single_non_transferable, 3, 4);
  EXPECT_EQ(votes_by_option(c, counted({5, 9, 5, 0})), (std::vector<OptionVotes>{{2, 9}, {1, 5}, {3, 5}, {4, 0}}));
  EXPECT_EQ(allocate_seats(c, counted({5, 9, 5, 0})), (SeatAllocation{{2, 1, 3}, {}, 0})) << "a tie above the last seat is none";
}

TEST(Seats, ATieAtTheLastSeatIsReportedAndNeverComputed) {
  EXPECT_EQ(allocate_seats(example_contest("a", single_choice, 1, 2), counted({4, 4})), (SeatAllocation{{}, {1, 2}, 1}));
  const auto council = example_contest("a", single_non_transferable, 3, 5);
  EXPECT_EQ(allocate_seats(council, counted({7, 3, 3, 3, 1})), (SeatAllocation{{1}, {2, 3, 4}, 2}));
  EXPECT_EQ(allocate_seats(council, counted({2, 2, 2, 2, 2})), (SeatAllocation{{}, {1, 2, 3, 4, 5}, 3}));
}

TEST(Seats, OptionsWithoutAVoteAreNeverElectedAndNeverTied) {
  const auto council = example_contest("a", single_non_transferable, 3, 5);
  EXPECT_EQ(allocate_seats(council, counted({7, 0, 0, 0, 1})), (SeatAllocation{{1, 5}, {}, 1}));
  EXPECT_EQ(allocate_seats(council, counted({0, 0, 0, 0, 0})), (SeatAllocation{{}, {}, 3}));
}

TEST(Seats, ApprovalCountsEachOptionOfASet) {
  auto c = example_contest("a", approval, 1, 3, 2);
  ContestCount count;
  count.valid = {{1, 2}, {2, 1}, {3, 4}, {4, 0}, {5, 1}, {6, 0}};
  EXPECT_EQ(votes_by_option(c, count), (std::vector<OptionVotes>{{1, 7}, {2, 5}, {3, 1}}));
  EXPECT_EQ(allocate_seats(c, count), (SeatAllocation{{1}, {}, 0}));
  c.seats = 0;
  EXPECT_EQ(allocate_seats(c, count), SeatAllocation{});
}

TEST(Seats, QuestionsElectNobody) {
  EXPECT_EQ(allocate_seats(example_contest("a", yes_no, 0, 2), counted({4, 4})), SeatAllocation{});
  EXPECT_EQ(allocate_seats(example_contest("a", referendum, 0, 3), counted({4, 1, 2})), SeatAllocation{});
}

TEST(Lot, DrawsExactlyTheOpenSeatsFromTheTied) {
  const SeatAllocation a{{1}, {2, 3, 4}, 2};
  EXPECT_TRUE(check_lot(a, {0, {4, 2}, "drawn"}).passed());
}

TEST(Lot, V16_32_WithoutATieOrOfOthers) {
  const SeatAllocation a{{1}, {2, 3, 4}, 2};
  for (const auto& winners : {Options{2}, Options{2, 3, 4}, Options{2, 2}, Options{1, 2}, Options{2, 5}, Options{}})
    failed_by(kLotWithoutTie, check_lot(a, {0, winners, "drawn"}));
  failed_by(kLotWithoutTie, check_lot({{1, 5}, {}, 1}, {0, {2}, "drawn"}));
  failed_by(kLotWithoutTie, check_lot({{1}, {}, 0}, {0, {}, "drawn"}));
}

}  // namespace
}  // namespace ippyo::election
