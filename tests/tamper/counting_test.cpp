// SPDX-License-Identifier: Apache-2.0
// Lies after the close.
#include "lie_test.hpp"

namespace ippyo::tamper {

TELL(SettlementRows, lies_about_settlement_rows);
TELL(Settlement, lies_about_the_settlement);
TELL(Permutations, lies_about_permutations);
TELL(Mixes, lies_about_mixes);
TELL(Decryption, lies_about_decryption);
TELL(Result, lies_about_the_result);

TEST(TheBoardWithoutLies, PassesWithARehearsal) { EXPECT_TRUE(honest_rehearsal_passes(world::the_world())); }
TEST(TheBoardWithoutLies, PassesWithALot) { EXPECT_TRUE(honest_lot_passes(world::the_world())); }

}  // namespace ippyo::tamper
