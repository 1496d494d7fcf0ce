// SPDX-License-Identifier: Apache-2.0
// What the casting device checks afterwards: the acknowledgement, and its own bytes in the sealed epoch. [SPEC 10.8 CheckCode]
#pragma once
#include "device/ballot.hpp"
#include "proof/acknowledgement.hpp"

namespace ippyo::device {

/// B: key of the box to which the epoch belongs; X: the slot's.
base::Verdict check_acknowledgement(const KeptBallot& kept, const Element& B, const Element& X, ByteView acknowledgement);

/// Recorded means: exactly the bytes that were sent. The caller has verified the cosignatures over the epoch.
bool recorded(const KeptBallot& kept, ByteView sealed_row);

/// Row of one slot in an aligned run of rows as downloaded. `contests[i]` is w of the i-th slot of the run.
/// Nothing if the run is shorter than its slots.
std::optional<ByteView> row_in_run(ByteView run, std::span<const std::size_t> contests, std::size_t index);

/// Slots per aligned run: devices never ask for their own slot alone.
inline constexpr std::uint64_t kRunSlots = 1024;

}  // namespace ippyo::device
