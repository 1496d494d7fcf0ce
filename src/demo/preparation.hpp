// SPDX-License-Identifier: Apache-2.0
// From the constitution to the opening, and everything that the trustees do before the first vote.
#pragma once
#include "demo/office_bodies.hpp"
#include "demo/plan.hpp"
#include "device/slot_key.hpp"

namespace ippyo::demo {

/// What long work reports: what, done, total. May be empty.
using Progress = std::function<void(std::string_view what, std::uint64_t done, std::uint64_t total)>;

/// A voter's device in the rehearsal: the slot key that it made and the slot that the polling card names.
struct EnrolledDevice {
  device::SlotKey key;
  std::uint64_t slot = 0;
};
/// Tokens of each station, in the order in which they are drawn.
using StationTokens = std::vector<std::vector<base::Bytes16>>;

struct Prepared {
  std::vector<EnrolledDevice> devices;  ///< by number of the voter in the plan
  StationTokens tokens;
};

election::Calendar calendar_of(const Scenario& s, base::UnixTime start);

base::Result<void> found_election(const Scenario& s, Bodies& b, PostingDesk& desk);
base::Result<void> hold_ceremony(Bodies& b, PostingDesk& desk);
base::Result<Prepared> enrol_voters(const Scenario& s, const Plan& plan, Bodies& b, PostingDesk& desk, const Progress& progress);
base::Result<void> open_election(const Scenario& s, Bodies& b, PostingDesk& desk);
/// Every trustee rehearses with its real share, then commits to its permutations.
base::Result<void> prepare_trustees(Bodies& b, PostingDesk& desk, const Progress& progress);

}  // namespace ippyo::demo
