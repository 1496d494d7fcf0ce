// SPDX-License-Identifier: Apache-2.0
// A public object (permutation commitment, mix) kept beside the secrets, so that it is handed out again and never made twice.
// [SPEC 11.2 Secrets]
#pragma once
#include "record/submission.hpp"
#include "trustee/progress.hpp"
#include "trustee/vault.hpp"

namespace ippyo::trustee {

/// Files kept/<name>.rows and kept/<name>.header; it exists once the header does.
class KeptObject {
  std::filesystem::path rows_, header_;
  std::size_t row_size_;

 public:
  KeptObject(const Vault& vault, const record::ObjectKey& key, std::size_t row_size);
  bool complete() const { return std::filesystem::exists(header_); }
  /// An empty file for the rows.
  base::Result<std::unique_ptr<base::FileRows>> begin() const;
  /// Rows first, then the header: durable.
  base::Result<void> finish(ByteView header) const;
  base::Result<Bytes> header() const { return base::read_file(header_); }
  base::Result<std::unique_ptr<base::FileRows>> rows() const { return base::FileRows::open(rows_, row_size_); }
  base::Result<void> hand_out(record::SubmissionWriter& writer, const record::ObjectKey& key, const Progress& progress) const;
};

/// "council-1": the part of a file's name that says which list.
std::string list_name(const record::ObjectKey& key);

}  // namespace ippyo::trustee
