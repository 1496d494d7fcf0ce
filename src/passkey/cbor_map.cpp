// SPDX-License-Identifier: Apache-2.0
#include "passkey/cbor_map.hpp"

#include <limits>

namespace ippyo::passkey {
namespace {

std::optional<std::size_t> measure(base::ByteView in, unsigned depth) {
  if (in.empty() || depth == 0) return std::nullopt;
  const unsigned major = in[0] >> 5, info = in[0] & 31;
  if (info > 27) return std::nullopt;
  const std::size_t width = info < 24 ? 0 : std::size_t{1} << (info - 24);
  if (in.size() <= width) return std::nullopt;
  std::uint64_t n = info;
  if (width > 0) n = 0;
  for (std::size_t i = 1; i <= width; ++i) n = n << 8 | in[i];
  std::size_t used = 1 + width;
  if (major == 2 || major == 3) {
    if (n > in.size() - used) return std::nullopt;
    return used + static_cast<std::size_t>(n);
  }
  if (major < 4 || major == 7) return used;
  // Every item takes a byte at least, so a count beyond the bytes left is a lie.
  if (n > in.size() && major != 6) return std::nullopt;
  const std::uint64_t items = major == 4 ? n : major == 5 ? 2 * n : 1;
  for (std::uint64_t i = 0; i < items; ++i) {
    const auto size = measure(in.subspan(used), depth - 1);
    if (!size) return std::nullopt;
    used += *size;
  }
  return used;
}

}  // namespace

std::optional<std::size_t> cbor_item_size(base::ByteView in) { return measure(in, 8); }

std::optional<CborMap> CborMap::read(base::ByteView bytes) {
  if (cbor_item_size(bytes) != bytes.size()) return std::nullopt;
  cbor_load_result result{};
  CborMap map;
  map.item_.reset(cbor_load(bytes.data(), bytes.size(), &result));
  if (!map.item_ || result.error.code != CBOR_ERR_NONE || result.read != bytes.size() || !cbor_isa_map(map.item_.get()))
    return std::nullopt;
  return map;
}

template <class IsKey>
const cbor_item_t* CborMap::find(IsKey is_key) const {
  const cbor_item_t* found = nullptr;
  const auto* pairs = cbor_map_handle(item_.get());
  for (std::size_t i = 0; i < cbor_map_size(item_.get()); ++i) {
    if (!is_key(pairs[i].key)) continue;
    if (found) return nullptr;
    found = pairs[i].value;
  }
  return found;
}

const cbor_item_t* CborMap::at(std::string_view key) const {
  return find([&](const cbor_item_t* k) { return text_of(k) == key; });
}
const cbor_item_t* CborMap::at(std::uint8_t key) const {
  return find([&](const cbor_item_t* k) { return integer_of(k) == key; });
}

std::optional<base::ByteView> bytes_of(const cbor_item_t* item) {
  if (!item || !cbor_isa_bytestring(item) || !cbor_bytestring_is_definite(item)) return std::nullopt;
  return base::ByteView(cbor_bytestring_handle(item), cbor_bytestring_length(item));
}

std::optional<std::string> text_of(const cbor_item_t* item) {
  if (!item || !cbor_isa_string(item) || !cbor_string_is_definite(item)) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(cbor_string_handle(item)), cbor_string_length(item));
}

std::optional<std::int64_t> integer_of(const cbor_item_t* item) {
  if (!item || !cbor_is_int(item)) return std::nullopt;
  const auto n = cbor_get_int(item);
  if (n > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  return cbor_isa_uint(item) ? static_cast<std::int64_t>(n) : -1 - static_cast<std::int64_t>(n);
}

}  // namespace ippyo::passkey
