// SPDX-License-Identifier: Apache-2.0
// A column key in a sealed file. [ARCHITECTURE Private stores]
#include "db/column_key.hpp"

#include <algorithm>

#include "base/random.hpp"

namespace ippyo::db {
namespace {

constexpr std::string_view kPurpose = "column key";

}  // namespace

ColumnKey ColumnKey::random() { return ColumnKey(base::Secret(base::SystemRng().bytes<32>())); }

base::Result<void> create_column_key_file(const std::filesystem::path& path, const base::Passphrase& passphrase, base::SealingCost cost) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return base::Error{path.string() + " exists; choose a new name, a column key is never overwritten"};
  return base::write_sealed_file(path, kPurpose, ColumnKey::random().expose(), passphrase, cost);
}

base::Result<ColumnKey> read_column_key_file(const std::filesystem::path& path, const base::Passphrase& passphrase) {
  const auto secret = base::read_sealed_file(path, kPurpose, passphrase);
  if (!secret) return secret.error();
  base::Bytes32 bytes{};
  if (secret->size() != bytes.size()) return base::Error{path.string() + " holds no column key of 32 bytes; name the right file"};
  std::copy(secret->expose().begin(), secret->expose().end(), bytes.begin());
  base::Secret held(bytes);
  base::wipe(bytes.data(), bytes.size());
  return ColumnKey(std::move(held));
}

}  // namespace ippyo::db
