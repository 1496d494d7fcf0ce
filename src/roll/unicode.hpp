// SPDX-License-Identifier: Apache-2.0
// Text as code points, and the two normal forms that matching needs. [SPEC 15.1 VoterRoll]
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace ippyo::roll {

/// Nothing for malformed UTF-8.
std::optional<std::u32string> code_points(std::string_view utf8);
std::string to_utf8(std::u32string_view text);

/// Unicode NFKC: full-width digits and letters become narrow, half-width kana wide, ㍻ 平成.
std::u32string nfkc(const std::u32string& text);
/// NFKC with case folded and invisible characters (variation selectors, zero-width ones) left out.
std::u32string nfkc_folded(const std::u32string& text);

/// White space of any kind, the full-width one too.
bool is_space(char32_t c);
/// A character of the Han script, 々 and 〇 among them.
bool is_kanji(char32_t c);

}  // namespace ippyo::roll
