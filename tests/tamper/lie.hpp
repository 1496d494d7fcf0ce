// SPDX-License-Identifier: Apache-2.0
// A lie: one change of the honest board by somebody who holds every key, and the one numbered check that must stop it.
#pragma once
#include <functional>

#include "board.hpp"
#include "world.hpp"

namespace ippyo::tamper {

using world::Board;
using world::Bytes;
using world::Bytes32;
using world::ByteView;
using world::Entry;
using world::EntryType;
using world::ObjectKey;
using world::World;

/// Whether everybody signs what the lie has left, or the signatures stay as they are.
enum class Sign { again, not_again };

struct Lie {
  std::string name;
  base::Check expected;
  /// Changes the board; returns the index of the entry at which it must be stopped.
  std::function<std::size_t(const World&, Board&)> tell;
  Sign sign = Sign::again;
};
using Lies = std::vector<Lie>;

inline Lie lie(std::string name, const base::Check& expected, std::function<std::size_t(const World&, Board&)> tell) {
  return {std::move(name), expected, std::move(tell), Sign::again};
}
inline Lie unsigned_lie(std::string name, const base::Check& expected, std::function<std::size_t(const World&, Board&)> tell) {
  return {std::move(name), expected, std::move(tell), Sign::not_again};
}

/// Every chapter of the election has its own list.
Lies lies_about_entries();
Lies lies_about_objects();
Lies lies_about_the_constitution();
Lies lies_about_the_ceremony();
Lies lies_about_slots();
Lies lies_about_the_opening();
Lies lies_about_epochs();
Lies lies_about_slot_proofs();
Lies lies_about_amendments();
Lies lies_about_stations();
Lies lies_about_settlement_rows();
Lies lies_about_the_settlement();
Lies lies_about_permutations();
Lies lies_about_mixes();
Lies lies_about_decryption();
Lies lies_about_the_result();
Lies all_lies();

/// The board with the lie in it, the entry where it must stop and where it did.
struct Caught {
  Board board;
  std::size_t expected_entry;
  std::optional<base::Finding> finding;
};
Caught tell(const World& world, const Lie& lie);

/// The ground of the lies about rehearsals and lots: the honest board has none.
bool honest_rehearsal_passes(const World& world);
bool honest_lot_passes(const World& world);

void PrintTo(const Lie& lie, std::ostream* out);

}  // namespace ippyo::tamper
