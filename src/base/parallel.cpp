// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>
#include <vector>

namespace ippyo::base {

unsigned thread_count() {
  static const unsigned count = [] {
    if (const char* set = std::getenv("IPPYO_THREADS")) {
      const int n = std::atoi(set);
      if (n >= 1 && n <= 256) return static_cast<unsigned>(n);
    }
    return std::max(1u, std::thread::hardware_concurrency());
  }();
  return count;
}

void run_parallel(std::uint64_t n, std::uint64_t grain, const std::function<void(std::uint64_t, std::uint64_t)>& fn) {
  const std::uint64_t ranges = (n + grain - 1) / grain;
  const auto workers = static_cast<unsigned>(std::min<std::uint64_t>(thread_count(), ranges));
  std::atomic<std::uint64_t> next{0};
  const auto work = [&] {
    for (std::uint64_t r = next++; r < ranges; r = next++) fn(r * grain, std::min(n, (r + 1) * grain));
  };
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < workers; ++i) others.emplace_back(work);
  work();
}

}  // namespace ippyo::base
