// SPDX-License-Identifier: Apache-2.0
// What one body hands in: signed entries with their blobs, in a folder that fits on a USB stick. [SPEC 8.5 Submission]
#pragma once
#include <filesystem>
#include <functional>

#include "record/state.hpp"

namespace ippyo::record {

/// One signing body (or several that sign together, the first one posting).
struct SignedBy {
  std::vector<std::string> ids;
  std::vector<const SigningKey*> keys;
};

/// Builds a submission in a folder: `entries` (u32 length-prefixed entries) and `blob/..` as on the board. The folder is
/// complete once `entries` exists: it is written last.
class SubmissionWriter {
  struct Impl;
  std::unique_ptr<Impl> impl_;
  SubmissionWriter();

 public:
  /// seq continues from the state; `time` stamps every entry.
  static base::Result<SubmissionWriter> create(const std::filesystem::path& folder, const State& state, SignedBy by, UnixTime time);
  SubmissionWriter(SubmissionWriter&&) noexcept;
  ~SubmissionWriter();
  /// A simple entry. The context is chosen by the type (ctx0 or ctx of the state; the constitution: none).
  base::Result<void> add(EntryType type, Bytes body);
  /// An entry that carries its signatures already: several bodies signed it one after the other, each on its own machine.
  base::Result<void> add_signed(const Entry& entry);
  /// An object: append all its rows (any cut), then close. `row_size` 0: rows of different sizes, one append per row.
  /// Chunk entries and blobs are written as they fill.
  base::Result<std::unique_ptr<base::RowSink>> begin_object(const ObjectKey& key, std::size_t largest_row_size, std::size_t row_size);
  base::Result<void> close_object(Bytes header);
  /// Makes the folder durable and complete.
  base::Result<void> finish();
};

/// A submission as read back. Blobs are checked against their names when read.
struct Submission {
  std::vector<Bytes> entries;
  std::shared_ptr<const BlobSource> blobs;
  std::vector<Bytes32> blob_hashes;
  static base::Result<Submission> open(const std::filesystem::path& folder);
};

}  // namespace ippyo::record
