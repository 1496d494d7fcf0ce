// SPDX-License-Identifier: Apache-2.0
#include "demo/plan.hpp"

#include <algorithm>
#include <numeric>

#include "base/hash.hpp"
#include "base/random.hpp"

namespace ippyo::demo {
namespace {

using election::ContestKind;

enum class Standing : std::uint8_t { absent, counted, overridden_voted, overridden_silent };

/// The epochs in which a set of choices can be cast.
struct Window {
  std::uint32_t first = 1, last = 0;
  bool empty() const { return first > last; }
};

bool stands_for(ContestKind kind, std::uint32_t plaintext, std::uint16_t option) {
  if (kind != ContestKind::approval) return plaintext == option;
  return plaintext >> (option - 1) & 1;
}

class Planner {
  const Scenario& s_;
  base::KeyedRng rng_;
  Plan plan_;
  std::vector<Standing> standing_;
  std::vector<std::vector<std::uint32_t>> final_;  ///< per voter, in the order of the style's contests
  std::vector<std::uint32_t> counted_, casting_;
  std::vector<std::vector<std::vector<std::uint32_t>>> offered_;  ///< [contest][epoch]: plaintext numbers

  template <class T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[rng_.below(i)]);
  }
  const std::vector<std::uint16_t>& contests_of(std::uint32_t voter) const {
    return s_.styles[plan_.voters[voter].style].style.contests;
  }
  std::size_t place_of(std::uint32_t voter, std::uint16_t contest) const;
  std::vector<std::uint32_t> deck(const Votes& votes);
  Window window(std::uint32_t voter) const;
  std::uint32_t draw_epoch(const std::vector<std::uint32_t>& candidates);
  std::vector<std::uint32_t> draw_epochs(std::uint32_t casts, Window w);
  std::vector<std::uint32_t> other_choices(std::uint32_t voter, std::uint32_t epoch);
  void seat_people();
  void hand_out_evidence();
  void hand_out_choices();
  bool swap_into_window(std::uint32_t voter);
  bool repair_windows();
  bool cast_times(std::vector<std::uint32_t>& casts_of);
  void write_casts(const std::vector<std::uint32_t>& casts_of);
  void write_visits(std::uint16_t station);

 public:
  explicit Planner(const Scenario& s)
      : s_(s), rng_(base::Secret(base::hash32("scenario-plan", base::view(s.election_id), base::view(s.seed)))) {}
  base::Result<Plan> run();
};

std::size_t Planner::place_of(std::uint32_t voter, std::uint16_t contest) const {
  const auto& list = contests_of(voter);
  return static_cast<std::size_t>(std::find(list.begin(), list.end(), contest) - list.begin());
}

std::vector<std::uint32_t> Planner::deck(const Votes& votes) {
  std::vector<std::uint32_t> out;
  for (const auto& [v, n] : votes) out.insert(out.end(), n, v);
  shuffle(out);
  return out;
}

/// Voters of a style stand in one block; who of them does what is drawn.
void Planner::seat_people() {
  for (std::uint16_t style = 0; style < s_.styles.size(); ++style) {
    const auto& n = s_.styles[style];
    std::vector<std::uint32_t> people(n.slots);
    std::iota(people.begin(), people.end(), static_cast<std::uint32_t>(plan_.voters.size()));
    plan_.voters.resize(plan_.voters.size() + n.slots, {style, election::EvidenceClass::A, false, -1});
    standing_.resize(plan_.voters.size(), Standing::absent);
    shuffle(people);
    auto next = people.begin();
    for (std::uint32_t i = 0; i < n.voters; ++i) standing_[*next++] = Standing::counted;
    for (const auto& o : s_.overridden) {
      if (o.style != style) continue;
      for (std::uint32_t i = 0; i < o.voted + o.silent; ++i) {
        standing_[*next] = i < o.voted ? Standing::overridden_voted : Standing::overridden_silent;
        plan_.voters[*next].overridden = true;
        plan_.voters[*next++].station = o.station;
      }
    }
  }
  for (std::uint32_t v = 0; v < standing_.size(); ++v) {
    if (standing_[v] == Standing::counted) counted_.push_back(v);
    if (standing_[v] == Standing::counted || standing_[v] == Standing::overridden_voted) casting_.push_back(v);
  }
}

