// SPDX-License-Identifier: Apache-2.0
// Lies after the close.
#include "forgery.hpp"
#include "lie_test.hpp"

namespace ippyo::tamper {

TELL(SettlementRows, lies_about_settlement_rows);
TELL(Settlement, lies_about_the_settlement);
TELL(Permutations, lies_about_permutations);
TELL(Mixes, lies_about_mixes);
TELL(Decryption, lies_about_decryption);
TELL(Result, lies_about_the_result);

/// Up to and with entry `at`, which the forger has replaced.
bool passes(Board board, std::size_t first, std::size_t at) {
  const auto& w = world::the_world();
  sign_again(board, w.keys);
  return !first_finding(board.cut(at + 1), w.before[first], first);
}

TEST(TheForgers, MixProperlyWhenTheyDoNotCheat) {
  auto board = world::the_world().board;
  const Mixer mixer(world::the_world(), 0);
  const auto at = mixer.post(board, mixer.on_line_u());
  EXPECT_TRUE(passes(board, at - 1, at));
}
TEST(TheForgers, SettleProperlyWhenTheyDoNotCheat) {
  const auto& w = world::the_world();
  for (const bool null : {false, true}) {
    auto board = w.board;
    const auto slot = slot_of(w, 1, 2);
    const auto nulls = w.state.nulls_of(slot);
    const std::vector<Scalar> t{any_scalar(), any_scalar()};
    const auto d = any_scalar();
    std::vector<Ciphertext> now;
    for (std::size_t c = 0; c < 2; ++c)
      now.push_back(null ? encrypted(w, nulls[c], t[c]) : renewed(w, w.sealed.back().of(slot)[c], t[c]));
    const auto D = product({{proof::element_h(), d}, {proof::element_g(), null ? Scalar::one() : Scalar()}});
    const auto row = forged_settlement_row(w, slot, now, D, null, t, d, w.z.expose());
    const auto at = edit_row(w, board, settlement_key(), slot, [&](Bytes& r) { r = row; });
    EXPECT_TRUE(passes(board, at, at)) << null;
  }
}

TEST(TheBoardWithoutLies, PassesWithARehearsal) { EXPECT_TRUE(honest_rehearsal_passes(world::the_world())); }
TEST(TheBoardWithoutLies, PassesWithALot) { EXPECT_TRUE(honest_lot_passes(world::the_world())); }

}  // namespace ippyo::tamper
