// SPDX-License-Identifier: Apache-2.0
#include "demo/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <regex>
#include <sstream>
#include <thread>

#include "base/files.hpp"
#include "db/column_key.hpp"
#include "demo/registrar_file.hpp"
#include "identity/certificate.hpp"
#include "identity/jose.hpp"
#include "registrar/keys.hpp"
#include "roll/day.hpp"
#include "roll/import.hpp"
#include "roll/sample_city.hpp"

namespace ippyo::demo {
namespace {

using base::Error;
using base::Result;
using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kPassphraseVariable = "IPPYO_DEMO_PASSPHRASE";
constexpr std::string_view kOrigin = kBoothOrigin, kClient = "sample-registrar";
constexpr std::size_t kConnections = 16;
constexpr std::chrono::milliseconds kLook{100};
constexpr std::uintmax_t kLeastSpace = 256 * 1024;
constexpr base::UnixTime kListsGood = 3 * 24 * 3600;  // how old the revocation lists of the sample cards become

/// `work(client, n)` for n in [0, count) from many connections; the first error ends it.
Result<void> in_parallel(std::size_t count, const http::Url& where, const Progress& progress, std::string_view what,
                         const std::function<Result<void>(RegistrarClient&, std::size_t, base::Rng&)>& work) {
  std::atomic<std::size_t> next{0}, done{0};
  std::mutex mutex;
  std::optional<Error> error;
  std::atomic<bool> failed{false};
  const auto run = [&] {
    base::SystemRng rng;
    RegistrarClient client(where);
    for (auto n = next++; n < count && !failed; n = next++) {
      if (const auto did = work(client, n, rng); !did.ok()) {
        const std::lock_guard lock(mutex);
        if (!error) error = did.error();
        failed = true;
      }
      if (progress) progress(what, ++done, count);
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min(kConnections, count); ++i) threads.emplace_back(run);
  }
  if (error) return *error;
  return {};
}

Result<void> write_text(const fs::path& file, std::string_view text) { return base::write_file_durably(file, base::view(text), 0600); }

Result<std::string> issuer_of(const fs::path& root) {
  const auto der = base::read_file(root);
  if (!der.ok()) return der.error();
  const auto certificate = identity::Certificate::parse(*der);
  if (!certificate) return Error{"a root of the sample cards is no certificate"};
  return base::to_hex(certificate->key_id());
}

bool has_class(const Scenario& s, election::EvidenceClass c) { return std::ranges::find(s.evidence, c, &EvidenceNumbers::evidence) != s.evidence.end(); }

std::string date(const roll::Day& d) { return fmt::format("{:04}-{:02}-{:02}", d.year, d.month, d.day); }

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
        {std::string(kClient), std::string(kOrigin) + "/booth/signed-in", key.registration()}, [this](const std::string& number) {
          const auto person = people_.find(number);
          return person == people_.end() ? std::nullopt : std::optional(person->second);
        }, bodies_.clock);
    if (!provider.ok()) return provider.error();
    provider_ = std::move(*provider);
  }
  IPPYO_TRY(write_text(folder() / "policy.txt", witness_policy(scenario_, bodies_)));
  const auto eligibility = program_folder().parent_path() / "share/eligibility.toml";
  return write_text(file, registrar_file({scenario_, calendar, bodies_.clock.now(), std::string(kOrigin), eligibility.string(), (folder() / "prints").string(),
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

Result<void> Registry::start_process() {
  const registrar::RegistrarKeys keys{bodies_.keys.at("registrar").clone(), base::Secret(base::SystemRng().bytes<32>()), base::Secret(base::SystemRng().bytes<32>())};
  IPPYO_TRY(registrar::write_registrar_keys(folder() / "registrar.keys", keys, bodies_.passphrase, base::kSealForRehearsals));
  IPPYO_TRY(db::create_column_key_file(folder() / "column.key", bodies_.passphrase, base::kSealForRehearsals));
  const std::vector<std::string> environment{std::string(kPassphraseVariable) + "=" + base::to_string(bodies_.passphrase.expose())};
  const std::vector<std::string> common{"--data", (folder() / "data").string(), "--keys", (folder() / "registrar.keys").string(), "--column-key",
                                        (folder() / "column.key").string(), "--passphrase", "env:" + std::string(kPassphraseVariable), "--manual-clock",
                                        std::to_string(bodies_.clock.now())};
  auto invite = common;
  invite.insert(invite.begin(), {"invite", "manager-1", "manager"});
  auto inviting = Process::start(program_folder() / "ippyo-registrar", invite, environment, folder() / "registrar.log");
  if (!inviting.ok()) return inviting.error();
  const auto invitation = inviting->line();
  if (!invitation.ok()) IPPYO_TRY(space_left());
  if (!invitation.ok()) return invitation.error();
  std::string rest;
  if (const auto ended = inviting->finish(rest); !ended.ok()) return ended.error();
  manager_ = *invitation;

  auto serve = common;
  serve.insert(serve.end(), {"--board", bodies_.folders.board().string(), "--config", (folder() / "registrar.toml").string(), "--port", "0"});
  auto serving = Process::start(program_folder() / "ippyo-registrar", serve, environment, folder() / "registrar.log");
  if (!serving.ok()) return serving.error();
  const auto port = serving->line();
  if (!port.ok()) IPPYO_TRY(space_left());
  if (!port.ok()) return port.error();
  const auto url = http::parse_url("http://127.0.0.1:" + *port);
  if (!url.ok()) return url.error();
  where_ = *url;
  process_.emplace(std::move(*serving));
  return {};
}

// A member of the office with a passkey of the terminal tool's kind: joins by invitation, then signs in.
Result<std::string> Registry::sign_in(const std::string& id, const std::string& invitation, base::Rng& rng) {
  passkey::Authenticator key;
  RegistrarClient client(where_);
  const auto asked = client.post("/staff/join/begin", {{"invitation", invitation}});
  if (!asked.ok()) return asked.error();
  const auto made = key.create(asked->at("options"), kOrigin, rng);
  if (!made.ok()) return made.error();
  if (const auto joined = client.post("/staff/join", {{"invitation", invitation}, {"answer", made->answer}}); !joined.ok()) return joined.error();
  const auto login = client.post("/staff/login/begin", {{"id", id}});
  if (!login.ok()) return login.error();
  const auto said = key.get(login->at("options"), kOrigin);
  if (!said.ok()) return said.error();
  const auto in = client.post("/staff/login", {{"id", id}, {"answer", said->answer}});
  if (!in.ok()) return in.error();
  return in->at("token").get<std::string>();
}

Result<void> Registry::staff_the_office() {
  base::SystemRng rng;
  const auto manager = sign_in("manager-1", manager_, rng);
  if (!manager.ok()) return manager.error();
  manager_ = *manager;
  RegistrarClient client(where_);
  client.use_session(manager_);
  const auto invited = client.post("/staff/members", {{"id", "clerk-1"}, {"role", "clerk"}});
  if (!invited.ok()) return invited.error();
  const auto clerk = sign_in("clerk-1", invited->at("invitation"), rng);
  if (!clerk.ok()) return clerk.error();
  clerk_ = *clerk;
  return {};
}

Result<std::unique_ptr<Registry>> Registry::open(const Scenario& s, Bodies& b, const record::State& founded, const election::Calendar& calendar,
                                                 std::string ocsp) {
  std::unique_ptr<Registry> r(new Registry(s, b));
  r->ocsp_ = std::move(ocsp);
  auto mail = MailSink::open();
  if (!mail.ok()) return mail.error();
  r->mail_ = std::move(*mail);
  IPPYO_TRY(r->write_files(calendar));
  IPPYO_TRY(r->start_process());
  RegistrarClient client(r->where_);
  r->world_.reset(new CitizenWorld{*r->cards_, *r->mail_, std::string(kOrigin), founded.ctx0()});
  IPPYO_TRY(r->staff_the_office());
  return r;
}

std::vector<Citizen> Registry::make_citizens(const Plan& plan) {
  roll::SampleCity city({plan.voters.size(), scenario_.seed, roll::day_in_japan(bodies_.clock.now()), true});
  std::vector<Citizen> out;
  roll::Voter voter;
  for (std::size_t n = 0; n < plan.voters.size() && city.next(voter); ++n) {
    voter.district = district_of_style(plan.voters[n].style);
    people_[voter.number] = {voter.name, voter.address, voter.birth, voter.sex};
    out.emplace_back(voter, plan.voters[n].evidence, fmt::format("sample-{}@mail.example", n + 1));
  }
  return out;
}

Result<void> Registry::import_roll(const std::vector<Citizen>& citizens) {
  std::vector<roll::Voter> voters;
  for (const auto& c : citizens) voters.push_back(c.person());
  std::ostringstream file;
  roll::export_roll(voters, file);
  RegistrarClient client(where_);
  client.use_session(manager_);
  const auto sent = client.send("POST", "/staff/roll", base::to_bytes(base::view(file.str())), "text/csv");
  if (!sent.ok()) return sent.error();
  const auto pending = json::parse(sent->body, nullptr, false);
  if (pending.value("added", std::uint64_t{0}) != citizens.size()) return Error{"the roll was not taken over whole"};
  const auto applied = client.post("/staff/roll/" + std::to_string(pending.at("id").get<std::int64_t>()) + "/apply", json::object());
  return applied.ok() ? Result<void>{} : Result<void>(applied.error());
}

Result<void> Registry::take_applications(const std::vector<Citizen>& citizens, const Progress& progress) {
  applications_.resize(citizens.size());
  const auto apply = [&](RegistrarClient& client, std::size_t n, base::Rng&) -> Result<void> {
    client.use_session(clerk_);
    const auto& p = citizens[n].person();
    const auto taken = client.post("/staff/applications", {{"channel", "post"}, {"name", p.name}, {"kana", p.kana}, {"birth", date(p.birth)}, {"sex", roll::word(p.sex)},
                                                           {"address", p.address}, {"category", "illness"}, {"email", citizens[n].email()}, {"postal_code", "305-0000"},
                                                           {"ground", "病気のため投票所へ行くことが困難です。"}, {"evidence", "診断書の写し"}, {"declaration", true}});
    if (!taken.ok()) return taken.error();
    applications_[n] = taken->at("id").get<std::int64_t>();
    return {};
  };
  // The first ones come one after the other: their numbers, and so their printed letters, are in the order of the citizens.
  {
    RegistrarClient client(where_);
    base::SystemRng rng;
    for (std::size_t n = 0; n < std::min(kPrintedLetters, citizens.size()); ++n) IPPYO_TRY(apply(client, n, rng));
  }
  IPPYO_TRY(in_parallel(citizens.size(), where_, progress, "applications", [&](RegistrarClient& client, std::size_t n, base::Rng& rng) {
    return applications_[n] != 0 ? Result<void>{} : apply(client, n, rng);
  }));
  // The clerk looks at every one: the line of the roll that fits is among the candidates, and judged eligible.
  const auto approve = [&](RegistrarClient& client, std::size_t n, base::Rng&) -> Result<void> {
    client.use_session(clerk_);
    const auto path = "/staff/applications/" + std::to_string(applications_[n]);
    const auto seen = client.get(path);
    if (!seen.ok()) return seen.error();
    const auto& candidates = seen->at("candidates");
    if (candidates.empty()) return Error{"an application fits nobody on the roll"};
    const auto done = client.post(path + "/approve", {{"voter", candidates[0].at("voter")}});
    return done.ok() ? Result<void>{} : Result<void>(done.error());
  };
  return in_parallel(citizens.size(), where_, progress, "approvals by a clerk", approve);
}

// One batch of letters: ordered, awaited, fetched piece by piece into `to`.
Result<std::uint64_t> Registry::print(const json& order, const fs::path& to, const Progress& progress) {
  RegistrarClient client(where_);
  client.use_session(clerk_);
  auto batch = client.post("/staff/letters", order);
  if (!batch.ok()) return batch.error();
  const auto path = "/staff/letters/" + std::to_string(batch->at("batch").get<std::uint32_t>());
  while (batch->at("state") == "writing") {
    std::this_thread::sleep_for(kLook);
    batch = client.get(path);
    if (!batch.ok()) return batch.error();
    if (progress) progress("letters", batch->at("done").get<std::uint64_t>(), batch->at("total").get<std::uint64_t>());
  }
  if (batch->at("state") != "ready") return Error{"the letters were not printed: " + batch->value("message", std::string())};
  base::Bytes file;
  for (const auto size = batch->at("size").get<std::uint64_t>(); file.size() < size;) {
    const auto piece = client.send("GET", path + "/file?from=" + std::to_string(file.size()));
    if (!piece.ok()) return piece.error();
    file.insert(file.end(), piece->body.begin(), piece->body.end());
  }
  IPPYO_TRY(base::write_file_durably(to, file, 0600));
  return batch->at("total").get<std::uint64_t>();
}

// Letters on paper: the codes are read off the pages, as their receivers do.
Result<void> Registry::receive_printed(std::span<Citizen> citizens, const fs::path& pdf) {
  auto reader = Process::start("/usr/bin/pdftotext", {"-layout", pdf.string(), "-"}, {}, folder() / "pdftotext.log");
  if (!reader.ok()) return reader.error();
  std::string text;
  if (const auto status = reader->finish(text); !status.ok()) return status.error();
  static const std::regex kCode("[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}");
  std::size_t n = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), kCode), end; at != end && n < citizens.size(); ++at, ++n) {
    auto code = letters::DedicatedCode::parse(at->str());
    if (!code.ok()) return code.error();
    citizens[n].receive(std::move(*code));
  }
  return n == citizens.size() ? Result<void>{} : Result<void>(Error{"the codes of the printed letters cannot be read"});
}

