// SPDX-License-Identifier: Apache-2.0
#include "office/poll_book.hpp"

namespace ippyo::office {

record::PollBookCount count_poll_book(const record::State& state, const PollBook& book) {
  record::PollBookCount out;
  out.overridden.resize(state.opening().styles.size());
  const auto& slots = state.slots();
  for (const auto slot : book.overridden)
    if (slot < slots.size()) ++out.overridden[slots[slot].style];
  out.stations = book.stations;
  return out;
}

}  // namespace ippyo::office
