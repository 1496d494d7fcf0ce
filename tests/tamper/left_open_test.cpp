// SPDX-License-Identifier: Apache-2.0
// Nobody can stop an election by beginning an object and never closing it: it is dropped, and the honest record goes on.
#include <gtest/gtest.h>

#include "forgery.hpp"
#include "proof/shuffle.hpp"

namespace ippyo::tamper {

using namespace record;

namespace {

/// One more epoch, which its box begins and never closes; all that follows moves behind it.
void leave_epoch_open(const World& w, Board& b) {
  auto at = b.find(epoch_key(5)) + 1;
  election::Amendment more{3, election::AmendmentKind::extend_window, "見本", 0, {}, {2000, 2100}, {"box-1"}};
  insert(b, at, EntryType::amendment, more.encode(), {"commission"});
  std::vector<Bytes> rows;
  for (std::uint64_t slot = 0; slot < World::kSlots; ++slot) {
    SlotForger f(w, slot, 6);
    std::vector<Scalar> s(f.width());
    for (std::size_t c = 0; c < s.size(); ++c) f.current[c] = renewed(w, f.previous[c], s[c] = any_scalar());
    rows.push_back(f.carried(s));
  }
  insert_object(b, at + 1, epoch_key(6), rows, {}, {"box-1"});
  erase(b, at + 2);
  for (auto i = at + 1; i < b.entries.size(); ++i)
    b.entries[i].time = std::max<base::UnixTime>(b.entries[i].time, i == at + 1 ? 2101 : 2131);
}

TEST(LeftOpen, TheLastEpochOfABoxThatStopsHalfWay) {
  const auto& w = world::the_world();
  Board b = w.board.cut(w.board.entries.size());
  leave_epoch_open(w, b);
  sign_again(b, w.keys);
  EXPECT_EQ(first_finding(b), std::nullopt);
}

TEST(LeftOpen, APermutationOfATrusteeThatNeverMixes) {
  const auto& w = world::the_world();
  Board b = w.board.cut(w.board.entries.size());
  insert_object(b, 16, permutation_key("mayor", 1, 3), {Bytes(proof::kPermutationRowSize)}, {}, {"trustee-3"});
  erase(b, 17);
  sign_again(b, w.keys);
  EXPECT_EQ(first_finding(b), std::nullopt);
}

}  // namespace
}  // namespace ippyo::tamper
