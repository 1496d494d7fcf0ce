// SPDX-License-Identifier: Apache-2.0
// Keys and signatures of authenticators, by libfido2. [SPEC 13.5 Passkey]
#pragma once
#include "passkey/authenticator_data.hpp"

namespace ippyo::passkey {

inline constexpr std::size_t kLongestKey = 259;  // rs256: n of 256 bytes, e of 3

std::optional<Algorithm> algorithm_of(std::int64_t number);

/// The key inside the authenticator data of a registration, in the form of Credential::key; empty when it is no sound key.
std::optional<Bytes> registered_key(Algorithm algorithm, ByteView authenticator_data);

/// Signature, hash of the rp, user presence and verification, once more by libfido2.
bool verify(const Credential& credential, const std::string& rp_id, const AuthenticatorData& data, ByteView authenticator_data,
            ByteView client_data, ByteView signature);

}  // namespace ippyo::passkey
