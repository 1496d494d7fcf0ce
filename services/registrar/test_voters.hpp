// SPDX-License-Identifier: Apache-2.0
// For tests: five people with letters, phones and cards before a registrar's endpoints, on a real board, without a network.
#pragma once
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/codec.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "identity/code_provider.hpp"
#include "identity/passkey_provider.hpp"
#include "letters/dedicated_code.hpp"
#include "office/test_election.hpp"
#include "passkey/authenticator.hpp"
#include "proof/possession.hpp"
#include "record/grant_request.hpp"
#include "registrar/applications.hpp"
#include "registrar/guesses.hpp"
#include "registrar/publication.hpp"
#include "registrar/showings.hpp"
#include "registrar/voter_endpoints.hpp"
#include "registrar/voters.hpp"

namespace ippyo::registrar::test {

using http::Response;
using nlohmann::json;

/// Takes {"claim": of this purpose and kept part, "subject", "attributes"?}. Gives evidence of the class that it is told.
class FakeProvider final : public identity::Provider {
  Factor factor_;
  char class_;

  static std::string claim_of(const identity::Purpose& p, ByteView kept) { return base::to_hex(p.claim(kept)); }

 public:
  FakeProvider(Factor factor, char evidence_class) : factor_(factor), class_(evidence_class) {}
  std::string refuse_with;  ///< this word, once
  Factor factor() const override { return factor_; }
  identity::Answer<identity::Begun> begin(const identity::Purpose& p, const identity::OnFile& known, const identity::Moment& m) override {
    const auto nonce = m.rng.bytes<32>();
    if (factor_ == Factor::email && known.subject.empty()) return identity::Refusal{"email-address", "No address."};
    return identity::Begun{{{"claim", claim_of(p, nonce)}}, base::to_bytes(nonce)};
  }
  identity::Answer<identity::Shown> finish(const identity::Purpose& p, const identity::OnFile& known, ByteView kept, const json& answer,
                                           const identity::Moment&) override {
    if (const auto word = std::exchange(refuse_with, ""); !word.empty()) return identity::Refusal{word, "As told."};
    const auto text = [&](const char* name) { return answer.is_object() && answer.contains(name) && answer[name].is_string() ? answer[name].get<std::string>() : ""; };
    if (text("claim") != claim_of(p, kept)) return identity::Refusal{"wrong", "Not the right claim."};
    const auto subject = factor_ == Factor::email ? known.subject : text("subject");
    if (subject.empty() || (!known.subject.empty() && known.subject != subject)) return identity::Refusal{"other-person", "Not on file."};
    identity::Shown shown{subject, {1}, std::nullopt, 0, {}};
    if (!text("name").empty()) shown.attributes = roll::Attributes{text("name"), text("address"), {1970, 3, 1}, roll::Sex::female};
    if (p.action == identity::Purpose::Action::enrol) {
      shown.evidence_class = class_;
      shown.evidence = base::Writer().raw(kept).text(subject).raw(p.claim(kept)).text(text("name")).text(text("address")).take();
    }
    return shown;
  }
  std::optional<Bytes> kept_for_next_try(ByteView kept) const override {
    return factor_ == Factor::email ? std::optional(base::to_bytes(kept)) : std::nullopt;
  }
  identity::Answer<identity::Shown> audit(const identity::Purpose& p, ByteView evidence) const override {
    base::Reader in(evidence);
    const auto nonce = in.fixed<32>();
    const auto subject = in.text();
    const auto claim = in.fixed<32>();
    const auto name = in.text(), address = in.text();
    if (claim != p.claim(nonce) || !in.finish("evidence").ok()) return identity::Refusal{"wrong", "Not for this purpose."};
    identity::Shown shown{subject, {}, std::nullopt, class_, base::to_bytes(evidence)};
    if (!name.empty()) shown.attributes = roll::Attributes{name, address, {1970, 3, 1}, roll::Sex::female};
    return shown;
  }
};

struct Person {
  std::int64_t application = 0;
  letters::DedicatedCode code;
  group::SecretScalar x;
  proof::Element X;
  passkey::Authenticator phone{};
  std::string token{};
  std::string subject{};
  roll::Voter line{};
};

struct Hall {
  static constexpr std::size_t kPeople = 5;
  static constexpr const char* kOrigin = "https://vote.city.example";
  office::TestElection election;
  base::SystemRng rng;
  Config config;
  roll::Eligibility eligibility;
  std::unique_ptr<Store> store;
  base::ManualClock clock{250};
  Providers providers;
  FakeProvider *card = nullptr, *oidc = nullptr, *email = nullptr;
  std::unique_ptr<Context> context;
  VoterSessions sessions;
  Endpoints endpoints;
  std::vector<Person> people;
  const Member manager{"manager-1", Role::manager}, clerk{"clerk-1", Role::clerk}, other_clerk{"clerk-2", Role::clerk};

