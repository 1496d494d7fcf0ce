// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/verification.hpp"

#include <algorithm>

namespace ippyo::ballot_box {
namespace {

/// Together they cost a third of what they cost one by one; more gains little and makes the first ones wait.
constexpr std::size_t kBatch = 32;

}  // namespace

Verification::Verification(Next next, unsigned threads, std::size_t capacity) : next_(std::move(next)), capacity_(capacity) {
  for (unsigned i = 0; i < std::max(1u, threads); ++i) threads_.emplace_back([this] { run(); });
}

bool Verification::submit(Candidate& candidate) {
  const std::lock_guard lock(mutex_);
  if (stop_ || queue_.size() >= capacity_) return false;
  queue_.push_back(std::move(candidate));
  arrived_.notify_one();
  return true;
}

bool Verification::full() const {
  const std::lock_guard lock(mutex_);
  return stop_ || queue_.size() >= capacity_;
}

/// The oldest ones that share one view; fewer when other threads could take a part.
std::vector<Candidate> Verification::take() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return stop_ || !queue_.empty(); });
  std::vector<Candidate> out;
  const auto share = std::min(kBatch, (queue_.size() + threads_.size() - 1) / threads_.size());
  while (out.size() < share && (out.empty() || queue_.front().view == out.front().view)) {
    out.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return out;
}

void Verification::run() {
  for (auto batch = take(); !batch.empty(); batch = take()) {
    std::vector<const record::Cast*> casts;
    for (const auto& c : batch) casts.push_back(&c.cast);
    auto objections = check_proofs(*batch.front().view, casts);
    for (std::size_t i = 0; i < batch.size(); ++i) next_(std::move(batch[i]), std::move(objections[i]));
  }
}

void Verification::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    arrived_.notify_all();
  }
  for (auto& t : threads_)
    if (t.joinable()) t.join();
}

}  // namespace ippyo::ballot_box
