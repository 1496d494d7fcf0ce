// SPDX-License-Identifier: Apache-2.0
#include "roll/day.hpp"

#include <array>
#include <cstdio>
#include <vector>

#include "base/check.hpp"
#include "roll/unicode.hpp"

namespace ippyo::roll {
namespace {

constexpr int kFirstYear = 1873, kLastYear = 2199;

struct Era {
  char32_t letter;
  std::u32string_view kanji;
  const char* utf8;
  int first_year;  ///< of its year 1
  Day first, last;
};
constexpr std::array kEras{
    Era{U'm', U"明治", "明治", 1868, {1873, 1, 1}, {1912, 7, 30}}, Era{U't', U"大正", "大正", 1912, {1912, 7, 30}, {1926, 12, 25}},
    Era{U's', U"昭和", "昭和", 1926, {1926, 12, 25}, {1989, 1, 7}}, Era{U'h', U"平成", "平成", 1989, {1989, 1, 8}, {2019, 4, 30}},
    Era{U'r', U"令和", "令和", 2019, {2019, 5, 1}, {kLastYear, 12, 31}}};

bool leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int length(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

/// Days since 1970-01-01; years are counted from March so that the odd day comes last.
int to_number(Day d) {
  const int y = d.year - (d.month <= 2), m = (d.month + 9) % 12;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d.day - 1 - 719468;
}

Day from_number(int number) {
  const int n = number + 719468, era = n / 146097, of_era = n % 146097;
  const int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100), m = (5 * of_year + 2) / 153;
  const int month = m < 10 ? m + 3 : m - 9, year = era * 400 + year_of_era + (month <= 2);
  return {static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
          static_cast<std::uint8_t>(of_year - (153 * m + 2) / 5 + 1)};
}

/// Numbers of at most four digits, whatever stands between them; the separators in order.
struct Parts {
  std::vector<int> numbers;
  std::u32string between;
};

std::optional<Parts> split(std::u32string_view text) {
  Parts p;
  for (std::size_t i = 0; i < text.size();) {
    int n = 0, digits = 0;
    if (text[i] == U'元' && p.numbers.empty()) {
      n = 1, digits = 1, ++i;
    } else {
      for (; i < text.size() && text[i] >= U'0' && text[i] <= U'9' && digits < 5; ++i, ++digits)
        n = n * 10 + static_cast<int>(text[i] - U'0');
    }
    if (digits == 0 || digits == 5 || p.numbers.size() == 3) return std::nullopt;
    p.numbers.push_back(n);
    if (i < text.size()) p.between.push_back(text[i++]);
  }
  const bool same = p.between == U"--" || p.between == U"//" || p.between == U".." || p.between == U"年月日";
  return p.numbers.size() == 3 && same ? std::optional(p) : std::nullopt;
}

bool fits(int year, int month, int day) {
  return year >= kFirstYear && year <= kLastYear && month >= 1 && month <= 12 && day >= 1 && day <= length(year, month);
}

std::optional<Day> made(int year, int month, int day) {
  if (!fits(year, month, day)) return std::nullopt;
  return Day{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}

std::optional<Day> parse_era(const Era& era, std::u32string_view rest) {
  const auto p = split(rest);
  if (!p || p->numbers[0] < 1) return std::nullopt;
  const auto day = made(era.first_year + p->numbers[0] - 1, p->numbers[1], p->numbers[2]);
  return day && *day >= era.first && *day <= era.last ? day : std::nullopt;
}

}  // namespace

bool exists(Day d) { return fits(d.year, d.month, d.day); }

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() > 64) return std::nullopt;
  const auto points = code_points(text);
  if (!points) return std::nullopt;
  std::u32string t;
  for (const char32_t c : nfkc_folded(*points)) {
    if (!is_space(c)) t.push_back(c);
  }
  for (const Era& era : kEras) {
    if (!t.empty() && t[0] == era.letter) return parse_era(era, std::u32string_view(t).substr(1));
    if (t.starts_with(era.kanji)) return parse_era(era, std::u32string_view(t).substr(era.kanji.size()));
  }
  if (t.size() == 8 && t.find_first_not_of(U"0123456789") == std::u32string::npos) {
    const int n = std::stoi(to_utf8(t));
    return made(n / 10000, n / 100 % 100, n % 100);
  }
  const auto p = split(t);
  return p ? made(p->numbers[0], p->numbers[1], p->numbers[2]) : std::nullopt;
}

std::string to_text(Day d) {
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02d-%02d", d.year, d.month, d.day);
  return out;
}

std::string to_era(Day d) {
  const Era* era = &kEras.front();
  for (const Era& e : kEras) {
    if (d >= e.first) era = &e;
  }
  const int year = d.year - era->first_year + 1;
  return era->utf8 + (year == 1 ? "元" : std::to_string(year)) + "年" + std::to_string(d.month) + "月" + std::to_string(d.day) + "日";
}

Day add_days(Day d, int days) {
  IPPYO_CHECK(exists(d));
  const Day result = from_number(to_number(d) + days);
  IPPYO_CHECK(exists(result));
  return result;
}

int days_between(Day from, Day to) { return to_number(to) - to_number(from); }

int age_on(Day birth, Day on) {
  // The end of the day before the birthday falls on that day: the age of a day is that of the day after it, counted by birthdays.
  const Day next = from_number(to_number(on) + 1);
  return next.year - birth.year - (std::pair(next.month, next.day) < std::pair(birth.month, birth.day));
}

Day first_day_aged(Day birth, int years) {
  const int year = birth.year + years;
  const bool no_such_day = birth.month == 2 && birth.day == 29 && !leap(year);
  const Day birthday =
      no_such_day ? Day{static_cast<std::int16_t>(year), 3, 1} : Day{static_cast<std::int16_t>(year), birth.month, birth.day};
  return from_number(to_number(birthday) - 1);
}

Day day_in_japan(base::UnixTime time) {
  constexpr base::UnixTime kEnd = 7258086000;  // 2199-12-31 in Japan
  IPPYO_CHECK(time < kEnd);
  return from_number(static_cast<int>((time + 9 * 3600) / 86400));
}

}  // namespace ippyo::roll
