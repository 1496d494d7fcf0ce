// SPDX-License-Identifier: Apache-2.0
// The folder in which other bodies' submissions are laid down: amendments, rehearsals, station batches. [SPEC 10.6 Interface]
#pragma once
#include "ballot_box/ledger.hpp"

namespace ippyo::ballot_box {

struct Posted {
  std::vector<std::string> done, refused;
};
/// Posts every complete submission of `inbox` in name order and moves it to inbox/done or inbox/refused, there with a reason.txt.
/// One that is signed for a later time waits, and those after it. errors: the world; what was not moved is tried again.
base::Result<Posted> post_submissions(Ledger& ledger, const std::filesystem::path& inbox, base::UnixTime now);

}  // namespace ippyo::ballot_box
