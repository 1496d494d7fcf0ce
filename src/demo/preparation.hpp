// SPDX-License-Identifier: Apache-2.0
// From the constitution to the opening, and everything that the trustees do before the first vote.
#pragma once
#include "demo/card_kit.hpp"
#include "demo/office_bodies.hpp"
#include "demo/registry.hpp"

namespace ippyo::demo {

/// A voter with everything at hand, and the slot that the polling card names.
struct EnrolledVoter {
  Citizen citizen;
  std::uint64_t slot = 0;
};
/// Tokens of each station, in the order in which they are drawn.
using StationTokens = std::vector<std::vector<base::Bytes16>>;

struct Prepared {
  std::unique_ptr<Registry> registry;
  std::vector<EnrolledVoter> voters;  ///< by number of the voter in the plan
  StationTokens tokens;
};

election::Calendar calendar_of(const Scenario& s, base::UnixTime start);

base::Result<void> found_election(const Scenario& s, Bodies& b, Desk& desk);
base::Result<void> hold_ceremony(Bodies& b, Desk& desk);
/// The first `voters` put their cards into the readers of a room; all others' chips answer in process.
struct AtReaders {
  CardRoom* room = nullptr;  ///< outlives the voters
  std::size_t voters = 0;
};
/// Application, letter and enrolment of every voter, through the real registrar; then days pass until the opening.
base::Result<Prepared> enrol_voters(const Scenario& s, const Plan& plan, Bodies& b, Desk& desk, const Progress& progress,
                                    const AtReaders& at_readers = {}, const Paper& paper = {});
base::Result<void> open_election(const Scenario& s, const election::Calendar& calendar, Bodies& b, Desk& desk);
/// By the calendar of a rehearsal in one go.
base::Result<void> open_election(const Scenario& s, Bodies& b, Desk& desk);
/// Every trustee rehearses with its real share, then commits to its permutations.
base::Result<void> prepare_trustees(Bodies& b, Desk& desk, const Progress& progress);

}  // namespace ippyo::demo
