// SPDX-License-Identifier: Apache-2.0
#include "identity_provider/realm.hpp"

#include <sodium.h>

#include <nlohmann/json.hpp>

#include "base/codec.hpp"
#include "base/hash.hpp"
#include "identity_provider/sign_in_page.hpp"
#include "roll/day.hpp"

namespace ippyo::identity_provider {

using nlohmann::json;

static constexpr std::string_view kAcr = "aal3";  // what a card with a PIN amounts to

static http::Response answer(unsigned status, const json& body) {
  return http::json(status, body.dump(-1, ' ', false, json::error_handler_t::replace));
}

static http::Response fault(unsigned status, const Fault& why) {
  return answer(status, {{"error", why.error}, {"error_description", why.description}});
}

/// The host that subjects are pairwise to.
static std::string sector_of(std::string_view redirect_uri) {
  const auto scheme = redirect_uri.find("://");
  const auto rest = redirect_uri.substr(scheme == redirect_uri.npos ? 0 : scheme + 3);
  return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

Realm::Realm(Registered client, identity::EcKey key, Lookup people, const base::Clock& clock, base::Secret<base::Bytes32> secret,
             std::string issuer)
    : client_(std::move(client)), people_(std::move(people)), clock_(clock), secret_(std::move(secret)), where_{std::move(issuer)},
      check_(client_.client_id, std::move(key), {where_.endpoint("token"), where_.issuer}) {
  rotate_key();
}

void Realm::rotate_key() {
  auto fresh = std::make_shared<const identity::ClientKey>(identity::ClientKey::generate());
  const std::lock_guard hold(lock_);
  keys_.insert(keys_.begin(), std::move(fresh));
  if (keys_.size() > 2) keys_.pop_back();
}

void Realm::offer(std::vector<std::string> people) {
  const std::lock_guard hold(lock_);
  offered_ = std::move(people);
}

std::optional<roll::Attributes> Realm::find(const std::string& person) const {
  if (person.empty() || person.size() > 256 || !base::is_clean_utf8(person)) return std::nullopt;
  return people_(person);
}

std::string Realm::subject_of(const std::string& person) const {
  const auto text = base::Writer().text(sector_of(client_.redirect_uri)).text(person).take();
  base::Bytes32 mac;
  crypto_auth_hmacsha256(mac.data(), text.data(), text.size(), secret_.expose().data());
  return identity::to_base64url(mac);
}

http::Response Realm::discovery() const {
  return answer(200, {{"issuer", where_.issuer},
                      {"authorization_endpoint", where_.endpoint("auth")},
                      {"token_endpoint", where_.endpoint("token")},
                      {"userinfo_endpoint", where_.endpoint("userinfo")},
                      {"jwks_uri", where_.endpoint("certs")},
                      {"response_types_supported", {"code"}},
                      {"response_modes_supported", {"query"}},
                      {"grant_types_supported", {"authorization_code"}},
                      {"subject_types_supported", {"pairwise"}},
                      {"id_token_signing_alg_values_supported", {"ES256"}},
                      {"token_endpoint_auth_methods_supported", {"private_key_jwt"}},
                      {"token_endpoint_auth_signing_alg_values_supported", {"ES256"}},
                      {"code_challenge_methods_supported", {"S256"}},
                      {"scopes_supported", {"openid", "name", "address", "birthdate", "gender"}},
                      {"claims_supported", {"sub", "name", "address", "birthdate", "gender"}},
                      {"acr_values_supported", {kAcr}},
                      {"request_parameter_supported", false},
                      {"request_uri_parameter_supported", false},
                      {"claims_parameter_supported", false}});
}

http::Response Realm::certs() const {
  json keys = json::array();
  const std::lock_guard hold(lock_);
  for (const auto& key : keys_) keys.push_back(json::parse(key->registration()));
  return answer(200, {{"keys", keys}});
}

http::Response Realm::page(const Parameters& request, bool unknown) const {
  std::vector<std::string> people;
  {
    const std::lock_guard hold(lock_);
    people = offered_;
  }
  std::vector<Offered> offered;
  for (const auto& person : people)
    if (const auto found = find(person)) offered.push_back({person, found->name});
  return sign_in_page(request, where_.endpoint("auth"), offered, unknown);
}

http::Response Realm::authorize(const Parameters& request, const std::string& named) {
  if (request.text("client_id") != client_.client_id || request.text("redirect_uri") != client_.redirect_uri) return refusal_page();
  const auto back = [&](const Fault& why) {
    const std::string error(why.error), description(why.description);
    const auto state = request.text("state");
    return redirect(client_.redirect_uri, {{"error", error}, {"error_description", description}, {"state", state}}, issuer());
  };
  if (const auto wrong = wrong_request(request)) return back(*wrong);
  const auto asked = sign_in_of(request);
  if (!named.empty()) return find(named) ? signed_in(asked, named) : back({"access_denied", "nobody is known by that name"});
  if (asked.silent) return back({"login_required", "somebody must say who they are"});
  if (request.has(kCancel)) return back({"access_denied", "the sign-in was stopped"});
  const auto person = request.text(request.has(kChosen) ? kChosen : kTyped);
  if (!find(person)) return page(request, !person.empty());
  return signed_in(asked, person);
}

http::Response Realm::signed_in(const SignIn& asked, const std::string& person) {
  const auto now = clock_.now();
  std::string code;
  {
    const std::lock_guard hold(lock_);
    code = identity::to_base64url(rng_.bytes<32>());
    codes_.put(code, {person, asked.scope, asked.nonce, asked.challenge, asked.redirect_uri, now}, now);
  }
  return redirect(client_.redirect_uri, {{"code", code}, {"state", asked.state}}, issuer());
}

/// A code that was tried is spent, whether it fits or not. Tried again, it takes the access token with it: one of two was a thief.
std::optional<Realm::Spent> Realm::spend(const Parameters& form, base::UnixTime now) {
  const std::lock_guard hold(lock_);
  auto* code = codes_.find(form.text("code"), now);
  if (code == nullptr) return std::nullopt;
  if (code->spent) {
    if (auto* access = access_.find(code->access_token, now)) access->revoked = true;
    return std::nullopt;
  }
  code->spent = true;
  const auto challenge = identity::to_base64url(base::sha256(base::view(form.text("code_verifier"))));
  if (form.text("redirect_uri") != code->redirect_uri || challenge != code->challenge) return std::nullopt;
  code->access_token = identity::to_base64url(rng_.bytes<32>());
  access_.put(code->access_token, {code->person, code->scope}, now);
  return Spent{*code, code->access_token};
}

std::string Realm::id_token(const Spent& spent, base::UnixTime now) const {
  std::shared_ptr<const identity::ClientKey> key;
  {
    const std::lock_guard hold(lock_);
    key = keys_.front();
  }
  const auto hash = base::sha256(base::view(spent.access_token));
  return key->sign({{"iss", where_.issuer},
                    {"sub", subject_of(spent.code.person)},
                    {"aud", client_.client_id},
                    {"iat", now},
                    {"exp", now + kTokenLife},
                    {"auth_time", spent.code.at},
                    {"nonce", spent.code.nonce},
                    {"acr", kAcr},
                    {"at_hash", identity::to_base64url(base::ByteView(hash).first(16))}});
}

http::Response Realm::token(const http::Request& request) {
  const auto now = clock_.now();
  const auto form = Parameters::of_form(request);
  if (!form || form->repeated()) return fault(400, {"invalid_request", "send a form with every parameter once"});
  if (!request.header("Authorization").empty() || !check_.shown(*form, now))
    return fault(401, {"invalid_client", "sign a fresh private_key_jwt with the registered key"});
  if (form->text("grant_type") != "authorization_code")
    return fault(400, {"unsupported_grant_type", "grant_type must be authorization_code"});
  const auto spent = spend(*form, now);
  if (!spent) return fault(400, {"invalid_grant", "the code is unknown, used or late, or verifier or redirect_uri do not fit it"});
  return answer(200, {{"access_token", spent->access_token},
                      {"token_type", "Bearer"},
                      {"expires_in", kTokenLife},
                      {"scope", spent->code.scope},
                      {"id_token", id_token(*spent, now)}});
}

http::Response Realm::userinfo(const http::Request& request) {
  static constexpr std::string_view kScheme = "Bearer ";
  const auto shown = request.header("Authorization");
  std::optional<Access> access;
  if (shown.starts_with(kScheme)) {
    const std::lock_guard hold(lock_);
    const auto* found = access_.find(std::string(shown.substr(kScheme.size())), clock_.now());
    if (found != nullptr && !found->revoked) access = *found;
  }
  const auto person = access ? find(access->person) : std::nullopt;
  if (!person) {
    auto refused = fault(401, {"invalid_token", "sign in again"});
    refused.fields.emplace_back("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    return refused;
  }
  json claims{{"sub", subject_of(access->person)}};
  if (has_word(access->scope, "name")) claims["name"] = person->name;
  if (has_word(access->scope, "address")) claims["address"] = {{"formatted", person->address}};
  if (has_word(access->scope, "birthdate")) claims["birthdate"] = roll::to_text(person->birth);
  if (has_word(access->scope, "gender") && person->sex != roll::Sex::unknown)
    claims["gender"] = person->sex == roll::Sex::male ? "male" : person->sex == roll::Sex::female ? "female" : "other";
  return answer(200, claims);
}

}  // namespace ippyo::identity_provider
