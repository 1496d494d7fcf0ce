// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "election/example.hpp"

namespace ippyo::election {
namespace {

enum : std::uint16_t { kMayor, kCouncil, kPark, kNames };

struct Amended : testing::Test {
  Constitution c = example_constitution();
  Schedule s = initial_schedule(example_opening(c));
  std::uint32_t sealed = 0;
  UnixTime now = 1000;

  base::Verdict apply(const Amendment& a) { return amend(s, c, a, sealed, now); }
  void accepted(const Amendment& a) {
    const auto verdict = apply(a);
    EXPECT_TRUE(verdict.passed()) << verdict.finding().text();
  }
  /// Refused by this check, and nothing has changed.
  void refused(const Amendment& a, const base::Check& check = kAmendmentContent) {
    const auto before = s.epochs.size() + s.withdrawn[a.contest % 4].size() + s.amendments + s.calendar.internet.size() + s.last_epoch;
    const auto verdict = apply(a);
    ASSERT_FALSE(verdict.passed());
    EXPECT_EQ(verdict.finding().check, check) << verdict.finding().text();
    EXPECT_EQ(s.epochs.size() + s.withdrawn[a.contest % 4].size() + s.amendments + s.calendar.internet.size() + s.last_epoch, before);
  }
  Amendment make(AmendmentKind kind) const {
    Amendment a{};
    a.number = s.amendments + 1, a.kind = kind, a.reason = "理由";
    return a;
  }
  Amendment add(std::uint16_t contest, std::uint16_t number) const {
    auto a = make(AmendmentKind::add_option);
    a.contest = contest, a.option = example_option(number);
    return a;
  }
  Amendment withdraw(std::uint16_t contest, std::uint16_t number) const {
    auto a = make(AmendmentKind::withdraw_option);
    a.contest = contest, a.option.number = number;
    return a;
  }
  Amendment extend(UnixTime from, UnixTime until, std::vector<std::string> boxes = {"box-2", "box-1"}) const {
    auto a = make(AmendmentKind::extend_window);
    a.window = {from, until}, a.boxes = std::move(boxes);
    return a;
  }
  Amendment suspend(UnixTime from, UnixTime until) const {
    auto a = make(AmendmentKind::suspend_window);
    a.window = {from, until};
    return a;
  }
};

TEST_F(Amended, AnOptionIsAddedWithTheNextNumber) {
  accepted(add(kMayor, 3));
  EXPECT_EQ(plaintext_numbers(s.contests[kMayor], s.withdrawn[kMayor]), (std::vector<std::uint32_t>{0, 1, 2, 3}));
  accepted(add(kNames, 5));
  EXPECT_EQ(s.amendments, 2u);
}

TEST_F(Amended, AWithdrawnNumberIsNeverGivenAgain) {
  accepted(add(kMayor, 3));
  accepted(withdraw(kMayor, 3));
  refused(add(kMayor, 3));
  accepted(add(kMayor, 4));
  EXPECT_EQ(plaintext_numbers(s.contests[kMayor], s.withdrawn[kMayor]), (std::vector<std::uint32_t>{0, 1, 2, 4}));
  EXPECT_EQ(all_plaintext_numbers(s.contests[kMayor]).size(), 5u);
}

TEST_F(Amended, V7_33_NumbersAscendByOne) {
  for (const auto number : {0u, 2u}) {
    auto a = add(kMayor, 3);
    a.number = number;
    refused(a, kAmendmentNumber);
  }
  accepted(add(kMayor, 3));
  auto again = add(kMayor, 4);
  again.number = 1;
  refused(again, kAmendmentNumber);
}

TEST_F(Amended, V7_34_OptionsThatMayNotBeAdded) {
  refused(add(4, 3));
  refused(add(kMayor, 2));
  refused(add(kMayor, 4));
  refused(add(kPark, 3));
  auto a = add(kMayor, 3);
  a.reason = "";
  refused(a);
  a = add(kMayor, 3);
  a.option.name = "";
  refused(a);
  a = add(kMayor, 3);
  a.option.order = 1;
  refused(a);
  s.contests[kNames] = example_contest("names", ContestKind::approval, 0, 10, 2);
  refused(add(kNames, 11));
}

TEST_F(Amended, V7_34_OptionsThatMayNotBeWithdrawn) {
  refused(withdraw(4, 1));
  refused(withdraw(kMayor, 0));
  refused(withdraw(kMayor, 3));
  refused(withdraw(kPark, 1));
  accepted(withdraw(kMayor, 1));
  refused(withdraw(kMayor, 1));
  refused(withdraw(kMayor, 2));
}

TEST_F(Amended, AddedEpochsAreNumberedOnAndHaveTheirOwnRotation) {
  accepted(extend(4000, 4250));
  ASSERT_EQ(s.epochs.size(), 16u);
  EXPECT_EQ(s.epochs[13].number, 14u);
  EXPECT_EQ(s.epochs[13].box, "box-2");
  EXPECT_EQ(s.epochs[14].box, "box-1");
  EXPECT_EQ(s.epochs[15].open, 4200u);
  EXPECT_EQ(s.epochs[15].close, 4250u);
  refused(extend(4249, 4300));
  accepted(extend(4250, 9000));
  refused(extend(9000, 9100));
}

TEST_F(Amended, V7_34_WindowsThatMayNotBeAdded) {
  refused(extend(4000, 4000));
  refused(extend(3249, 4000));
  refused(extend(4000, 9001));
  refused(extend(4000, 5000, {}));
  refused(extend(4000, 5000, {"box-1", "box-1"}));
  refused(extend(4000, 5000, {"registrar"}));
  now = 4001;
  refused(extend(4000, 5000));
  now = 1000;
  s.calendar.paper_override_until = 6000;
  refused(extend(4000, 6001));
  c.paper = false;
  accepted(extend(4000, 6001));
  s.calendar.epoch_seconds = 1;
  s.calendar.polling_day.until = 90000;
  refused(extend(8000, 90000));
}

TEST_F(Amended, ASuspendedWindowDropsTheEpochsThatWouldCloseInIt) {
  accepted(suspend(1200, 1400));
  ASSERT_EQ(s.epochs.size(), 11u);
  EXPECT_EQ(s.epochs[1].close, 1200u) << "closes as the suspension begins";
  EXPECT_EQ(s.epochs[2].open, 1400u) << "1300..1400 would have been open during it";
  EXPECT_EQ(s.epochs[2].number, 5u) << "numbers stay";
}

TEST_F(Amended, NumbersOfSuspendedEpochsAreNotGivenAgain) {
  accepted(suspend(3000, 3250));
  ASSERT_EQ(s.epochs.size(), 10u);
  accepted(extend(4000, 4100));
  EXPECT_EQ(s.epochs.back().number, 14u);
}

TEST_F(Amended, V7_34_WindowsThatMayNotBeSuspended) {
  refused(suspend(1200, 1200));
  refused(suspend(2000, 3000));
  now = 1201;
  refused(suspend(1200, 1400));
  now = 1000, sealed = 3;
  refused(suspend(1250, 1400));
  accepted(suspend(1300, 1400));
}

}  // namespace
}  // namespace ippyo::election
