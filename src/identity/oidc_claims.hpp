// SPDX-License-Identifier: Apache-2.0
// What an ID token must say, and the words for what it does not. Private to src/identity. [SPEC 13.3 OpenIdConnect]
#pragma once
#include <nlohmann/json.hpp>
#include <optional>

#include "identity/jose.hpp"
#include "identity/oidc_config.hpp"
#include "identity/provider.hpp"

namespace ippyo::identity {

inline constexpr std::uint64_t kClockSkew = 120;

/// When a token arrives: what it must fit besides the purpose. An audit has none of this.
struct Arrival {
  base::UnixTime begun, now;
  std::string access_token;
};

/// The word of the first claim that is wrong; nothing when all are right.
std::optional<std::string_view> wrong_claim(const nlohmann::json& claims, const OidcConfig& config, std::string_view nonce,
                                            const std::optional<Arrival>& arrival);

/// Name, address and birth date must be there; a sex that is not understood is unknown.
std::optional<roll::Attributes> attributes_of(const nlohmann::json& userinfo);

/// The member if it is a text, otherwise empty.
std::string text_member(const nlohmann::json& object, const char* name);

/// The word with the sentence that belongs to it.
Refusal oidc_refusal(std::string_view word);

}  // namespace ippyo::identity
