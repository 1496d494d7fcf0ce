// SPDX-License-Identifier: Apache-2.0
// Sealing one epoch, step by step; each step is durable before the next, and may be repeated after a crash. [SPEC 10.5 Seal]
#pragma once
#include "ballot_box/inbox.hpp"
#include "ballot_box/ledger.hpp"
#include "ballot_box/noise.hpp"

namespace ippyo::ballot_box {

/// H32("seal", file `entries`): what the store remembers of a finished submission.
base::Result<Bytes32> seal_digest(const std::filesystem::path& submission);

/// What became of a step.
enum class Sealed {
  advanced,  ///< done; the record has the next step
  void_now,  ///< can no longer be posted: the epoch is void
};

/// One epoch on its way to the board: open -> fixed -> written -> posted -> cosigned.
class Sealer {
  Inbox& inbox_;
  Ledger& ledger_;
  const KeyRing& keys_;
  std::filesystem::path data_;

  base::Result<Bytes32> write_submission(const EpochRecord& e, const Noise& noise) const;

 public:
  Sealer(Inbox& inbox, Ledger& ledger, const KeyRing& keys, std::filesystem::path data)
      : inbox_(inbox), ledger_(ledger), keys_(keys), data_(std::move(data)) {}

  std::filesystem::path folder(std::uint32_t epoch) const { return data_ / ("seal." + std::to_string(epoch)); }
  std::filesystem::path noise_file(std::uint32_t epoch) const { return data_ / ("noise." + std::to_string(epoch)); }

  /// open -> fixed: no further cast is taken; the time of the entries is chosen, once.
  base::Result<void> fix(const EpochRecord& e, UnixTime now);
  /// fixed -> written: every slot gets the voter's row or the carried-over one; the submission is complete, its digest stored.
  base::Result<void> write(const EpochRecord& e, Noise& noise);
  /// written -> posted. Also when it stands on the board already. errors: the world; the bytes are not those of the digest.
  base::Result<Sealed> post(const EpochRecord& e);
  /// posted -> cosigned; then everything of the epochs before is overwritten, and what only served the sealing.
  base::Result<void> finish(const EpochRecord& e);
  /// The epoch is void: its rows and seed go.
  base::Result<void> drop(const EpochRecord& e);
  /// Why this epoch can no longer be posted at `now`, if so.
  std::optional<std::string> why_void(const EpochRecord& e, UnixTime now) const;
};

}  // namespace ippyo::ballot_box
