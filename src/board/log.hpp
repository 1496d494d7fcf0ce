// SPDX-License-Identifier: Apache-2.0
// The one writer of an embedded board: crash-safe appends, signed checkpoints. [SPEC 6.6 Append]
#pragma once
#include <filesystem>
#include <memory>
#include <span>

#include "base/files.hpp"
#include "board/reader.hpp"

namespace ippyo::board {

/// Order of one append: tiles and bundles, <board>.intent, checkpoints/<size>, checkpoint; each durable before the next. A crash
/// before the intent leaves the board as it was, and open() removes what lies beyond the checkpoint; a crash after it is completed
/// by open(): the signature may already have been seen, and two different checkpoints of one size are never signed.
class Log {
  struct Impl;
  std::unique_ptr<Impl> impl_;
  explicit Log(std::unique_ptr<Impl> impl);

 public:
  /// Creates the folder if missing. The lock is a file beside the directory (<board>.lock), held until destruction.
  /// Files of its own beside the directory: <board>.lock, <board>.intent (what was signed last: belongs to every backup of the
  /// board) and <board>.staging (temporary files; on the same file system).
  /// errors: another writer holds the lock; the checkpoint is not signed by this key and name; damaged files; the board is older
  /// than what was signed last.
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
  /// Removes every blob that is not among these: what was put for an append that never came. Ask it before put_blobs, with what the
  /// entries name.
  base::Result<void> keep_only_blobs(std::vector<Bytes32> named);
  /// Appends and publishes one checkpoint over all. requires: entries not empty, each at most 65,535 bytes.
  /// errors: the world; then open the board again and repeat the same call: if open() has completed it, the first append that
  /// repeats it adds nothing. Until then every further append is refused. The same holds after a crash of the caller, which may not
  /// have noted the success; so two appends in a row never have the same entries.
  base::Result<void> append(std::span<const Bytes> entries);
  const std::optional<SignedCheckpoint>& latest() const;
  /// Adds cosignature lines to the checkpoint of that size (and to `checkpoint` if it is the latest). Lines already there are kept once.
  base::Result<void> add_signatures(std::uint64_t size, const std::vector<NoteSignature>& lines);
};

}  // namespace ippyo::board
