// SPDX-License-Identifier: Apache-2.0
// Byte strings and their text forms. [SPEC 1.1 Bytes]
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ippyo::base {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using Bytes16 = std::array<std::uint8_t, 16>;
using Bytes32 = std::array<std::uint8_t, 32>;
using Bytes64 = std::array<std::uint8_t, 64>;

/// The bytes of a text, without a terminator.
inline ByteView view(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline Bytes to_bytes(ByteView v) { return {v.begin(), v.end()}; }
inline std::string to_string(ByteView v) { return {v.begin(), v.end()}; }

/// Lower-case hexadecimal. from_hex refuses odd lengths and anything but [0-9a-f].
std::string to_hex(ByteView bytes);
std::optional<Bytes> from_hex(std::string_view text);
/// As from_hex, for exactly 32 bytes.
std::optional<Bytes32> bytes32_from_hex(std::string_view text);

/// RFC 4648 base64 with padding. from_base64 refuses every non-canonical form
/// (missing padding, non-zero trailing bits, white space): one value, one text.
std::string to_base64(ByteView bytes);
std::optional<Bytes> from_base64(std::string_view text);

/// timing: constant in the contents. Different lengths compare unequal at once.
bool equal_ct(ByteView a, ByteView b);

}  // namespace ippyo::base
