// SPDX-License-Identifier: Apache-2.0
#include "lie.hpp"

#include <ostream>

namespace ippyo::tamper {
namespace {

/// Entries before it are those of the honest election, whose state before every entry we have.
std::size_t first_difference(const Board& honest, const Board& other) {
  std::size_t i = 0;
  while (i < honest.entries.size() && i < other.entries.size() && honest.entries[i].encode() == other.entries[i].encode()) ++i;
  return i;
}

}  // namespace

Caught tell(const World& world, const Lie& lie) {
  Caught out{world.board, 0, std::nullopt};
  out.expected_entry = lie.tell(world, out.board);
  if (lie.sign == Sign::again) sign_again(out.board, world.keys);
  const auto first = first_difference(world.board, out.board);
  out.finding = first_finding(out.board, first < world.before.size() ? world.before[first] : world.state, first);
  return out;
}

Lies all_lies() {
  Lies out;
  for (const auto list :
       {lies_about_entries, lies_about_objects, lies_about_the_constitution, lies_about_the_ceremony, lies_about_slots,
        lies_about_the_opening, lies_about_epochs, lies_about_slot_proofs, lies_about_amendments, lies_about_stations,
        lies_about_settlement_rows, lies_about_the_settlement, lies_about_permutations, lies_about_mixes, lies_about_decryption,
        lies_about_the_result}) {
    auto lies = list();
    std::move(lies.begin(), lies.end(), std::back_inserter(out));
  }
  return out;
}

void PrintTo(const Lie& lie, std::ostream* out) { *out << lie.name << ", " << lie.expected.number(); }

}  // namespace ippyo::tamper
