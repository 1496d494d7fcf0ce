// SPDX-License-Identifier: Apache-2.0
// An OpenID provider of our own for rehearsals and tests; speaks as デジタル認証アプリ does. [SPEC 13.3 OpenIdConnect]
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "roll/person.hpp"

namespace ippyo::identity_provider {

/// The one relying party. jwk: what identity::ClientKey::registration() gives.
struct Registered {
  std::string client_id, redirect_uri, jwk;
};
/// Whom the provider knows, by any text that names a person; called on the provider's own thread.
using Lookup = std::function<std::optional<roll::Attributes>(const std::string& person)>;

/// Who signs in is said by the field X-Sample-Person, or on a page in a browser; nobody proves anything. Everything else is the
/// real protocol. Codes and access tokens live in memory and die with it.
class SampleProvider {
 public:
  /// `clock` and what `people` refers to outlive it. `secret` makes the pairwise subjects: drawn when not given, and then a
  /// provider that is opened again calls everybody by another name.
  /// errors: a client that cannot be right; the port is taken.
  static base::Result<std::unique_ptr<SampleProvider>> open(Registered client, Lookup people, const base::Clock& clock,
                                                            std::uint16_t port = 0,
                                                            std::optional<base::Secret<base::Bytes32>> secret = std::nullopt);
  ~SampleProvider();
  SampleProvider(const SampleProvider&) = delete;
  SampleProvider& operator=(const SampleProvider&) = delete;

  const std::string& issuer() const;  ///< "http://127.0.0.1:PORT/realms/main"
  /// A new key signs from now on. The one before it stays published until the next rotation.
  void rotate_key();
  /// People whom the page offers by a button each; all others are typed.
  void offer(std::vector<std::string> people);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  explicit SampleProvider(std::unique_ptr<Impl> impl);
};

}  // namespace ippyo::identity_provider
