// SPDX-License-Identifier: Apache-2.0
// Lies while the vote is open.
#include "lie_test.hpp"

namespace ippyo::tamper {

TELL(Epochs, lies_about_epochs);
TELL(SlotProofs, lies_about_slot_proofs);
TELL(Amendments, lies_about_amendments);
TELL(Stations, lies_about_stations);

}  // namespace ippyo::tamper
