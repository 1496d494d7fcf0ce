// SPDX-License-Identifier: Apache-2.0
// Ordinary Japanese six-dot braille: kana to cells, and a letter as pages for an embosser. [docs/formats/letters.md]
#pragma once
#include <string>
#include <vector>

#include "letters/letter.hpp"

namespace ippyo::letters {

/// One cell, dot n in bit n-1: U+2800 + cell is its picture. 0 is an empty cell.
using Cell = std::uint8_t;
using Cells = std::vector<Cell>;

/// Kana (either kind), digits, Latin letters and punctuation as cells. The words are separated in the text by spaces, and written
/// as braille writes them: とーひょー, わ and え for the particles. Digits get 数符, letters 外字符 and 大文字符; where digits or
/// letters touch a kana that would be read as one of them, つなぎ符 stands between.
/// errors: a sign that is not kana (a kanji): says which place it has, and does not repeat it, for it may be part of a name.
base::Result<Cells> braille(std::string_view kana);

std::string unicode_braille(const Cells& cells);
std::string ascii_braille(const Cells& cells);  ///< the 64 signs of BRF

/// The four-character groups of a code, one line each: every change between letters and digits has its own sign and there are no
/// capital signs, since small letters are accepted.
std::vector<Cells> braille_code(const DedicatedCode& code);

/// The groups of a code back from their cells. For tests and for those who read aloud what an embosser made.
base::Result<DedicatedCode> read_braille_code(const std::vector<Cells>& groups);

/// The parts of a letter that cannot be taken from kanji.
struct BrailleTexts {
  std::string name, election_title, office, telephone, identity = "まいなんばー かーど";  ///< kana with spaces
};

/// The letter with the code itself as BRF: 32 cells, 22 lines, CR LF, form feed after every page. Contains the code.
/// errors: as braille().
base::Result<std::string> braille_letter(const Letter& letter, const BrailleTexts& texts);

}  // namespace ippyo::letters
