// SPDX-License-Identifier: Apache-2.0
// Time is injected, never asked of the system by a rule. [SPEC 1.9 Time]
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>

namespace ippyo::base {

/// Seconds since 1970-01-01T00:00:00Z, as every time on the board.
using UnixTime = std::uint64_t;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual UnixTime now() const = 0;
};

class SystemClock final : public Clock {
 public:
  UnixTime now() const override;
};

/// Rehearsals: begins at `start` and runs `factor` times as fast as the wall.
class ScaledClock final : public Clock {
  UnixTime start_;
  double factor_;
  std::chrono::steady_clock::time_point zero_ = std::chrono::steady_clock::now();

 public:
  ScaledClock(UnixTime start, double factor) : start_(start), factor_(factor) {}
  UnixTime now() const override;
};

/// Rehearsals and tests: stands still until it is set. Never goes back.
class ManualClock final : public Clock {
  std::atomic<UnixTime> now_;

 public:
  explicit ManualClock(UnixTime start) : now_(start) {}
  UnixTime now() const override { return now_.load(); }
  /// Returns false, and changes nothing, when `t` lies in the past.
  bool set(UnixTime t);
};

}  // namespace ippyo::base
