// SPDX-License-Identifier: Apache-2.0
// UTF-8 sign by sign, and the signs that people put between groups of a code.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace ippyo::letters::internal {

inline constexpr char32_t kMalformed = 0xFFFD;

/// Reads code points; malformed bytes come out as U+FFFD, one for each. timing: variable
class Utf8 {
  std::string_view left_;

 public:
  explicit Utf8(std::string_view text) : left_(text) {}
  bool done() const { return left_.empty(); }
  char32_t next();  ///< requires: !done()
};

std::u32string decoded(std::string_view text);
std::string encoded(char32_t sign);

bool is_space(char32_t sign);   ///< of every width, also tabs and line ends
bool is_hyphen(char32_t sign);  ///< hyphens, dashes, minus signs, and ー, which Japanese keyboards give for them

}  // namespace ippyo::letters::internal
