// SPDX-License-Identifier: Apache-2.0
#include "identity/oidc_service.hpp"

#include <algorithm>

namespace ippyo::identity {

using nlohmann::json;

static constexpr base::UnixTime kMinute = 60, kHour = 3600, kDay = 86400, kAfterFailure = 5;
static constexpr std::size_t kMaxKeys = 64;

OidcService::OidcService(const OidcConfig& config, const ClientKey& key) : config_(config), key_(key) {
  if (!config.token_endpoint.empty())
    endpoints_ = Endpoints{config.authorization_endpoint, config.token_endpoint, config.jwks_uri, config.userinfo_endpoint};
}

std::string form(const std::vector<std::pair<std::string_view, std::string>>& pairs) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const auto& [name, value] : pairs) {
    out += (out.empty() ? "" : "&") + std::string(name) + '=';
    for (const unsigned char c : value) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
      if (plain) {
        out += static_cast<char>(c);
      } else {
        out += {'%', kDigits[c >> 4], kDigits[c & 15]};
      }
    }
  }
  return out;
}

void OidcService::report(const std::string& sentence) const {
  if (config_.report) config_.report(sentence);
}

Answer<json> OidcService::ask(FetchRequest request, const char* what) const {
  request.ca_file = config_.ca_file;
  request.proxy = config_.proxy;
  request.fields.emplace_back("Accept", "application/json");
  const auto answer = fetch(request);
  if (!answer) return report(answer.error().message), oidc_refusal("oidc-unreachable");
  if (answer->status >= 500) return report(std::string("the OpenID provider failed at its ") + what), oidc_refusal("oidc-unreachable");
  auto body = answer->content_type == "application/json" || answer->content_type == "application/jwk-set+json"
                  ? json::parse(answer->body, nullptr, false)
                  : json();
  if (answer->status == 400 && body.is_object() && text_member(body, "error") == "invalid_grant") return oidc_refusal("oidc-code");
  if (answer->status != 200)
    return report(std::string("the OpenID provider refused a request to its ") + what + "; check client id, key and addresses"),
           oidc_refusal("oidc-refused");
  if (!body.is_object()) return report(std::string("the OpenID provider's ") + what + " does not answer in JSON"), oidc_refusal("oidc-malformed");
  return body;
}

Answer<OidcService::Endpoints> OidcService::discover() const {
  const auto slash = config_.issuer.ends_with('/') ? "" : "/";
  auto asked = ask({.url = config_.issuer + slash + ".well-known/openid-configuration"}, "discovery document");
  if (const auto* refusal = std::get_if<Refusal>(&asked)) return *refusal;
  const auto& document = std::get<json>(asked);
  Endpoints out{text_member(document, "authorization_endpoint"), text_member(document, "token_endpoint"), text_member(document, "jwks_uri"),
                text_member(document, "userinfo_endpoint")};
  if (text_member(document, "issuer") != config_.issuer)
    return report("the discovery document of the OpenID provider names another issuer"), oidc_refusal("oidc-issuer");
  if (!config_.allows(out.authorization) || !config_.allows(out.token) || !config_.allows(out.jwks) ||
      (config_.attributes && !config_.allows(out.userinfo)))
    return report("the discovery document of the OpenID provider lacks an https address"), oidc_refusal("oidc-malformed");
  const auto subjects = document.find("subject_types_supported");
  const bool pairwise = subjects != document.end() && subjects->is_array() && std::find(subjects->begin(), subjects->end(), "pairwise") != subjects->end();
  if (config_.pairwise && !pairwise) return report("the OpenID provider offers no pairwise subjects"), oidc_refusal("oidc-subject");
  const auto itself = document.find("authorization_response_iss_parameter_supported");
  out.names_itself = itself != document.end() && *itself == json(true);
  return out;
}

