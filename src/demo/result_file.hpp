// SPDX-License-Identifier: Apache-2.0
// result.json: what happened, for machines and for the result page. [docs/formats/result.md]
#pragma once
#include <nlohmann/json.hpp>

#include "demo/replay.hpp"
#include "demo/voting.hpp"

namespace ippyo::demo {

struct PhaseTime {
  std::string name;
  double seconds;
};
struct RunFacts {
  const Scenario& scenario;
  const PlanFigures& figures;
  const CastFigures& casts;
  const record::State& state;  ///< with the result
  base::Bytes32 root;
  bool verified;
  std::vector<PhaseTime> phases;
};
nlohmann::json result_json(const RunFacts& facts);

}  // namespace ippyo::demo
