// SPDX-License-Identifier: Apache-2.0
// Signed tokens with ES256 and nothing else: keys, verification, the client's own signature. [SPEC 13.3 OpenIdConnect]
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/secret.hpp"

namespace ippyo::identity {

using base::Bytes;
using base::Bytes32;
using base::ByteView;

/// RFC 4648 base64url without padding; from_base64url refuses every other spelling of the same bytes.
std::string to_base64url(ByteView bytes);
std::optional<Bytes> from_base64url(std::string_view text);

/// A public key on P-256.
struct EcKey {
  Bytes32 x, y;
  std::string kid;  ///< as published; may be empty
  /// The JWK with its required members only, in the order and spelling of RFC 7638.
  std::string jwk() const;
  Bytes32 thumbprint() const;  ///< SHA-256 of jwk()
};
/// Nothing unless it is a point of P-256 that may verify ES256.
std::optional<EcKey> ec_key_of(const nlohmann::json& jwk);

/// The key by which the registrar shows the provider that it is the registered client. It lives in a file sealed for this purpose.
class ClientKey {
  base::Secret<Bytes32> scalar_;
  EcKey public_;
  ClientKey(base::Secret<Bytes32> scalar, const EcKey& public_key) : scalar_(std::move(scalar)), public_(public_key) {}

 public:
  static constexpr std::string_view kPurpose = "OpenID client key";  ///< for base::read_sealed_file and write_sealed_file
  static ClientKey generate();
  /// Big-endian; nothing unless it lies in [1, order).
  static std::optional<ClientKey> from_bytes(ByteView scalar);
  const base::Secret<Bytes32>& scalar() const { return scalar_; }
  /// kid is the thumbprint in base64url.
  const EcKey& public_key() const { return public_; }
  /// What the provider registers: jwk() with kid, alg and use.
  std::string registration() const;
  /// A compact ES256 token over these claims.
  std::string sign(const nlohmann::json& claims) const;
};

inline constexpr std::size_t kMaxToken = 16 * 1024;

struct TokenHead {
  std::string alg, kid;
};
/// What a compact token says about itself, unverified. Nothing: not three parts of base64url, no header, critical extensions, too long.
std::optional<TokenHead> token_head(std::string_view token);
/// The claims, once the signature is verified as ES256 by this key, whatever the header says. Nothing otherwise.
std::optional<nlohmann::json> verified_claims(std::string_view token, const EcKey& key);

}  // namespace ippyo::identity
