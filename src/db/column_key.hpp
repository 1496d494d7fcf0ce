// SPDX-License-Identifier: Apache-2.0
// Where the key of personal columns comes from: a sealed file, or a PKCS#11 token. [ARCHITECTURE Private stores]
#pragma once
#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "base/sealed_file.hpp"
#include "base/secret.hpp"

namespace ippyo::db {

/// 32 secret bytes from which the keys of a ColumnCipher are derived. Never in the database.
class ColumnKey {
  base::Secret<base::Bytes32> bytes_;

 public:
  explicit ColumnKey(base::Secret<base::Bytes32> bytes) : bytes_(std::move(bytes)) {}
  static ColumnKey random();
  const base::Bytes32& expose() const { return bytes_.expose(); }
};

/// A new random key, sealed with the purpose "column key". errors: the file exists or cannot be written.
base::Result<void> create_column_key_file(const std::filesystem::path& path, const base::Passphrase& passphrase,
                                          base::SealingCost cost = base::kSealForYears);
/// errors: missing, damaged, wrong passphrase, not a column key.
base::Result<ColumnKey> read_column_key_file(const std::filesystem::path& path, const base::Passphrase& passphrase);

/// A generic secret key (CKO_SECRET_KEY) that stays in its token.
struct TokenKey {
  std::filesystem::path module;  ///< the vendor's PKCS#11 library
  std::string token, key;        ///< the labels of the token and of the key
};

/// HMAC-SHA-256 (CKM_SHA256_HMAC), computed by the token, of the text "ippyo column key 1". One PIN try per call.
/// errors: no such module, token or key, wrong or locked PIN, a token that cannot do it.
base::Result<ColumnKey> column_key_from_token(const TokenKey& where, const base::Passphrase& pin);

}  // namespace ippyo::db
