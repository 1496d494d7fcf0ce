// SPDX-License-Identifier: Apache-2.0
#include "identity/provider.hpp"

#include <array>

#include "base/hash.hpp"

namespace ippyo::identity {

static constexpr std::array<std::string_view, 5> kNames{"code", "card", "passkey", "oidc", "email"};

std::string_view name(Factor factor) { return kNames[static_cast<std::size_t>(factor) - 1]; }

std::optional<Factor> factor_of(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) return static_cast<Factor>(i + 1);
  return std::nullopt;
}

Bytes32 Purpose::claim(ByteView nonce) const {
  base::Hasher h(action == Action::enrol ? "claim" : action == Action::grant ? "grant-claim" : "desk-claim");
  h.item(ByteView(ctx));
  if (action != Action::enrol) h.item(slot);
  h.item(ByteView(key));
  if (!nonce.empty()) h.item(nonce);
  return h.finish32();
}

}  // namespace ippyo::identity
