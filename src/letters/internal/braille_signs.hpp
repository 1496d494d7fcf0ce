// SPDX-License-Identifier: Apache-2.0
// The table of Japanese six-dot braille: which dots stand for which sound or mark.
#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "letters/braille.hpp"

namespace ippyo::letters::internal {

/// Dots as people name them: dots(3456) is the number sign.
constexpr Cell dots(unsigned digits) {
  unsigned cell = 0;
  for (; digits != 0; digits /= 10) cell |= 1u << (digits % 10 - 1);
  return static_cast<Cell>(cell);
}

inline constexpr Cell kNumberSign = dots(3456), kLatinSign = dots(56), kCapitalSign = dots(6), kJoiner = dots(36);
inline constexpr Cell kDecimalPoint = dots(2), kThousands = dots(3);

/// One sound: a kana, or a kana and a small one (きゃ, ファ). Hiragana. Empty for what is no such sound.
Cells kana_cells(std::u32string_view sound);

Cell digit_cell(char32_t digit);    ///< requires: '0'..'9'
Cell letter_cell(char32_t letter);  ///< requires: a Latin letter of either case
bool is_digit_cell(Cell cell);      ///< a cell that would be read as a digit after the number sign

struct Mark {
  char32_t sign;
  Cells cells;
  std::size_t spaces_after;
};
/// nullptr for a sign that is no punctuation.
const Mark* mark_of(char32_t sign);

}  // namespace ippyo::letters::internal
