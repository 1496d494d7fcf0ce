// SPDX-License-Identifier: Apache-2.0
// How far long work is: a bar on a terminal, a line now and then elsewhere. Nothing for work under two seconds.
#pragma once
#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

namespace ippyo::terminal {

class ProgressBar {
  std::mutex mutex_;
  bool terminal_;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now(), shown_ = begun_;
  std::string what_;
  bool visible_ = false;

 public:
  ProgressBar();
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  /// Safe from several threads. A new `what` begins a new bar.
  void set(std::string_view what, std::uint64_t done, std::uint64_t total);
  /// Removes the bar, so that other text can be printed.
  void clear();
};

}  // namespace ippyo::terminal
