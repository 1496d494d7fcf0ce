// SPDX-License-Identifier: Apache-2.0
// Texts of strangers on a clerk's terminal.
#pragma once
#include <string>
#include <string_view>

namespace ippyo::office_tool {

/// Without the signs that move the cursor (controls of one and two bytes) or turn the line (writing direction): each becomes a blank.
std::string plain(std::string_view text);

}  // namespace ippyo::office_tool
