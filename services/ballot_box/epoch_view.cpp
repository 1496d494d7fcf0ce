// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/epoch_view.hpp"

namespace ippyo::ballot_box {
namespace {

std::vector<std::vector<OfferedContest>> offered_in(const record::State& state) {
  const auto& schedule = state.casting_schedule();
  std::vector<std::vector<OfferedContest>> out;
  for (const auto& style : state.opening().styles) {
    out.emplace_back();
    for (const auto c : style.contests) {
      const auto& contest = schedule.contests[c];
      const auto numbers = election::plaintext_numbers(contest, schedule.withdrawn[c]);
      out.back().push_back({contest.id, election::plaintext_points(state.ctx0(), contest, numbers)});
    }
  }
  return out;
}

}  // namespace

const char* name(Standing standing) {
  switch (standing) {
    case Standing::open: return "open";
    case Standing::sealing: return "sealing";
    case Standing::waiting: return "waiting";
    default: return "closed";
  }
}

EpochView make_view(const record::State& state, base::UnixTime now, std::uint32_t begun) {
  EpochView view{state};
  if (state.phase() < record::Phase::open) return view;
  const auto* next = begun != 0 ? find_epoch(state, begun) : state.next_epoch(now);
  if (state.phase() > record::Phase::open || next == nullptr) {
    view.standing = Standing::closed;
    return view;
  }
  view.epoch = *next;
  if (begun == 0) {
    view.standing = now >= next->close ? Standing::sealing : Standing::waiting;
  } else if (now >= next->close) {
    view.standing = Standing::sealing;
  } else {
    view.standing = Standing::open;
    view.offered = offered_in(state);
  }
  return view;
}

const election::Epoch* find_epoch(const record::State& state, std::uint32_t number) {
  for (const auto& e : state.schedule().epochs)
    if (e.number == number) return &e;
  return nullptr;
}

std::vector<std::uint32_t> void_epochs(const record::State& state, std::uint32_t epoch) {
  std::vector<std::uint32_t> out;
  for (const auto& e : state.schedule().epochs)
    if (e.number > state.sealed_epoch() && e.number < epoch) out.push_back(e.number);
  return out;
}

}  // namespace ippyo::ballot_box
