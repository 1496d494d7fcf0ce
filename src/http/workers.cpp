// SPDX-License-Identifier: Apache-2.0
#include "http/workers.hpp"

namespace ippyo::http {

Workers::Workers(unsigned threads, std::size_t capacity) : capacity_(capacity) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Workers::~Workers() { stop(); }

void Workers::work() {
  while (true) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      more_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    job();
  }
}

bool Workers::submit(std::function<void()> job) {
  const std::lock_guard lock(mutex_);
  if (stop_ || waiting_.size() >= capacity_) return false;
  waiting_.push_back(std::move(job));
  more_.notify_one();
  return true;
}

bool Workers::full() {
  const std::lock_guard lock(mutex_);
  return stop_ || waiting_.size() >= capacity_;
}

void Workers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  more_.notify_all();
  for (auto& t : threads_)
    if (t.joinable()) t.join();
}

}  // namespace ippyo::http
