// SPDX-License-Identifier: Apache-2.0
// Days as documents write them, and ages by the law on counting age. [SPEC 15.1 VoterRoll]
#include "roll/day.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ippyo::roll {
namespace {

TEST(Day, IsReadInEveryFormOfADocument) {
  for (const char* text : {"2004-05-06", "2004/5/6", "2004.05.06", "20040506", "2004年5月6日", "２００４年５月６日", "H16.5.6",
                           "h16-05-06", "H16/05/06", "平成16年5月6日", "㍻１６年５月６日", " 2004-05-06 ", "平成 16年 5月 6日"})
    EXPECT_EQ(parse_day(text), (Day{2004, 5, 6})) << text;
  EXPECT_EQ(parse_day("S45.3.1"), (Day{1970, 3, 1}));
  EXPECT_EQ(parse_day("昭和45年3月1日"), (Day{1970, 3, 1}));
  EXPECT_EQ(parse_day("R1.5.1"), (Day{2019, 5, 1}));
  EXPECT_EQ(parse_day("令和元年5月1日"), (Day{2019, 5, 1}));
  EXPECT_EQ(parse_day("大正15年12月24日"), (Day{1926, 12, 24}));
  EXPECT_EQ(parse_day("T15.12.25"), parse_day("S1.12.25"));  // one day of two eras
}

TEST(Day, IsRefusedInEveryOtherForm) {
  for (const char* text :
       {"", "2004", "2004-13-01", "2004-02-30", "2003-02-29", "2004-00-01", "2004-05-00", "2004-05/06", "2004-05-06-07",
        "2004-05-06x", "H31.5.1", "S64.1.8", "R0.5.1", "H0.1.1", "昭和.1.1", "X1.1.1", "1872-12-31", "2200-01-01", "0506",
        "2004年5月6", "2004-05-06年", "99999-1-1", "２００４－０５－", "\xff\xfe", "--", "年月日", "20040230", "+2004-05-06", "元-1-1"})
    EXPECT_FALSE(parse_day(text)) << text;
  EXPECT_FALSE(parse_day(std::string(1 << 20, '1')));
  EXPECT_FALSE(parse_day(std::string("2004-05-06\0", 11)));
}

TEST(Day, IsWrittenInBothCalendars) {
  EXPECT_EQ(to_text({2004, 5, 6}), "2004-05-06");
  EXPECT_EQ(to_era({2019, 4, 30}), "平成31年4月30日");
  EXPECT_EQ(to_era({2019, 5, 1}), "令和元年5月1日");
  EXPECT_EQ(to_era({1989, 1, 7}), "昭和64年1月7日");
  EXPECT_EQ(to_era({1989, 1, 8}), "平成元年1月8日");
}

TEST(Day, ChangesInJapanNineHoursBeforeGreenwich) {
  EXPECT_EQ(day_in_japan(0), (Day{1970, 1, 1}));
  EXPECT_EQ(day_in_japan(1729954799), (Day{2024, 10, 26}));  // 2024-10-26T23:59:59+09:00
  EXPECT_EQ(day_in_japan(1729954800), (Day{2024, 10, 27}));
}

TEST(Age, OneGetsOlderOnTheDayBeforeTheBirthday) {
  const Day polling{2028, 10, 29};
  EXPECT_EQ(age_on({2010, 10, 29}, polling), 18);
  EXPECT_EQ(age_on({2010, 10, 30}, polling), 18);  // born on the day after the polling day: 18
  EXPECT_EQ(age_on({2010, 10, 31}, polling), 17);
  EXPECT_EQ(age_on({2010, 10, 30}, {2028, 10, 28}), 17);
  EXPECT_EQ(first_day_aged({2010, 10, 30}, 18), polling);
  EXPECT_EQ(first_day_aged({2011, 1, 1}, 18), (Day{2028, 12, 31}));
}

TEST(Age, WhoIsBornOnALeapDayGetsOlderOnTheTwentyEighthOfFebruary) {
  const Day birth{2008, 2, 29};
  EXPECT_EQ(age_on(birth, {2026, 2, 27}), 17);
  EXPECT_EQ(age_on(birth, {2026, 2, 28}), 18);
  EXPECT_EQ(age_on(birth, {2028, 2, 27}), 19);
  EXPECT_EQ(age_on(birth, {2028, 2, 28}), 20);
  EXPECT_EQ(first_day_aged(birth, 18), (Day{2026, 2, 28}));
  EXPECT_EQ(first_day_aged(birth, 20), (Day{2028, 2, 28}));
}

Day any_day() { return add_days({1900, 1, 1}, *rc::gen::inRange(0, 80'000)); }

RC_GTEST_PROP(DayProperty, WhatIsWrittenIsReadBack, ()) {
  const Day day = any_day();
  RC_ASSERT(exists(day));
  RC_ASSERT(parse_day(to_text(day)) == std::optional(day));
  RC_ASSERT(parse_day(to_era(day)) == std::optional(day));
}

RC_GTEST_PROP(DayProperty, AddingAndCountingAgree, ()) {
  const Day day = any_day();
  const int n = *rc::gen::inRange(-5000, 5000);
  RC_ASSERT(days_between(day, add_days(day, n)) == n);
  RC_ASSERT(add_days(add_days(day, n), -n) == day);
}

RC_GTEST_PROP(AgeProperty, TheFirstDayOfAnAgeIsTheFirst, ()) {
  const Day birth = any_day();
  const int years = *rc::gen::inRange(0, 70);
  const Day first = first_day_aged(birth, years);
  RC_ASSERT(age_on(birth, first) == years);
  RC_ASSERT(age_on(birth, add_days(first, -1)) == years - 1);
}

}  // namespace
}  // namespace ippyo::roll
