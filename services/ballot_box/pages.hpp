// SPDX-License-Identifier: Apache-2.0
// The JSON that the box says about the election and the epoch. [SPEC 10.6 Interface]
#pragma once
#include <optional>
#include <string>

#include "ballot_box/driver.hpp"

namespace ippyo::ballot_box {

std::string election_page(const EpochView& view, const KeyRing& keys);
/// `sealed`: as Ledger::sealed().
std::string epoch_page(const EpochView& view, const std::vector<SealedEpoch>& sealed, UnixTime now);
/// Epoch 0 is not on the board: everybody computes it.
std::string trivial_page();
/// {"now": n}, and nothing else.
std::optional<UnixTime> read_clock(ByteView body);
std::string clock_page(UnixTime now);

}  // namespace ippyo::ballot_box
