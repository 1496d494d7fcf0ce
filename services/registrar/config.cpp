// SPDX-License-Identifier: Apache-2.0
#include "registrar/config.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <sstream>

#include "base/files.hpp"
#include "roll/day.hpp"
#include "settings/toml_table.hpp"

namespace ippyo::registrar {
namespace {

using settings::FirstError;
using settings::TomlTable;
namespace fs = std::filesystem;

constexpr std::uint64_t kLongestFile = 1 << 20;
constexpr std::string_view kFactors[] = {"code", "card", "passkey", "oidc", "email"};
constexpr std::string_view kKinds[] = {"signature", "authentication"};
constexpr std::string_view kBallots[] = {"city", "prefecture", "national", "referendum"};
constexpr std::string_view kTls[] = {"required", "if-offered", "none"};

/// Reads one file; remembers where it lies, for relative paths.
class File {
  fs::path folder_;

 public:
  explicit File(const fs::path& file) : folder_(file.parent_path()) {}
  fs::path path(const std::string& text) const { return text.empty() ? fs::path() : folder_ / text; }
  fs::path path(TomlTable& t, const std::string& key, bool required = true) const { return path(t.text(key, required)); }
  std::vector<fs::path> paths(TomlTable& t, const std::string& key) const {
    std::vector<fs::path> out;
    if (t.has(key))
      for (const auto& text : t.texts(key)) out.push_back(path(text));
    return out;
  }
};

/// "2028-10-23 08:30", Japan's time.
base::UnixTime read_time(TomlTable& t, const std::string& key) {
  const auto text = t.text(key);
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, end = 0;
  const bool read = std::sscanf(text.c_str(), "%4d-%2d-%2d %2d:%2d%n", &y, &mo, &d, &h, &mi, &end) == 5 && end == static_cast<int>(text.size());
  const std::chrono::year_month_day day{std::chrono::year(y), std::chrono::month(static_cast<unsigned>(mo)), std::chrono::day(static_cast<unsigned>(d))};
  if (!read || !day.ok() || y < 1971 || h < 0 || h > 23 || mi < 0 || mi > 59) {
    t.report(key, "write a day and a time of Japan, such as \"2028-10-23 08:30\"");
    return 0;
  }
  constexpr int kJapan = 9 * 3600;
  return static_cast<base::UnixTime>(std::chrono::sys_days(day).time_since_epoch().count() * 86400LL + h * 3600 + mi * 60 - kJapan);
}

void read_sender(TomlTable t, letters::Sender& s) {
  s.office = t.text("office");
  s.postal_code = t.text("postal_code");
  s.address = t.text("address");
  s.telephone = t.text("telephone");
  s.hours = t.text("hours");
  s.mail = t.text("mail");
  s.office_latin = t.text("office_latin");
  s.telephone_abroad = t.text("telephone_abroad", false);
  t.finish();
}

void read_dates(TomlTable t, letters::Dates& d) {
  d.issued = read_time(t, "issued");
  d.enrol_until = read_time(t, "enrol_until");
  d.vote_from = read_time(t, "vote_from");
  d.vote_until = read_time(t, "vote_until");
  if (d.enrol_until > d.vote_from) t.report("enrol_until", "write a time not after vote_from: the lists are made in between");
  if (d.vote_until <= d.vote_from) t.report("vote_until", "write a time after vote_from");
  t.finish();
}

void read_polling(TomlTable t, Config& c) {
  c.polling_hours = t.text("hours");
  c.polling_places = t.names("places");
  if (c.polling_places.empty()) t.report("places", "name at least one polling place; \"*\" stands for all other districts");
  t.finish();
}

std::vector<identity::CertificateKind> read_kinds(TomlTable& t, const std::string& key) {
  std::vector<identity::CertificateKind> out;
  for (const auto& word : t.texts(key, kKinds)) out.push_back(*identity::certificate_kind_of(word));
  return out;
}

CardConfig read_card(TomlTable t, const File& file) {
  CardConfig c;
  c.authentication_roots = file.paths(t, "authentication_roots");
  c.signature_roots = file.paths(t, "signature_roots");
  c.enrol = read_kinds(t, "enrol");
  c.grant = read_kinds(t, "grant");
  for (const auto kind : c.enrol)
    if (std::ranges::find(c.grant, kind) == c.grant.end()) t.report("grant", "every kind of 'enrol' must be accepted here too");
  const auto need_roots = [&](identity::CertificateKind kind, const char* key, const auto& roots) {
    if (std::ranges::find(c.grant, kind) != c.grant.end() && roots.empty()) t.report(key, "write the roots of the kinds of certificate that are accepted");
  };
  need_roots(identity::CertificateKind::authentication, "authentication_roots", c.authentication_roots);
  need_roots(identity::CertificateKind::signature, "signature_roots", c.signature_roots);
  c.test_cards = t.has("test_cards") && t.flag("test_cards");
  c.ocsp = t.text("ocsp", false);
  c.crl = t.names("crl", false);
  for (auto& [issuer, place] : c.crl)
    if (!place.starts_with("http")) place = file.path(place).string();
  if (c.ocsp.empty() == c.crl.empty()) t.report("ocsp", "write either the address of the responder here, or the lists under [card.crl]");
  if (t.has("when_down")) c.when_down = t.text("when_down");
  if (const auto rules = identity::read_when_down(c.when_down); !rules.ok()) t.report("when_down", rules.error().message);
  t.finish();
  return c;
}

OidcSettings read_oidc(TomlTable t, const File& file) {
  OidcSettings o;
  auto& p = o.provider;
  p.issuer = t.text("issuer");
  p.client_id = t.text("client_id");
  p.redirect_uri = t.text("redirect_uri");
  if (t.has("scope")) p.scope = t.text("scope");
  if (t.has("acr_values")) {
    p.acr_values = t.text("acr_values");
    p.accepted_acr = t.texts("accepted_acr");
  }
  p.attributes = t.has("attributes") && t.flag("attributes");
  p.pairwise = !t.has("pairwise") || t.flag("pairwise");
  if (t.has("audited_keys")) p.audited_keys = t.texts("audited_keys");
  p.ca_file = file.path(t, "ca_file", false);
  p.plain_http = t.has("plain_http") && t.flag("plain_http");
  o.client_key = file.path(t, "client_key");
  if (const auto good = p.check(); !good.ok()) t.report("issuer", good.error().message);
  t.finish();
  return o;
}

EmailSettings read_email(TomlTable t, const File& file) {
  EmailSettings e;
  e.server = t.text("server");
  e.tls = static_cast<identity::MailServer::Tls>(t.choice("tls", kTls));
  e.user = t.text("user", false);
  e.password_file = file.path(t, "password_file", !e.user.empty());
  e.ca_file = file.path(t, "ca_file", false);
  e.from = t.text("from");
  e.from_name = t.text("from_name", false);
  t.finish();
  return e;
}

passkey::RelyingParty read_passkey(TomlTable t) {
  passkey::RelyingParty rp{t.text("rp"), t.text("name"), t.texts("origins")};
  t.finish();
  return rp;
}

bool gives_evidence(identity::Factor f) { return f == identity::Factor::card || f == identity::Factor::oidc || f == identity::Factor::email; }

/// Every factor of a way has its section; a way gives evidence. Factors that are only checks come before: an e-mail code may stand before a card.
void read_ways(TomlTable& top, Config& c) {
  for (auto& t : top.tables("ways", true)) {
    Way way;
    for (const auto& word : t.texts("factors", kFactors)) way.push_back(*identity::factor_of(word));
    const auto has = [&](identity::Factor f) { return std::ranges::find(way, f) != way.end(); };
    if (has(identity::Factor::code)) t.report("factors", "leave out \"code\": every enrolment begins with it");
    if (!std::ranges::any_of(way, gives_evidence)) t.report("factors", "name a factor that shows who somebody is: card, oidc or email");
    const std::pair<identity::Factor, bool> sections[] = {{identity::Factor::card, c.card.has_value()}, {identity::Factor::oidc, c.oidc.has_value()},
                                                          {identity::Factor::email, c.email.has_value()}, {identity::Factor::passkey, c.voter_passkey.has_value()}};
    for (const auto& [factor, present] : sections)
      if (has(factor) && !present) t.report("factors", "add the section for " + std::string(identity::name(factor)) + " to the file");
    c.ways.push_back(std::move(way));
    t.finish();
  }
}

void read_styles(TomlTable& top, Config& c) {
  c.style_ids = top.texts("style_ids");
  c.styles = top.names("styles");
  for (const auto& [district, style] : c.styles)
    if (std::ranges::find(c.style_ids, style) == c.style_ids.end()) top.report("styles", "every district needs one of style_ids");
}

void read_questionnaire(TomlTable& top, const File& file, Config& c) {
  if (!top.has("questionnaire")) return;
  auto questions = Questionnaire::load(file.path(top, "questionnaire"));
  if (questions.ok()) c.questionnaire = std::move(*questions);
  else top.report("questionnaire", questions.error().message);
}

Config read_all(TomlTable top, const File& file) {
  Config c;
  c.origin = top.text("origin");
  if (const auto good = letters::check_origin(c.origin); !good.ok()) top.report("origin", good.error().message);
  c.eligibility = file.path(top, "eligibility");
  c.ballot = static_cast<roll::Ballot>(top.choice("ballot", kBallots) + 1);
  if (const auto day = roll::parse_day(top.text("polling_day")); day) c.polling_day = *day;
  else top.report("polling_day", "write a day, such as \"2028-10-29\"");
  c.identity_words = top.text("identity_words");
  c.title_kana = top.text("title_kana", false);
  c.office_kana = top.text("office_kana", false);
  c.close_matches_pass = top.has("close_matches_pass") && top.flag("close_matches_pass");
  c.prints = file.path(top, "prints");
  c.submissions = file.path(top, "submissions");
  read_questionnaire(top, file, c);
  read_styles(top, c);
  const auto policy = file.path(top, "policy_file");
  if (const auto text = base::read_file(policy, kLongestFile); text.ok()) c.policy = base::to_string(*text);
  else top.report("policy_file", text.error().message);
  read_sender(top.table("sender"), c.sender);
  read_dates(top.table("dates"), c.dates);
  if (top.has("polling")) read_polling(top.table("polling"), c);
  if (top.has("card")) c.card = read_card(top.table("card"), file);
  if (top.has("oidc")) c.oidc = read_oidc(top.table("oidc"), file);
  if (top.has("email")) c.email = read_email(top.table("email"), file);
  if (top.has("voter_passkey")) c.voter_passkey = read_passkey(top.table("voter_passkey"));
  c.staff_passkey = read_passkey(top.table("staff_passkey"));
  read_ways(top, c);
  top.finish();
  return c;
}

}  // namespace

base::Result<Config> Config::parse(std::string_view text, const fs::path& file) {
  FirstError errors(file.string());
  Config config;
  try {
    const auto root = toml::parse(text, file.string());
    config = read_all(TomlTable(errors, root, {}, 1), File(file));
  } catch (const toml::parse_error& e) {
    errors.report(e.source().begin.line, "syntax", std::string(e.description()) + "; write TOML 1.0");
  }
  if (errors.error()) return *errors.error();
  return config;
}

base::Result<Config> Config::load(const fs::path& path) {
  const auto text = base::read_file(path, kLongestFile);
  if (!text.ok()) return text.error();
  return parse(base::to_string(*text), fs::absolute(path));
}

}  // namespace ippyo::registrar