void Planner::hand_out_evidence() {
  std::vector<election::EvidenceClass> voters, others;
  for (const auto& n : s_.evidence) {
    voters.insert(voters.end(), n.voters, n.evidence);
    others.insert(others.end(), n.slots - n.voters, n.evidence);
  }
  shuffle(voters);
  shuffle(others);
  for (std::size_t v = 0; v < standing_.size(); ++v) {
    auto& from = standing_[v] == Standing::counted ? voters : others;
    plan_.voters[v].evidence = from.back();
    from.pop_back();
  }
}

void Planner::hand_out_choices() {
  final_.resize(plan_.voters.size());
  for (const auto v : casting_) final_[v].resize(contests_of(v).size());
  for (std::uint16_t c = 0; c < s_.contests.size(); ++c) {
    auto choices = deck(s_.contests[c].votes);
    for (const auto v : counted_) {
      const auto at = place_of(v, c);
      if (at == contests_of(v).size()) continue;
      final_[v][at] = choices.back();
      choices.pop_back();
    }
  }
}

Window Planner::window(std::uint32_t voter) const {
  Window w{1, s_.epochs};
  for (const auto& a : s_.amendments) {
    const auto at = place_of(voter, a.contest);
    if (at == contests_of(voter).size()) continue;
    if (!stands_for(s_.contests[a.contest].contest.kind, final_[voter][at], a.option.number)) continue;
    if (a.adds)
      w.first = std::max(w.first, a.from_epoch);
    else
      w.last = std::min(w.last, a.from_epoch - 1);
  }
  return w;
}

/// A voter whose choices were never offered together exchanges one of them with another voter.
bool Planner::swap_into_window(std::uint32_t voter) {
  for (std::size_t at = 0; at < contests_of(voter).size(); ++at) {
    const auto contest = contests_of(voter)[at];
    const auto start = rng_.below(counted_.size());
    for (std::size_t i = 0; i < counted_.size(); ++i) {
      const auto other = counted_[(start + i) % counted_.size()];
      const auto there = place_of(other, contest);
      if (there == contests_of(other).size()) continue;
      std::swap(final_[voter][at], final_[other][there]);
      if (!window(voter).empty() && !window(other).empty()) return true;
      std::swap(final_[voter][at], final_[other][there]);
    }
  }
  return false;
}

bool Planner::repair_windows() {
  return std::all_of(counted_.begin(), counted_.end(), [&](auto v) { return !window(v).empty() || swap_into_window(v); });
}

/// Busy at the beginning, busiest at the end: four times as likely there as in the middle.
std::uint32_t Planner::draw_epoch(const std::vector<std::uint32_t>& candidates) {
  const auto weight = [&](std::uint32_t t) {
    const std::int64_t span = s_.epochs, off = 2 * static_cast<std::int64_t>(t) - span - 1;
    return static_cast<std::uint64_t>(span * span + 3 * off * off + (off > 0 ? off * off : 0));
  };
  std::uint64_t total = 0;
  for (const auto t : candidates) total += weight(t);
  auto at = rng_.below(total);
  for (const auto t : candidates) {
    if (at < weight(t)) return t;
    at -= weight(t);
  }
  return candidates.back();
}

