// SPDX-License-Identifier: Apache-2.0
// One cell of a roll: what it may hold and how it is stored. [SPEC 15.1 VoterRoll]
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "roll/person.hpp"

namespace ippyo::roll {

/// A fault of one cell: the word of Fault and the sentence.
struct CellFault {
  std::string word, message;
};
template <class T>
using Cell = std::variant<T, CellFault>;

/// Without space at its ends. Refused: malformed UTF-8, control characters, characters outside Unicode's assigned meaning (gaiji),
/// the beginning of a formula, more than `longest` bytes, and empty unless `may_be_empty`.
Cell<std::string> text_cell(std::string_view cell, std::size_t longest, bool may_be_empty = false);
Cell<std::string> number_cell(std::string_view cell);
Cell<std::string> name_cell(std::string_view cell);
Cell<std::string> kana_cell(std::string_view cell);
Cell<Day> day_cell(std::string_view cell);
Cell<Sex> sex_cell(std::string_view cell);
Cell<Flags> flags_cell(std::string_view cell);

}  // namespace ippyo::roll
