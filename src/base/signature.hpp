// SPDX-License-Identifier: Apache-2.0
// Ed25519 (RFC 8032) keys of bodies, logs and cosigners. [SPEC 1.11 Signatures]
#pragma once
#include "base/bytes.hpp"
#include "base/secret.hpp"

namespace ippyo::base {

/// A signing key. Deterministic: the same message gives the same signature. timing: constant in the key
class SigningKey {
  Secret<Bytes64> secret_;
  Bytes32 public_;
  SigningKey(Secret<Bytes64> secret, const Bytes32& public_key) : secret_(std::move(secret)), public_(public_key) {}

 public:
  static SigningKey generate();
  static SigningKey from_seed(const Secret<Bytes32>& seed);
  /// The seed, for sealing the key into a file.
  Secret<Bytes32> seed() const;
  SigningKey clone() const { return {secret_.clone(), public_}; }
  const Bytes32& public_key() const { return public_; }
  Bytes64 sign(ByteView message) const;
};

/// Refuses non-canonical and small-order keys and signatures, as libsodium does.
bool verify_signature(const Bytes32& key, ByteView message, const Bytes64& signature);

}  // namespace ippyo::base
