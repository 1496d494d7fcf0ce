// SPDX-License-Identifier: Apache-2.0
// How many wrong codes a minute are borne, of all callers together: guessing ends long before it could succeed. [SPEC 15.3 Enrolment]
#pragma once
#include <algorithm>
#include <cstdint>
#include <mutex>

#include "base/clock.hpp"

namespace ippyo::registrar {

/// Only failures count, so that honest enrolments never wait for one another. A minute that used up its allowance halves that of the
/// next; a quiet one doubles it again.
class Guesses {
  std::mutex mutex_;
  base::UnixTime minute_ = 0;
  std::uint32_t allowance_ = kMost, failed_ = 0;

  void move_to(base::UnixTime minute) {
    if (minute == minute_) return;
    allowance_ = failed_ >= allowance_ ? std::max(kLeast, allowance_ / 2) : std::min(kMost, allowance_ * 2);
    minute_ = minute;
    failed_ = 0;
  }

 public:
  static constexpr std::uint32_t kMost = 6000, kLeast = 1500;

  bool allows(base::UnixTime now) {
    const std::lock_guard lock(mutex_);
    move_to(now / 60);
    return failed_ < allowance_;
  }
  void failed(base::UnixTime now) {
    const std::lock_guard lock(mutex_);
    move_to(now / 60);
    ++failed_;
  }
};

}  // namespace ippyo::registrar
