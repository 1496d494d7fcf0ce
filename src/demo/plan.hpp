// SPDX-License-Identifier: Apache-2.0
// A scenario expanded into single voters: who does what when. The same seed gives the same plan. [docs/formats/scenario.md]
#pragma once
#include "demo/scenario.hpp"

namespace ippyo::demo {

/// Voters are numbered from 0 by style, in the order of the scenario; a slot number is the rank of the slot's key and differs.
struct PlannedVoter {
  std::uint16_t style = 0;
  election::EvidenceClass evidence = election::EvidenceClass::A;
  bool overridden = false;  ///< votes on paper or at a station too: in the poll book, null after the settlement
  int station = -1;         ///< where, when overridden: index of the station; -1: on paper
  friend bool operator==(const PlannedVoter&, const PlannedVoter&) = default;
};
/// One cast. It renews all contests of the voter's style.
struct PlannedCast {
  std::uint32_t voter = 0;
  std::uint32_t epoch = 0;             ///< from 1; those of one voter are distinct
  std::vector<std::uint32_t> choices;  ///< plaintext numbers, in the order of the style's contests
  friend bool operator==(const PlannedCast&, const PlannedCast&) = default;
};
/// One check-in at a station: a token drawn, then a ballot or an abandoned token.
struct PlannedVisit {
  std::uint16_t station = 0, style = 0;
  std::uint32_t token = 0;             ///< which of the station's tokens, from 0; each at most once
  bool abandoned = false;
  int voter = -1;                      ///< the slot holder; -1: somebody without a slot
  std::vector<std::uint32_t> choices;  ///< plaintext numbers, in the order of the style's contests; empty when abandoned
  friend bool operator==(const PlannedVisit&, const PlannedVisit&) = default;
};
struct Plan {
  std::vector<PlannedVoter> voters;
  std::vector<PlannedCast> casts;    ///< by epoch, then in random order
  std::vector<PlannedVisit> visits;  ///< by station, then in random order
  friend bool operator==(const Plan&, const Plan&) = default;
};

/// errors: the amendments leave no epoch in which the choices of the scenario can be made.
base::Result<Plan> make_plan(const Scenario& s);

}  // namespace ippyo::demo
