// SPDX-License-Identifier: Apache-2.0
// Reading a board directory: entries under its latest checkpoint, blobs, history of checkpoints. [SPEC 6.5 Directory]
#pragma once
#include <filesystem>
#include <functional>

#include "base/result.hpp"
#include "board/note.hpp"

namespace ippyo::board {

// The directory (C2SP tlog-tiles, see SPEC 6.5):
//   checkpoint                       the latest, signed
//   checkpoints/<size>               every one that was ever published, with all its signatures
//   tile/<L>/<N>[.p/<W>]             hash tiles
//   tile/entries/<N>[.p/<W>]         entry bundles: u16 length || entry, 256 each
//   blob/<2 hex>/<64 hex>            large objects by SHA-256
std::filesystem::path tile_path(unsigned level, std::uint64_t index, unsigned width);    ///< width 256: the full tile
std::filesystem::path bundle_path(std::uint64_t index, unsigned width);
std::filesystem::path blob_path(const Bytes32& sha256);

/// Bytes of a blob. errors: missing, or its SHA-256 is another.
base::Result<Bytes> read_blob(const std::filesystem::path& board, const Bytes32& sha256);

/// Reads entries in order and hashes them itself; nothing of the tiles is believed.
class Reader {
  std::filesystem::path board_;
  std::optional<SignedCheckpoint> latest_;
  Tree tree_;

 public:
  /// A folder without a checkpoint is an empty board. errors: unreadable or malformed checkpoint.
  static base::Result<Reader> open(const std::filesystem::path& board);
  const std::filesystem::path& board() const { return board_; }
  /// Looks for a newer checkpoint. errors: malformed, smaller than the one known, or (once read that far) another root.
  base::Result<void> refresh();
  const std::optional<SignedCheckpoint>& latest() const { return latest_; }
  std::uint64_t size() const { return latest_ ? latest_->checkpoint.size : 0; }
  /// How many entries were read (and hashed) so far.
  std::uint64_t read() const { return tree_.size(); }
  /// Reads and hashes the entries [read(), until); they must lie under the latest checkpoint. errors: missing or malformed bundle.
  base::Result<std::vector<Bytes>> read_until(std::uint64_t until);
  /// requires: n <= read()
  Bytes32 root(std::uint64_t n) const { return tree_.root(n); }
  const Tree& tree() const { return tree_; }
  /// All files of checkpoints/, ascending by size. errors: a name that is no size, a malformed note.
  base::Result<std::vector<SignedCheckpoint>> history() const;
};

inline constexpr base::Check kUnknownFile{18, 1, "a file that the specification does not know lies in the board directory"};
inline constexpr base::Check kTile{17, 8, "a tile or entry bundle differs from what the entries give, or is missing"};
inline constexpr base::Check kCheckpointRoot{17, 9, "a checkpoint's root is not the root of the entries"};
inline constexpr base::Check kLatestCheckpoint{17, 10, "the latest checkpoint is not the largest of the history"};
inline constexpr base::Check kCheckpointForm{17, 11, "a file of checkpoints/ is malformed, or not named by its size"};
inline constexpr base::Check kBlobContent{18, 2, "a blob's bytes do not have the hash of its name"};
inline constexpr base::Check kBlobUnknown{18, 3, "a blob that no entry names"};
inline constexpr base::Check kBlobMissing{18, 4, "a blob that an entry names is missing"};
/// Every file of the directory: known, and exactly what the entries give. requires: the reader has read all entries; `blobs` are
/// the hashes that entries name. errors: unreadable folder. Deterministic order: the first bad file by path is named.
base::Result<base::Verdict> audit_directory(const Reader& reader, const std::vector<Bytes32>& blobs);

}  // namespace ippyo::board
