// SPDX-License-Identifier: Apache-2.0
// Personal columns at rest: sealed to their place, and a blind index to find them by. [ARCHITECTURE Private stores]
#pragma once
#include <initializer_list>
#include <string_view>

#include "base/random.hpp"
#include "db/column_key.hpp"

namespace ippyo::db {

/// Where a value lies. `row` is the primary key, one or more integers, which must be known before the value is sealed and never change.
struct Place {
  std::string_view table, column;
  base::Bytes row;  ///< each number as 8 bytes, big-endian
  Place(std::string_view t, std::string_view c, std::initializer_list<std::int64_t> r) : Place(t, c, std::span(r.begin(), r.size())) {}
  Place(std::string_view t, std::string_view c, std::span<const std::int64_t> r);
};

/// Keys derived from a ColumnKey K: HMAC-SHA-256(K, "ippyo column cipher 1"), .. "ippyo blind index 1", .. "ippyo column key id 1".
class ColumnCipher {
  base::Secret<base::Bytes32> seal_, index_;
  std::array<std::uint8_t, 4> key_id_;

 public:
  explicit ColumnCipher(const ColumnKey& key);

  /// 0x01 || key id (4) || nonce (24) || XChaCha20-Poly1305 of `plain` || tag (16). Additional data: the first five bytes and
  /// u64-length-prefixed table, column, row. The length of the value shows.
  base::Bytes seal(const Place& place, base::ByteView plain) const;
  base::Bytes seal(const Place& place, std::string_view plain) const { return seal(place, base::view(plain)); }
  /// errors: truncated, another version, another key, changed or moved from another row or column. Each has its own sentence.
  base::Result<base::SecretBytes> open(const Place& place, base::ByteView sealed) const;

  /// For equality lookups: the first 16 bytes of HMAC-SHA-256 over length-prefixed table, column and value. Equal values show as
  /// equal; normalise `value` first. timing: variable in the length only.
  base::Bytes16 index(std::string_view table, std::string_view column, base::ByteView value) const;
  base::Bytes16 index(std::string_view table, std::string_view column, std::string_view value) const { return index(table, column, base::view(value)); }

  /// Whether `sealed` names this key. Says nothing about its integrity.
  bool names_this_key(base::ByteView sealed) const;
};

}  // namespace ippyo::db
