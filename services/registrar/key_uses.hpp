// SPDX-License-Identifier: Apache-2.0
// How often a key K has opened a session, so that a begin that somebody saw and sends again soon opens nothing. [SPEC 15.4 GrantFactors]
#pragma once
#include <map>
#include <mutex>
#include <utility>

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace ippyo::registrar {

/// Exact, unlike Attempts: only the holder of a slot's key can name a K for it, and no more of them than the slot's allowance.
class KeyUses {
  using Generation = std::map<std::pair<std::uint64_t, base::Bytes32>, std::uint32_t>;
  std::mutex mutex_;
  Generation young_, old_;
  base::UnixTime begun_ = 0;

 public:
  static constexpr std::uint32_t kMost = 3;
  static constexpr base::UnixTime kRemembered = 3600;  ///< at least this long, as long as a session can live
  static constexpr std::size_t kKeys = 200'000;        ///< of one generation; beyond it the older one is forgotten sooner

  /// False from the fourth time on.
  bool takes(std::uint64_t slot, const base::Bytes32& K, base::UnixTime now) {
    const std::lock_guard lock(mutex_);
    if (now - begun_ >= kRemembered || young_.size() >= kKeys) old_ = std::exchange(young_, {}), begun_ = now;
    const auto before = old_.find({slot, K});
    auto& uses = young_.try_emplace({slot, K}, before == old_.end() ? 0 : before->second).first->second;
    if (uses >= kMost) return false;
    ++uses;
    return true;
  }
};

}  // namespace ippyo::registrar
