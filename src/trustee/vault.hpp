// SPDX-License-Identifier: Apache-2.0
// The folder of one trustee: its signing key, its share, its memory; on a medium of its own. [SPEC 11.1 Folder]
#pragma once
#include <filesystem>

#include "base/files.hpp"
#include "base/sealed_file.hpp"
#include "base/signature.hpp"

namespace ippyo::trustee {

using base::Bytes;
using base::Bytes32;
using base::Bytes64;
using base::ByteView;

/// Sealed: the key of the folder (under the passphrase), the ceremony, the share, the records of permutations (under a key that
/// lies with the signing key). Only mode 0600: encrypted rows of permutations, kept rows that are public anyway.
class Vault {
  std::filesystem::path folder_;
  std::string id_;
  base::SigningKey key_;
  base::Secret<Bytes32> folder_key_;
  base::FileLock lock_;
  Vault(std::filesystem::path folder, std::string id, base::SigningKey key, base::Secret<Bytes32> folder_key, base::FileLock lock)
      : folder_(std::move(folder)), id_(std::move(id)), key_(std::move(key)), folder_key_(std::move(folder_key)),
          lock_(std::move(lock)) {}

 public:
  /// Makes the folder (mode 0700) and draws the signing key; returns its public half, which goes into the constitution.
  /// errors: the folder holds a key already; an id that no constitution accepts.
  static base::Result<Bytes32> create(const std::filesystem::path& folder, const std::string& id,
      const base::Passphrase& passphrase,
                                      base::SealingCost cost = base::kSealForYears);
  /// errors: wrong passphrase, damaged, in use by another process.
  static base::Result<Vault> open(const std::filesystem::path& folder, const base::Passphrase& passphrase);
  const std::string& id() const { return id_; }
  const base::SigningKey& key() const { return key_; }
  std::filesystem::path path(std::string_view name) const { return folder_ / name; }
  /// An empty folder inside, for temporary rows.
  base::Result<std::filesystem::path> scratch() const;

  bool holds(std::string_view name) const;
  base::Result<void> keep(std::string_view name, std::string_view purpose, ByteView secret) const;
  base::Result<base::SecretBytes> load(std::string_view name, std::string_view purpose) const;
  /// Overwrites and removes a file; a missing one is fine.
  base::Result<void> forget(std::string_view name) const;
};

/// fsync of one file that was written row by row.
base::Result<void> sync_file(const std::filesystem::path& file);

}  // namespace ippyo::trustee
