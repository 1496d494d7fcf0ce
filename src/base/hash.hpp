// SPDX-License-Identifier: Apache-2.0
// Tagged hashing. [SPEC 1.3 Hash]
#pragma once
#include <sodium.h>

#include <string_view>

#include "base/bytes.hpp"

namespace ippyo::base {

/// H(tag, items..) = SHA-512( LP("ippyo/1") || LP(tag) || LP(item_1) || .. ), LP(x) = u64 big-endian length || x.
/// An integer is an item of 8 bytes, big-endian. A long item may be given in parts: begin_item(total), part(..)*.
/// Copying a Hasher forks it: the same beginning, different ends.
class Hasher {
  crypto_hash_sha512_state state_;
  std::uint64_t open_ = 0;  ///< bytes still owed to the item begun last

 public:
  explicit Hasher(std::string_view tag);
  Hasher& item(ByteView bytes);
  Hasher& item(std::string_view text) { return item(view(text)); }
  Hasher& item(std::uint64_t number);
  Hasher& begin_item(std::uint64_t total_size);
  Hasher& part(ByteView bytes);
  /// requires: every item begun is complete. Leaves this object unusable.
  Bytes64 finish();
  /// The first 32 bytes of finish().
  Bytes32 finish32();
};

/// H(tag, bytes items..), for short statements.
template <class... Items>
Bytes64 hash(std::string_view tag, const Items&... items) {
  Hasher h(tag);
  (h.item(items), ...);
  return h.finish();
}
template <class... Items>
Bytes32 hash32(std::string_view tag, const Items&... items) {
  Hasher h(tag);
  (h.item(items), ...);
  return h.finish32();
}

/// Plain SHA-256, for the log and content addresses only (RFC 6962, C2SP).
Bytes32 sha256(ByteView bytes);

}  // namespace ippyo::base
