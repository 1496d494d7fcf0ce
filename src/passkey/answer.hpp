// SPDX-License-Identifier: Apache-2.0
// The JSON of a browser's answer, taken apart within limits. [SPEC 13.5 Passkey]
#pragma once
#include "passkey/passkey.hpp"

namespace ippyo::passkey {

/// Members that both answers have, and one or the other has.
struct Parts {
  Bytes id, client_data;
  Bytes attestation;                                        ///< RegistrationResponseJSON
  Bytes authenticator_data, signature;                      ///< AuthenticationResponseJSON
  std::optional<Bytes> user_handle;
};

enum class Ceremony : std::uint8_t { create, get };

/// Refusals: malformed, prf-leak.
Answer<Parts> take_apart(Ceremony ceremony, const nlohmann::json& answer);

/// Type, challenge and origin of what the browser says it did. Nothing when they are right.
std::optional<Refusal> judge_client_data(Ceremony ceremony, const RelyingParty& rp, const Bytes32& challenge, ByteView client_data);

/// The authenticator data inside an attestation object of any format: the statement itself is not looked at.
std::optional<Bytes> authenticator_data_of(ByteView attestation);

}  // namespace ippyo::passkey
