// SPDX-License-Identifier: Apache-2.0
// The carried-over row of every slot, computed while the epoch is open and used where nobody votes. [SPEC 10.5 Seal]
#pragma once
#include <atomic>
#include <filesystem>
#include <thread>

#include "record/state.hpp"

namespace ippyo::ballot_box {

using base::Bytes;
using base::Bytes32;
using base::ByteView;

/// The same seed and the same statement give the same row: a crash never leads to a second version.
/// Randomness: ChaCha20 under H32("carry", seed, ctx, slot, epoch, y, X, previous ciphertexts).
Bytes carried_row(const record::State& state, std::uint64_t slot, std::uint32_t epoch, const base::Secret<Bytes32>& seed);

/// Rows in a file of its own (mode 0600), each followed by a check value: what a crash left half written is computed again.
/// Without a usable file everything is computed when asked.
class Noise {
  std::filesystem::path file_;
  record::State state_;
  std::uint32_t epoch_;
  base::Secret<Bytes32> seed_;
  std::vector<std::uint64_t> offset_;
  int fd_ = -1;
  std::atomic<bool> stop_{false};
  std::atomic<std::uint64_t> done_{0};  ///< rows in the file
  std::thread thread_;

  void run();
  bool write(std::uint64_t slot, const Bytes& row);
  std::optional<Bytes> read(std::uint64_t slot) const;

 public:
  /// Starts computing in the background, behind everything else on this machine.
  Noise(std::filesystem::path file, const record::State& state, std::uint32_t epoch, const base::Secret<Bytes32>& seed);
  Noise(const Noise&) = delete;
  ~Noise();
  std::uint32_t epoch() const { return epoch_; }
  void stop();
  /// From several threads, after stop().
  Bytes row(std::uint64_t slot) const;
};

/// Overwrites and removes a file of secrets; a missing one is fine.
base::Result<void> erase_file(const std::filesystem::path& file);

}  // namespace ippyo::ballot_box
