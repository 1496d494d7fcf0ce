// SPDX-License-Identifier: Apache-2.0
#include "letters/internal/utf8.hpp"

#include <algorithm>

namespace ippyo::letters::internal {

char32_t Utf8::next() {
  const auto byte = [this](std::size_t i) { return static_cast<unsigned char>(left_[i]); };
  const auto lead = byte(0);
  const std::size_t more = lead < 0x80 ? 0 : lead >> 5 == 6 ? 1 : lead >> 4 == 14 ? 2 : lead >> 3 == 30 ? 3 : 9;
  char32_t sign = more == 0 ? lead : lead & (0x3Fu >> more);
  bool good = more < left_.size();
  for (std::size_t i = 1; good && i <= more; ++i) {
    good = byte(i) >> 6 == 2;
    sign = sign << 6 | (byte(i) & 0x3F);
  }
  constexpr char32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
  if (!good || sign < kLeast[more] || sign > 0x10FFFF || (sign >= 0xD800 && sign < 0xE000)) {
    left_.remove_prefix(1);
    return kMalformed;
  }
  left_.remove_prefix(more + 1);
  return sign;
}

std::u32string decoded(std::string_view text) {
  std::u32string out;
  for (Utf8 signs(text); !signs.done();) out += signs.next();
  return out;
}

std::string encoded(char32_t s) {
  const auto tail = [](char32_t bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
  if (s < 0x80) return {static_cast<char>(s)};
  if (s < 0x800) return {static_cast<char>(0xC0 | s >> 6), tail(s)};
  if (s < 0x10000) return {static_cast<char>(0xE0 | s >> 12), tail(s >> 6), tail(s)};
  return {static_cast<char>(0xF0 | s >> 18), tail(s >> 12), tail(s >> 6), tail(s)};
}

bool is_space(char32_t s) {
  return s == ' ' || (s >= 0x09 && s <= 0x0D) || s == 0xA0 || (s >= 0x2000 && s <= 0x200D) || s == 0x202F || s == 0x205F ||
         s == 0x2060 || s == 0x3000 || s == 0xFEFF;
}

bool is_hyphen(char32_t s) {
  constexpr std::u32string_view kOthers = U"-\u00AD\u2043\u2212\u2500\u2501\u30FC\uFE58\uFE63\uFF0D\uFF70";
  return (s >= 0x2010 && s <= 0x2015) || std::ranges::find(kOthers, s) != kOthers.end();
}

}  // namespace ippyo::letters::internal
