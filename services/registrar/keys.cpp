// SPDX-License-Identifier: Apache-2.0
#include "registrar/keys.hpp"

#include <algorithm>

#include "base/random.hpp"

namespace ippyo::registrar {

static base::Secret<base::Bytes32> part(base::ByteView bytes, std::size_t index) {
  base::Bytes32 out{};
  std::ranges::copy(bytes.subspan(32 * index, 32), out.begin());
  base::Secret<base::Bytes32> secret(out);
  base::wipe(out.data(), out.size());
  return secret;
}

RegistrarKeys RegistrarKeys::draw() {
  base::SystemRng rng;
  return {base::SigningKey::generate(), base::Secret(rng.bytes<32>()), base::Secret(rng.bytes<32>())};
}

base::Result<void> write_registrar_keys(const std::filesystem::path& file, const RegistrarKeys& keys, const base::Passphrase& passphrase,
                                        base::SealingCost cost) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) return base::Error{file.string() + " exists; choose a new name, old keys are never overwritten"};
  base::SecretBytes bytes(96);
  const auto seed = keys.signing.seed();
  auto at = bytes.expose_mutable().begin();
  for (const auto* secret : {&seed, &keys.code_pepper, &keys.evidence}) at = std::ranges::copy(secret->expose(), at).out;
  return base::write_sealed_file(file, kKeyPurpose, bytes.expose(), passphrase, cost);
}

base::Result<RegistrarKeys> read_registrar_keys(const std::filesystem::path& file, const base::Passphrase& passphrase) {
  const auto bytes = base::read_sealed_file(file, kKeyPurpose, passphrase);
  if (!bytes.ok()) return bytes.error();
  if (bytes->size() != 96) return base::Error{"the key file " + file.string() + " is malformed; restore it from its copy"};
  return RegistrarKeys{base::SigningKey::from_seed(part(bytes->expose(), 0)), part(bytes->expose(), 1), part(bytes->expose(), 2)};
}

}  // namespace ippyo::registrar
