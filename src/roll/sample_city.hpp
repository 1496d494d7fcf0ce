// SPDX-License-Identifier: Apache-2.0
// A city that does not exist, for tests and demonstrations: its people are called 見本, 例示, 試験. [SPEC 15.1 VoterRoll]
#pragma once
#include <cstdint>
#include <deque>
#include <ostream>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "roll/person.hpp"

namespace ippyo::roll {

struct SamplePlan {
  std::uint64_t voters = 0;        ///< at most 1,000,000
  std::string seed = "sample";     ///< the same seed and polling day give the same city; a larger one begins with the smaller one
  Day polling_day{2028, 10, 29};
  bool all_clear = false;          ///< nobody under 19 and no flags: everyone may vote, also some days before
};

/// Voters one by one, household by household; numbers ascend. The towns are real ones of Tsukuba; lots from 90001 up exist in none.
class SampleCity {
  SamplePlan plan_;
  base::KeyedRng rng_;
  std::uint64_t made_ = 0, households_ = 0;
  std::deque<Voter> waiting_;
  void make_household();

 public:
  explicit SampleCity(SamplePlan plan);
  /// False after the last one.
  bool next(Voter& voter);
};

std::vector<Voter> sample_voters(const SamplePlan& plan);
/// As export_roll would write them, without holding them in memory.
void write_sample_city(const SamplePlan& plan, std::ostream& out);

}  // namespace ippyo::roll
