// SPDX-License-Identifier: Apache-2.0
// A whole election from a scenario: every body, every proof, the real services, and the verifier as a program of its own.
#pragma once
#include "demo/preparation.hpp"

namespace ippyo::demo {

/// Lines for a person, as things happen.
using Tell = std::function<void(const std::string&)>;

/// A run begins with an empty folder. It replaces an earlier run of the same election only: no other one is lost to a wrong --out.
base::Result<void> spare_other_elections(const std::filesystem::path& out, const Scenario& scenario, const Tell& tell);

/// usual: 20 voters put their cards into a reader, if the election is not a small one; full: all of them do, and every letter is on paper.
enum class Extent : std::uint8_t { usual = 1, full };

/// Runs it and writes board/, result.json and result.html into `out`. errors: whatever stopped it, in one sentence; also when the
/// counts differ from the voter-by-voter replay, or the verifier does not say "verified".
base::Result<void> run_demo(const std::filesystem::path& scenario, const std::filesystem::path& out, const Tell& tell, const Progress& progress,
                            Extent extent = Extent::usual);

}  // namespace ippyo::demo
