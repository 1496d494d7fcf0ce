// SPDX-License-Identifier: Apache-2.0
// How often something may fail: counted in memory of a fixed size, forgotten with its window.
#pragma once
#include <mutex>
#include <vector>

#include "base/clock.hpp"
#include "base/hash.hpp"
#include "base/random.hpp"

namespace ippyo::registrar {

/// Names share 65,536 counters by a hash under a key of this process: whoever makes up names neither fills the memory nor chooses
/// whom to lock out.
class Attempts {
  static constexpr std::size_t kCounters = 65'536;
  std::mutex mutex_;
  std::uint32_t most_;
  base::UnixTime window_;
  base::UnixTime begun_ = 0;
  base::Bytes32 key_ = base::SystemRng().bytes<32>();
  std::vector<std::uint32_t> failed_ = std::vector<std::uint32_t>(kCounters);

  std::uint32_t& counter(std::string_view name, base::UnixTime now) {
    if (now - begun_ >= window_) failed_.assign(kCounters, 0), begun_ = now;
    const auto hash = base::hash32("attempts", base::ByteView(key_), name);
    return failed_[hash[0] * 256u + hash[1]];
  }

 public:
  Attempts(std::uint32_t most, base::UnixTime window) : most_(most), window_(window) {}

  /// False once `name` failed `most` times in this window.
  bool allows(std::string_view name, base::UnixTime now) {
    const std::lock_guard lock(mutex_);
    return counter(name, now) < most_;
  }
  void failed(std::string_view name, base::UnixTime now) {
    const std::lock_guard lock(mutex_);
    ++counter(name, now);
  }
  /// For what is limited whether or not it fails.
  bool takes(std::string_view name, base::UnixTime now) {
    const std::lock_guard lock(mutex_);
    return ++counter(name, now) <= most_;
  }
};

}  // namespace ippyo::registrar
