// SPDX-License-Identifier: Apache-2.0
#include "identity/oidc_config.hpp"

#include <algorithm>

namespace ippyo::identity {

using base::Error;
using base::Result;

static bool visible(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

static bool words(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

static bool has_word(std::string_view text, std::string_view word) {
  return (" " + std::string(text) + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

bool OidcConfig::allows(std::string_view url) const {
  return visible(url) && url.find('#') == url.npos && (url.starts_with("https://") || (plain_http && url.starts_with("http://")));
}

Result<void> OidcConfig::check() const {
  if (!allows(issuer) || issuer.find('?') != issuer.npos) return Error{"the issuer of the OpenID provider must be an https address without a query"};
  if (!visible(client_id)) return Error{"the client id for the OpenID provider is missing or has characters other than visible ASCII"};
  if (!allows(redirect_uri)) return Error{"the redirect address for the OpenID provider must be an https address"};
  if (!words(scope) || !has_word(scope, "openid")) return Error{"the scope for the OpenID provider must contain the word openid"};
  if (!words(acr_values) || acr_values.empty() != accepted_acr.empty())
    return Error{"acr_values and accepted_acr of the OpenID provider must be given together"};
  const bool discovery = authorization_endpoint.empty() && token_endpoint.empty() && jwks_uri.empty() && userinfo_endpoint.empty();
  if (discovery) return {};
  if (!allows(authorization_endpoint) || !allows(token_endpoint) || !allows(jwks_uri))
    return Error{"authorization_endpoint, token_endpoint and jwks_uri of the OpenID provider must all be https addresses, or all be left out"};
  if (attributes && !allows(userinfo_endpoint)) return Error{"userinfo_endpoint of the OpenID provider must be an https address when attributes are asked for"};
  return {};
}

}  // namespace ippyo::identity
