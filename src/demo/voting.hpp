// SPDX-License-Identifier: Apache-2.0
// The Internet window: the real ballot box and registrar as processes on loopback, epoch after epoch.
#pragma once
#include <mutex>
#include <optional>

#include "demo/process.hpp"
#include "demo/voters.hpp"
#include "office/station.hpp"

namespace ippyo::demo {

/// Ballot box and registrar of the rehearsal, and the clock that they share with everybody.
class VotingServices {
  Bodies& bodies_;
  Registry& registry_;
  std::optional<Process> box_;
  Services where_;
  std::unique_ptr<std::mutex> clock_ = std::make_unique<std::mutex>();  ///< the rehearsal's time goes out in order
  VotingServices(Bodies& bodies, Registry& registry, Process box, Services where)
      : bodies_(bodies), registry_(registry), box_(std::move(box)), where_(std::move(where)) {}
  base::Result<void> tell_box();

 public:
  /// Writes the box's sealed keys, starts it, reads its port. requires: no other writer of the board is open; the registry outlives this.
  static base::Result<VotingServices> start(const Scenario& s, Bodies& b, Registry& registry);
  const Services& where() const { return where_; }
  std::filesystem::path submissions() const { return bodies_.folders.hidden("box-submissions"); }
  base::Result<void> set_clock(base::UnixTime now);
  /// The clock's time to both services; one that was stopped is left out.
  base::Result<void> tell_time();
  /// GET /epoch.
  base::Result<nlohmann::json> epoch() const;
  /// Waits until GET /epoch says so. errors: it does not within two minutes.
  base::Result<void> wait_for_epoch(std::uint32_t epoch, std::string_view state);
  base::Result<void> wait_until_sealed(std::uint32_t epoch);
  /// A finished submission folder for the box to post between epochs; waits until it stands on the board.
  base::Result<void> hand_in(const std::filesystem::path& submission);
  /// SIGKILL, at any moment, also while it starts.
  void kill_box() {
    if (box_) box_->kill();
    box_.reset();
  }
  bool box_runs() const { return box_.has_value(); }
  /// Starts it again: same folders, same port, the rehearsal's present time. requires: it was killed.
  base::Result<void> restart_box();
  /// After restart_box(). errors: it ended before it was ready.
  base::Result<void> wait_for_box();
  base::Result<void> stop();
};

/// The board while the ballot box keeps it: submissions go through its folder, and everything is verified here too.
class BoxDesk final : public Desk {
  VotingServices& services_;
  record::Follower board_;
  BoxDesk(VotingServices& services, record::Follower board) : services_(services), board_(std::move(board)) {}

 public:
  /// requires: `services` outlives it.
  static base::Result<BoxDesk> open(const Bodies& b, VotingServices& services);
  const record::State& state() const override { return board_.state(); }
  base::Result<record::VerifiedHead> head() override { return board_.head(); }
  base::Result<void> post(const std::filesystem::path& submission) override;
  /// Applies what has come since.
  base::Result<void> catch_up();
};

struct VotingOutcome {
  CastFigures figures;
  std::vector<record::StationBallotRow> station_ballots;        ///< all stations
  std::vector<record::PollBookCount::Station> stations;         ///< for the poll book
};
/// Every epoch of the scenario. `opened` is the board as of the opening.
base::Result<VotingOutcome> hold_voting(const Scenario& s, const Plan& plan, Prepared& prepared, const record::State& opened, Bodies& b,
                                        const Progress& progress);

}  // namespace ippyo::demo
