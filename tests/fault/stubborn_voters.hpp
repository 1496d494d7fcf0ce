// SPDX-License-Identifier: Apache-2.0
// Voters' devices that never give up: until it is answered, the same request is sent again, byte for byte. [SPEC 10.4 Answers]
#pragma once
#include <atomic>
#include <mutex>
#include <thread>

#include "demo/voters.hpp"

namespace ippyo::fault {

/// One ballot on its way: what was sent, and the acknowledgement once there is one.
struct SentBallot {
  std::uint32_t voter = 0, choice = 0;
  base::Bytes request;
  device::KeptBallot kept;
  std::optional<base::Bytes> acknowledgement;
};

/// All voters of one epoch, from many threads. Begins to cast when made.
class StubbornVoters {
  const record::State& opened_;
  const demo::Services& services_;
  const demo::CitizenWorld& world_;
  std::vector<demo::EnrolledVoter>& voters_;
  std::uint32_t epoch_;
  demo::Runs before_;
  std::vector<device::OfferedContest> contests_;
  std::atomic<std::size_t> next_{0}, acknowledged_{0};
  std::atomic<bool> over_{false};
  mutable std::mutex mutex_;
  std::vector<SentBallot> sent_;
  std::optional<base::Error> error_;
  std::vector<std::jthread> threads_;

  base::Result<SentBallot> build(std::uint32_t voter, demo::RegistrarClient& registrar, base::Rng& rng) const;
  base::Result<void> insist(SentBallot& ballot, http::Client& box, http::Client& second) const;
  base::Result<void> take_answer(SentBallot& ballot, const base::Result<http::Response>& answer) const;
  void work();

 public:
  /// `before`: the sealed epoch before this one. Everything referred to outlives this object.
  StubbornVoters(const record::State& opened, const demo::Services& services, demo::Prepared& prepared, std::uint32_t epoch, demo::Runs before);
  ~StubbornVoters() { over_ = true; }
  std::size_t acknowledged() const { return acknowledged_; }
  bool failed() const;
  /// The epoch is over: who has no answer stops asking. errors: what the box or the registrar answered against the specification.
  base::Result<std::vector<SentBallot>> finish();
};

}  // namespace ippyo::fault
