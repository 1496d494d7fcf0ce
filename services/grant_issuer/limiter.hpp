// SPDX-License-Identifier: Apache-2.0
// How often one slot may ask: counted in memory, forgotten with the minute. [SPEC 10.1 Grant]
#pragma once
#include <cstdint>
#include <map>
#include <mutex>

namespace ippyo::grant_issuer {

inline constexpr std::uint32_t kGrantsPerMinute = 20;

class Limiter {
  std::mutex mutex_;
  std::uint64_t minute_ = 0;
  std::map<std::uint64_t, std::uint32_t> asked_;

 public:
  /// One more request of this slot at that minute: may it be answered? A new minute forgets all.
  bool allows(std::uint64_t slot, std::uint64_t minute) {
    const std::lock_guard lock(mutex_);
    if (minute != minute_) asked_.clear();
    minute_ = minute;
    return ++asked_[slot] <= kGrantsPerMinute;
  }
};

}  // namespace ippyo::grant_issuer
