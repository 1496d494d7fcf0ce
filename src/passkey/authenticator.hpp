// SPDX-License-Identifier: Apache-2.0
// A passkey without a browser: what a browser and its authenticator would do together, in software. [SPEC 13.5 Passkey]
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "base/sealed_file.hpp"
#include "passkey/passkey.hpp"

namespace ippyo::passkey {

/// What it is: ES256 keys with counters and PRF, for staff at a terminal (a passphrase opens the sealed file: that is the user
/// verification), for the voters of a demonstration, and for tests. Its answers are letter by letter what a page would send.
/// What it is not: hardware. Whoever reads the opened secret owns every key in it; it signs for any origin that its caller names,
/// so it gives no protection against phishing; nobody touches anything, so user presence means "the program was started".
class Authenticator {
 public:
  Authenticator();
  ~Authenticator();
  Authenticator(Authenticator&&) noexcept;
  Authenticator& operator=(Authenticator&&) noexcept;

  struct Made {
    nlohmann::json answer;                     ///< to the server; the PRF is not in it
    std::optional<base::Secret<Bytes32>> prf;  ///< stays with the caller; there when asked for and the user was verified
  };
  /// navigator.credentials.create: a new key. errors: options that do not offer ES256, an excluded id, malformed options.
  base::Result<Made> create(const nlohmann::json& options, std::string_view origin, base::Rng& rng);
  /// navigator.credentials.get: the newest key of the rp that is allowed; its counter grows by one: seal again afterwards.
  /// errors: no such key, malformed options.
  base::Result<Made> get(const nlohmann::json& options, std::string_view origin);

  /// What the next answers claim: false is an authenticator whose fingerprint reader did not know the person.
  void set_user_verified(bool verified) { user_verified_ = verified; }
  void set_user_present(bool present) { user_present_ = present; }
  std::size_t size() const;

  /// All keys, for base::write_sealed_file with purpose kSealedPurpose, and back.
  base::SecretBytes secret() const;
  static base::Result<Authenticator> open(ByteView secret);

 private:
  struct Key;
  std::vector<Key> keys_;
  bool user_verified_ = true, user_present_ = true;
};

inline constexpr std::string_view kSealedPurpose = "passkeys";

}  // namespace ippyo::passkey
