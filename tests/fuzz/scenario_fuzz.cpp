// SPDX-License-Identifier: Apache-2.0
// Scenario files: whatever is in them, one clear error or a scenario.
#include "demo/scenario.hpp"

using namespace ippyo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)demo::parse_scenario({reinterpret_cast<const char*>(data), size}, "fuzz.toml");
  return 0;
}
