// SPDX-License-Identifier: Apache-2.0
#include "base/clock.hpp"

namespace ippyo::base {

UnixTime SystemClock::now() const {
  using namespace std::chrono;
  return static_cast<UnixTime>(duration_cast<seconds>(system_clock::now().time_since_epoch()).count());
}

UnixTime ScaledClock::now() const {
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - zero_;
  return start_ + static_cast<UnixTime>(passed.count() * factor_);
}

bool ManualClock::set(UnixTime t) {
  auto old = now_.load();
  while (old <= t)
    if (now_.compare_exchange_weak(old, t)) return true;
  return false;
}

}  // namespace ippyo::base
