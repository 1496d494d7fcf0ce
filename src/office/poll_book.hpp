// SPDX-License-Identifier: Apache-2.0
// The closed poll book of every channel, as far as the settlement needs it. [SPEC 8.3 Bodies]
#pragma once
#include <set>

#include "office/desk.hpp"

namespace ippyo::office {

/// Filled by the caller; names of people never come here.
struct PollBook {
  std::set<std::uint64_t> overridden;  ///< slots whose holder voted on paper or checked in at a station
  std::vector<record::PollBookCount::Station> stations;
};
/// n_S per style of the opening, and the stations as they stand. requires: open
record::PollBookCount count_poll_book(const record::State& state, const PollBook& book);

}  // namespace ippyo::office
