// SPDX-License-Identifier: Apache-2.0
// registrar.toml: everything the office decides about its registrar. [docs/formats/registrar.md]
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "identity/card_provider.hpp"
#include "identity/email_provider.hpp"
#include "identity/oidc_config.hpp"
#include "letters/letter.hpp"
#include "passkey/passkey.hpp"
#include "registrar/questionnaire.hpp"
#include "roll/eligibility.hpp"

namespace ippyo::registrar {

/// One way to enrol: all its factors, in order; exactly one of them gives the evidence. {passkey, card} or {email} ..
using Way = std::vector<identity::Factor>;

struct CardConfig {
  std::vector<std::filesystem::path> authentication_roots, signature_roots;  ///< DER, one certificate a file
  bool test_cards = false;                   ///< also cards with the policy of test cards; rehearsals only
  std::vector<identity::CertificateKind> enrol, grant;
  std::string ocsp;                          ///< address of the responder, or empty
  std::map<std::string, std::string> crl;    ///< key identifier of the issuer (hex) -> address or file
  std::string when_down = "refuse";          ///< as identity::read_when_down
};
struct OidcSettings {
  identity::OidcConfig provider;
  std::filesystem::path client_key;  ///< sealed file (identity::ClientKey::kPurpose)
};

struct EmailSettings {
  std::string server;                        ///< smtp://host:port or smtps://host:port
  identity::MailServer::Tls tls = identity::MailServer::Tls::required;
  std::string user;                          ///< empty: no password is asked for
  std::filesystem::path password_file, ca_file;
  std::string from, from_name;
};

struct Config {
  std::string origin;                        ///< of the booth, for letters and passkeys: "https://vote.example.jp"
  std::filesystem::path eligibility;
  roll::Ballot ballot{};                     ///< which kind of vote, for the judgement of eligibility
  roll::Day polling_day;
  letters::Sender sender;
  letters::Dates dates;
  std::map<std::string, std::string> polling_places;  ///< polling district -> name and address; "*" for all others; for the polling cards
  std::string polling_hours;                 ///< of the polling places, in words; empty: no polling cards
  std::string title_kana, office_kana;       ///< for braille: kana, words divided by spaces; empty: no braille letters
  std::string identity_words;                ///< what the voter needs at hand, printed on the letter
  std::vector<std::string> style_ids;        ///< in the order of the opening: a slot names its style by index
  std::map<std::string, std::string> styles; ///< polling district -> one of style_ids; "*" for all others
  std::vector<Way> ways;
  bool close_matches_pass = false;           ///< attributes that need a look (roll::Match) wait for a clerk unless this is set
  std::filesystem::path prints;              ///< folder for printed letters until they are fetched; private
  std::filesystem::path submissions;         ///< where the registrar's submissions for the board are written
  std::optional<Questionnaire> questionnaire; ///< after voting; without it nobody is asked
  std::string policy;                        ///< the witness policy's text: its hash is in the letter's QR code
  std::optional<CardConfig> card;
  std::optional<OidcSettings> oidc;
  std::optional<EmailSettings> email;
  std::optional<passkey::RelyingParty> voter_passkey;
  passkey::RelyingParty staff_passkey;

  /// Relative paths are relative to the file. errors name file, line, key and what is allowed there.
  static base::Result<Config> load(const std::filesystem::path& path);
  static base::Result<Config> parse(std::string_view toml, const std::filesystem::path& file);
};

}  // namespace ippyo::registrar
