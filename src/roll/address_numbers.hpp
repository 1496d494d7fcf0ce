// SPDX-License-Identifier: Apache-2.0
// The numbers of an address: 一丁目1番地1, 1丁目1-1 and 1の1の1 are 1-1-1. [SPEC 15.1 VoterRoll]
#pragma once
#include <string>
#include <string_view>

namespace ippyo::roll {

/// One pass over an address in NFKC without spaces. Kanji stand for numbers only where a unit or a chain of numbers says so:
/// 二 in 二の宮 stays what it is.
std::u32string with_plain_numbers(std::u32string_view address);

}  // namespace ippyo::roll
