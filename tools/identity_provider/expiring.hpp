// SPDX-License-Identifier: Apache-2.0
// What is kept under a name for a fixed time: codes, access tokens, ids of assertions. [SPEC 13.3 OpenIdConnect]
#pragma once
#include <deque>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"

namespace ippyo::identity_provider {

/// All entries live equally long, so the oldest goes first; beyond kMost it goes early.
template <class T>
class Expiring {
  struct Entry {
    T value;
    base::UnixTime until;
  };
  base::UnixTime lifetime_;
  std::unordered_map<std::string, Entry> entries_;
  std::deque<std::string> order_;

  void forget(base::UnixTime now) {
    while (!order_.empty()) {
      const auto oldest = entries_.find(order_.front());
      if (now < oldest->second.until && order_.size() <= kMost) return;
      entries_.erase(oldest);
      order_.pop_front();
    }
  }

 public:
  static constexpr std::size_t kMost = 500'000;
  explicit Expiring(base::UnixTime lifetime) : lifetime_(lifetime) {}

  /// False when the name is taken.
  bool put(const std::string& name, T value, base::UnixTime now) {
    forget(now);
    if (!entries_.emplace(name, Entry{std::move(value), now + lifetime_}).second) return false;
    order_.push_back(name);
    return true;
  }
  /// Null when there is none, or no longer.
  T* find(const std::string& name, base::UnixTime now) {
    const auto entry = entries_.find(name);
    return entry == entries_.end() || now >= entry->second.until ? nullptr : &entry->second.value;
  }
};

}  // namespace ippyo::identity_provider
