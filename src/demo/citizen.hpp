// SPDX-License-Identifier: Apache-2.0
// One voter of a rehearsal with everything at hand: card, mailbox, letter, phone. Each speaks the real protocol.
#pragma once
#include "demo/card_holder.hpp"
#include "demo/mail_sink.hpp"
#include "demo/registrar_client.hpp"
#include "device/slot_key.hpp"
#include "election/constitution.hpp"
#include "letters/dedicated_code.hpp"
#include "passkey/authenticator.hpp"
#include "record/cast.hpp"
#include "roll/person.hpp"
#include "virtual_card/test_pki.hpp"

namespace ippyo::demo {

/// Of the booth's page in every rehearsal.
inline constexpr std::string_view kBoothOrigin = "http://localhost:7100";

/// Private keys of the sample cards, and everybody's mailbox and identity provider; shared by all citizens.
struct CitizenWorld {
  virtual_card::TestPki& cards;
  MailSink& mail;
  std::string origin;             ///< of the booth's page
  base::Bytes32 ctx0;
};

class Citizen {
  roll::Voter person_;
  election::EvidenceClass evidence_;
  std::string email_;
  std::optional<letters::DedicatedCode> code_;
  passkey::Authenticator phone_;
  std::optional<base::Secret<base::Bytes32>> prf_;
  std::optional<virtual_card::CardData> card_;
  CardHolder* holder_ = nullptr;  ///< nothing: the chip in process
  std::optional<device::SlotKey> key_;

  base::Result<nlohmann::json> answer(const CitizenWorld& world, const std::string& factor, const nlohmann::json& asked, base::Rng& rng);
  base::Result<nlohmann::json> answer_card(const nlohmann::json& offered);
  base::Result<nlohmann::json> answer_passkey(const CitizenWorld& world, const nlohmann::json& asked, base::Rng& rng);
  base::Result<nlohmann::json> answer_provider(const nlohmann::json& asked);
  base::Result<void> show(const CitizenWorld& world, RegistrarClient& registrar, const std::string& path, const std::string& factor, base::Rng& rng);
  void derive_key(const CitizenWorld& world);
  base::Result<void> recover_key(const CitizenWorld& world, base::Rng& rng);
  base::Result<void> choose_key(const CitizenWorld& world, RegistrarClient& registrar, base::Rng& rng);

 public:
  Citizen(roll::Voter person, election::EvidenceClass evidence, std::string email)
      : person_(std::move(person)), evidence_(evidence), email_(std::move(email)) {}
  const roll::Voter& person() const { return person_; }
  const std::string& email() const { return email_; }
  /// The letter arrived.
  void receive(letters::DedicatedCode code) { code_.emplace(std::move(code)); }
  /// Gets a card of the city's own sample service, if the evidence asks for one.
  void take_card(const CitizenWorld& world);
  /// Another card, after the first one was lost, blocked or revoked.
  void take_card(virtual_card::CardData card) { card_ = std::move(card); }
  virtual_card::CardData& card() { return *card_; }  ///< requires: a card was taken
  const virtual_card::CardData& card() const { return *card_; }
  const std::optional<letters::DedicatedCode>& code() const { return code_; }  ///< of the letter, once it arrived
  /// Whoever answers for the card from now on; outlives the citizen.
  void use(CardHolder& holder) { holder_ = &holder; }
  /// Card and letter at hand, the passkey synchronised; the slot key is made again. requires: enrolled with a passkey.
  base::Result<void> change_device();

  /// Everything from the code of the letter to the slot key on the list. requires: the letter arrived.
  base::Result<void> enrol(const CitizenWorld& world, RegistrarClient& registrar, base::Rng& rng);
  const device::SlotKey& key() const { return *key_; }  ///< requires: enrolled; after a change of device, a grant on it
  /// Shows every factor that the constitution asks for and brings the grant for the key K.
  base::Result<record::Grant> ask_for_grant(const CitizenWorld& world, RegistrarClient& registrar, const base::Bytes32& ctx, std::uint64_t slot,
                                            const base::SigningKey& K, base::Rng& rng);
};

}  // namespace ippyo::demo
