// SPDX-License-Identifier: Apache-2.0
// What the registrar must be told about an OpenID provider. [SPEC 13.3 OpenIdConnect]
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ippyo::identity {

struct OidcConfig {
  std::string issuer;        ///< exactly as in the provider's tokens
  std::string client_id;
  std::string redirect_uri;  ///< the page of the booth that receives code and state
  std::string scope = "openid";
  std::string acr_values{};                  ///< demanded in the request, as the provider spells it: "aal3 crl"; empty: none
  std::vector<std::string> accepted_acr{};   ///< the token's acr must be one of these; empty only together with acr_values
  std::optional<std::uint32_t> max_age{};    ///< seconds since the person was last asked; then auth_time must be there
  bool attributes = false;                   ///< ask userinfo for name, address, birthdate, gender
  bool pairwise = true;                      ///< discovery must offer pairwise subjects
  /// All empty: by discovery. Otherwise the first three, and the last with `attributes`.
  std::string authorization_endpoint{}, token_endpoint{}, jwks_uri{}, userinfo_endpoint{};
  /// For audit: base64url thumbprints (RFC 7638) of the keys that the provider is known to have used; empty: any key, and the scrutineer
  /// compares Shown.record with what the provider publishes.
  std::vector<std::string> audited_keys{};
  std::filesystem::path ca_file{};           ///< as in FetchRequest
  std::string proxy{};                       ///< as in FetchRequest
  bool plain_http = false;                   ///< http addresses too: tests and rehearsals on one machine
  /// Told, in a sentence without anything about a person, when the provider fails. From any thread.
  std::function<void(std::string_view)> report{};

  /// errors: names the first setting that cannot be right.
  base::Result<void> check() const;
  bool allows(std::string_view url) const;  ///< https, or http where plain_http says so
};

}  // namespace ippyo::identity