  static StoreKeys keys() { return {db::ColumnCipher(db::ColumnKey(base::Secret(Bytes32{1}))), base::Secret(Bytes32{2}), base::Secret(Bytes32{3})}; }
  std::string elsewhere;  ///< a store that is not a file of this election's folder
  std::string location() const { return elsewhere.empty() ? (election.folder / "registrar.db").string() : elsewhere; }

  explicit Hall(std::vector<std::string> factors = {"code", "card", "oidc", "passkey"}, std::string store_at = {}) : elsewhere(std::move(store_at)) {
    found(std::move(factors));
    auto opened = Store::open(location(), keys());
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message);
    store = std::move(*opened);
    config.style_ids = {"first", "second"};
    config.styles = {{"*", "first"}};
    config.ways = {{Factor::passkey, Factor::card}, {Factor::passkey, Factor::oidc}, {Factor::passkey, Factor::email, Factor::card}};
    config.submissions = election.folder / "submissions";
    config.dates.vote_from = 1000;
    add_providers();
    context.reset(new Context{config, eligibility, *store, clock, election.keys.at("registrar"), providers,
                              [this] { return std::make_shared<const record::State>(election.state); }});
    endpoints = voter_endpoints(*context, sessions);
    for (std::size_t i = 0; i < kPeople; ++i) add_person(i);
  }
  void found(std::vector<std::string> factors) {
    auto c = election::example_constitution();
    c.min_list = 4;
    c.factors = std::move(factors);
    using election::EvidenceClass;
    c.evidence = {EvidenceClass::A, EvidenceClass::B, EvidenceClass::C, EvidenceClass::D};
    for (auto& s : c.signers) s.key = election.keys.emplace(s.id, base::SigningKey::generate()).first->second.public_key();
    election.post(office::write_constitution(election.desk({"commission"}, 100), c));
    election.hold_ceremony();
  }
  void add_providers() {
    providers[Factor::code] = std::make_unique<identity::CodeProvider>(identity::CodePepper(store->keys().code_pepper.clone()));
    providers[Factor::passkey] = std::make_unique<identity::PasskeyProvider>(
        identity::PasskeySettings{{"vote.city.example", "見本市", {kOrigin}}, election.state.ctx0()});
    const auto fake = [&](Factor f, char evidence_class) {
      auto made = std::make_unique<FakeProvider>(f, evidence_class);
      auto* raw = made.get();
      providers[f] = std::move(made);
      return raw;
    };
    card = fake(Factor::card, 'B'), oidc = fake(Factor::oidc, 'C'), email = fake(Factor::email, 'D');
  }
  void add_person(std::size_t i) {
    const group::SecretScalar x(group::Scalar::random(rng));
    group::Point p;
    group::fixed_mul_ct(proof::base_g(), x, {&p, 1});
    Person person{0, letters::DedicatedCode::draw(rng), group::SecretScalar(x.expose()), proof::Element::from(p)};
    const auto n = std::to_string(i + 1);
    person.subject = "person " + n;
    person.line = {n, "見本　花子", "ミホン　ハナコ", {1970, 3, 1}, roll::Sex::female, "吾妻一丁目9000" + n + "番地", "吾妻", {}};
    Application a;
    a.reference = "000000000" + n;
    a.category = "other-municipality";
    a.form.person = {person.line.name, person.line.address, person.line.birth, person.line.sex};
    a.form.email = "person" + n + "@mail.example";
    const auto mac = identity::CodePepper(store->keys().code_pepper.clone()).record(person.code.enrol_proof(election.state.ctx0()).expose());
    const auto done = store->run([&](db::Database& db) -> db::Outcome {
      IPPYO_DB_TRY(insert_voter(db, store->keys(), {static_cast<std::int64_t>(i + 1), true, person.line}));
      IPPYO_DB_TRY(insert_application(db, store->keys(), a));
      IPPYO_DB_TRY(db.prepare("UPDATE application SET state = 2, voter = ? WHERE id = ?").bind(static_cast<std::int64_t>(i + 1)).bind(a.id).run());
      IPPYO_DB_TRY(add_event(db, *store, a.id, {"clerk-1", 200}, "approve", ""));
      return db.prepare("INSERT INTO letter (number, application, code_mac, live, at, staff) VALUES (?, ?, ?, 1, 210, 'clerk-1')")
          .bind(static_cast<std::int64_t>(i + 1)).bind(a.id).bind(ByteView(mac)).run();
    });
    EXPECT_TRUE(done.ok()) << done.reason;
    person.application = a.id;
    people.push_back(std::move(person));
  }
  void sql(const std::string& text) {
    const auto done = store->run([&](db::Database& db) { return db.prepare(text).run(); });
    EXPECT_TRUE(done.ok()) << done.reason;
  }
  std::int64_t number(const std::string& text) {
    std::int64_t n = -1;
    const auto done = store->run([&](db::Database& db) { return db.prepare(text).each([&](const db::Row& row) { return n = row.integer(0), false; }); });
    EXPECT_TRUE(done.ok()) << done.reason;
    return n;
  }

