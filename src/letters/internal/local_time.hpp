// SPDX-License-Identifier: Apache-2.0
// Times as words of a letter, in the zone of the place where it is read.
#pragma once
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace ippyo::letters::internal {

struct LocalTime {
  int year = 0, month = 0, day = 0, weekday = 0;  ///< weekday: 0 is Sunday
  int hour = 0, minute = 0;
};

/// errors: a zone that IANA does not know.
base::Result<LocalTime> local_time(base::UnixTime time, const std::string& zone);
/// The city of a zone in that language ("ja", "en"): ベルリン, Berlin. requires: local_time() accepted the zone.
std::string city_of(const std::string& zone, const std::string& language);

std::string japanese_day(const LocalTime& t);   ///< 令和8年11月20日（金曜日）
std::string japanese_day_of_year(const LocalTime& t);  ///< 11月20日（金曜日）
std::string japanese_hour(const LocalTime& t);  ///< 午後5時30分
std::string english_time(const LocalTime& t);   ///< Fri 20 Nov 2026, 17:30
std::string braille_time(const LocalTime& t);   ///< 2026ねん 11がつ はつか きんよーび ごご 5じ 30ぷん

}  // namespace ippyo::letters::internal