// Letters for the printing house: by name and address.
Result<void> Registry::receive_data(std::span<Citizen> citizens, const fs::path& csv) {
  std::ifstream in(csv, std::ios::binary);
  auto reader = roll::CsvReader::open(in);
  if (!reader.ok()) return reader.error();
  std::map<std::string, std::string> codes;
  roll::CsvRow row;
  for (;;) {
    const auto more = reader->next(row);
    if (!more.ok()) return more.error();
    if (!*more) break;
    if (row.fields.size() >= 9) codes[row.fields[6] + "\n" + row.fields[2]] = row.fields[8];
  }
  for (auto& c : citizens) {
    auto code = letters::DedicatedCode::parse(codes[c.person().name + "\n" + c.person().address]);
    if (!code.ok()) return Error{"a voter got no letter: " + code.error().message};
    c.receive(std::move(*code));
  }
  return {};
}

Result<void> Registry::send_letters(std::vector<Citizen>& citizens, const Progress& progress) {
  const auto printed = std::min(fs::exists("/usr/bin/pdftotext") ? kPrintedLetters : 0, citizens.size());
  const std::span all(citizens);
  if (printed > 0) {
    // The registrar prints in the order of its numbers, whatever the order of the list.
    auto order = json::array();
    for (std::size_t n = 0; n < printed; ++n) order.push_back(applications_[n]);
    const auto pdf = bodies_.folders.hidden("letters.pdf");
    const auto done = print({{"applications", order}, {"kind", "print"}}, pdf, {});
    if (!done.ok()) return done.error();
    IPPYO_TRY(receive_printed(all.subspan(0, printed), pdf));
  }
  if (printed == citizens.size()) return {};
  const auto csv = bodies_.folders.hidden("letters.csv");
  const auto done = print({{"applications", "all"}, {"kind", "data"}}, csv, progress);
  if (!done.ok()) return done.error();
  return receive_data(all.subspan(printed), csv);
}

