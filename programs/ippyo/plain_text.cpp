// SPDX-License-Identifier: Apache-2.0
#include "plain_text.hpp"

#include <algorithm>
#include <array>

namespace ippyo::office_tool {

/// Signs of three bytes that turn the line around: marks, embeddings, overrides and isolates of writing direction.
static bool turns_the_line(std::string_view sign) {
  static constexpr std::array<std::string_view, 11> kTurning{"\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d",
                                                              "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"};
  return std::ranges::find(kTurning, sign) != kTurning.end();
}

std::string plain(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]), next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (c < 0x20 || c == 0x7f) out += ' ';
    else if (c == 0xc2 && next >= 0x80 && next < 0xa0) out += ' ', i += 1;
    else if (turns_the_line(text.substr(i, 3))) out += ' ', i += 2;
    else out += text[i];
  }
  return out;
}

}  // namespace ippyo::office_tool
