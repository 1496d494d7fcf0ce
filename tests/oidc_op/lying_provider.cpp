// SPDX-License-Identifier: Apache-2.0
#include "lying_provider.hpp"

#include <cjose/cjose.h>

#include "base/hash.hpp"

namespace ippyo::identity::test {

static std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '%' && i + 2 < text.size();
    out += escaped ? static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)) : text[i];
    if (escaped) i += 2;
  }
  return out;
}

json parameters(std::string_view text) {
  json out = json::object();
  while (!text.empty()) {
    const auto pair = text.substr(0, text.find('&'));
    const auto equals = pair.find('=');
    out[std::string(pair.substr(0, equals))] = decoded(pair.substr(equals + 1));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
  }
  return out;
}

json published(const EcKey& key) {
  auto jwk = json::parse(key.jwk());
  jwk["kid"] = key.kid;
  return jwk;
}

std::string signed_with(const ClientKey& key, const json& header, const json& claims) {
  auto jwk = json::parse(key.public_key().jwk());
  jwk["d"] = to_base64url(key.scalar().expose());
  const auto private_jwk = jwk.dump(), text = claims.dump();
  auto* signer = cjose_jwk_import(private_jwk.data(), private_jwk.size(), nullptr);
  auto* head = cjose_header_new(nullptr);
  for (const auto& [name, value] : header.items())
    IPPYO_CHECK(value.is_string() ? cjose_header_set(head, name.c_str(), value.get<std::string>().c_str(), nullptr)
                                  : cjose_header_set_raw(head, name.c_str(), value.dump().c_str(), nullptr));
  auto* token = cjose_jws_sign(signer, head, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), nullptr);
  const char* compact = nullptr;
  IPPYO_CHECK(token != nullptr && cjose_jws_export(token, &compact, nullptr));
  std::string out(compact);
  cjose_jws_release(token);
  cjose_header_release(head);
  cjose_jwk_release(signer);
  return out;
}

LyingProvider::LyingProvider() {
  http::Options options;
  options.threads = 1;
  auto server = http::Server::start(options, [this](http::Request request, http::Reply reply) { reply(answer(request)); });
  IPPYO_CHECK(server.ok());
  server_ = std::move(*server);
  issuer_ = "http://127.0.0.1:" + std::to_string(server_->port());
  discovery = {{"issuer", issuer_},
               {"authorization_endpoint", issuer_ + "/auth"},
               {"token_endpoint", issuer_ + "/token"},
               {"jwks_uri", issuer_ + "/certs"},
               {"userinfo_endpoint", issuer_ + "/userinfo"},
               {"subject_types_supported", {"pairwise"}},
               {"authorization_response_iss_parameter_supported", true}};
  keys = {{"keys", {published(signing.public_key())}}};
  userinfo = {{"sub", "pairwise-1"}, {"name", "試験　花子"}, {"address", {{"formatted", "茨城県つくば市研究学園一丁目1番地1"}}},
              {"birthdate", "1990-01-02"}, {"gender", "female"}};
}

OidcConfig LyingProvider::config() const {
  OidcConfig out;
  out.issuer = issuer_;
  out.client_id = "tsukuba&registrar/1";  // needs percent-encoding where it travels in a query
  out.redirect_uri = "https://vote.example/return?x=1&y=2";
  out.scope = "openid name address birthdate gender";
  out.acr_values = "aal3 crl";
  out.accepted_acr = {"aal3", "aal3 crl"};
  out.plain_http = true;
  return out;
}

json LyingProvider::authorize(const std::string& url) {
  const std::lock_guard hold(lock_);
  query = parameters(std::string_view(url).substr(url.find('?') + 1));
  const auto code = "code-" + std::to_string(codes_.size() + 1);
  codes_[code] = {query["nonce"], query["code_challenge"], query["redirect_uri"]};
  return {{"code", code}, {"state", query["state"]}, {"iss", issuer_}};
}

bool LyingProvider::client_shown(const std::string& assertion) {
  const auto claims = verified_claims(assertion, client_);
  const auto id = config().client_id;
  if (!claims || (*claims)["iss"] != id || (*claims)["sub"] != id || (*claims)["aud"] != issuer_ + "/token") return false;
  const auto exp = (*claims)["exp"].get<base::UnixTime>();
  return exp > now && exp <= now + 300 && seen_jti_.insert((*claims)["jti"].get<std::string>()).second;
}

http::Response LyingProvider::exchange(const http::Request& request) {
  const auto form = parameters(base::to_string(request.body));
  const auto grant = codes_.find(form.value("code", ""));
  const auto fail = [&](std::string why) {
    refused = std::move(why);
    return http::json(400, R"({"error":"invalid_grant"})");
  };
  if (form.value("grant_type", "") != "authorization_code" || request.content_type() != "application/x-www-form-urlencoded") return fail("form");
  if (grant == codes_.end()) return fail("code");
  const auto challenge = base::sha256(base::view(form.value("code_verifier", "")));
  if (to_base64url(challenge) != grant->second.challenge) return fail("pkce");
  if (form.value("redirect_uri", "") != grant->second.redirect_uri) return fail("redirect_uri");
  if (!client_shown(form.value("client_assertion", ""))) return fail("client");
  const std::string access = "access-token";
  json claims{{"iss", issuer_}, {"sub", "pairwise-1"}, {"aud", config().client_id}, {"iat", now}, {"exp", now + 300},
              {"nonce", grant->second.nonce}, {"acr", "aal3"}, {"auth_time", now - 5},
              {"at_hash", to_base64url(ByteView(base::sha256(base::view(access))).first(16))}};
  codes_.erase(grant);
  if (edit) edit(claims);
  const auto id_token = token ? token(claims) : signing.sign(claims);
  return http::json(200, json{{"access_token", access}, {"token_type", "Bearer"}, {"id_token", id_token}}.dump());
}

http::Response LyingProvider::answer(const http::Request& request) {
  const std::lock_guard hold(lock_);
  ++asked[request.path];
  if (const auto instead = answers.find(request.path); instead != answers.end()) return instead->second;
  if (request.path == "/.well-known/openid-configuration") return http::json(200, discovery.dump());
  if (request.path == "/certs") return http::json(200, keys.dump());
  if (request.path == "/token") return exchange(request);
  if (request.path == "/userinfo" && request.header("authorization") == "Bearer access-token") return http::json(200, userinfo.dump());
  return http::json(404, "{}");
}

void SignIn::restart() {
  auto key = ClientKey::generate();
  op.register_client(key.public_key());
  provider = std::make_unique<OidcProvider>(config, std::move(key));
}

Answer<Shown> SignIn::show(const OnFile& known) {
  auto begun = provider->begin(purpose, known, moment());
  if (const auto* refusal = std::get_if<Refusal>(&begun)) return *refusal;
  const auto& first = std::get<Begun>(begun);
  return provider->finish(purpose, known, first.kept, op.authorize(first.to_voter["url"]), moment());
}

}  // namespace ippyo::identity::test
