// SPDX-License-Identifier: Apache-2.0
// The people before the browser: their letters, their cards, the reader in which one of the cards lies.
#pragma once
#include "demo/card_kit.hpp"
#include "demo/citizen.hpp"

namespace ippyo::demo {

class Visitors {
  std::vector<Citizen> citizens_;
  std::string origin_;
  base::Bytes32 ctx0_, policy_;
  std::map<std::string, std::string> slots_;  ///< by name and address, once the polling cards are printed
  std::optional<PrivateReaders> readers_;
  std::optional<CardKit> kit_;
  std::unique_ptr<virtual_card::InsertedCard> inserted_;
  std::size_t in_reader_ = 0;  ///< from 1; 0: nobody's

 public:
  Visitors(std::vector<Citizen> citizens, std::string origin, const base::Bytes32& ctx0, const base::Bytes32& policy)
      : citizens_(std::move(citizens)), origin_(std::move(origin)), ctx0_(ctx0), policy_(policy) {}
  std::size_t size() const { return citizens_.size(); }
  std::vector<std::string> numbers() const;
  /// The sample city's cards, and a computer with reader and ippyo-card at `port`. errors: why this machine cannot run them.
  base::Result<void> open_reader(const CitizenWorld& world, BoothPage booth, const std::filesystem::path& folder, std::uint16_t port);
  bool has_reader() const { return kit_.has_value(); }
  /// Puts the card of visitor `n` (from 1) into the reader; 0 takes out the one that is there.
  base::Result<void> insert(std::size_t n);
  std::size_t in_reader() const { return in_reader_; }
  /// A letter arrived for whoever has this number of the roll. False: nobody here.
  bool receive(const std::string& number, letters::DedicatedCode code);
  /// Reads everybody's slot off the polling cards.
  base::Result<void> read_polling_cards(const std::filesystem::path& csv);
  /// What each has at hand: name, birthday, address; link and code of the letter once there is one; PINs; slot.
  base::Result<nlohmann::json> at_hand() const;
  /// Address and pairing code of ippyo-card. requires: has_reader().
  const std::string& agent() const { return kit_->address(); }
  const std::string& pairing() const { return kit_->pairing(); }
};

}  // namespace ippyo::demo
