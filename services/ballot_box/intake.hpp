// SPDX-License-Identifier: Apache-2.0
// The way of one cast through the box: rules, proofs, inbox, acknowledgement. [SPEC 10.4 Answers]
#pragma once
#include "ballot_box/driver.hpp"
#include "ballot_box/verification.hpp"

namespace ippyo::ballot_box {

struct IntakeOptions {
  unsigned verifiers = 0;     ///< threads; 0: one per core
  std::size_t waiting = 512;  ///< casts that may wait for verification
};

class Intake {
  const Driver& driver_;
  const KeyRing& keys_;
  const base::Clock& clock_;
  Verification verification_;

  void finish(Candidate candidate, Objection objection);

 public:
  /// An acknowledgement (4.4), or why not.
  using Answer = std::variant<Bytes, Refused>;
  using Done = std::function<void(Answer)>;
  Intake(const Driver& driver, const KeyRing& keys, const base::Clock& clock, IntakeOptions options = {});
  /// Never waits. `done` is told once, now or later, from any thread.
  void cast(ByteView body, Done done);
  /// A cast would be refused for now, whatever it holds.
  bool full() const;
  /// Finishes what was taken; refuses everything else.
  void stop() { verification_.stop(); }
};

}  // namespace ippyo::ballot_box
