// SPDX-License-Identifier: Apache-2.0
// Threads that read files for answers, so that no I/O thread waits for a disk. [ARCHITECTURE HTTP]
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ippyo::ballot_box {

class Readers {
  std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::function<void()>> queue_;
  bool stop_ = false;
  std::vector<std::thread> threads_;
  void run();

 public:
  explicit Readers(unsigned threads = 2, std::size_t capacity = 256);
  ~Readers() { stop(); }
  /// false: full or stopping; `work` is then never called.
  bool submit(std::function<void()> work);
  /// Finishes what waits.
  void stop();
};

}  // namespace ippyo::ballot_box
