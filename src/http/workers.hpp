// SPDX-License-Identifier: Apache-2.0
// Threads that may wait for a disk, a store or the network, so that the I/O threads never do. [ARCHITECTURE HTTP]
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ippyo::http {

class Workers {
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<std::function<void()>> waiting_;
  std::size_t capacity_;
  bool stop_ = false;
  std::vector<std::thread> threads_;
  void work();

 public:
  Workers(unsigned threads, std::size_t capacity);
  /// As stop().
  ~Workers();
  /// false when too much waits already: the caller answers `busy`.
  bool submit(std::function<void()> job);
  bool full();
  /// Finishes what waits, then ends the threads.
  void stop();
};

}  // namespace ippyo::http