  /// As the service does it: the endpoint by method and path, then who may, then its answer.
  Response raw(const std::string& method, const std::string& path, Bytes body, const std::string& token = {}, std::optional<Member> member = {}) {
    const Endpoint* found = nullptr;
    for (const auto& e : endpoints)
      if (e.method == method && (e.path == path || (e.path.ends_with('/') && path.starts_with(e.path) && path.size() > e.path.size() && found == nullptr))) found = &e;
    if (found == nullptr) return not_found("no such endpoint");
    if (body.size() > found->body_limit) return http::problem(413, "body-too-large", "Too large", "");
    const bool voter = found->access == Access::enrolling || found->access == Access::asking;
    if (voter && !sessions.known(token, found->access, clock.now())) return begin_again();
    if (!voter && found->access != Access::anybody && !(member && may(member->role, found->access))) return refused("role", "not yours");
    Call call{{method, path, "", {}, std::move(body)}, {}, member, token, clock.now()};
    if (found->path.ends_with('/')) {
      std::istringstream rest(path.substr(found->path.size()));
      for (std::string part; std::getline(rest, part, '/');)
        if (!part.empty()) call.part.push_back(part);
    }
    return found->answer(call);
  }
  Response post(const std::string& path, const json& body, const std::string& token = {}, std::optional<Member> member = {}) {
    return raw("POST", path, base::to_bytes(base::view(body.dump())), token, std::move(member));
  }
  Response get(const std::string& path, const std::string& token) { return raw("GET", path, {}, token); }
  static json body(const Response& r) { return json::parse(r.body, nullptr, false); }

