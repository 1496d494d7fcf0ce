// SPDX-License-Identifier: Apache-2.0
// Many voters' devices at once: each asks for a grant, builds its cast, sends it over HTTP, checks the answer and later the board.
#pragma once
#include "demo/preparation.hpp"
#include "device/second_device.hpp"

namespace ippyo::demo {

/// Where the services are.
struct Services {
  http::Url box, registrar;
};
/// What all devices know from the public board after the opening.
struct PublicBoard {
  const Scenario& scenario;
  const record::State& opened;  ///< the board as of the opening
};

/// Aligned runs of 1,024 slots of one sealed epoch, as downloaded; shared by the devices of one machine, as a cache would be.
class Runs {
  const PublicBoard& board_;
  std::uint32_t epoch_;
  std::map<std::uint64_t, base::Bytes> runs_;

 public:
  /// Downloads the runs in which `slots` lie; nothing for epoch 0, which everybody computes.
  static base::Result<Runs> download(const PublicBoard& board, http::Client& box, std::uint32_t epoch, const std::vector<std::uint64_t>& slots);
  Runs(const PublicBoard& board, std::uint32_t epoch) : board_(board), epoch_(epoch) {}
  base::Result<base::Bytes> row(std::uint64_t slot) const;
  base::Result<std::vector<proof::Ciphertext>> ciphertexts(std::uint64_t slot) const;
};

struct CastFigures {
  std::uint64_t casts = 0;      ///< accepted and acknowledged
  std::uint64_t retried = 0;    ///< told to come again, and did
  std::uint64_t recorded = 0;   ///< found byte for byte in the sealed epoch
  std::uint64_t second_device = 0;  ///< opened on a second device to what was chosen
};

/// Only the casts; nobody looks at the board afterwards.
base::Result<void> cast_now(const PublicBoard& board, const Services& services, const CitizenWorld& world, std::vector<EnrolledVoter>& voters,
                            std::span<const PlannedCast> casts, std::uint32_t epoch, std::uint32_t sealed, CastFigures& figures, const Progress& progress);

/// All casts of one epoch, from many threads, then (after `seal` has closed it) the checks of every voter. `sealed` is the epoch before.
base::Result<void> cast_epoch(const PublicBoard& board, const Services& services, const CitizenWorld& world, std::vector<EnrolledVoter>& voters,
                              std::span<const PlannedCast> casts, std::uint32_t epoch, std::uint32_t sealed,
                              const std::function<base::Result<void>()>& seal, CastFigures& figures, const Progress& progress);

}  // namespace ippyo::demo
