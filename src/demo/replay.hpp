// SPDX-License-Identifier: Apache-2.0
// What a plan must add up to, counted voter by voter and without any cryptography. Shares no code with the planner.
#pragma once
#include "demo/plan.hpp"
#include "election/tally.hpp"

namespace ippyo::demo {

/// The counts that the election must end with, per contest.
std::vector<election::ContestCount> replay(const Scenario& s, const Plan& p);

/// How the plan went, for the story and for machine readers.
struct PlanFigures {
  std::uint32_t slots = 0;
  std::uint32_t casts = 0;
  std::uint32_t casting = 0;      ///< voters with at least one cast, overridden ones included
  std::uint32_t counted = 0;      ///< of these, not overridden
  std::uint32_t twice = 0, thrice = 0;  ///< voters with exactly two, with three or more casts
  std::uint32_t overridden = 0, overridden_voted = 0;
  std::uint32_t tokens = 0, station_ballots = 0, abandoned = 0;
  std::uint32_t busiest_epoch = 0, busiest_casts = 0;
};
PlanFigures figures(const Scenario& s, const Plan& p);

}  // namespace ippyo::demo
