// SPDX-License-Identifier: Apache-2.0
#include "roll/address_numbers.hpp"

#include <array>
#include <optional>

#include "roll/unicode.hpp"

namespace ippyo::roll {
namespace {

constexpr std::u32string_view kDigits = U"0123456789", kKanjiDigits = U"〇一二三四五六七八九", kKanjiNumerals = U"〇零一二三四五六七八九十百千";
constexpr std::array<std::u32string_view, 5> kUnits{U"丁目", U"番地", U"号室", U"番", U"号"};
constexpr std::size_t kLongestNumeral = 8;

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

std::size_t run_of(std::u32string_view characters, std::u32string_view text, std::size_t at) {
  const auto end = text.find_first_not_of(characters, at);
  return (end == std::u32string_view::npos ? text.size() : end) - at;
}

std::size_t unit_at(std::u32string_view text, std::size_t at) {
  for (const auto unit : kUnits) {
    if (text.substr(at).starts_with(unit)) return unit.size();
  }
  return 0;
}

bool is_separator(char32_t c) { return c == U'-' || c == U'の' || c == U'ノ' || c == U'ー'; }

/// 二十三 is 23 and 二三 is 23; nothing for what is not a number (十百, 二三十).
std::optional<std::u32string> value_of(std::u32string_view numeral) {
  if (numeral.size() > kLongestNumeral) return std::nullopt;
  std::u32string digits;
  std::uint32_t total = 0, before = 0, smallest = 10000;
  bool positional = true;
  for (const char32_t c : numeral) {
    const std::uint32_t power = c == U'十' ? 10 : c == U'百' ? 100 : c == U'千' ? 1000 : 0;
    if (power == 0) {
      digits.push_back(c == U'零' ? U'0' : kDigits[kKanjiDigits.find(c)]);
      before = before * 10 + static_cast<std::uint32_t>(digits.back() - U'0');
      continue;
    }
    if (power >= smallest || digits.size() > 1) return std::nullopt;
    total += (digits.empty() ? 1 : before) * power;
    smallest = power, before = 0, positional = false;
    digits.clear();
  }
  if (positional) return digits;
  if (digits.size() > 1) return std::nullopt;
  std::u32string out;
  for (const char c : std::to_string(total + before)) out.push_back(static_cast<char32_t>(c));
  return out;
}

/// What ends a number that has no unit: the end, a separator, or anything that could not continue a name of kanji.
bool ends_number(std::u32string_view text, std::size_t at) {
  return at >= text.size() || unit_at(text, at) > 0 || is_separator(text[at]) || !is_kanji(text[at]);
}

struct Number {
  std::u32string digits;
  std::size_t length = 0;  ///< in the text; 0: no number here
};

/// `chained`: a number with its unit or separator stands right before.
Number number_at(std::u32string_view text, std::size_t at, bool chained) {
  if (is_digit(text[at])) {
    const std::size_t n = run_of(kDigits, text, at);
    const auto digits = text.substr(at, n), significant = digits.substr(std::min(digits.find_first_not_of(U'0'), n - 1));
    return {std::u32string(significant), n};
  }
  const std::size_t n = run_of(kKanjiNumerals, text, at), end = at + n;
  if (n == 0) return {};
  bool counts = unit_at(text, end) > 0 || (chained && ends_number(text, end));
  if (!counts && end + 1 < text.size() && is_separator(text[end])) {
    const std::size_t digits = run_of(kDigits, text, end + 1), more = digits > 0 ? digits : run_of(kKanjiNumerals, text, end + 1);
    counts = more > 0 && ends_number(text, end + 1 + more);
  }
  auto value = counts ? value_of(text.substr(at, n)) : std::nullopt;
  if (!value) return {};
  return {std::u32string(value->substr(std::min(value->find_first_not_of(U'0'), value->size() - 1))), n};
}

/// How many characters after a number belong to it: units, and separators before another number, before the end or before text
/// that a hyphen only divides from it.
std::size_t links_at(std::u32string_view text, std::size_t at) {
  const std::size_t begin = at;
  while (at < text.size()) {
    if (const std::size_t unit = unit_at(text, at)) {
      at += unit;
      continue;
    }
    if (!is_separator(text[at])) break;
    const bool number_next = at + 1 < text.size() && number_at(text, at + 1, true).length > 0;
    const bool latin_next = at + 1 < text.size() && text[at + 1] < 0x80;
    if (!number_next && (text[at] != U'-' || latin_next)) break;
    ++at;
  }
  return at - begin;
}

}  // namespace

std::u32string with_plain_numbers(std::u32string_view text) {
  std::u32string out;
  bool chained = false;
  for (std::size_t at = 0; at < text.size();) {
    const Number number = number_at(text, at, chained);
    if (number.length == 0) {
      const std::size_t name = std::max<std::size_t>(run_of(kKanjiNumerals, text, at), 1);
      out += text.substr(at, name);
      at += name;
      chained = false;
      continue;
    }
    if (!out.empty() && is_digit(out.back())) out.push_back(U'-');
    out += number.digits;
    at += number.length;
    at += links_at(text, at);
    chained = true;
  }
  return out;
}

}  // namespace ippyo::roll
