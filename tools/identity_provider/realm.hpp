// SPDX-License-Identifier: Apache-2.0
// The provider without its sockets: every endpoint from request to answer. [SPEC 13.3 OpenIdConnect]
#pragma once
#include "base/random.hpp"
#include "identity_provider/client_check.hpp"
#include "identity_provider/sample_provider.hpp"
#include "identity_provider/sign_in.hpp"

namespace ippyo::identity_provider {

inline constexpr base::UnixTime kCodeLife = 60, kTokenLife = 300;

/// Where the endpoints are, as Keycloak names them.
struct Addresses {
  std::string issuer;
  std::string discovery() const { return issuer + "/.well-known/openid-configuration"; }
  std::string endpoint(std::string_view name) const { return issuer + "/protocol/openid-connect/" + std::string(name); }
};

/// Safe from several threads; no lock is held while something is signed, verified or looked up.
class Realm {
  struct Code {
    std::string person, scope, nonce, challenge, redirect_uri;
    base::UnixTime at = 0;
    std::string access_token{};  ///< once spent
    bool spent = false;
  };
  struct Access {
    std::string person, scope;
    bool revoked = false;
  };
  struct Spent {
    Code code;
    std::string access_token;
  };

  const Registered client_;
  const Lookup people_;
  const base::Clock& clock_;
  const base::Secret<base::Bytes32> secret_;
  const Addresses where_;
  ClientCheck check_;
  mutable std::mutex lock_;  ///< guards what follows
  base::SystemRng rng_;
  std::vector<std::shared_ptr<const identity::ClientKey>> keys_;  ///< the one that signs, then the one before it
  std::vector<std::string> offered_;
  Expiring<Code> codes_{kCodeLife};
  Expiring<Access> access_{kTokenLife};

  std::optional<roll::Attributes> find(const std::string& person) const;
  std::string subject_of(const std::string& person) const;
  http::Response page(const Parameters& request, bool unknown) const;
  http::Response signed_in(const SignIn& asked, const std::string& person);
  std::optional<Spent> spend(const Parameters& form, base::UnixTime now);
  std::string id_token(const Spent& spent, base::UnixTime now) const;

 public:
  Realm(Registered client, identity::EcKey key, Lookup people, const base::Clock& clock, base::Secret<base::Bytes32> secret,
        std::string issuer);
  const std::string& issuer() const { return where_.issuer; }
  http::Response discovery() const;
  http::Response certs() const;
  /// `named`: who X-Sample-Person says, or empty.
  http::Response authorize(const Parameters& request, const std::string& named);
  http::Response token(const http::Request& request);
  http::Response userinfo(const http::Request& request);
  void rotate_key();
  void offer(std::vector<std::string> people);
};

}  // namespace ippyo::identity_provider
