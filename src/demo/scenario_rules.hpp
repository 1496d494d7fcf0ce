// SPDX-License-Identifier: Apache-2.0
// The numbers of a scenario must fit together. [docs/formats/scenario.md]
#pragma once
#include "demo/scenario.hpp"
#include "settings/toml_table.hpp"

namespace ippyo::demo {

/// Reports the first number that contradicts another one. requires: every index in `s` is valid.
void check_scenario(const Scenario& s, settings::FirstError& errors);

}  // namespace ippyo::demo
