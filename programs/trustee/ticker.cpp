// SPDX-License-Identifier: Apache-2.0
#include "ticker.hpp"

#include <cstdio>

namespace ippyo::trustee {

void Ticker::run() {
  std::unique_lock lock(mutex_);
  for (unsigned seconds = 2; !stop_.wait_for(lock, std::chrono::seconds(2), [this] { return stopped_; }); seconds += 2) {
    const auto count = total_ > 0 ? ", " + std::to_string(done_) + " of " + std::to_string(total_) : "";
    std::fprintf(stderr, "%s%s (%u s)\n", what_.c_str(), count.c_str(), seconds);
  }
}

Ticker::~Ticker() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stop_.notify_one();
  thread_.join();
}

void Ticker::set(std::string_view what, std::uint64_t done, std::uint64_t total) {
  const std::lock_guard lock(mutex_);
  what_ = what;
  done_ = done;
  total_ = total;
}

}  // namespace ippyo::trustee
