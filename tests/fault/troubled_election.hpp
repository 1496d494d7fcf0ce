// SPDX-License-Identifier: Apache-2.0
// A small election whose ballot box gets into trouble: prepared, held epoch by epoch, checked ballot by ballot, counted and verified.
#pragma once
#include "demo/voting.hpp"
#include "stubborn_voters.hpp"

namespace ippyo::fault {

inline constexpr std::uint32_t kSlots = 60;

struct Figures {
  std::uint32_t epochs = 0, sealed = 0;
  std::size_t sent = 0, acknowledged = 0;
  std::size_t missing = 0;  ///< acknowledged, and not byte for byte in the sealed epoch
  std::size_t changed = 0;  ///< sent again after the seal and answered otherwise than 10.4 says
  /// Nothing lost, every epoch sealed.
  bool clean() const { return missing == 0 && changed == 0 && sealed == epochs; }
  std::string text() const;
};

class TroubledElection {
  demo::Scenario scenario_;
  demo::Plan plan_;
  std::unique_ptr<demo::Bodies> bodies_;
  std::optional<demo::PostingDesk> desk_;
  std::optional<demo::Prepared> prepared_;
  std::optional<record::State> opened_;
  std::optional<demo::PublicBoard> board_;  ///< runs of rows refer to it
  std::optional<demo::VotingServices> services_;

  base::Result<void> open_desk();
  base::Result<demo::Runs> download(std::uint32_t epoch) const;
  base::Result<void> count_seals();

 public:
  Figures figures;
  explicit TroubledElection(std::uint32_t epochs);
  /// Up to the opening, then the services as processes.
  base::Result<void> begin(const std::filesystem::path& folder);
  const std::vector<election::Epoch>& epochs() const { return opened_->schedule().epochs; }
  demo::VotingServices& services() { return *services_; }
  demo::Bodies& bodies() { return *bodies_; }
  /// The epoch is open and all voters cast.
  base::Result<std::unique_ptr<StubbornVoters>> open_epoch(const election::Epoch& epoch);
  /// Waits for that many acknowledgements, at most kSlots.
  void wait_for(const StubbornVoters& voters, std::size_t acknowledged) const;
  /// The epoch is sealed: is every acknowledged ballot in it, and what does the box answer to every request now?
  base::Result<void> check_epoch(std::uint32_t epoch, StubbornVoters& voters);
  /// Stops the services; mixes, decrypts, publishes; the result is that of the ballots that stand, ippyo-verify accepts the record.
  base::Result<void> count();
};

}  // namespace ippyo::fault
