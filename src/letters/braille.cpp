// SPDX-License-Identifier: Apache-2.0
#include "letters/braille.hpp"

#include <algorithm>

#include "letters/internal/braille_signs.hpp"
#include "letters/internal/utf8.hpp"

namespace ippyo::letters {
namespace {

using namespace internal;
using base::Error;
using base::Result;

bool is_digit(char32_t s) { return s >= U'0' && s <= U'9'; }
bool is_capital(char32_t s) { return s >= U'A' && s <= U'Z'; }
bool is_letter(char32_t s) { return is_capital(s) || (s >= U'a' && s <= U'z'); }

/// Full width to half width, katakana to hiragana.
char32_t plain(char32_t s) {
  if (s >= 0xFF01 && s < 0xFF5E) return s - 0xFEE0;
  if (s >= 0x30A1 && s <= 0x30F4) return s - 0x60;
  return s;
}

/// Cell by cell from left to right; what was written last decides which signs the next one needs.
class Brailler {
  std::u32string text_;
  std::size_t at_ = 0;
  Cells out_;
  enum class Last { kana, digits, letters } last_ = Last::kana;

  char32_t here() const { return at_ < text_.size() ? text_[at_] : 0; }
  char32_t ahead() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : 0; }

  void digits() {
    out_.push_back(kNumberSign);
    for (; is_digit(here()) || ((here() == '.' || here() == ',') && is_digit(ahead())); ++at_)
      out_.push_back(here() == '.' ? kDecimalPoint : here() == ',' ? kThousands : digit_cell(here()));
    last_ = Last::digits;
  }

  void letters() {
    out_.push_back(kLatinSign);
    for (bool in_capitals = false; is_letter(here()); ++at_) {
      const bool capital = is_capital(here());
      if (capital && !in_capitals) {
        in_capitals = is_capital(ahead());
        out_.insert(out_.end(), in_capitals ? 2 : 1, kCapitalSign);
      } else if (!capital && in_capitals) {
        in_capitals = false;
        out_.push_back(kLatinSign);
      }
      out_.push_back(letter_cell(here()));
    }
    last_ = Last::letters;
  }

  bool kana() {
    const std::u32string two{here(), ahead()};
    auto cells = kana_cells(two);
    const std::size_t taken = cells.empty() ? 1 : 2;
    if (cells.empty()) cells = kana_cells(two.substr(0, 1));
    if (cells.empty()) return false;
    if (last_ == Last::letters || (last_ == Last::digits && is_digit_cell(cells.front()))) out_.push_back(kJoiner);
    out_.insert(out_.end(), cells.begin(), cells.end());
    at_ += taken;
    last_ = Last::kana;
    return true;
  }

  void spaces(std::size_t wanted) {
    while (is_space(here())) ++at_;
    if (at_ < text_.size()) out_.insert(out_.end(), wanted, 0);
    last_ = Last::kana;
  }

  bool punctuation() {
    const auto* mark = mark_of(here());
    if (mark == nullptr) return false;
    ++at_;
    out_.insert(out_.end(), mark->cells.begin(), mark->cells.end());
    last_ = Last::kana;
    if (mark->spaces_after > 0) spaces(mark->spaces_after);
    return true;
  }

 public:
  explicit Brailler(std::string_view text) : text_(decoded(text)) { std::ranges::transform(text_, text_.begin(), plain); }

  Result<Cells> run() {
    while (at_ < text_.size()) {
      if (is_space(here()))
        spaces(1);
      else if (is_digit(here()))
        digits();
      else if (is_letter(here()))
        letters();
      else if (!kana() && !punctuation())
        return Error{"Braille needs kana: sign " + std::to_string(at_ + 1) +
                     " of this text is no kana, digit, Latin letter or punctuation; write it as it is read."};
    }
    return out_;
  }
};

}  // namespace

Result<Cells> braille(std::string_view kana) { return Brailler(kana).run(); }

std::string unicode_braille(const Cells& cells) {
  std::string out;
  for (const auto cell : cells) out += encoded(0x2800u + cell);
  return out;
}

std::string ascii_braille(const Cells& cells) {
  constexpr std::string_view kAscii = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)=";
  static_assert(kAscii.size() == 64);
  std::string out;
  for (const auto cell : cells) out += kAscii[cell & 63];
  return out;
}

std::vector<Cells> braille_code(const DedicatedCode& code) {
  const auto text = code.text();
  std::vector<Cells> groups(5);
  for (std::size_t i = 0; i < kCodeCharacters; ++i) {
    const auto sign = static_cast<char32_t>(text.expose()[i]);
    auto& group = groups[i / 4];
    const bool first = i % 4 == 0, after_digit = !first && is_digit(static_cast<char32_t>(text.expose()[i - 1]));
    if (is_digit(sign) && (first || !after_digit)) group.push_back(kNumberSign);
    if (!is_digit(sign) && (first || after_digit)) group.push_back(kLatinSign);
    group.push_back(is_digit(sign) ? digit_cell(sign) : letter_cell(sign));
  }
  return groups;
}

Result<DedicatedCode> read_braille_code(const std::vector<Cells>& groups) {
  std::string text;
  for (const auto& group : groups) {
    bool numbers = false;
    for (const auto cell : group) {
      if (cell == kNumberSign || cell == kLatinSign) {
        numbers = cell == kNumberSign;
        continue;
      }
      for (char sign = numbers ? '0' : 'A'; sign <= (numbers ? '9' : 'Z'); ++sign)
        if (cell == (numbers ? digit_cell(static_cast<char32_t>(sign)) : letter_cell(static_cast<char32_t>(sign)))) text += sign;
    }
  }
  return DedicatedCode::parse(text);
}

}  // namespace ippyo::letters
