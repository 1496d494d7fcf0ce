// SPDX-License-Identifier: Apache-2.0
// An organisation that cosigns a checkpoint only after it has applied every entry under it itself. [SPEC 8.8 Cosigner]
#pragma once
#include "record/poster.hpp"

namespace ippyo::record {

/// Seconds by which clocks of different bodies may differ.
inline constexpr base::UnixTime kCosignerPatience = 120;

class Cosigner {
  board::VerifierKey name_;
  base::SigningKey key_;
  const base::Clock* clock_;
  Follower follower_;
  base::UnixTime last_ = 0;  ///< its latest cosignature on this board
  void remember(const board::SignedCheckpoint& c);
  Cosigner(board::VerifierKey name, base::SigningKey key, const base::Clock& clock, Follower follower)
      : name_(std::move(name)), key_(std::move(key)), clock_(&clock), follower_(std::move(follower)) {}

 public:
  /// `head_file` is this organisation's own memory. `clock` outlives the cosigner and is its own.
  static base::Result<Cosigner> open(const std::filesystem::path& board, const std::string& name, base::SigningKey key,
                                     const std::filesystem::path& head_file, const base::Clock& clock);
  const board::VerifierKey& verifier_key() const { return name_; }
  /// Reads the board's files, applies everything under the latest checkpoint, remembers it, then signs.
  /// The time never goes back. With a real clock it does not sign entries that are dated more than kCosignerPatience after its own time.
  /// errors: the world, or in plain words the finding for which it refuses.
  base::Result<board::NoteSignature> cosign();
  const Follower& follower() const { return follower_; }
};

/// All cosigners, side by side, on the latest checkpoint; their lines are added to it. errors: fewer than all signed; says who and why.
base::Result<void> cosign_latest(board::Log& log, std::span<Cosigner> cosigners);

}  // namespace ippyo::record
