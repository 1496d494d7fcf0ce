// SPDX-License-Identifier: Apache-2.0
// The server's side of WebAuthn level 3: options for the browser, judgement of its answers. Nothing is kept here. [SPEC 13.5 Passkey]
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ippyo::passkey {

using base::Bytes;
using base::Bytes32;
using base::ByteView;

inline constexpr std::size_t kLongestId = 1023;  ///< bytes of a credential id
inline constexpr std::size_t kLongestHandle = 64;

/// COSE numbers of the kinds of keys that are accepted, in the order of preference.
enum class Algorithm : std::int32_t { es256 = -7, eddsa = -8, rs256 = -257 };

/// Who asks. An answer must come from one of the origins, letter by letter ("https://vote.example.jp", no final slash).
struct RelyingParty {
  std::string id;    ///< host name, the same as or a parent of the hosts of the origins
  std::string name;  ///< for the person
  std::vector<std::string> origins;
};

/// Whose key it will be. Key and names may be copied to a cloud by the person's own device: never a person's name or slot.
struct User {
  Bytes handle;  ///< random, 1 to 64 bytes, and nobody else's
  std::string name, display_name;
};

/// Whether the authenticator must be able to offer the key without being told its id (login without a user name).
enum class Discoverable : std::uint8_t { required, preferred };

/// What the server keeps of one passkey. Public, but it links a person over time: private store only.
struct Credential {
  Bytes id, user_handle;
  Algorithm algorithm = Algorithm::es256;
  Bytes key;  ///< es256: x||y; eddsa: 32 bytes; rs256: n (256 bytes) || e (3 bytes)
  std::uint32_t counter = 0;
  bool backup_eligible = false;  ///< a passkey that is copied between devices; never changes
  Bytes encode() const;
  static base::Result<Credential> decode(ByteView bytes);
  bool operator==(const Credential&) const = default;
};

/// Why an answer does not count.
enum class Refusal : std::uint8_t {
  malformed, prf_leak, challenge, origin, rp, user_presence, user_verification, algorithm, unknown_credential, signature, counter
};
inline constexpr std::size_t kRefusals = 11;
std::string_view word(Refusal refusal);      ///< "user-verification": for programs
std::string_view sentence(Refusal refusal);  ///< for the person: what to do next
template <class T>
using Answer = std::variant<T, Refusal>;

/// PublicKeyCredentialCreationOptionsJSON. `prf_salt` (any bytes) asks the device for its PRF; empty: not asked. `exclude`: ids
/// that the person has already. requires: a challenge used once, a handle of 1 to 64 bytes.
nlohmann::json creation_options(const RelyingParty& rp, const User& user, const Bytes32& challenge, Discoverable discoverable,
                                ByteView prf_salt = {}, std::span<const Bytes> exclude = {});
/// PublicKeyCredentialRequestOptionsJSON. `allowed` empty: any discoverable key of this rp.
nlohmann::json request_options(const RelyingParty& rp, const Bytes32& challenge, std::span<const Bytes> allowed, ByteView prf_salt = {});

/// Judges RegistrationResponseJSON. The caller still refuses an id that somebody else has (Refusal::unknown_credential).
Answer<Credential> finish_registration(const RelyingParty& rp, const Bytes32& challenge, ByteView user_handle, const nlohmann::json& answer);
/// Judges AuthenticationResponseJSON against the keys that may answer; gives the one that did, with its new counter: store it.
Answer<Credential> finish_assertion(const RelyingParty& rp, const Bytes32& challenge, std::span<const Credential> known,
                                    const nlohmann::json& answer);
/// The id that an answer names, to find its Credential; empty when there is none. Proves nothing.
Bytes claimed_id(const nlohmann::json& answer);

/// base64url without padding, as WebAuthn writes bytes; the reader refuses every other form.
std::string to_base64url(ByteView bytes);
std::optional<Bytes> from_base64url(std::string_view text);

}  // namespace ippyo::passkey
