// SPDX-License-Identifier: Apache-2.0
// The embedded board as the box keeps it: posting, and the cosigners beside it. [SPEC 10.5 Seal, SPEC 8.7 Posting]
#pragma once
#include <memory>
#include <mutex>
#include <optional>

#include "ballot_box/contents.hpp"
#include "ballot_box/keys.hpp"
#include "record/cosigner.hpp"

namespace ippyo::ballot_box {

/// A sealed epoch as it lies on the board, for runs of slots.
struct SealedEpoch {
  std::uint32_t number;
  std::uint32_t rows_per_chunk;
  std::vector<Bytes32> chunks;
};

/// For one thread, the driver's; sealed() and contents() for all.
class Ledger {
  std::filesystem::path board_, memory_;
  const KeyRing* keys_;
  std::optional<record::Poster> poster_;  ///< empty after a failed append: opened again at the next use
  std::vector<record::Cosigner> cosigners_;
  std::string missing_;
  record::State state_;
  mutable std::mutex mutex_;
  std::vector<SealedEpoch> sealed_;  ///< the last two, ascending
  Contents contents_;

  Ledger(std::filesystem::path board, std::filesystem::path memory, const KeyRing& keys)
      : board_(std::move(board)), memory_(std::move(memory)), keys_(&keys) {}
  base::Result<void> reopen();
  base::Result<void> read_history();
  void note(std::span<const Bytes> entries);

 public:
  /// `memory`: folder for how far each party has verified. keys outlive the ledger.
  /// errors: the board is damaged, locked, or of another log key.
  static base::Result<std::unique_ptr<Ledger>> open(const std::filesystem::path& board, const std::filesystem::path& memory,
                                                    const KeyRing& keys, const base::Clock& clock);
  const std::filesystem::path& board() const { return board_; }
  const record::State& state() const { return state_; }
  /// Idempotent; see record::Poster::post. After an error of the world the call may be repeated.
  base::Result<base::Verdict> post(const record::Submission& submission);
  /// Whether the latest checkpoint lacks the line of one of our cosigners.
  bool lacks_cosignature();
  /// errors: the policy's quorum is not reached. With it, who refuses is named by missing() and asked again later.
  base::Result<void> cosign();
  const std::string& missing() const { return missing_; }
  /// The last two sealed epochs, ascending.
  std::vector<SealedEpoch> sealed() const;
  /// JSON of the entries from that index on (10.6); of those that a checkpoint covers.
  std::string contents(std::uint64_t from) const;
};

}  // namespace ippyo::ballot_box
