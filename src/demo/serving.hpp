// SPDX-License-Identifier: Apache-2.0
// A rehearsal that stays open to people: everything runs under one origin, and whoever holds this moves it from phase to phase.
#pragma once
#include "demo/origin.hpp"
#include "demo/runner.hpp"
#include "demo/visitors.hpp"
#include "demo/voting.hpp"

namespace ippyo::demo {

struct ServeOptions {
  std::filesystem::path scenario, out;
  std::filesystem::path web{};  ///< folder of the pages; empty: what was built with this program
  std::uint16_t port = 0;       ///< of the origin; 0: any
  std::uint16_t card_port = 0;  ///< of ippyo-card; 0: any
  bool cards = true;            ///< with a card reader
};

enum class Stage : std::uint8_t { enrolment, voting, counted };

class ServedElection {
  Scenario scenario_;
  Plan plan_;
  std::unique_ptr<Bodies> bodies_;
  ServeOptions options_;
  const Tell& tell_;
  const Progress& progress_;
  std::string origin_;
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<Visitors> visitors_;
  std::vector<Citizen> samples_;
  std::vector<EnrolledVoter> voters_;
  std::optional<VotingServices> services_;
  std::optional<Process> relay_;
  std::optional<BoxDesk> desk_;
  std::optional<record::State> opened_;
  std::optional<Origin> nginx_;
  CastFigures figures_;
  Stage stage_ = Stage::enrolment;
  std::size_t next_cast_ = 0;

  ServedElection(Scenario scenario, Plan plan, std::unique_ptr<Bodies> bodies, ServeOptions options, const Tell& tell, const Progress& progress)
      : scenario_(std::move(scenario)), plan_(std::move(plan)), bodies_(std::move(bodies)), options_(std::move(options)), tell_(tell), progress_(progress) {}
  base::Result<void> found();
  base::Result<void> announce_pages(Desk& desk);
  base::Result<void> staff_the_registrar();
  base::Result<void> take_in_citizens();
  base::Result<void> open_card_reader();
  base::Result<void> start_origin();
  base::Result<void> publish_lists();
  std::filesystem::path web() const;
  std::vector<PlannedCast> next_casts(std::size_t count, std::uint32_t epoch);

 public:
  /// Constitution, ceremony, registrar, sample voters enrolled, pages served; enrolment is open to everybody with a letter.
  /// `tell` and `progress` outlive it.
  static base::Result<std::unique_ptr<ServedElection>> open(ServeOptions options, const Tell& tell, const Progress& progress);

  Stage stage() const { return stage_; }
  const Scenario& scenario() const { return scenario_; }
  Visitors& visitors() { return *visitors_; }
  VotingServices& services() { return *services_; }
  Registry& registry() { return *registry_; }
  const std::string& origin() const { return origin_; }
  base::UnixTime now() const { return bodies_->clock.now(); }
  std::filesystem::path letters() const { return bodies_->folders.out / "letters"; }
  std::filesystem::path board() const { return bodies_->folders.board(); }
  /// Whether the pages were built.
  bool has_pages() const;
  /// People who enrolled by hand.
  base::Result<std::uint64_t> visitors_enrolled();
  /// A clerk approves applications that came in through the page; how many letters were printed.
  base::Result<std::size_t> approve();
  /// The calendar of an opening whose first epoch begins at `opens`; polling day comes days later, so that people can still apply.
  election::Calendar calendar(base::UnixTime opens) const;

  /// The lists go to the board, scrutineers audit, the election opens, trustees prepare; the first epoch begins `lead` seconds after the opening.
  base::Result<void> close_enrolment(base::UnixTime lead);
  /// requires: close_enrolment() is done.
  const std::vector<election::Epoch>& epochs() const { return opened_->schedule().epochs; }
  /// Sample voters cast in the epoch that is open. errors: none is open.
  base::Result<void> cast(std::size_t count);
  /// The clock of everybody. errors: a time that lies in the past.
  base::Result<void> go_to(base::UnixTime now);
  /// To the end of the epoch that is open, until it is sealed and cosigned and the next one is open.
  base::Result<void> end_epoch();
  /// After kill_box(). Nothing if it runs.
  base::Result<void> start_box();
  /// The open epoch is sealed, the rest of the calendar passes; settlement, mixes, decryption, result, verifier.
  base::Result<void> close_and_count();
  /// What ippyo-verify says about the board.
  base::Result<std::string> verify() const;
};

}  // namespace ippyo::demo
