// SPDX-License-Identifier: Apache-2.0
// CBOR from outside, measured before a library may allocate for it. [SPEC 13.5 Passkey]
#pragma once
#include <cbor.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace ippyo::passkey {

/// Bytes that the one item at the start of `in` takes. Empty when it is cut short, of indefinite length, or nested deeper than 8.
std::optional<std::size_t> cbor_item_size(base::ByteView in);

/// A map that takes all of its bytes. A key that is there twice is not there.
class CborMap {
  struct Release {
    void operator()(cbor_item_t* item) const { cbor_decref(&item); }
  };
  std::unique_ptr<cbor_item_t, Release> item_;
  template <class IsKey>
  const cbor_item_t* find(IsKey is_key) const;

 public:
  static std::optional<CborMap> read(base::ByteView bytes);
  const cbor_item_t* at(std::string_view key) const;
  const cbor_item_t* at(std::uint8_t key) const;
};

/// The value, when the item is there and of that kind.
std::optional<base::ByteView> bytes_of(const cbor_item_t* item);
std::optional<std::string> text_of(const cbor_item_t* item);
std::optional<std::int64_t> integer_of(const cbor_item_t* item);

}  // namespace ippyo::passkey
