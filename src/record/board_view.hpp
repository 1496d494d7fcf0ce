// SPDX-License-Identifier: Apache-2.0
// Following a board: reading new entries, applying them once, remembering how far one has verified. [SPEC 8.6 Following]
#pragma once
#include <filesystem>

#include "board/reader.hpp"
#include "record/submission.hpp"

namespace ippyo::record {

/// Blobs of a board directory.
std::shared_ptr<const BlobSource> board_blobs(const std::filesystem::path& board);
/// Looks in `first`, then in `second`.
std::shared_ptr<const BlobSource> either(std::shared_ptr<const BlobSource> first, std::shared_ptr<const BlobSource> second);

/// How far a party has verified: tree size and root, in a small durable file of its own.
struct VerifiedHead {
  std::uint64_t entries = 0;
  Bytes32 root{};
};
base::Result<VerifiedHead> load_head(const std::filesystem::path& file);  ///< a missing file is an empty head
base::Result<void> save_head(const std::filesystem::path& file, const VerifiedHead& head);

/// proofs: every proof is verified here. quorum: a service that only needs to know what is open when relies on the cosigners that the
/// opening names; it goes no further than a checkpoint with their quorum, checks all but the proofs, and may sign nothing about the board.
enum class Reliance { proofs, quorum };

/// A party's own replay of a board directory. Entries under the saved head are applied with Depth::again (only if the board's
/// root over them is the recorded one, otherwise it refuses: the board was rewritten), later ones with Depth::full.
class Follower {
  struct Impl;
  std::unique_ptr<Impl> impl_;
  Follower();

 public:
  /// `head_file` may be empty: then nothing is remembered.
  static base::Result<Follower> open(const std::filesystem::path& board, const std::filesystem::path& head_file,
                                     Reliance reliance = Reliance::proofs);
  Follower(Follower&&) noexcept;
  ~Follower();
  /// Applies everything under the latest checkpoint and saves the head. `progress` gets (done, total).
  base::Result<base::Verdict> catch_up(const std::function<void(std::uint64_t, std::uint64_t)>& progress = {});
  const State& state() const;
  const board::Reader& reader() const;
  VerifiedHead head() const;
};

}  // namespace ippyo::record
