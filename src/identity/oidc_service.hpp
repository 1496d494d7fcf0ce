// SPDX-License-Identifier: Apache-2.0
// The conversation with an OpenID provider: where it is, its keys, code for token, userinfo. Private to src/identity. [SPEC 13.3 OpenIdConnect]
#pragma once
#include <mutex>

#include "identity/fetch.hpp"
#include "identity/oidc_claims.hpp"

namespace ippyo::identity {

class OidcService {
 public:
  struct Endpoints {
    std::string authorization, token, jwks, userinfo;
    bool names_itself = false;  ///< the redirect must carry `iss` (RFC 9207)
  };
  struct Tokens {
    std::string id_token, access_token;
  };

  /// requires: config.check() passed.
  OidcService(const OidcConfig& config, const ClientKey& key);
  /// As configured; otherwise as discovered, asked again after a day.
  Answer<Endpoints> endpoints(base::UnixTime now);
  /// An empty kid means the only key. The set is asked for again after an hour and when a kid is unknown, but never twice within a
  /// minute (after a failure: five seconds).
  Answer<EcKey> key(const std::string& kid, base::UnixTime now);
  Answer<Tokens> exchange(const std::string& code, const std::string& verifier, const Moment& moment);
  Answer<nlohmann::json> userinfo(const std::string& access_token, base::UnixTime now);

 private:
  Answer<nlohmann::json> ask(FetchRequest request, const char* what) const;
  Answer<Endpoints> discover() const;
  Answer<std::vector<EcKey>> fetch_keys(const std::string& url) const;
  const EcKey* known_key(const std::string& kid) const;
  std::string assertion(const std::string& audience, const Moment& moment) const;
  void report(const std::string& sentence) const;

  const OidcConfig& config_;
  const ClientKey& key_;
  std::mutex lock_;  ///< guards what follows; held while the provider is asked, so that it is asked once
  std::optional<Endpoints> endpoints_;
  base::UnixTime endpoints_stale_ = 0, endpoints_again_ = 0;
  std::vector<EcKey> keys_;
  base::UnixTime keys_stale_ = 0, keys_again_ = 0;
};

/// name=value&.. as application/x-www-form-urlencoded.
std::string form(const std::vector<std::pair<std::string_view, std::string>>& pairs);

}  // namespace ippyo::identity
