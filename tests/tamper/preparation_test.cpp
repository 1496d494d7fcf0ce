// SPDX-License-Identifier: Apache-2.0
// Lies before the vote, and lies about entries as such.
#include "lie_test.hpp"

namespace ippyo::tamper {

TELL(Entries, lies_about_entries);
TELL(Objects, lies_about_objects);
TELL(Constitution, lies_about_the_constitution);
TELL(Ceremony, lies_about_the_ceremony);
TELL(Slots, lies_about_slots);
TELL(Opening, lies_about_the_opening);

}  // namespace ippyo::tamper