Answer<OidcService::Endpoints> OidcService::endpoints(base::UnixTime now) {
  const std::lock_guard hold(lock_);
  if (!config_.token_endpoint.empty() || (endpoints_ && now < endpoints_stale_)) return *endpoints_;
  if (now >= endpoints_again_) {
    auto found = discover();
    endpoints_again_ = now + kAfterFailure;
    if (auto* fresh = std::get_if<Endpoints>(&found)) {
      endpoints_ = std::move(*fresh);
      endpoints_stale_ = now + kDay;
    } else if (!endpoints_) {
      return found;
    }
  }
  if (endpoints_) return *endpoints_;
  return oidc_refusal("oidc-unreachable");
}

Answer<std::vector<EcKey>> OidcService::fetch_keys(const std::string& url) const {
  auto asked = ask({.url = url}, "key set");
  if (const auto* refusal = std::get_if<Refusal>(&asked)) return *refusal;
  const auto& document = std::get<json>(asked);
  const auto list = document.find("keys");
  if (list == document.end() || !list->is_array() || list->size() > kMaxKeys)
    return report("the OpenID provider's key set is not one"), oidc_refusal("oidc-malformed");
  std::vector<EcKey> keys;
  for (const auto& jwk : *list)
    if (auto key = ec_key_of(jwk)) keys.push_back(std::move(*key));
  return keys;
}

const EcKey* OidcService::known_key(const std::string& kid) const {
  if (kid.empty()) return keys_.size() == 1 ? &keys_.front() : nullptr;
  const auto it = std::find_if(keys_.begin(), keys_.end(), [&](const EcKey& key) { return key.kid == kid; });
  return it == keys_.end() ? nullptr : &*it;
}

Answer<EcKey> OidcService::key(const std::string& kid, base::UnixTime now) {
  const auto where = endpoints(now);
  if (const auto* refusal = std::get_if<Refusal>(&where)) return *refusal;
  const std::lock_guard hold(lock_);
  if ((now >= keys_stale_ || known_key(kid) == nullptr) && now >= keys_again_) {
    auto found = fetch_keys(std::get<Endpoints>(where).jwks);
    if (auto* fresh = std::get_if<std::vector<EcKey>>(&found)) {
      keys_ = std::move(*fresh);
      keys_stale_ = now + kHour;
      keys_again_ = now + kMinute;
    } else {
      keys_again_ = now + kAfterFailure;
      if (known_key(kid) == nullptr) return std::get<Refusal>(found);
    }
  }
  if (const auto* key = known_key(kid)) return *key;
  return oidc_refusal("oidc-key");
}

std::string OidcService::assertion(const std::string& audience, const Moment& moment) const {
  return key_.sign({{"iss", config_.client_id},
                    {"sub", config_.client_id},
                    {"aud", audience},
                    {"jti", to_base64url(moment.rng.bytes<16>())},
                    {"iat", moment.now},
                    {"exp", moment.now + 3 * kMinute}});
}

Answer<OidcService::Tokens> OidcService::exchange(const std::string& code, const std::string& verifier, const Moment& moment) {
  const auto where = endpoints(moment.now);
  if (const auto* refusal = std::get_if<Refusal>(&where)) return *refusal;
  const auto& url = std::get<Endpoints>(where).token;
  const auto body = form({{"grant_type", "authorization_code"},
                          {"code", code},
                          {"redirect_uri", config_.redirect_uri},
                          {"client_id", config_.client_id},
                          {"code_verifier", verifier},
                          {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
                          {"client_assertion", assertion(url, moment)}});
  auto asked = ask({.method = "POST", .url = url, .body = base::to_bytes(base::view(body)), .content_type = "application/x-www-form-urlencoded"},
                   "token endpoint");
  if (const auto* refusal = std::get_if<Refusal>(&asked)) return *refusal;
  return Tokens{text_member(std::get<json>(asked), "id_token"), text_member(std::get<json>(asked), "access_token")};
}

Answer<json> OidcService::userinfo(const std::string& access_token, base::UnixTime now) {
  const auto where = endpoints(now);
  if (const auto* refusal = std::get_if<Refusal>(&where)) return *refusal;
  return ask({.url = std::get<Endpoints>(where).userinfo, .fields = {{"Authorization", "Bearer " + access_token}}}, "userinfo endpoint");
}

}  // namespace ippyo::identity
