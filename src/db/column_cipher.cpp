// SPDX-License-Identifier: Apache-2.0
// Personal columns at rest. [ARCHITECTURE Private stores]
#include "db/column_cipher.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/check.hpp"

namespace ippyo::db {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHead = 5, kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kNonce == 24 && kTag == 16);

void append_number(base::Bytes& out, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(number >> shift));
}

void append_prefixed(base::Bytes& out, base::ByteView item) {
  append_number(out, item.size());
  out.insert(out.end(), item.begin(), item.end());
}

/// What is authenticated beside the value: under which key it lies, and where.
base::Bytes around(base::ByteView head, const Place& place) {
  auto out = base::to_bytes(head);
  append_prefixed(out, base::view(place.table));
  append_prefixed(out, base::view(place.column));
  append_prefixed(out, place.row);
  return out;
}

base::Bytes32 mac(const base::Bytes32& key, std::initializer_list<base::ByteView> parts) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  for (const auto part : parts) crypto_auth_hmacsha256_update(&state, part.data(), part.size());
  base::Bytes32 out{};
  crypto_auth_hmacsha256_final(&state, out.data());
  base::wipe(&state, sizeof state);
  return out;
}

base::Secret<base::Bytes32> derived(const ColumnKey& key, std::string_view label) {
  return base::Secret(mac(key.expose(), {base::view(label)}));
}

base::Error broken(const Place& place, const char* what) {
  return {"a sealed value of " + std::string(place.table) + "." + std::string(place.column) + " " + what};
}

}  // namespace

Place::Place(std::string_view t, std::string_view c, std::span<const std::int64_t> r) : table(t), column(c) {
  for (const auto number : r) append_number(row, static_cast<std::uint64_t>(number));
}

ColumnCipher::ColumnCipher(const ColumnKey& key) : seal_(derived(key, "ippyo column cipher 1")), index_(derived(key, "ippyo blind index 1")), key_id_{} {
  const auto id = mac(key.expose(), {base::view("ippyo column key id 1")});
  std::copy_n(id.begin(), key_id_.size(), key_id_.begin());
}

base::Bytes ColumnCipher::seal(const Place& place, base::ByteView plain) const {
  base::Bytes out(kHead + kNonce + plain.size() + kTag);
  out[0] = kVersion;
  std::copy(key_id_.begin(), key_id_.end(), out.begin() + 1);
  randombytes_buf(out.data() + kHead, kNonce);
  const auto extra = around(base::ByteView(out).first(kHead), place);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kHead + kNonce, nullptr, plain.data(), plain.size(), extra.data(), extra.size(), nullptr,
                                             out.data() + kHead, seal_.expose().data());
  return out;
}

base::Result<base::SecretBytes> ColumnCipher::open(const Place& place, base::ByteView sealed) const {
  if (sealed.size() < kHead + kNonce + kTag) return broken(place, "is cut short; restore the last backup");
  if (sealed[0] != kVersion) return broken(place, "has an unknown form; use the version of this program that wrote it");
  if (!names_this_key(sealed)) return broken(place, "lies under another column key; give the key it was written with, or finish the change of keys");
  const auto extra = around(sealed.first(kHead), place);
  base::SecretBytes plain(sealed.size() - kHead - kNonce - kTag);
  const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(plain.expose_mutable().data(), nullptr, nullptr, sealed.data() + kHead + kNonce,
                                                                sealed.size() - kHead - kNonce, extra.data(), extra.size(), sealed.data() + kHead,
                                                                seal_.expose().data());
  if (opened != 0) return broken(place, "was changed or belongs to another row or column; find out who wrote to the store, then restore the last backup");
  return plain;
}

base::Bytes16 ColumnCipher::index(std::string_view table, std::string_view column, base::ByteView value) const {
  base::Bytes where;
  append_prefixed(where, base::view(table));
  append_prefixed(where, base::view(column));
  append_number(where, value.size());
  const auto full = mac(index_.expose(), {where, value});
  base::Bytes16 out{};
  std::copy_n(full.begin(), out.size(), out.begin());
  return out;
}

bool ColumnCipher::names_this_key(base::ByteView sealed) const {
  return sealed.size() >= kHead && std::equal(key_id_.begin(), key_id_.end(), sealed.begin() + 1);
}

}  // namespace ippyo::db
