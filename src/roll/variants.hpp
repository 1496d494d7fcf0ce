// SPDX-License-Identifier: Apache-2.0
// Characters that are one character in another shape, and characters that are often taken for one another. [SPEC 15.1 VoterRoll]
#pragma once
#include <string_view>

namespace ippyo::roll {

/// Groups divided by spaces; the first of a group stands for all. A character is in one group of a list at most.
extern const std::u32string_view kOneCharacter;    ///< shapes: 髙 is 高
extern const std::u32string_view kTakenForAnother; ///< different names that look alike: 斎 斉; over the first ones of kOneCharacter

/// The first of the group in kOneCharacter, or the character itself.
char32_t one_shape(char32_t c);
/// The same for kTakenForAnother, after one_shape; hiragana and small kana also become large katakana.
char32_t alike(char32_t c);
/// Hiragana to katakana, small kana to large ones.
char32_t large_katakana(char32_t c);

}  // namespace ippyo::roll
