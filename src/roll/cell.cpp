// SPDX-License-Identifier: Apache-2.0
#include "roll/cell.hpp"

#include <algorithm>

#include "roll/csv.hpp"
#include "roll/day.hpp"
#include "roll/unicode.hpp"

namespace ippyo::roll {
namespace {

constexpr std::size_t kNumber = 64, kName = 256, kFlagsCell = 512;

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }
/// Private use, the replacement character, and code points that stand for no character.
bool is_gaiji(char32_t c) {
  return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000 || c == 0xFFFD || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

std::u32string trimmed(std::u32string text) {
  while (!text.empty() && is_space(text.back())) text.pop_back();
  text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), is_space));
  return text;
}

std::u32string with_one_space(const std::u32string& text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (!is_space(c)) out.push_back(c);
    if (is_space(c) && out.back() != U'\u3000') out.push_back(U'\u3000');
  }
  return out;
}

std::u32string points(const std::string& clean) { return code_points(clean).value_or(std::u32string()); }

const std::string* text_of(const Cell<std::string>& cell) { return std::get_if<std::string>(&cell); }

}  // namespace

Cell<std::string> text_cell(std::string_view cell, std::size_t longest, bool may_be_empty) {
  const auto read = code_points(cell);
  if (!read) return CellFault{"characters", "is not well-formed text; export the file again."};
  std::string out = to_utf8(trimmed(*read));
  if (is_formula(cell) || is_formula(out))
    return CellFault{"formula", "begins like a formula of a spreadsheet (= + - @ or a control character); take that away."};
  if (std::any_of(read->begin(), read->end(), is_control))
    return CellFault{"characters", "holds a control character (a tab, a line break or another); take it away."};
  if (std::any_of(read->begin(), read->end(), is_gaiji))
    return CellFault{"gaiji", "holds a character outside Unicode (外字); write its ordinary form, or 〓 where there is none."};
  if (out.size() > longest) return CellFault{"too-long", "is longer than " + std::to_string(longest) + " bytes; shorten it."};
  if (out.empty() && !may_be_empty) return CellFault{"empty", "is empty; fill it in."};
  return out;
}

Cell<std::string> number_cell(std::string_view cell) {
  auto text = text_cell(cell, kNumber);
  if (!text_of(text)) return text;
  return text_cell(to_utf8(nfkc(points(*text_of(text)))), kNumber);  // again: ﹢ has become +
}

Cell<std::string> name_cell(std::string_view cell) {
  auto text = text_cell(cell, kName);
  if (!text_of(text)) return text;
  return to_utf8(with_one_space(points(*text_of(text))));
}

Cell<std::string> kana_cell(std::string_view cell) {
  auto text = text_cell(cell, kName);
  if (!text_of(text)) return text;
  std::u32string out = with_one_space(trimmed(nfkc(points(*text_of(text)))));
  for (char32_t& c : out) {
    if (c >= U'ぁ' && c <= U'ゖ') c += U'ア' - U'あ';
    const bool kana = (c >= U'ァ' && c <= U'ヺ') || c == U'ー' || c == U'・' || c == U'ヽ' || c == U'ヾ' || c == U'\u3000';
    if (!kana) return CellFault{"kana", "holds a character that is not kana; write the reading in katakana."};
  }
  return to_utf8(out);
}

Cell<Day> day_cell(std::string_view cell) {
  auto text = text_cell(cell, kNumber);
  if (!text_of(text)) return std::get<CellFault>(text);
  const auto day = parse_day(*text_of(text));
  if (!day) return CellFault{"day", "is not a day that exists; write 1970-03-01, 1970/3/1, S45.3.1 or 昭和45年3月1日."};
  return *day;
}

Cell<Sex> sex_cell(std::string_view cell) {
  auto text = text_cell(cell, kNumber, true);
  if (!text_of(text)) return std::get<CellFault>(text);
  const std::string t = to_utf8(nfkc(points(*text_of(text))));
  if (t == "男" || t == "1") return Sex::male;
  if (t == "女" || t == "2") return Sex::female;
  if (t == "その他" || t == "3") return Sex::other;
  if (t.empty() || t == "不明") return Sex::unknown;
  return CellFault{"sex", "is none of 男, 女, その他, 不明, 1, 2, 3; write one of them or leave it empty."};
}

Cell<Flags> flags_cell(std::string_view cell) {
  auto text = text_cell(cell, kFlagsCell, true);
  if (!text_of(text)) return std::get<CellFault>(text);
  Flags flags;
  std::u32string one;
  const auto take = [&] {
    const std::string flag = to_utf8(one);
    one.clear();
    if (!flag.empty()) flags.insert(flag);
    return flag.empty() || std::find(kFlags.begin(), kFlags.end(), flag) != kFlags.end();
  };
  bool known = true;
  for (const char32_t c : nfkc(points(*text_of(text)))) {
    const bool divides = is_space(c) || c == U'、' || c == U',' || c == U';' || c == U'/' || c == U'・';
    if (!divides) one.push_back(c);
    if (divides) known = take() && known;
  }
  known = take() && known;
  if (known) return flags;
  std::string allowed;
  for (const auto f : kFlags) allowed += (allowed.empty() ? "" : ", ") + std::string(f);
  return CellFault{"flag", "has a word that is not known; allowed are " + allowed + ", divided by 、."};
}

}  // namespace ippyo::roll
