// SPDX-License-Identifier: Apache-2.0
// The bytes that an authenticator signs (WebAuthn 6.1). [SPEC 13.5 Passkey]
#pragma once
#include <optional>

#include "passkey/passkey.hpp"

namespace ippyo::passkey {

inline constexpr std::uint8_t kUserPresent = 0x01, kUserVerified = 0x04, kBackupEligible = 0x08, kBackedUp = 0x10, kAttested = 0x40,
                              kExtensions = 0x80;

struct AuthenticatorData {
  Bytes32 rp_hash{};
  std::uint8_t flags = 0;
  std::uint32_t counter = 0;
  Bytes id;                    ///< registration only, as the next
  std::int64_t algorithm = 0;  ///< as the COSE key names it, whether accepted or not
  bool has_hmac_secret = false, has_blob = false;  ///< extensions that libfido2 wants to be told of
  bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
};

/// `attested`: whether a key must be there (registration) or must not (assertion). Empty when a byte is missing or left over.
std::optional<AuthenticatorData> read_authenticator_data(ByteView raw, bool attested);

}  // namespace ippyo::passkey
