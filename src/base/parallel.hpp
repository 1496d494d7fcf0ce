// SPDX-License-Identifier: Apache-2.0
// Ranges of work over all cores, with output that does not depend on how many there are. [SPEC 1.10 Parallel work]
#pragma once
#include <cstdint>
#include <functional>

namespace ippyo::base {

/// Threads used: IPPYO_THREADS if set to 1..256, otherwise the cores of the machine.
unsigned thread_count();

/// Calls fn(first, last) for consecutive ranges that cover [0, n), each a multiple of `grain` long but the last one.
/// fn writes only to places of its own range and never calls run_parallel itself; ranges run in any order.
void run_parallel(std::uint64_t n, std::uint64_t grain, const std::function<void(std::uint64_t, std::uint64_t)>& fn);

}  // namespace ippyo::base
