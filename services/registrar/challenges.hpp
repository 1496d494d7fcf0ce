// SPDX-License-Identifier: Apache-2.0
// Challenges for passkeys that cost no memory until a right answer comes: whoever asks for many fills nothing. [SPEC 15.5 Staff]
#pragma once
#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "base/random.hpp"

namespace ippyo::registrar {

/// u64 end of life || 8 random bytes || 16 bytes of HMAC-SHA-256 over them and what they are for, under a key of this process.
class Challenges {
  base::Secret<base::Bytes32> key_;
  std::mutex mutex_;
  std::map<base::Bytes32, base::UnixTime> used_;
  base::Bytes32 mac(base::ByteView text) const;
  base::Bytes16 tag(base::ByteView head, std::string_view purpose) const;

 public:
  Challenges();
  base::Bytes32 draw(std::string_view purpose, base::UnixTime now, base::Rng& rng) const;
  /// 32 bytes that belong to a challenge and that nobody else can compute: the handle of a new passkey.
  base::Bytes32 handle(const base::Bytes32& challenge) const;
  /// The challenge that a WebAuthn answer names, if it was drawn here for this purpose, lives, and was not used.
  std::optional<base::Bytes32> named_by(const nlohmann::json& answer, std::string_view purpose, base::UnixTime now);
  /// False when it was used already. Called once the answer proved right.
  bool use(const base::Bytes32& challenge, base::UnixTime now);
};

}  // namespace ippyo::registrar
