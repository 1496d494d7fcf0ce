// SPDX-License-Identifier: Apache-2.0
// Days as documents write them, and how old somebody is on one. [SPEC 15.1 VoterRoll]
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "roll/person.hpp"

namespace ippyo::roll {

/// True for a day that exists, of the years 1873 (Japan's first Gregorian one) to 2199.
bool exists(Day day);

/// 2004-05-06, 2004/5/6, 20040506, 2004年5月6日; S45.3.1, H16-05-06, R1/5/1, 昭和45年3月1日, 令和元年5月1日 (M, T, S, H, R); any width.
/// Nothing for other forms, for days that do not exist and for days outside their era.
std::optional<Day> parse_day(std::string_view text);

std::string to_text(Day day);  ///< 2004-05-06
std::string to_era(Day day);   ///< 平成16年5月6日, 令和元年5月1日

/// requires: the day exists. Leaves the range of exists() only by our own bug.
Day add_days(Day day, int days);
/// Days from `from` to `to`; negative when `to` is earlier.
int days_between(Day from, Day to);

/// Full years by the law on counting age: one gets older at the end of the day BEFORE the birthday, and that whole day counts.
/// Who is born on 29 February gets older on 28 February. Negative before the birth.
int age_on(Day birth, Day on);
/// The first day on which age_on reaches `years`.
Day first_day_aged(Day birth, int years);

/// The day in Japan at a time.
Day day_in_japan(base::UnixTime time);

}  // namespace ippyo::roll
