// SPDX-License-Identifier: Apache-2.0
// Routes that only translate. [SPEC 10.6 Interface]
#pragma once
#include "ballot_box/intake.hpp"
#include "http/router.hpp"
#include "http/workers.hpp"

namespace ippyo::ballot_box {

/// A larger cast is refused before it is read.
inline constexpr std::uint64_t kMaxCastSize = 128 * 1024;

/// What the routes speak to; all of it outlives the server.
struct Parts {
  Driver& driver;
  Intake& intake;
  http::Workers& readers;
  const Ledger& ledger;
  const KeyRing& keys;
  const base::Clock& clock;
  base::ManualClock* manual;  ///< null: no route for the clock
};
http::Router make_router(const Parts& parts);
/// An acknowledgement, or the problem that says why not.
http::Response answer_of(const Intake::Answer& answer);

}  // namespace ippyo::ballot_box
