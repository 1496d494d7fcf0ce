// SPDX-License-Identifier: Apache-2.0
#include "demo/registrar_file.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace ippyo::demo {
namespace {

constexpr base::UnixTime kJapan = 9 * 3600;

std::string minute(base::UnixTime t) { return fmt::format("{:%Y-%m-%d %H:%M}", fmt::gmtime(static_cast<std::time_t>(t + kJapan))); }
std::string day(base::UnixTime t) { return minute(t).substr(0, 10); }

bool asks(const Scenario& s, std::string_view factor) { return std::ranges::find(s.factors, factor) != s.factors.end(); }
bool has(const Scenario& s, election::EvidenceClass c) { return std::ranges::find(s.evidence, c, &EvidenceNumbers::evidence) != s.evidence.end(); }
bool has_card(const Scenario& s) { return has(s, election::EvidenceClass::A) || has(s, election::EvidenceClass::B); }

/// A way for each kind of evidence, with the other factors that the election asks for.
std::string way(const Scenario& s, const std::string& evidence) {
  std::vector<std::string> factors;
  if (asks(s, "passkey")) factors.push_back("\"passkey\"");
  if (asks(s, "email") && evidence != "email") factors.push_back("\"email\"");
  factors.push_back('"' + evidence + '"');
  return fmt::format("[[ways]]\nfactors = [{}]\n", fmt::join(factors, ", "));
}

std::string card_section(const RegistrarFileFacts& f) {
  std::vector<std::string> kinds;
  if (has(f.scenario, election::EvidenceClass::B)) kinds.push_back("\"authentication\"");
  if (has(f.scenario, election::EvidenceClass::A)) kinds.push_back("\"signature\"");
  const auto list = fmt::format("[{}]", fmt::join(kinds, ", "));
  const auto revocation = f.ocsp.empty() ? fmt::format("[card.crl]\n{} = \"{}\"\n{} = \"{}\"\n", f.auth_issuer, f.auth_crl, f.sign_issuer, f.sign_crl)
                                         : fmt::format("ocsp = \"{}\"\n", f.ocsp);
  return fmt::format("[card]\nauthentication_roots = [\"{}\"]\nsignature_roots = [\"{}\"]\nenrol = {}\ngrant = {}\n{}", f.auth_root, f.sign_root, list, list, revocation);
}

std::string styles(const Scenario& s) {
  std::vector<std::string> ids, districts;
  for (std::size_t n = 0; n < s.styles.size(); ++n) {
    ids.push_back('"' + s.styles[n].style.id + '"');
    districts.push_back(fmt::format("\"{}\" = {}", district_of_style(n), ids.back()));
  }
  return fmt::format("style_ids = [{}]\nstyles = {{ {} }}\n", fmt::join(ids, ", "), fmt::join(districts, ", "));
}

}  // namespace

std::string district_of_style(std::size_t style) { return fmt::format("第{}投票区", style + 1); }

std::string registrar_file(const RegistrarFileFacts& f) {
  const auto& s = f.scenario;
  const auto& c = f.calendar;
  auto out = fmt::format(
      "origin = \"{}\"\neligibility = \"{}\"\nballot = \"city\"\npolling_day = \"{}\"\nidentity_words = \"マイナンバーカードと暗証番号\"\n"
      "prints = \"{}\"\nsubmissions = \"{}\"\npolicy_file = \"{}\"\n{}\n",
      f.origin, f.eligibility, day(c.polling_day.from), f.prints, f.submissions, f.policy_file, styles(s));
  out += "[sender]\noffice = \"見本市選挙管理委員会\"\npostal_code = \"305-8555\"\naddress = \"茨城県見本市見本一丁目90001番地\"\ntelephone = \"029-000-0000\"\n"
         "hours = \"平日 8時30分から17時15分まで\"\nmail = \"senkyo@sample.example\"\noffice_latin = \"Election Commission, Sample City\"\n\n";
  out += fmt::format("[dates]\nissued = \"{}\"\nenrol_until = \"{}\"\nvote_from = \"{}\"\nvote_until = \"{}\"\n\n", minute(f.issued), minute(c.announcement),
                     minute(c.internet.front().from), minute(c.internet.back().until));
  out += "[polling]\nhours = \"7時から20時まで\"\n[polling.places]\n\"*\" = \"見本小学校体育館(見本市見本一丁目)\"\n\n";
  out += fmt::format("[staff_passkey]\nrp = \"localhost\"\nname = \"見本市選挙管理委員会\"\norigins = [\"{}\"]\n\n", f.origin);
  if (asks(s, "passkey")) out += fmt::format("[voter_passkey]\nrp = \"localhost\"\nname = \"見本市 インターネット投票\"\norigins = [\"{}\"]\n\n", f.origin);
  if (has_card(s)) out += card_section(f) + "\n";
  if (asks(s, "email") || has(s, election::EvidenceClass::D))
    out += fmt::format("[email]\nserver = \"smtp://127.0.0.1:{}\"\ntls = \"none\"\nfrom = \"senkyo@sample.example\"\nfrom_name = \"見本市選挙管理委員会\"\n\n", f.mail_port);
  if (!f.provider.empty())
    out += fmt::format("[oidc]\nissuer = \"{}\"\nclient_id = \"{}\"\nredirect_uri = \"{}/booth/signed-in\"\nclient_key = \"{}\"\nscope = \"openid name address birthdate gender\"\nattributes = true\nplain_http = true\n"
                       "acr_values = \"aal3\"\naccepted_acr = [\"aal3\"]\n\n",
                       f.provider, f.client_id, f.origin, f.client_key);
  if (has_card(s)) out += way(s, "card");
  if (has(s, election::EvidenceClass::C)) out += way(s, "oidc");
  if (has(s, election::EvidenceClass::D)) out += way(s, "email");
  return out;
}

}  // namespace ippyo::demo
