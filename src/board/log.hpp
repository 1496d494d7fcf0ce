// SPDX-License-Identifier: Apache-2.0
// The one writer of an embedded board: crash-safe appends, signed checkpoints. [SPEC 6.6 Append]
#pragma once
#include <filesystem>
#include <memory>
#include <span>

#include "base/files.hpp"
#include "board/reader.hpp"

namespace ippyo::board {

/// Order of one append: blobs (fsync, rename, fsync folder), bundles, tiles, checkpoints/<size>, checkpoint last. A crash between
/// any two leaves the board as it was before; open() then removes what lies beyond the checkpoint. Two different checkpoints of one
/// size are never signed: what is signed is made durable first.
class Log {
  struct Impl;
  std::unique_ptr<Impl> impl_;
  explicit Log(std::unique_ptr<Impl> impl);

 public:
  /// Creates the folder if missing. The lock is a file beside the directory (<board>.lock), held until destruction.
  /// errors: another writer holds the lock; the checkpoint is not signed by this key and name; damaged files.
  static base::Result<Log> open(const std::filesystem::path& board, const std::string& name, base::SigningKey key);
  Log(Log&&) noexcept;
  ~Log();
  const std::filesystem::path& board() const;
  const VerifierKey& verifier_key() const;
  std::uint64_t size() const;
  Bytes32 root(std::uint64_t n) const;  ///< requires: n <= size()
  /// Idempotent; durable before it returns.
  base::Result<void> put_blob(ByteView bytes);
  /// Many at once, with one fsync per folder.
  base::Result<void> put_blobs(const std::vector<Bytes>& blobs);
  /// Appends and publishes one checkpoint over all. requires: entries not empty, each at most 65,535 bytes.
  /// errors: the world; then nothing was published, and the same call may be repeated (also after reopening).
  base::Result<void> append(std::span<const Bytes> entries);
  const std::optional<SignedCheckpoint>& latest() const;
  /// Adds cosignature lines to the checkpoint of that size (and to `checkpoint` if it is the latest). Lines already there are kept once.
  base::Result<void> add_signatures(std::uint64_t size, const std::vector<NoteSignature>& lines);
};

}  // namespace ippyo::board
