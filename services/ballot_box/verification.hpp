// SPDX-License-Identifier: Apache-2.0
// Threads that verify the proofs of waiting casts, together when several wait. [ARCHITECTURE HTTP]
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <variant>

#include "ballot_box/inbox.hpp"

namespace ippyo::ballot_box {

/// A cast that passed the cheap rules, on its way.
struct Candidate {
  record::Cast cast;
  Bytes32 digest;
  View view;
  std::function<void(std::variant<Bytes, Refused>)> done;  ///< called once, from any thread
};

class Verification {
 public:
  /// Called on a verifying thread, once per candidate: nothing, or why it is refused.
  using Next = std::function<void(Candidate, Objection)>;
  Verification(Next next, unsigned threads, std::size_t capacity);
  /// Finishes what waits.
  ~Verification() { stop(); }
  /// false: full or stopping; the candidate is untouched.
  bool submit(Candidate& candidate);
  bool full() const;
  void stop();

 private:
  std::vector<Candidate> take();
  void run();
  Next next_;
  std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Candidate> queue_;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace ippyo::ballot_box
