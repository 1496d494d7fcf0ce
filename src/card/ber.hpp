// SPDX-License-Identifier: Apache-2.0
// Walking tag-length-value bytes from a card: bounds-checked, nothing copied. [SPEC 14.1 Card]
#pragma once
#include <optional>

#include "base/bytes.hpp"

namespace ippyo::card {

struct Tlv {
  std::uint32_t tag = 0;    ///< its one to three bytes, big-endian
  std::size_t header = 0;   ///< bytes of tag and length
  std::size_t length = 0;   ///< of the value, as announced
};
/// Tag and definite length at the beginning of `in`; the value itself may lie beyond. Nothing: short, indefinite, or over 65535.
std::optional<Tlv> tlv_header(base::ByteView in);
/// The value of the first member of `in` with that tag. Nothing: absent, or anything before it is malformed.
std::optional<base::ByteView> member(base::ByteView in, std::uint32_t tag);

}  // namespace ippyo::card
