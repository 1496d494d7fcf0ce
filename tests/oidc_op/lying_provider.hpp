// SPDX-License-Identifier: Apache-2.0
// A small OpenID provider of our own that checks its client strictly and lies where a test tells it to. [SPEC 13.3 OpenIdConnect]
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <set>

#include "http/router.hpp"
#include "identity/oidc_provider.hpp"

namespace ippyo::identity::test {

using nlohmann::json;

inline constexpr base::UnixTime kNow = 1'800'000'000;

class LyingProvider {
 public:
  LyingProvider();
  std::string issuer() const { return issuer_; }
  /// A configuration that trusts this provider.
  OidcConfig config() const;
  void register_client(const EcKey& key) { client_ = key; }

  /// What a browser with a consenting person does: the redirect's parameters as JSON.
  json authorize(const std::string& url);

  ClientKey signing = ClientKey::generate();
  base::UnixTime now = kNow;
  /// Changes to the claims, or the whole token in place of the signed one; answers in place of a path's own.
  std::function<void(json&)> edit{};
  std::function<std::string(const json& claims)> token{};
  std::map<std::string, http::Response> answers{};
  json keys{}, userinfo{}, discovery{};
  std::map<std::string, int> asked{};  ///< by path
  std::string refused{};               ///< why the last exchange failed, if it did
  json query{};                        ///< of the last authorization

 private:
  http::Response answer(const http::Request& request);
  http::Response exchange(const http::Request& request);
  bool client_shown(const std::string& assertion);

  struct Grant {
    std::string nonce, challenge, redirect_uri;
  };
  std::mutex lock_;
  std::string issuer_;
  EcKey client_{};
  std::map<std::string, Grant> codes_;
  std::set<std::string> seen_jti_;
  std::unique_ptr<http::Server> server_;  // last: its threads use what stands above
};

/// The parameters of a query or form, percent-decoded.
json parameters(std::string_view text);

/// A token with a right signature under any header that names ES256.
std::string signed_with(const ClientKey& key, const json& header, const json& claims);

/// Any JWK of an EC key with its kid.
json published(const EcKey& key);

/// The word of the refusal, or "accepted".
template <class T>
std::string word(const Answer<T>& answer) {
  const auto* refusal = std::get_if<Refusal>(&answer);
  return refusal == nullptr ? "accepted" : refusal->word;
}

/// A registrar that trusts the lying provider, and one person at the keyboard.
struct SignIn {
  LyingProvider op;
  base::SystemRng rng;
  Purpose purpose{Purpose::Action::enrol, Bytes32{1}, 0, Bytes32{2}, "市長選挙"};
  OidcConfig config = op.config();
  std::unique_ptr<OidcProvider> provider;

  SignIn() { restart(); }
  /// With the configuration as it is now; forgets every cached key.
  void restart();
  Moment moment() { return {op.now, rng}; }
  Begun begin() { return std::get<Begun>(provider->begin(purpose, {}, moment())); }
  /// The whole way, with this on file.
  Answer<Shown> show(const OnFile& known = {});
};

}  // namespace ippyo::identity::test
