// SPDX-License-Identifier: Apache-2.0
// The words of a letter, the same in every size of print.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "letters/letter.hpp"

namespace ippyo::letters::internal {

struct Step {
  std::string name, body;
};
struct DateRow {
  std::string label;
  std::vector<std::string> lines;
};

struct LetterTexts {
  std::string number, issued, heading, lead, warning, warning_more, no_confusion, scan, hole, paper, lost, easy, english, telephone,
      help;
  std::array<Step, 3> steps;
  std::vector<DateRow> dates;
};

/// errors: an unknown time zone.
base::Result<LetterTexts> letter_texts(const Letter& letter);

inline constexpr const char* kRehearsal = "練習　本物の投票ではありません";

/// "第 000123 号"
std::string number_text(std::uint32_t number);
/// The lines of an address as they stand on the envelope, and the name apart; in Japan the name comes last, abroad first.
std::string address_text(const Addressee& to);
std::string name_text(const Addressee& to);

}  // namespace ippyo::letters::internal
