// SPDX-License-Identifier: Apache-2.0
// A small election whose ten voters put their cards into readers: up to the letters, from the slot list to the vote, to the count.
#pragma once
#include "demo/card_kit.hpp"
#include "demo/voting.hpp"

namespace ippyo::e2e {

/// `openssl ocsp` for the authentication certificates of the sample cards.
class Responder {
  std::uint16_t port_;
  std::optional<demo::Process> process_;

 public:
  Responder();
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }
  /// With the index as it stands; an answer is good for `days`.
  base::Result<void> start(const std::filesystem::path& pki, const std::filesystem::path& log, unsigned days);
  void stop() { process_.reset(); }
};

class CardElection {
  demo::Scenario scenario_;
  demo::Plan plan_;
  std::unique_ptr<demo::Bodies> bodies_;
  std::unique_ptr<demo::CardRoom> room_;  ///< outlives the voters
  std::optional<demo::PostingDesk> desk_;
  std::optional<demo::Prepared> prepared_;
  std::optional<record::State> opened_;
  std::optional<demo::VotingServices> services_;
  std::vector<demo::Citizen> citizens_;
  std::unique_ptr<demo::Registry> registry_;
  demo::CastFigures figures_;

  base::Result<void> open_desk();

 public:
  static constexpr std::size_t kVoters = 10;
  static constexpr std::uint32_t kEpochs = 3;
  Responder responder;
  CardElection();
  std::filesystem::path folder() const { return bodies_->folders.hidden("registrar"); }
  demo::CardRoom& room() { return *room_; }
  /// Constitution, keys, roll, applications, letters. Everybody sits at the room's readers.
  base::Result<void> begin(const std::filesystem::path& out, std::unique_ptr<demo::CardRoom> room);
  demo::Citizen& voter(std::size_t n) { return prepared_ ? prepared_->voters[n].citizen : citizens_[n]; }
  const demo::CitizenWorld& world() const { return prepared_ ? prepared_->registry->world() : registry_->world(); }
  base::Result<void> enrol(std::size_t n);
  /// Everybody is enrolled: nine days pass, the lists stand on the board, the first epoch is open.
  base::Result<void> open();
  /// A grant for a fresh key, not used.
  base::Result<void> ask_for_grant(std::size_t n);
  /// These voters cast these options in this epoch; each finds the ballot on the board.
  base::Result<void> cast(std::uint32_t epoch, const std::vector<std::pair<std::size_t, std::uint32_t>>& choices);
  /// Votes for options 1 to 3. errors: also a result that is not that of everybody's last ballot, or not verified.
  base::Result<std::vector<std::uint64_t>> count();
};

}  // namespace ippyo::e2e