Result<void> Registry::enrol(std::vector<Citizen>& citizens, const Progress& progress) {
  return in_parallel(citizens.size(), where_, progress, "enrolling voters", [&](RegistrarClient& client, std::size_t n, base::Rng& rng) -> Result<void> {
    client.use_session("");
    citizens[n].take_card(*world_);
    return citizens[n].enrol(*world_, client, rng);
  });
}

Result<void> Registry::publish(PostingDesk& desk) {
  RegistrarClient client(where_);
  client.use_session(manager_);
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

Result<void> Registry::audit() const {
  const auto file = [&](const char* name) { return (folder() / name).string(); };
  const std::string passphrase = "env:" + std::string(kPassphraseVariable);
  auto tool = Process::start(program_folder() / "ippyo",
                             {"registrar", "audit", "--board", bodies_.folders.board().string(), "--config", file("registrar.toml"), "--store", file("data/registrar.db"),
                              "--keys", file("registrar.keys"), "--column-key", file("column.key"), "--keys-passphrase", passphrase},
                             {std::string(kPassphraseVariable) + "=" + base::to_string(bodies_.passphrase.expose())}, folder() / "audit.log");
  if (!tool.ok()) return tool.error();
  std::string output;
  const auto status = tool->finish(output);
  if (!status.ok()) return status.error();
  return *status == 0 ? Result<void>{} : Result<void>(Error{"the scrutineers' audit of the registrar does not agree:\n" + output});
}

Result<void> Registry::tell_time() {
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
