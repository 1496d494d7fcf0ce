// SPDX-License-Identifier: Apache-2.0
// Secret rows on the medium, under a key of their own: to forget the key is to forget the rows. [SPEC 11.2 Secrets]
#pragma once
#include "base/hash.hpp"
#include "base/rows.hpp"
#include "trustee/vault.hpp"

namespace ippyo::trustee {

/// XChaCha20 (nonce zero: the key serves this one list) over the bytes of a file of rows.
class EncryptedRows final : public base::RowSource, public base::RowSink {
  base::FileRows& file_;
  const base::Secret<Bytes32>& key_;

 public:
  /// requires: both outlive this.
  EncryptedRows(base::FileRows& file, const base::Secret<Bytes32>& key) : file_(file), key_(key) {}
  std::uint64_t rows() const override { return file_.rows(); }
  std::size_t row_size() const override { return file_.row_size(); }
  base::Result<void> read(std::uint64_t first, std::span<std::uint8_t> out) const override;
  base::Result<void> append(ByteView rows) override;
};

/// H("rows", bytes of the whole list): notices a damaged medium.
base::Result<Bytes64> digest_of(const base::RowSource& rows);

}  // namespace ippyo::trustee
