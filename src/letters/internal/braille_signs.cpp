// SPDX-License-Identifier: Apache-2.0
#include "letters/internal/braille_signs.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"

namespace ippyo::letters::internal {
namespace {

constexpr std::array<Cell, 5> kVowels{dots(1), dots(12), dots(14), dots(124), dots(24)};  // あいうえお
constexpr std::array<Cell, 10> kFirstTen{dots(1),   dots(12),   dots(14),  dots(145), dots(15),
                                         dots(124), dots(1245), dots(125), dots(24),  dots(245)};

struct Row {
  std::u32string_view kana;  ///< in the order of the vowels
  Cell prefix, consonant;
};
constexpr std::array kRows{Row{U"あいうえお", 0, 0},
                           Row{U"かきくけこ", 0, dots(6)},
                           Row{U"さしすせそ", 0, dots(56)},
                           Row{U"たちつてと", 0, dots(35)},
                           Row{U"なにぬねの", 0, dots(3)},
                           Row{U"はひふへほ", 0, dots(36)},
                           Row{U"まみむめも", 0, dots(356)},
                           Row{U"らりるれろ", 0, dots(5)},
                           Row{U"がぎぐげご", dots(5), dots(6)},
                           Row{U"ざじずぜぞ", dots(5), dots(56)},
                           Row{U"だぢづでど", dots(5), dots(35)},
                           Row{U"ばびぶべぼ", dots(5), dots(36)},
                           Row{U"ぱぴぷぺぽ", dots(6), dots(36)},
                           Row{U"ぁぃぅぇぉ", 0, 0}};

struct Single {
  char32_t kana;
  Cell prefix, cell;
};
constexpr std::array kSingles{Single{U'や', 0, dots(34)}, Single{U'ゆ', 0, dots(346)},     Single{U'よ', 0, dots(345)},
                              Single{U'わ', 0, dots(3)},  Single{U'ゐ', 0, dots(23)},      Single{U'ゑ', 0, dots(235)},
                              Single{U'を', 0, dots(35)}, Single{U'ん', 0, dots(356)},     Single{U'っ', 0, dots(2)},
                              Single{U'ー', 0, dots(25)}, Single{U'ゔ', dots(5), dots(14)}};

/// Sounds of foreign words: a prefix and the kana that is nearest.
struct Foreign {
  std::u32string_view sound;
  Cell prefix;
  char32_t kana;
};
constexpr std::array kForeign{
    Foreign{U"いぇ", dots(4), U'え'},   Foreign{U"きぇ", dots(4), U'け'},   Foreign{U"しぇ", dots(4), U'せ'},
    Foreign{U"ちぇ", dots(4), U'て'},   Foreign{U"にぇ", dots(4), U'ね'},   Foreign{U"ひぇ", dots(4), U'へ'},
    Foreign{U"すぃ", dots(4), U'し'},   Foreign{U"てぃ", dots(4), U'ち'},   Foreign{U"じぇ", dots(45), U'せ'},
    Foreign{U"ずぃ", dots(45), U'し'},  Foreign{U"でぃ", dots(45), U'ち'},  Foreign{U"うぃ", dots(26), U'い'},
    Foreign{U"うぇ", dots(26), U'え'},  Foreign{U"うぉ", dots(26), U'お'},  Foreign{U"くぁ", dots(26), U'か'},
    Foreign{U"くぃ", dots(26), U'き'},  Foreign{U"くぇ", dots(26), U'け'},  Foreign{U"くぉ", dots(26), U'こ'},
    Foreign{U"つぁ", dots(26), U'た'},  Foreign{U"つぃ", dots(26), U'ち'},  Foreign{U"つぇ", dots(26), U'て'},
    Foreign{U"つぉ", dots(26), U'と'},  Foreign{U"ふぁ", dots(26), U'は'},  Foreign{U"ふぃ", dots(26), U'ひ'},
    Foreign{U"ふぇ", dots(26), U'へ'},  Foreign{U"ふぉ", dots(26), U'ほ'},  Foreign{U"とぅ", dots(26), U'つ'},
    Foreign{U"ぐぁ", dots(256), U'か'}, Foreign{U"ぐぃ", dots(256), U'き'}, Foreign{U"ぐぇ", dots(256), U'け'},
    Foreign{U"ぐぉ", dots(256), U'こ'}, Foreign{U"ゔぁ", dots(256), U'は'}, Foreign{U"ゔぃ", dots(256), U'ひ'},
    Foreign{U"ゔぇ", dots(256), U'へ'}, Foreign{U"ゔぉ", dots(256), U'ほ'}, Foreign{U"どぅ", dots(256), U'つ'},
    Foreign{U"てゅ", dots(46), U'つ'},  Foreign{U"ふゅ", dots(46), U'ゆ'},  Foreign{U"ふょ", dots(46), U'よ'},
    Foreign{U"でゅ", dots(456), U'つ'}, Foreign{U"ゔゅ", dots(456), U'ゆ'}, Foreign{U"ゔょ", dots(456), U'よ'}};

Cells with_prefix(Cell prefix, Cell cell) { return prefix == 0 ? Cells{cell} : Cells{prefix, cell}; }

Cells one(char32_t kana) {
  for (const auto& row : kRows)
    if (const auto vowel = row.kana.find(kana); vowel != std::u32string_view::npos)
      return with_prefix(row.prefix, static_cast<Cell>(row.consonant | kVowels[vowel]));
  for (const auto& single : kSingles)
    if (single.kana == kana) return with_prefix(single.prefix, single.cell);
  return {};
}

/// きゃ: the row's consonant with the vowel of the small kana, after a prefix that says so.
Cells contracted(char32_t kana, char32_t small) {
  const std::size_t vowel = small == U'ゃ' ? 0 : small == U'ゅ' ? 2 : 4;
  if (vowel == 4 && small != U'ょ') return {};
  for (const auto& row : kRows)
    if (row.consonant != 0 && row.kana[1] == kana)
      return {static_cast<Cell>(row.prefix | dots(4)), static_cast<Cell>(row.consonant | kVowels[vowel])};
  return {};
}

const std::vector<Mark>& marks() {
  static const std::vector<Mark> all{{U'。', {dots(256)}, 2},
                                     {U'、', {dots(56)}, 1},
                                     {U'?', {dots(26)}, 2},
                                     {U'!', {dots(235)}, 2},
                                     {U'・', {dots(5)}, 1},
                                     {U'「', {dots(36)}, 0},
                                     {U'」', {dots(36)}, 0},
                                     {U'(', {dots(2356)}, 0},
                                     {U')', {dots(2356)}, 0},
                                     {U'〜', {dots(36), dots(36)}, 0},
                                     {U'～', {dots(36), dots(36)}, 0},
                                     {U'-', {dots(36)}, 0},
                                     {U'…', {dots(2), dots(2), dots(2)}, 0}};
  return all;
}

}  // namespace

Cells kana_cells(std::u32string_view sound) {
  if (sound.size() == 1) return one(sound[0]);
  for (const auto& foreign : kForeign)
    if (foreign.sound == sound) return with_prefix(foreign.prefix, one(foreign.kana).back());
  return sound.size() == 2 ? contracted(sound[0], sound[1]) : Cells{};
}

Cell digit_cell(char32_t digit) { return kFirstTen[(digit - U'0' + 9) % 10]; }

Cell letter_cell(char32_t letter) {
  const auto i = (letter | 0x20) - U'a';
  IPPYO_CHECK(i < 26);
  if (letter == 'w' || letter == 'W') return dots(2456);
  const auto place = i > 22 ? i - 1 : i;  // w came later and stands outside the order
  return static_cast<Cell>(kFirstTen[place % 10] | (place >= 20 ? dots(36) : place >= 10 ? dots(3) : 0));
}

bool is_digit_cell(Cell cell) { return std::ranges::find(kFirstTen, cell) != kFirstTen.end(); }

const Mark* mark_of(char32_t sign) {
  const auto found = std::ranges::find(marks(), sign, &Mark::sign);
  return found == marks().end() ? nullptr : &*found;
}

}  // namespace ippyo::letters::internal
