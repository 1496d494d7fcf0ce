// SPDX-License-Identifier: Apache-2.0
// OpenID Connect as デジタル認証アプリ speaks it: code with PKCE, private_key_jwt, ES256 ID token over the claim. [SPEC 13.3 OpenIdConnect]
#pragma once
#include "identity/jose.hpp"
#include "identity/oidc_config.hpp"
#include "identity/provider.hpp"

namespace ippyo::identity {

class OidcService;

/// begin gives {"url": the authorization address}. finish takes {"code","state","iss"?} as the redirect carried them, or {"error"}.
/// The caller ties the session to the browser (cookie) and finds it again by nothing but that; a kept part is good for one finish.
/// Subject: issuer, space, sub. Record: thumbprint (32 bytes) of the provider's key. Evidence of class C at enrolment only.
/// Safe from several threads.
class OidcProvider final : public Provider {
  OidcConfig config_;
  ClientKey key_;
  std::unique_ptr<OidcService> service_;

 public:
  /// requires: config.check() passed.
  OidcProvider(OidcConfig config, ClientKey key);
  OidcProvider(const OidcProvider&) = delete;
  ~OidcProvider() override;
  Factor factor() const override { return Factor::oidc; }
  Answer<Begun> begin(const Purpose& purpose, const OnFile& known, const Moment& moment) override;
  Answer<Shown> finish(const Purpose& purpose, const OnFile& known, ByteView kept, const nlohmann::json& answer, const Moment& moment) override;
  Answer<Shown> audit(const Purpose& purpose, ByteView evidence) const override;
};

}  // namespace ippyo::identity
