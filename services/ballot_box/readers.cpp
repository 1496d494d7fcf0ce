// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/readers.hpp"

namespace ippyo::ballot_box {

Readers::Readers(unsigned threads, std::size_t capacity) : capacity_(capacity) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

bool Readers::submit(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  if (stop_ || queue_.size() >= capacity_) return false;
  queue_.push_back(std::move(work));
  arrived_.notify_one();
  return true;
}

void Readers::run() {
  while (true) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [this] { return stop_ || !queue_.empty(); });
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
  }
}

void Readers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    arrived_.notify_all();
  }
  for (auto& t : threads_)
    if (t.joinable()) t.join();
}

}  // namespace ippyo::ballot_box
