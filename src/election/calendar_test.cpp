// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>

#include "election/example.hpp"

namespace ippyo::election {
namespace {

void refused_by(const base::Check& check, const std::vector<std::function<void(Calendar&)>>& changes, bool rehearsal = true) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto c = example_calendar();
    changes[i](c);
    const auto verdict = check_calendar(c, rehearsal, true);
    ASSERT_FALSE(verdict.passed()) << check.number() << ", change " << i;
    EXPECT_EQ(verdict.finding().check, check) << "change " << i << ": " << verdict.finding().text();
  }
}

TEST(Calendar, WindowsAreCutFromTheirStartAndNumberedThrough) {
  const auto epochs = epochs_of(example_calendar(), {"a", "b", "c"});
  ASSERT_EQ(epochs.size(), 13u);
  EXPECT_EQ(epoch_count(example_calendar()), 13u);
  for (std::size_t i = 0; i < epochs.size(); ++i) {
    EXPECT_EQ(epochs[i].number, i + 1);
    EXPECT_EQ(epochs[i].box, std::string(1, static_cast<char>('a' + i % 3)));
  }
  EXPECT_EQ(epochs[0].open, 1000u);
  EXPECT_EQ(epochs[9].close, 2000u);
  EXPECT_EQ(epochs[10].open, 3000u);
  EXPECT_EQ(epochs[12].open, 3200u);
  EXPECT_EQ(epochs[12].close, 3250u) << "the last shorter piece is an epoch too";
}

TEST(Calendar, ASoundOnePassesAndWindowsMayTouch) {
  auto c = example_calendar();
  EXPECT_TRUE(check_calendar(c, true, true).passed());
  EXPECT_TRUE(check_calendar(c, false, true).passed());
  c.internet[1].from = 2000;
  EXPECT_TRUE(check_calendar(c, true, true).passed());
  c.paper_override_until = 0;
  EXPECT_TRUE(check_calendar(c, true, false).passed()) << "without paper its end has no meaning";
}

TEST(Calendar, V7_30_TimesMustBeInOrder) {
  refused_by(kCalendarOrder,
             {[](auto& c) { c.announcement = 1001; }, [](auto& c) { c.early_voting.until = c.early_voting.from; },
              [](auto& c) { c.internet.clear(); }, [](auto& c) { c.internet[0].from = 999; },
              [](auto& c) { c.internet[1].until = 5001; },
              [](auto& c) { c.internet[0].until = c.internet[0].from; }, [](auto& c) { c.internet[1].from = 1999; },
              [](auto& c) { std::swap(c.internet[0], c.internet[1]); }, [](auto& c) { c.polling_day.from = 4999; },
              [](auto& c) { c.polling_day.until = 6000; }, [](auto& c) { c.polling_day.until = kLastTime + 1; },
              [](auto& c) { c.early_voting.until = ~0ull, c.internet[1].until = ~0ull; },
              [](auto& c) { c.paper_override_until = 3249; },
              [](auto& c) { c.paper_override_until = 9001; }});
}

TEST(Calendar, V7_31_EpochsMustBeAllowed) {
  refused_by(kEpochLength, {[](auto& c) { c.epoch_seconds = 0; }, [](auto& c) { c.grace_seconds = 0; }, [](auto& c) {
               c.epoch_seconds = 1, c.early_voting.until = c.internet[1].until = 80000;
               c.polling_day = {90000, 90001}, c.paper_override_until = 90001;
             }});
  refused_by(kEpochLength, {[](auto& c) { c.epoch_seconds = 59; }, [](auto& c) { c.epoch_seconds = 901; }}, false);
  auto c = example_calendar();
  c.epoch_seconds = 1;
  EXPECT_TRUE(check_calendar(c, true, true).passed());
}

}  // namespace
}  // namespace ippyo::election
