// SPDX-License-Identifier: Apache-2.0
#include "letters/internal/local_time.hpp"

#include <unicode/calendar.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <array>
#include <memory>

#include "base/check.hpp"

namespace ippyo::letters::internal {
namespace {

constexpr std::array kJapaneseDays{"日", "月", "火", "水", "木", "金", "土"};
constexpr std::array kEnglishDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array kKanaDays{"にち", "げつ", "か", "すい", "もく", "きん", "ど"};
constexpr std::array kKanaDates{"ついたち", "ふつか", "みっか", "よっか",   "いつか",
                                "むいか",   "なのか", "よーか", "ここのか", "とおか"};

template <class List>
std::string at(const List& list, int i) {
  return list.at(static_cast<std::size_t>(i));
}

std::unique_ptr<icu::TimeZone> zone_of(const std::string& zone) {
  return std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
}

std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

/// Days whose names are not made of the number are written out.
std::string kana_date(int day) {
  if (day <= 10) return at(kKanaDates, day - 1);
  if (day == 20) return "はつか";
  return std::to_string(day) + (day % 10 == 4 ? "か" : "にち");
}

}  // namespace

base::Result<LocalTime> local_time(base::UnixTime time, const std::string& zone) {
  auto found = zone_of(zone);
  if (*found == icu::TimeZone::getUnknown())
    return base::Error{"Nobody knows the time zone of an addressee: use a name as Europe/Berlin."};
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> calendar(
      icu::Calendar::createInstance(found.release(), icu::Locale("@calendar=gregorian"), status));
  IPPYO_CHECK(U_SUCCESS(status));
  calendar->setTime(static_cast<double>(time) * 1000, status);
  const auto get = [&](UCalendarDateFields field) { return calendar->get(field, status); };
  const LocalTime out{get(UCAL_YEAR),        get(UCAL_MONTH) + 1, get(UCAL_DATE), get(UCAL_DAY_OF_WEEK) - 1,
                      get(UCAL_HOUR_OF_DAY), get(UCAL_MINUTE)};
  if (U_FAILURE(status) || out.year > 9999)
    return base::Error{"A date of the letter lies beyond the year 9999: correct the dates of the election."};
  return out;
}

std::string city_of(const std::string& zone, const std::string& language) {
  UErrorCode status = U_ZERO_ERROR;
  icu::SimpleDateFormat format("VVV", icu::Locale(language.c_str()), status);
  IPPYO_CHECK(U_SUCCESS(status));
  format.adoptTimeZone(zone_of(zone).release());
  icu::UnicodeString out;
  std::string text;
  format.format(0.0, out).toUTF8String(text);
  return text;
}

std::string japanese_day(const LocalTime& t) {
  const bool reiwa = t.year > 2019 || (t.year == 2019 && t.month >= 5);
  const int year = t.year - (reiwa ? 2018 : 1988);
  return (reiwa ? "令和" : "平成") + (year == 1 ? "元" : std::to_string(year)) + "年" + japanese_day_of_year(t);
}

std::string japanese_day_of_year(const LocalTime& t) {
  return std::to_string(t.month) + "月" + std::to_string(t.day) + "日（" + at(kJapaneseDays, t.weekday) + "曜日）";
}

std::string japanese_hour(const LocalTime& t) {
  if (t.hour == 12 && t.minute == 0) return "正午";
  return (t.hour < 12 ? "午前" : "午後") + std::to_string(t.hour % 12) + "時" +
         (t.minute != 0 ? std::to_string(t.minute) + "分" : "");
}

std::string english_time(const LocalTime& t) {
  return at(kEnglishDays, t.weekday) + " " + std::to_string(t.day) + " " + at(kMonths, t.month - 1) + " " + std::to_string(t.year) +
         ", " + std::to_string(t.hour) + ":" + two(t.minute);
}

std::string braille_time(const LocalTime& t) {
  const auto last = t.minute % 10;
  const bool pun = last == 0 || last == 1 || last == 3 || last == 4 || last == 6 || last == 8;
  return std::to_string(t.year) + "ねん " + std::to_string(t.month) + "がつ " + kana_date(t.day) + " " + at(kKanaDays, t.weekday) +
         "よーび " + (t.hour < 12 ? "ごぜん " : "ごご ") + std::to_string(t.hour % 12) + "じ" +
         (t.minute != 0 ? " " + std::to_string(t.minute) + (pun ? "ぷん" : "ふん") : "");
}

}  // namespace ippyo::letters::internal
