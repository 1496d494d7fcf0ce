// SPDX-License-Identifier: Apache-2.0
#include "demo/citizen.hpp"

#include <algorithm>

#include "http/url.hpp"
#include "record/grant_request.hpp"

namespace ippyo::demo {

using base::Error;
using base::Result;
using nlohmann::json;

namespace {

std::string query_value(std::string_view url, std::string_view name) {
  const auto at = url.find(std::string(name) + "=");
  if (at == std::string_view::npos) return {};
  const auto value = url.substr(at + name.size() + 1);
  return std::string(value.substr(0, value.find('&')));
}

/// The relying party of the voters' passkeys: the host of the booth's origin.
std::string host_of(std::string_view origin) {
  const auto host = origin.substr(origin.find("://") + 3);
  return std::string(host.substr(0, host.find(':')));
}

}  // namespace

void Citizen::take_card(const CitizenWorld& world) {
  if (evidence_ != election::EvidenceClass::A && evidence_ != election::EvidenceClass::B) return;
  card_ = world.cards.issue({person_.name, person_.address, person_.birth, person_.sex});
}

Result<json> Citizen::answer_card(const json& offered) {
  if (!card_) return Error{"this voter has no card"};
  // Class A signs the readable statement, class B the claim; where both are offered the other one stands under "or".
  const auto* wanted = evidence_ == election::EvidenceClass::A ? "statement" : "claim";
  const auto& asked = offered.at("kind") == wanted || !offered.contains("or") ? offered : offered.at("or");
  static ChipInProcess in_process;
  return (holder_ ? *holder_ : in_process).answer(*card_, asked);
}

Result<json> Citizen::answer_passkey(const CitizenWorld& world, const json& asked, base::Rng& rng) {
  auto made = asked.contains("pubKeyCredParams") ? phone_.create(asked, world.origin, rng) : phone_.get(asked, world.origin);
  if (!made.ok()) return made.error();
  if (made->prf) prf_.emplace(std::move(*made->prf));
  return std::move(made->answer);
}

// The person is known to the provider already: it sends the browser straight back to the booth.
Result<json> Citizen::answer_provider(const json& asked) {
  const auto address = asked.at("url").get<std::string>();
  const auto scheme = address.find("://"), path = address.find('/', scheme + 3);
  const auto where = http::parse_url(address.substr(0, path));
  if (!where.ok()) return where.error();
  http::Client browser({*where});
  http::Call call;
  call.target = address.substr(path);
  call.fields.emplace_back("X-Sample-Person", person_.number);
  const auto sent = browser.send(call);
  if (!sent.ok()) return sent.error();
  const auto back = std::string(sent->header("Location"));
  if (sent->status / 100 != 3 || back.empty()) return Error{"the sample identity provider did not send the browser back"};
  return json{{"code", query_value(back, "code")}, {"state", query_value(back, "state")}};
}

Result<json> Citizen::answer(const CitizenWorld& world, const std::string& factor, const json& asked, base::Rng& rng) {
  if (factor == "code") return json{{"proof", base::to_hex(code_->enrol_proof(world.ctx0).expose())}};
  if (factor == "card") return answer_card(asked);
  if (factor == "passkey") return answer_passkey(world, asked, rng);
  if (factor == "oidc") return answer_provider(asked);
  const auto code = world.mail.take_code(email_);
  if (!code) return Error{"no mail with a code arrived"};
  return json{{"code", *code}};
}

Result<void> Citizen::show(const CitizenWorld& world, RegistrarClient& registrar, const std::string& path, const std::string& factor, base::Rng& rng) {
  const auto asked = registrar.post(path + "/" + factor + "/begin", json::object());
  if (!asked.ok()) return asked.error();
  const auto said = answer(world, factor, *asked, rng);
  if (!said.ok()) return said.error();
  const auto judged = registrar.post(path + "/" + factor + "/finish", {{"answer", *said}});
  return judged.ok() ? Result<void>{} : Result<void>(judged.error());
}

void Citizen::derive_key(const CitizenWorld& world) {
  const auto text = code_->text();
  key_.emplace(device::derive_slot_key(*prf_, {text.expose().data(), text.expose().size()}, world.ctx0));
}

// The passkey answers a challenge of this device's own that nobody sees: only its PRF is wanted.
Result<void> Citizen::recover_key(const CitizenWorld& world, base::Rng& rng) {
  const auto options = passkey::request_options({host_of(world.origin), {}, {}}, rng.bytes<32>(), {}, device::prf_salt(world.ctx0));
  auto made = phone_.get(options, world.origin);
  if (!made.ok()) return Error{"without a passkey the slot key stays on the device that made it"};
  if (!made->prf) return Error{"the passkey of this voter has no PRF"};
  prf_.emplace(std::move(*made->prf));
  derive_key(world);
  return {};
}

// With a passkey the slot key comes from its PRF, without one it is random and lives on this device alone.
Result<void> Citizen::choose_key(const CitizenWorld& world, RegistrarClient& registrar, base::Rng& rng) {
  if (prf_) derive_key(world);
  else key_.emplace(device::random_slot_key(rng));
  const auto taken_down = registrar.post("/enrol/key", {{"X", base::to_hex(key_->X.bytes)}});
  return taken_down.ok() ? Result<void>{} : Result<void>(taken_down.error());
}

Result<void> Citizen::enrol(const CitizenWorld& world, RegistrarClient& registrar, base::Rng& rng) {
  const auto begun = registrar.post("/enrol/begin", {{"code", base::to_hex(code_->enrol_proof(world.ctx0).expose())}});
  if (!begun.ok()) return begun.error();
  registrar.use_session(begun->at("session"));
  const std::string evidence = evidence_ == election::EvidenceClass::C ? "oidc" : evidence_ == election::EvidenceClass::D ? "email" : "card";
  const auto ways = begun->at("ways").get<std::vector<std::vector<std::string>>>();
  const auto way = std::ranges::find_if(ways, [&](const auto& w) { return std::ranges::find(w, evidence) != w.end(); });
  if (way == ways.end()) return Error{"the registrar offers no way to enrol with " + evidence};
  const bool passkey = std::ranges::find(*way, "passkey") != way->end();
  if (passkey) IPPYO_TRY(show(world, registrar, "/enrol", "passkey", rng));
  IPPYO_TRY(choose_key(world, registrar, rng));
  for (const auto& factor : *way)
    if (factor != "passkey") IPPYO_TRY(show(world, registrar, "/enrol", factor, rng));
  const auto told = registrar.get("/enrol/evidence");
  if (!told.ok()) return told.error();
  const auto hash = base::bytes32_from_hex(told->at("evidence_hash").get<std::string>());
  if (!hash) return Error{"the registrar's evidence hash is malformed"};
  const auto possession = device::prove_enrolment(*key_, world.ctx0, *hash, rng);
  const auto done = registrar.post("/enrol/finish", {{"possession", base::to_hex(possession)}});
  return done.ok() ? Result<void>{} : Result<void>(done.error());
}

Result<void> Citizen::change_device() {
  const auto keys = phone_.secret();
  auto synchronised = passkey::Authenticator::open(keys.expose());
  if (!synchronised.ok()) return synchronised.error();
  phone_ = std::move(*synchronised);
  prf_.reset();
  key_.reset();
  return {};
}

Result<record::Grant> Citizen::ask_for_grant(const CitizenWorld& world, RegistrarClient& registrar, const base::Bytes32& ctx, std::uint64_t slot,
                                             const base::SigningKey& K, base::Rng& rng) {
  if (!key_) IPPYO_TRY(recover_key(world, rng));
  const auto begin = record::begin_grant(ctx, slot, K.public_key(), key_->X, key_->x, rng);
  const auto begun = registrar.post("/grant/begin", {{"slot", slot}, {"K", base::to_hex(begin.K)}, {"possession", base::to_hex(begin.possession)}});
  if (!begun.ok()) return begun.error();
  registrar.use_session(begun->at("session"));
  for (const auto& factor : begun->at("factors").get<std::vector<std::string>>()) IPPYO_TRY(show(world, registrar, "/grant", factor, rng));
  const auto request = record::request_grant(ctx, slot, K.public_key(), key_->X, key_->x, rng);
  const auto given = registrar.send("POST", "/grant", request.encode(), "application/octet-stream");
  if (!given.ok()) return given.error();
  return record::Grant::decode(given->body);
}

}  // namespace ippyo::demo
