// SPDX-License-Identifier: Apache-2.0
// A P-256 key of the software authenticator. [SPEC 13.5 Passkey]
#pragma once
#include "base/random.hpp"
#include "passkey/passkey.hpp"

namespace ippyo::passkey {

class SoftwareKey {
  base::Secret<Bytes32> secret_;
  base::Bytes64 public_;  // x||y

 public:
  /// requires: the two belong together; a pair that does not only makes signatures that nobody accepts.
  SoftwareKey(base::Secret<Bytes32> secret, const base::Bytes64& public_key) : secret_(std::move(secret)), public_(public_key) {}
  static SoftwareKey generate(base::Rng& rng);
  const base::Secret<Bytes32>& secret() const { return secret_; }
  const base::Bytes64& public_key() const { return public_; }
  Bytes public_key_info() const;      ///< DER SubjectPublicKeyInfo
  /// ECDSA with SHA-256, DER; empty when the key is none. timing: constant in the key, as OpenSSL is
  Bytes sign(ByteView message) const;
};

base::Secret<Bytes32> hmac_sha256(const base::Secret<Bytes32>& key, const Bytes32& message);

}  // namespace ippyo::passkey
