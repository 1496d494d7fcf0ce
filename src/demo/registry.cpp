// SPDX-License-Identifier: Apache-2.0
#include "demo/registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "db/column_key.hpp"
#include "demo/registrar_file.hpp"
#include "identity/certificate.hpp"
#include "identity/jose.hpp"
#include "registrar/keys.hpp"

namespace ippyo::demo {
namespace {

using base::Error;
using base::Result;
using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kPassphraseVariable = "IPPYO_DEMO_PASSPHRASE";
constexpr std::string_view kClient = "sample-registrar";
constexpr std::uintmax_t kLeastSpace = 256 * 1024;
constexpr base::UnixTime kListsGood = 3 * 24 * 3600;  // how old the revocation lists of the sample cards become

Result<void> write_text(const fs::path& file, std::string_view text) { return base::write_file_durably(file, base::view(text), 0600); }

Result<std::string> issuer_of(const fs::path& root) {
  const auto der = base::read_file(root);
  if (!der.ok()) return der.error();
  const auto certificate = identity::Certificate::parse(*der);
  if (!certificate) return Error{"a root of the sample cards is no certificate"};
  return base::to_hex(certificate->key_id());
}

bool has_class(const Scenario& s, election::EvidenceClass c) { return std::ranges::find(s.evidence, c, &EvidenceNumbers::evidence) != s.evidence.end(); }

}  // namespace

Result<void> Registry::write_files(const election::Calendar& calendar) {
  const auto pki = folder() / "cards", file = folder() / "registrar.toml";
  std::error_code failed;
  for (const auto* name : {"prints", "submissions", "data"}) fs::create_directories(folder() / name, failed);
  // A key is drawn in a tenth of a second: few voters make do with few.
  const auto keys = std::clamp<std::size_t>(scenario_.slots() / 16, 8, virtual_card::kPoolSize);
  auto opened = virtual_card::TestPki::open(pki, bodies_.clock.now(), {}, keys);
  if (!opened.ok()) return opened.error();
  cards_ = std::move(*opened);
  IPPYO_TRY(cards_->save());
  lists_from_ = bodies_.clock.now();
  const auto auth = issuer_of(pki / "auth/root.der"), sign = issuer_of(pki / "sign/root.der");
  if (!auth.ok()) return auth.error();
  if (!sign.ok()) return sign.error();
  if (has_class(scenario_, election::EvidenceClass::C)) {
    const auto key = identity::ClientKey::generate();
    IPPYO_TRY(base::write_sealed_file(folder() / "client.key", identity::ClientKey::kPurpose, key.scalar().expose(), bodies_.passphrase, base::kSealForRehearsals));
    auto provider = identity_provider::SampleProvider::open(
        {std::string(kClient), origin_ + "/booth/signed-in", key.registration()}, [this](const std::string& number) {
          const auto person = people_.find(number);
          return person == people_.end() ? std::nullopt : std::optional(person->second);
        }, bodies_.clock);
    if (!provider.ok()) return provider.error();
    provider_ = std::move(*provider);
  }
  IPPYO_TRY(write_text(folder() / "policy.txt", witness_policy(scenario_, bodies_)));
  const auto eligibility = program_folder().parent_path() / "share/eligibility.toml";
  return write_text(file, registrar_file({scenario_, calendar, bodies_.clock.now(), origin_, eligibility.string(), (folder() / "prints").string(),
                                          (folder() / "submissions").string(), (folder() / "policy.txt").string(), mail_->port(),
                                          provider_ ? provider_->issuer() : std::string(), std::string(kClient), (folder() / "client.key").string(),
                                          (pki / "auth/root.der").string(), (pki / "sign/root.der").string(), *auth, *sign,
                                          (pki / "auth/crl.der").string(), (pki / "sign/crl.der").string(), ocsp_}));
}

// A program that could not even write its log has most likely met a full disk.
Result<void> Registry::space_left() const {
  std::error_code failed;
  const auto space = fs::space(folder(), failed);
  if (failed || space.available >= kLeastSpace) return {};
  return Error{"no space left on the disk of " + folder().string() + "; make room and run it again"};
}

std::vector<std::string> Registry::files() const {
  return {"--data", (folder() / "data").string(), "--keys", (folder() / "registrar.keys").string(), "--column-key", (folder() / "column.key").string(),
          "--passphrase", "env:" + std::string(kPassphraseVariable), "--manual-clock", std::to_string(bodies_.clock.now())};
}

std::vector<std::string> Registry::environment() const {
  return {std::string(kPassphraseVariable) + "=" + base::to_string(bodies_.passphrase.expose())};
}

// Makes the keys, and the store with its first invitation.
Result<std::string> Registry::invite_manager() {
  const registrar::RegistrarKeys keys{bodies_.keys.at("registrar").clone(), base::Secret(base::SystemRng().bytes<32>()), base::Secret(base::SystemRng().bytes<32>())};
  IPPYO_TRY(registrar::write_registrar_keys(folder() / "registrar.keys", keys, bodies_.passphrase, base::kSealForRehearsals));
  IPPYO_TRY(db::create_column_key_file(folder() / "column.key", bodies_.passphrase, base::kSealForRehearsals));
  auto invite = files();
  invite.insert(invite.begin(), {"invite", manager_.id, "manager"});
  auto inviting = Process::start(program_folder() / "ippyo-registrar", invite, environment(), folder() / "registrar.log");
  if (!inviting.ok()) return inviting.error();
  const auto invitation = inviting->line();
  if (!invitation.ok()) IPPYO_TRY(space_left());
  if (!invitation.ok()) return invitation.error();
  std::string rest;
  if (const auto ended = inviting->finish(rest); !ended.ok()) return ended.error();
  return *invitation;
}

Result<void> Registry::serve(const std::string& port) {
  auto arguments = files();
  arguments.insert(arguments.end(), {"--board", bodies_.folders.board().string(), "--config", (folder() / "registrar.toml").string(), "--port", port});
  auto serving = Process::start(program_folder() / "ippyo-registrar", arguments, environment(), folder() / "registrar.log");
  if (!serving.ok()) return serving.error();
  const auto bound = serving->line();
  if (!bound.ok()) IPPYO_TRY(space_left());
  if (!bound.ok()) return bound.error();
  const auto url = http::parse_url("http://127.0.0.1:" + *bound);
  if (!url.ok()) return url.error();
  where_ = *url;
  process_.emplace(std::move(*serving));
  return {};
}

// A member of the office with a passkey of the terminal tool's kind joins by invitation.
Result<void> Registry::join(StaffMember& member, const std::string& invitation) {
  base::SystemRng rng;
  RegistrarClient client(where_);
  const auto asked = client.post("/staff/join/begin", {{"invitation", invitation}});
  if (!asked.ok()) return asked.error();
  const auto made = member.key.create(asked->at("options"), origin_, rng);
  if (!made.ok()) return made.error();
  const auto joined = client.post("/staff/join", {{"invitation", invitation}, {"answer", made->answer}});
  return joined.ok() ? sign_in(member) : Result<void>(joined.error());
}

Result<void> Registry::sign_in(StaffMember& member) {
  RegistrarClient client(where_);
  const auto login = client.post("/staff/login/begin", {{"id", member.id}});
  if (!login.ok()) return login.error();
  const auto said = member.key.get(login->at("options"), origin_);
  if (!said.ok()) return said.error();
  const auto in = client.post("/staff/login", {{"id", member.id}, {"answer", said->answer}});
  if (!in.ok()) return in.error();
  member.token = in->at("token").get<std::string>();
  return {};
}

Result<void> Registry::sign_in_both() {
  signed_in_ = bodies_.clock.now();
  IPPYO_TRY(sign_in(manager_));
  return sign_in(clerk_);
}

Result<void> Registry::keep_signed_in() {
  constexpr base::UnixTime kFresh = 600;
  return bodies_.clock.now() - signed_in_ < kFresh ? Result<void>{} : sign_in_both();
}

Result<void> Registry::staff_the_office(const std::string& invitation) {
  signed_in_ = bodies_.clock.now();
  IPPYO_TRY(join(manager_, invitation));
  RegistrarClient client(where_);
  client.use_session(manager_.token);
  const auto invited = client.post("/staff/members", {{"id", clerk_.id}, {"role", "clerk"}});
  return invited.ok() ? join(clerk_, invited->at("invitation")) : Result<void>(invited.error());
}

Result<void> Registry::stop() {
  IPPYO_TRY(process_->stop());
  process_.reset();
  return {};
}

Result<void> Registry::start_again() {
  IPPYO_CHECK(!process_);
  IPPYO_TRY(serve(std::to_string(where_.port)));
  return sign_in_both();
}

Result<std::unique_ptr<Registry>> Registry::open(const Scenario& s, Bodies& b, const record::State& founded, const election::Calendar& calendar,
                                                 std::string ocsp, std::string_view origin) {
  std::unique_ptr<Registry> r(new Registry(s, b));
  r->ocsp_ = std::move(ocsp);
  r->origin_ = origin;
  auto mail = MailSink::open();
  if (!mail.ok()) return mail.error();
  r->mail_ = std::move(*mail);
  IPPYO_TRY(r->write_files(calendar));
  const auto invitation = r->invite_manager();
  if (!invitation.ok()) return invitation.error();
  IPPYO_TRY(r->serve("0"));
  r->world_.reset(new CitizenWorld{*r->cards_, *r->mail_, r->origin_, founded.ctx0()});
  IPPYO_TRY(r->staff_the_office(*invitation));
  return r;
}

Result<void> Registry::publish(Desk& desk) {
  RegistrarClient client(where_);
  client.use_session(manager_.token);
  for (const auto* list : {"/staff/evidence", "/staff/slots"}) {
    const auto written = client.post(list, json::object());
    if (!written.ok()) return written.error();
    IPPYO_TRY(desk.post(folder() / "submissions" / written->at("submission").get<std::string>()));
    IPPYO_TRY(tell_time());  // the registrar looks at the board
  }
  const auto head = client.post("/staff/audit-head", json::object());
  if (!head.ok()) return head.error();
  return desk.post(folder() / "submissions" / head->at("submission").get<std::string>());
}

// A tool for those who hold the keys, run to its end.
Result<std::string> Registry::run_tool(const fs::path& program, const std::vector<std::string>& arguments) const {
  auto tool = Process::start(program_folder() / program, arguments, environment(), folder() / "tools.log");
  if (!tool.ok()) return tool.error();
  std::string output;
  const auto status = tool->finish(output);
  if (!status.ok()) return status.error();
  return *status == 0 ? Result<std::string>(std::move(output)) : Error{program.string() + " does not agree:\n" + output};
}

Result<void> Registry::audit() const {
  const auto file = [&](const char* name) { return (folder() / name).string(); };
  const std::string passphrase = "env:" + std::string(kPassphraseVariable), scrutineer = bodies_.scrutineers().front();
  std::vector<std::string> arguments{"registrar", "audit", "--board", bodies_.folders.board().string(), "--config", file("registrar.toml"), "--store",
                                     file("data/registrar.db"), "--keys", file("registrar.keys"), "--column-key", file("column.key"), "--keys-passphrase", passphrase};
  // An election without paper votes has no scrutineers: nobody signs what was found.
  if (const auto key = bodies_.keys.find(scrutineer); key != bodies_.keys.end()) {
    const auto seed = key->second.seed();
    IPPYO_TRY(base::write_sealed_file(file("scrutineer.key"), "scrutineer key", seed.expose(), bodies_.passphrase, base::kSealForRehearsals));
    arguments.insert(arguments.end(), {"--out", file("finding.json"), "--scrutineer", scrutineer, "--scrutineer-key", file("scrutineer.key"), "--scrutineer-passphrase",
                                       passphrase});
  }
  const auto said = run_tool("ippyo", arguments);
  return said.ok() ? Result<void>{} : Result<void>(Error{"the scrutineers' audit of the registrar: " + said.error().message});
}

Result<void> Registry::write_polling_cards(const fs::path& csv) const {
  auto arguments = files();
  arguments.insert(arguments.begin(), {"polling-cards", "--out", csv.string(), "--board", bodies_.folders.board().string(), "--config", (folder() / "registrar.toml").string()});
  const auto said = run_tool("ippyo-registrar", arguments);
  return said.ok() ? Result<void>{} : Result<void>(said.error());
}

Result<std::uint64_t> Registry::enrolled() {
  IPPYO_TRY(keep_signed_in());
  RegistrarClient client(where_);
  client.use_session(manager_.token);
  const auto figures = client.get("/staff/figures");
  if (!figures.ok()) return figures.error();
  return figures->at("enrolled").get<std::uint64_t>();
}

void Registry::offer_at_provider(std::vector<std::string> numbers) {
  if (provider_) provider_->offer(std::move(numbers));
}

Result<void> Registry::tell_time() {
  const std::lock_guard lock(clock_);
  if (!process_) return {};
  const auto now = bodies_.clock.now();
  if (now > lists_from_ + kListsGood) {  // revocation lists of that day
    auto later = virtual_card::TestPki::open(folder() / "cards", now);
    if (!later.ok()) return later.error();
    IPPYO_TRY((*later)->save());
    lists_from_ = now;
  }
  RegistrarClient client(where_);
  const auto told = client.post("/rehearsal/clock", {{"now", now}});
  return told.ok() ? Result<void>{} : Result<void>(told.error());
}

}  // namespace ippyo::demo
