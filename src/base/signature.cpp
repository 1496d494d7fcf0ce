// SPDX-License-Identifier: Apache-2.0
#include "base/signature.hpp"

#include <sodium.h>

namespace ippyo::base {

SigningKey SigningKey::generate() {
  Bytes32 seed;
  randombytes_buf(seed.data(), seed.size());
  const Secret<Bytes32> held(seed);
  wipe(seed.data(), seed.size());
  return from_seed(held);
}

SigningKey SigningKey::from_seed(const Secret<Bytes32>& seed) {
  Bytes32 public_key;
  Bytes64 secret;
  crypto_sign_seed_keypair(public_key.data(), secret.data(), seed.expose().data());
  SigningKey key(Secret<Bytes64>(secret), public_key);
  wipe(secret.data(), secret.size());
  return key;
}

Secret<Bytes32> SigningKey::seed() const {
  Bytes32 seed;
  crypto_sign_ed25519_sk_to_seed(seed.data(), secret_.expose().data());
  Secret<Bytes32> out(seed);
  wipe(seed.data(), seed.size());
  return out;
}

Bytes64 SigningKey::sign(ByteView message) const {
  Bytes64 signature;
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.expose().data());
  return signature;
}

bool verify_signature(const Bytes32& key, ByteView message, const Bytes64& signature) {
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

}  // namespace ippyo::base
