// SPDX-License-Identifier: Apache-2.0
// Is this the registered client? private_key_jwt, RFC 7523, with the key it registered. [SPEC 13.3 OpenIdConnect]
#pragma once
#include <mutex>

#include "identity/jose.hpp"
#include "identity_provider/expiring.hpp"
#include "identity_provider/parameters.hpp"

namespace ippyo::identity_provider {

inline constexpr base::UnixTime kSkew = 120;            ///< seconds by which the client's clock may differ
inline constexpr base::UnixTime kAssertionLife = 600;   ///< how far ahead an assertion may end

class ClientCheck {
  std::string client_id_;
  identity::EcKey key_;
  std::vector<std::string> audiences_;
  std::mutex lock_;
  Expiring<bool> seen_{kAssertionLife + 2 * kSkew};  ///< ids of assertions, until none of them could count any longer

 public:
  /// `audiences`: how an assertion may call this provider.
  ClientCheck(std::string client_id, identity::EcKey key, std::vector<std::string> audiences)
      : client_id_(std::move(client_id)), key_(std::move(key)), audiences_(std::move(audiences)) {}
  /// True once for each assertion that the client signed for this provider and that is neither too old nor too far ahead.
  bool shown(const Parameters& form, base::UnixTime now);
};

}  // namespace ippyo::identity_provider
