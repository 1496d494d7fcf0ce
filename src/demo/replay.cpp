// SPDX-License-Identifier: Apache-2.0
#include "demo/replay.hpp"

#include <algorithm>

namespace ippyo::demo {
namespace {

using election::ContestCount;

/// Every plaintext number that a contest ever had, with the options that it names.
std::map<std::uint32_t, std::set<std::uint16_t>> meanings(const election::Contest& c) {
  std::map<std::uint32_t, std::set<std::uint16_t>> sets{{0, {}}};
  if (c.kind != election::ContestKind::approval) {
    for (const auto& o : c.options) sets[o.number] = {o.number};
    return sets;
  }
  for (const auto& o : c.options) {
    const auto before = sets;
    for (auto [plaintext, options] : before) {
      if (options.size() == c.approve_max) continue;
      options.insert(o.number);
      sets[plaintext + (1u << (o.number - 1))] = options;
    }
  }
  return sets;
}

/// The last cast of every voter, found without trusting the order of the plan.
std::map<std::uint32_t, const PlannedCast*> last_casts(const Plan& p) {
  std::map<std::uint32_t, const PlannedCast*> last;
  for (const auto& cast : p.casts) {
    auto& seen = last[cast.voter];
    if (seen == nullptr || seen->epoch < cast.epoch) seen = &cast;
  }
  return last;
}

class ContestReplay {
  std::uint16_t index_;
  const Scenario& s_;
  std::map<std::uint32_t, std::set<std::uint16_t>> meanings_;
  std::set<std::uint16_t> withdrawn_;
  ContestCount count_;

  int place(std::uint16_t style) const {
    const auto& contests = s_.styles[style].style.contests;
    for (std::size_t i = 0; i < contests.size(); ++i)
      if (contests[i] == index_) return static_cast<int>(i);
    return -1;
  }
  bool was_withdrawn(const std::set<std::uint16_t>& options) const {
    return std::any_of(options.begin(), options.end(), [&](auto o) { return withdrawn_.contains(o); });
  }
  void count_plaintext(std::uint32_t plaintext) {
    const auto known = meanings_.find(plaintext);
    if (known == meanings_.end())
      ++count_.invalid;
    else if (plaintext == 0)
      ++count_.blank;
    else if (was_withdrawn(known->second))
      ++count_.withdrawn[plaintext];
    else
      ++count_.valid[plaintext];
  }

 public:
  ContestReplay(const Scenario& s, std::uint16_t index)
      : index_(index), s_(s), meanings_(meanings(contest_with_additions(s, index))) {
    for (const auto& a : s.amendments)
      if (a.contest == index && !a.adds) withdrawn_.insert(a.option.number);
    count_.contest = s.contests[index].contest.id;
    for (const auto& [plaintext, options] : meanings_) {
      if (plaintext == 0) continue;
      (was_withdrawn(options) ? count_.withdrawn : count_.valid)[plaintext] = 0;
    }
  }
  void slot(const PlannedVoter& voter, const PlannedCast* last) {
    const auto at = place(voter.style);
    if (at < 0) return;
    if (voter.overridden)
      ++count_.null;
    else if (last == nullptr)
      ++count_.abstain;
    else
      count_plaintext(last->choices.at(static_cast<std::size_t>(at)));
  }
  /// Every token takes part in every contest; without a ballot for it the place is unused.
  void token(const PlannedVisit* visit) {
    const auto at = visit == nullptr || visit->abandoned ? -1 : place(visit->style);
    if (at < 0)
      ++count_.unused;
    else
      count_plaintext(visit->choices.at(static_cast<std::size_t>(at)));
  }
  const ContestCount& count() const { return count_; }
};

}  // namespace

std::vector<ContestCount> replay(const Scenario& s, const Plan& p) {
  const auto last = last_casts(p);
  std::map<std::pair<std::uint16_t, std::uint32_t>, const PlannedVisit*> drawn;
  for (const auto& visit : p.visits) drawn[{visit.station, visit.token}] = &visit;
  std::vector<ContestCount> out;
  for (std::uint16_t c = 0; c < s.contests.size(); ++c) {
    ContestReplay contest(s, c);
    for (std::uint32_t v = 0; v < p.voters.size(); ++v) {
      const auto cast = last.find(v);
      contest.slot(p.voters[v], cast == last.end() ? nullptr : cast->second);
    }
    for (std::uint16_t i = 0; i < s.stations.size(); ++i)
      for (std::uint32_t t = 0; t < s.stations[i].tokens; ++t) {
        const auto visit = drawn.find({i, t});
        contest.token(visit == drawn.end() ? nullptr : visit->second);
      }
    out.push_back(contest.count());
  }
  return out;
}

PlanFigures figures(const Scenario& s, const Plan& p) {
  PlanFigures f;
  f.slots = static_cast<std::uint32_t>(p.voters.size());
  f.casts = static_cast<std::uint32_t>(p.casts.size());
  std::map<std::uint32_t, std::uint32_t> by_voter, by_epoch;
  for (const auto& cast : p.casts) ++by_voter[cast.voter], ++by_epoch[cast.epoch];
  for (const auto& [voter, casts] : by_voter) {
    ++f.casting;
    ++(p.voters[voter].overridden ? f.overridden_voted : f.counted);
    if (casts == 2) ++f.twice;
    if (casts >= 3) ++f.thrice;
  }
  for (const auto& voter : p.voters) f.overridden += voter.overridden;
  for (const auto& [epoch, casts] : by_epoch)
    if (casts > f.busiest_casts) f.busiest_epoch = epoch, f.busiest_casts = casts;
  f.tokens = s.tokens();
  for (const auto& visit : p.visits) ++(visit.abandoned ? f.abandoned : f.station_ballots);
  return f;
}

}  // namespace ippyo::demo
