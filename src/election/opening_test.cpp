// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>

#include "election/example.hpp"

namespace ippyo::election {
namespace {

using Change = std::function<void(Opening&)>;

void refused_by(const base::Check& check, const std::vector<Change>& changes) {
  const auto c = example_constitution();
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto o = example_opening(c);
    changes[i](o);
    const auto verdict = check_opening(c, o);
    ASSERT_FALSE(verdict.passed()) << check.number() << ", change " << i;
    EXPECT_EQ(verdict.finding().check, check) << "change " << i << ": " << verdict.finding().text();
  }
}

TEST(Opening, ASoundOnePasses) {
  const auto c = example_constitution();
  const auto verdict = check_opening(c, example_opening(c));
  EXPECT_TRUE(verdict.passed()) << verdict.finding().text();
}

TEST(Opening, V2_31_KeysMustBeTheConstituted) {
  refused_by(kOpeningKeys, {[](auto& o) { o.y = Element{}; }, [](auto& o) { o.Z = example_element(8); }});
}

TEST(Opening, V7_32_ContestsStylesAndBoxesMustFit) {
  refused_by(kOpeningShape,
             {[](auto& o) { o.slots = 0; }, [](auto& o) { o.contests.clear(); }, [](auto& o) { o.contests[1].id = "mayor"; },
              [](auto& o) { o.styles.clear(); }, [](auto& o) { o.styles[1].id = "all"; }, [](auto& o) { o.styles[1].id = "All"; },
              [](auto& o) { o.styles[1].name = ""; }, [](auto& o) { o.styles[1].contests = {}; },
              [](auto& o) { o.styles[1].contests = {4}; }, [](auto& o) { o.styles[1].contests = {1, 0}; },
              [](auto& o) { o.styles[1].contests = {1, 1}; }, [](auto& o) { o.styles[0].contests = {0, 1, 2}; },
              [](auto& o) { o.box_rotation = {}; }, [](auto& o) { o.box_rotation = {"box-1", "box-1"}; },
              [](auto& o) { o.box_rotation = {"trustee-1"}; }, [](auto& o) { o.token_lists[1] = o.token_lists[0]; }});
}

TEST(Opening, ItsPartsAreCheckedToo) {
  refused_by(kContestShape, {[](auto& o) { o.contests[0].seats = 2; }});
  refused_by(kApprovalSets, {[](auto& o) { o.contests[3] = example_contest("names", ContestKind::approval, 0, 11, 2); }});
  refused_by(kCalendarOrder, {[](auto& o) { o.calendar.announcement = 1001; }});
  refused_by(kEpochLength, {[](auto& o) { o.calendar.epoch_seconds = 0; }});
}

TEST(Opening, ARealClockForbidsRehearsalEpochs) {
  auto c = example_constitution();
  auto o = example_opening(c);
  o.calendar.epoch_seconds = 10;
  EXPECT_TRUE(check_opening(c, o).passed());
  c.clock = ClockKind::real;
  ASSERT_FALSE(check_opening(c, o).passed());
  EXPECT_EQ(check_opening(c, o).finding().check, kEpochLength);
}

TEST(Opening, TheContextTakesInEverything) {
  const auto c = example_constitution();
  const base::Bytes64 ceremony{1};
  const std::vector<Change> changes{
      [](auto&) {},
      [](auto& o) { o.y = example_element(22); },
      [](auto& o) { o.Z = example_element(22); },
      [](auto& o) { ++o.slots; },
      [](auto& o) { o.slot_list[7] ^= 1; },
      [](auto& o) { o.contests[0].title += "x"; },
      [](auto& o) { o.contests[0].options[1].kana += "x"; },
      [](auto& o) { o.styles[1].contests = {2}; },
      [](auto& o) { ++o.calendar.grace_seconds; },
      [](auto& o) { ++o.calendar.polling_day.until; },
      [](auto& o) { o.box_rotation.pop_back(); },
      [](auto& o) { o.token_lists.pop_back(); },
      [](auto& o) { o.policy += "x"; }};
  std::set<Bytes32> seen;
  for (const auto& change : changes) {
    auto o = example_opening(c);
    change(o);
    EXPECT_TRUE(seen.insert(context(Bytes32{1}, ceremony, o)).second);
  }
  EXPECT_TRUE(seen.insert(context(Bytes32{2}, ceremony, example_opening(c))).second);
  EXPECT_TRUE(seen.insert(context(Bytes32{1}, base::Bytes64{2}, example_opening(c))).second);
}

}  // namespace
}  // namespace ippyo::election
