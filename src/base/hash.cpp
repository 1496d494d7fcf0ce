// SPDX-License-Identifier: Apache-2.0
#include "base/hash.hpp"

#include <openssl/sha.h>

#include <algorithm>

#include "base/check.hpp"

namespace ippyo::base {

static std::array<std::uint8_t, 8> big_endian(std::uint64_t v) {
  std::array<std::uint8_t, 8> out;
  for (int i = 7; i >= 0; --i, v >>= 8) out[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(v);
  return out;
}

Hasher::Hasher(std::string_view tag) {
  crypto_hash_sha512_init(&state_);
  item("ippyo/1").item(tag);
}

Hasher& Hasher::begin_item(std::uint64_t total_size) {
  IPPYO_CHECK(open_ == 0);
  const auto length = big_endian(total_size);
  crypto_hash_sha512_update(&state_, length.data(), length.size());
  open_ = total_size;
  return *this;
}

Hasher& Hasher::part(ByteView bytes) {
  IPPYO_CHECK(bytes.size() <= open_);
  open_ -= bytes.size();
  crypto_hash_sha512_update(&state_, bytes.data(), bytes.size());
  return *this;
}

Hasher& Hasher::item(ByteView bytes) { return begin_item(bytes.size()).part(bytes); }
Hasher& Hasher::item(std::uint64_t number) { return item(ByteView(big_endian(number))); }

Bytes64 Hasher::finish() {
  IPPYO_CHECK(open_ == 0);
  Bytes64 out;
  crypto_hash_sha512_final(&state_, out.data());
  return out;
}

Bytes32 Hasher::finish32() {
  const auto full = finish();
  Bytes32 out;
  std::copy_n(full.begin(), out.size(), out.begin());
  return out;
}

Bytes32 sha256(ByteView bytes) {
  Bytes32 out;
  SHA256(bytes.data(), bytes.size(), out.data());
  return out;
}

}  // namespace ippyo::base