  std::string proof_of(const Person& p) const { return base::to_hex(p.code.enrol_proof(election.state.ctx0()).expose()); }
  Response begin(Person& p) {
    auto r = post("/enrol/begin", {{"code", proof_of(p)}});
    if (r.status == 200) p.token = body(r)["session"];
    return r;
  }
  /// What the person's side answers to what a factor's begin gave.
  json answer(Person& p, Factor factor, const json& asked) {
    if (factor == Factor::code) return {{"proof", proof_of(p)}};
    if (factor != Factor::passkey) return {{"claim", asked["claim"]}, {"subject", p.subject}, {"name", p.line.name}, {"address", p.line.address}};
    auto made = asked.contains("pubKeyCredParams") ? p.phone.create(asked, kOrigin, rng) : p.phone.get(asked, kOrigin);
    EXPECT_TRUE(made.ok());
    return made.ok() ? made->answer : json();
  }
  Response show(Person& p, const std::string& where, Factor factor, const json& changes = json::object()) {
    const auto path = where + "/" + std::string(identity::name(factor));
    const auto begun = post(path + "/begin", json::object(), p.token);
    if (begun.status != 200) return begun;
    auto said = answer(p, factor, body(begun));
    said.update(changes);
    return post(path + "/finish", {{"answer", said}}, p.token);
  }
  Response choose_key(Person& p) { return post("/enrol/key", {{"X", base::to_hex(p.X.bytes)}}, p.token); }
  Response finish(Person& p) {
    const auto told = get("/enrol/evidence", p.token);
    if (told.status != 200) return told;
    const auto hash = base::bytes32_from_hex(body(told)["evidence_hash"].get<std::string>());
    const auto label = base::Writer().raw(election.state.ctx0()).raw(p.X.bytes).raw(*hash).take();
    return post("/enrol/finish", {{"possession", base::to_hex(proof::prove_possession({"pop", label, p.X}, p.x, rng))}}, p.token);
  }
  Response enrol(Person& p, Factor evidence = Factor::card) {
    if (auto r = begin(p); r.status != 200) return r;
    if (auto r = show(p, "/enrol", Factor::passkey); r.status != 200) return r;
    if (auto r = choose_key(p); r.status != 204) return r;
    if (auto r = show(p, "/enrol", evidence); r.status != 200) return r;
    return finish(p);
  }
  /// Everybody enrols, the lists go onto the board, the election opens at 900. The last person has an account instead of a card.
  void open() {
    for (std::size_t i = 0; i < kPeople; ++i) ASSERT_EQ(enrol(people[i], i + 1 == kPeople ? Factor::oidc : Factor::card).status, 200u);
    publish();
    election.post(office::write_opening(election.desk({"commission"}, 900), election.opening()));
    clock.set(1050);
  }
  void publish() {
    for (const char* list : {"evidence", "slots"}) {
      const auto r = post("/staff/" + std::string(list), json::object(), {}, manager);
      ASSERT_EQ(r.status, 200u) << base::to_string(r.body);
      std::filesystem::rename(config.submissions / body(r)["submission"].get<std::string>(), election.folder / std::to_string(++election.submissions));
      const auto verdict = election.verdict_of_last();
      ASSERT_TRUE(verdict.passed()) << verdict.finding().text();
    }
  }
  std::uint64_t slot_of(const Person& p) {
    for (std::uint64_t i = 0; i < election.state.slots().size(); ++i)
      if (election.state.slots()[i].X == p.X) return i;
    return 1'000'000;
  }
  /// What the person's device sends to begin, for its own slot or another one.
  json begin_of(std::uint64_t slot, const base::SigningKey& K, const Person& p) {
    const auto begin = record::begin_grant(election.state.ctx(), slot, K.public_key(), p.X, p.x, rng);
    return {{"slot", slot}, {"K", base::to_hex(begin.K)}, {"possession", base::to_hex(begin.possession)}};
  }
  Response ask(Person& p, const base::SigningKey& K) {
    auto r = post("/grant/begin", begin_of(slot_of(p), K, p));
    if (r.status == 200) p.token = body(r)["session"];
    return r;
  }
  Response grant(Person& p, const base::SigningKey& K) {
    const auto request = record::request_grant(election.state.ctx(), slot_of(p), K.public_key(), p.X, p.x, rng);
    return raw("POST", "/grant", request.encode(), p.token);
  }
};

/// "403 other-person": status and last word of a problem's type.
inline std::string told(const Response& r) {
  const auto problem = json::parse(r.body, nullptr, false);
  const auto type = problem.is_object() ? problem.value("type", "") : std::string();
  return std::to_string(r.status) + " " + type.substr(type.rfind(':') + 1);
}
#define EXPECT_WORD(answer, code, reason) EXPECT_EQ(::ippyo::registrar::test::told(answer), std::string(#code " ") + (reason))

}  // namespace ippyo::registrar::test
