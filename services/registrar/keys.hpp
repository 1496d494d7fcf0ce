// SPDX-License-Identifier: Apache-2.0
// The registrar's secrets in one sealed file, apart from the column key. [SPEC 15.9 KeyFile]
#pragma once
#include "base/sealed_file.hpp"
#include "base/signature.hpp"

namespace ippyo::registrar {

/// Ed25519 seed (32), HMAC key of codes (32), HMAC key of e-mail evidence (32).
struct RegistrarKeys {
  base::SigningKey signing;
  base::Secret<base::Bytes32> code_pepper, evidence;
  static RegistrarKeys draw();
};
inline constexpr std::string_view kKeyPurpose = "registrar keys";

/// errors: cannot be written. Never overwrites.
base::Result<void> write_registrar_keys(const std::filesystem::path& file, const RegistrarKeys& keys, const base::Passphrase& passphrase,
                                        base::SealingCost cost = base::kSealForYears);
/// errors: missing, damaged, wrong passphrase, another purpose.
base::Result<RegistrarKeys> read_registrar_keys(const std::filesystem::path& file, const base::Passphrase& passphrase);

}  // namespace ippyo::registrar
