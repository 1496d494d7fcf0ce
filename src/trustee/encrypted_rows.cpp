// SPDX-License-Identifier: Apache-2.0
#include "trustee/encrypted_rows.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/check.hpp"

namespace ippyo::trustee {
namespace {

/// XOR with the key stream from byte `offset` on, which may lie inside a block of 64.
void xor_stream(const Bytes32& key, std::uint64_t offset, std::span<std::uint8_t> bytes) {
  static constexpr std::uint8_t kNonce[crypto_stream_xchacha20_NONCEBYTES] = {};
  const auto inside = offset % 64;
  auto block = offset / 64;
  if (inside != 0) {
    std::uint8_t first[64] = {};
    crypto_stream_xchacha20_xor_ic(first, first, sizeof first, kNonce, block++, key.data());
    const auto n = std::min<std::size_t>(64 - inside, bytes.size());
    for (std::size_t i = 0; i < n; ++i) bytes[i] ^= first[inside + i];
    base::wipe(first, sizeof first);
    bytes = bytes.subspan(n);
  }
  if (!bytes.empty()) crypto_stream_xchacha20_xor_ic(bytes.data(), bytes.data(), bytes.size(), kNonce, block, key.data());
}

}  // namespace

base::Result<void> EncryptedRows::read(std::uint64_t first, std::span<std::uint8_t> out) const {
  IPPYO_TRY(file_.read(first, out));
  xor_stream(key_.expose(), first * row_size(), out);
  return {};
}

base::Result<void> EncryptedRows::append(ByteView rows) {
  Bytes bytes(rows.begin(), rows.end());
  xor_stream(key_.expose(), file_.rows() * row_size(), bytes);
  return file_.append(bytes);
}

base::Result<Bytes64> digest_of(const base::RowSource& rows) {
  base::Hasher h("rows");
  h.begin_item(rows.rows() * rows.row_size());
  for (std::uint64_t first = 0; first < rows.rows(); first += base::kRowsPerStep) {
    Bytes step(std::min(base::kRowsPerStep, rows.rows() - first) * rows.row_size());
    IPPYO_TRY(rows.read(first, step));
    h.part(step);
  }
  return h.finish();
}

}  // namespace ippyo::trustee
