// SPDX-License-Identifier: Apache-2.0
// registrar.toml of a rehearsal. [docs/formats/registrar.md]
#pragma once
#include "demo/scenario.hpp"
#include "election/calendar.hpp"

namespace ippyo::demo {

struct RegistrarFileFacts {
  const Scenario& scenario;
  const election::Calendar& calendar;
  base::UnixTime issued;
  std::string origin, eligibility, prints, submissions, policy_file;
  std::uint16_t mail_port;
  std::string provider;                         ///< issuer of the sample OpenID provider; empty: none
  std::string client_id, client_key;
  std::string auth_root, sign_root;             ///< files
  std::string auth_issuer, sign_issuer;         ///< key identifiers, hex
  std::string auth_crl, sign_crl;               ///< files
  std::string ocsp;                             ///< address of a responder, asked instead of reading the lists; empty: none
};
std::string registrar_file(const RegistrarFileFacts& facts);
/// Which polling district stands for which ballot style.
std::string district_of_style(std::size_t style);

}  // namespace ippyo::demo