/// Distinct epochs, ascending; the last one inside the window. requires: w.last >= casts.
std::vector<std::uint32_t> Planner::draw_epochs(std::uint32_t casts, Window w) {
  std::vector<std::uint32_t> candidates;
  for (auto t = std::max(w.first, casts); t <= w.last; ++t) candidates.push_back(t);
  std::vector<std::uint32_t> out{draw_epoch(candidates)};
  candidates.clear();
  for (std::uint32_t t = 1; t < out[0]; ++t) candidates.push_back(t);
  while (out.size() < casts) {
    const auto t = draw_epoch(candidates);
    out.push_back(t);
    candidates.erase(std::find(candidates.begin(), candidates.end(), t));
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// What the epoch offers, in every contest something else than the voter's last choice.
std::vector<std::uint32_t> Planner::other_choices(std::uint32_t voter, std::uint32_t epoch) {
  std::vector<std::uint32_t> out;
  for (std::size_t at = 0; at < contests_of(voter).size(); ++at) {
    auto list = offered_[contests_of(voter)[at]][epoch];
    std::erase(list, final_[voter][at]);
    out.push_back(list[rng_.below(list.size())]);
  }
  return out;
}

/// How many casts each voter makes: once, and as many as the scenario says twice and three times.
bool Planner::cast_times(std::vector<std::uint32_t>& casts_of) {
  const auto share = [&](std::uint32_t percent) { return (casting_.size() * percent + 99) / 100; };
  casts_of.assign(plan_.voters.size(), 0);
  for (const auto v : casting_) casts_of[v] = 1;
  auto order = casting_;
  shuffle(order);
  for (const std::uint32_t casts : {3u, 2u}) {
    auto left = std::min(share(casts == 3 ? s_.thrice_percent : s_.twice_percent), order.size());
    for (const auto v : order) {
      const bool early = standing_[v] == Standing::counted && window(v).last < casts;
      if (left == 0) break;
      if (casts_of[v] == 1 && !early) casts_of[v] = casts, --left;
    }
    if (left > 0) return false;
  }
  return true;
}

void Planner::write_casts(const std::vector<std::uint32_t>& casts_of) {
  for (const auto v : casting_) {
    const bool counted = standing_[v] == Standing::counted;
    const auto epochs = draw_epochs(casts_of[v], counted ? window(v) : Window{1, s_.epochs});
    if (!counted)
      for (std::size_t at = 0; at < final_[v].size(); ++at) {
        const auto& list = offered_[contests_of(v)[at]][epochs.back()];
        final_[v][at] = list[rng_.below(list.size())];
      }
    for (const auto t : epochs) plan_.casts.push_back({v, t, t == epochs.back() ? final_[v] : other_choices(v, t)});
  }
  shuffle(plan_.casts);
  std::stable_sort(plan_.casts.begin(), plan_.casts.end(), [](const auto& a, const auto& b) { return a.epoch < b.epoch; });
}

void Planner::write_visits(std::uint16_t station) {
  const auto& st = s_.stations[station];
  std::vector<std::uint32_t> tokens(st.tokens);
  std::iota(tokens.begin(), tokens.end(), 0u);
  shuffle(tokens);
  std::map<std::uint16_t, std::vector<std::uint32_t>> decks;
  for (const auto& [contest, votes] : st.votes) decks[contest] = deck(votes);
  std::vector<PlannedVisit> visits;
  for (const auto& row : st.styles)
    for (std::uint32_t i = 0; i < row.ballots + row.abandoned; ++i) {
      PlannedVisit visit{station, row.style, tokens.back(), i >= row.ballots, -1, {}};
      tokens.pop_back();
      for (const auto contest : s_.styles[row.style].style.contests) {
        if (visit.abandoned) break;
        visit.choices.push_back(decks[contest].back());
        decks[contest].pop_back();
      }
      visits.push_back(std::move(visit));
    }
  shuffle(visits);
  for (std::uint32_t v = 0; v < plan_.voters.size(); ++v) {
    const auto& voter = plan_.voters[v];
    if (!voter.overridden || voter.station != station) continue;
    const auto free = [&](const PlannedVisit& visit) { return visit.voter < 0 && visit.style == voter.style; };
    const auto at = std::find_if(visits.begin(), visits.end(), free);
    at->voter = static_cast<int>(v);
  }
  plan_.visits.insert(plan_.visits.end(), visits.begin(), visits.end());
}

base::Result<Plan> Planner::run() {
  for (std::uint16_t c = 0; c < s_.contests.size(); ++c) {
    offered_.emplace_back(1);
    for (std::uint32_t t = 1; t <= s_.epochs; ++t) offered_[c].push_back(offered(s_, c, t));
  }
  seat_people();
  hand_out_evidence();
  hand_out_choices();
  std::vector<std::uint32_t> casts_of;
  if (!repair_windows() || !cast_times(casts_of))
    return base::Error{s_.file + ", amendments: the votes do not fit into the epochs that offer them; change from_epoch or votes"};
  write_casts(casts_of);
  for (std::uint16_t i = 0; i < s_.stations.size(); ++i) write_visits(i);
  return std::move(plan_);
}

}  // namespace

base::Result<Plan> make_plan(const Scenario& s) { return Planner(s).run(); }

}  // namespace ippyo::demo
