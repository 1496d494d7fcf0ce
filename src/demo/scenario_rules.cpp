// SPDX-License-Identifier: Apache-2.0
#include "demo/scenario_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace ippyo::demo {
namespace {

using settings::FirstError;

using election::ContestKind;

constexpr std::uint32_t kMostApprovalSets = 64;

std::uint64_t sum(const Votes& votes) {
  return std::accumulate(votes.begin(), votes.end(), std::uint64_t{0}, [](auto n, const auto& v) { return n + v.second; });
}

bool style_has(const Scenario& s, std::uint16_t style, std::uint16_t contest) {
  const auto& list = s.styles[style].style.contests;
  return std::find(list.begin(), list.end(), contest) != list.end();
}

std::vector<std::uint16_t> options_in(const election::Contest& c, std::uint32_t plaintext) {
  if (plaintext == 0) return {};
  if (c.kind != ContestKind::approval) return {static_cast<std::uint16_t>(plaintext)};
  std::vector<std::uint16_t> out;
  for (std::uint16_t n = 1; n <= 32; ++n)
    if (plaintext >> (n - 1) & 1) out.push_back(n);
  return out;
}

bool exists(const election::Contest& c, std::uint16_t number) {
  return std::any_of(c.options.begin(), c.options.end(), [&](const auto& o) { return o.number == number; });
}

void check_settings(const Scenario& s, FirstError& e) {
  const auto& election = s.sources[0];
  const auto& keys = s.sources[1];
  const auto& again = s.sources[2];
  if (2 * s.threshold <= s.trustees || s.threshold > s.trustees)
    e.report(keys, fmt::format("threshold must be more than half of count and at most count ({})", s.trustees));
  if (s.mixes < s.threshold || s.mixes > s.trustees)
    e.report(keys, fmt::format("mixes must lie between threshold ({}) and count ({})", s.threshold, s.trustees));
  if (s.min_list < 100 && s.clock != election::ClockKind::rehearsal)
    e.report(election, "min_list must be at least 100 unless clock is rehearsal");
  if (s.twice_percent + s.thrice_percent > 100) e.report(again, "twice_percent and thrice_percent together must be at most 100");
  if (s.thrice_percent > 0 && s.epochs < 3) e.report(again, "three casts need at least 3 epochs");
  if (s.twice_percent > 0 && s.epochs < 2) e.report(again, "two casts need at least 2 epochs");
}

void check_shape(const ContestNumbers& n, FirstError& e) {
  const auto& c = n.contest;
  std::set<std::uint16_t> orders;
  for (std::size_t i = 0; i < c.options.size(); ++i) {
    if (c.options[i].number != i + 1)
      e.report(n.source, fmt::format("options must be numbered 1, 2, 3 .. in this order; number {} is missing", i + 1));
    if (c.options[i].order > c.options.size() || !orders.insert(c.options[i].order).second)
      e.report(n.source, fmt::format("order {} of option {}: each of 1 to {} must be given once",
                                     c.options[i].order, i + 1, c.options.size()));
  }
  if (c.id == "rehearsal") e.report(n.source, "id 'rehearsal' is taken; name the contest otherwise");
  const auto size = c.options.size();
  if (c.kind == ContestKind::referendum && size < 2) e.report(n.source, "a referendum has at least two options");
  const bool one = c.kind == ContestKind::single_choice, many = c.kind == ContestKind::single_non_transferable;
  const bool approval = c.kind == ContestKind::approval;
  if (one && c.seats != 1) e.report(n.source, "seats must be 1 in a single-choice contest");
  if (many && (c.seats == 0 || c.seats > size))
    e.report(n.source, fmt::format("seats must lie between 1 and the number of options ({})", size));
  if (approval && c.seats > size) e.report(n.source, fmt::format("seats must be at most the number of options ({})", size));
  if (!one && !many && !approval && c.seats != 0) e.report(n.source, "this kind of contest has no seats; leave the key out");
  if (c.kind == ContestKind::yes_no && size != 2) e.report(n.source, "a yes-no contest has exactly the options 1 (yes) and 2 (no)");
  if (approval && (c.approve_max == 0 || c.approve_max > size))
    e.report(n.source, fmt::format("approve_max must lie between 1 and the number of options ({})", size));
  if (!approval && c.approve_max != 0) e.report(n.source, "approve_max belongs to approval contests only; leave the key out");
}

/// Blank and every set of 1..approve_max of all options ever offered.
std::uint64_t approval_sets(const election::Contest& c) {
  std::uint64_t sets = 1, choose = 1;
  for (std::uint64_t k = 1; k <= c.approve_max && k <= c.options.size(); ++k) {
    choose = choose * (c.options.size() - k + 1) / k;
    sets += choose;
  }
  return sets;
}

/// Every choice with votes must be one that exists; `epoch` 0: in any epoch, otherwise in that one.
void check_choices(const Scenario& s, std::uint16_t contest, const Votes& votes, std::uint32_t epoch, const Source& at,
                   FirstError& e) {
  const auto c = contest_with_additions(s, contest);
  const auto closed = epoch == 0 ? std::set<std::uint16_t>{} : not_offered(s, contest, epoch);
  for (const auto& [v, count] : votes) {
    const auto options = options_in(c, v);
    if (c.kind == ContestKind::approval && options.size() > c.approve_max)
      e.report(at, fmt::format("contest {}: a set may have at most {} options", c.id, c.approve_max));
    for (const auto o : options) {
      if (!exists(c, o)) e.report(at, fmt::format("contest {}: votes for option {}, which is never offered", c.id, o));
      if (closed.contains(o))
        e.report(at, fmt::format("contest {}: votes for option {}, which epoch {} does not offer", c.id, o, epoch));
    }
  }
}

void check_contest(const Scenario& s, std::uint16_t index, FirstError& e) {
  const auto& n = s.contests[index];
  for (std::uint16_t i = 0; i < index; ++i)
    if (s.contests[i].contest.id == n.contest.id) e.report(n.source, fmt::format("id '{}' is given twice", n.contest.id));
  check_shape(n, e);
  const auto all = contest_with_additions(s, index);
  if (n.contest.kind == ContestKind::approval && approval_sets(all) > kMostApprovalSets)
    e.report(n.source, fmt::format("{} sets could be chosen; at most {} are allowed, so lower approve_max",
                                   approval_sets(all), kMostApprovalSets));
  check_choices(s, index, n.votes, 0, n.source, e);
  std::uint64_t voters = 0;
  bool used = false;
  for (std::uint16_t i = 0; i < s.styles.size(); ++i)
    if (style_has(s, i, index)) used = true, voters += s.styles[i].voters;
  if (!used) e.report(n.source, "no style has this contest; name it in a style or remove it");
  if (sum(n.votes) != voters)
    e.report(n.source, fmt::format("votes and blank add up to {}, but the styles with this contest have {} voters",
                                   sum(n.votes), voters));
}

void check_style(const Scenario& s, std::uint16_t index, FirstError& e) {
  const auto& n = s.styles[index];
  std::uint64_t taken = n.voters;
  for (const auto& o : s.overridden)
    if (o.style == index) taken += o.voted + o.silent;
  if (taken > n.slots)
    e.report(n.source, fmt::format("voters and overridden together are {}, but there are only {} slots", taken, n.slots));
  if (n.slots < s.min_list) e.report(n.source, fmt::format("slots must be at least min_list ({})", s.min_list));
  for (std::uint16_t i = 0; i < index; ++i)
    if (s.styles[i].style.id == n.style.id) e.report(n.source, fmt::format("id '{}' is given twice", n.style.id));
}

void check_evidence(const Scenario& s, FirstError& e) {
  std::uint64_t slots = 0, voters = 0, styled = 0;
  for (const auto& n : s.styles) styled += n.voters;
  std::set<election::EvidenceClass> seen;
  for (const auto& n : s.evidence) {
    slots += n.slots, voters += n.voters;
    if (n.voters > n.slots) e.report(n.source, fmt::format("voters must be at most slots ({})", n.slots));
    if (!seen.insert(n.evidence).second) e.report(n.source, "this class is given twice");
  }
  if (slots != s.slots())
    e.report(s.evidence[0].source, fmt::format("slots of all classes are {}, those of all styles {}; they must be equal",
                                               slots, s.slots()));
  if (voters != styled)
    e.report(s.evidence[0].source, fmt::format("voters of all classes are {}, those of all styles {}; they must be equal",
                                               voters, styled));
}

std::uint64_t station_ballots(const Scenario& s, const Station& st, std::uint16_t contest) {
  std::uint64_t n = 0;
  for (const auto& row : st.styles)
    if (style_has(s, row.style, contest)) n += row.ballots;
  return n;
}

void check_station(const Scenario& s, std::size_t index, FirstError& e) {
  const auto& st = s.stations[index];
  if (!s.paper) e.report(st.source, "a station needs paper = true: slot holders who check in there are replaced in the settlement");
  if (st.id == "paper") e.report(st.source, "id 'paper' is taken; name the station otherwise");
  for (std::size_t i = 0; i < index; ++i)
    if (s.stations[i].id == st.id) e.report(st.source, fmt::format("id '{}' is given twice", st.id));
  std::uint64_t drawn = 0;
  std::set<std::uint16_t> styles;
  for (const auto& row : st.styles) {
    drawn += row.ballots + row.abandoned;
    if (!styles.insert(row.style).second)
      e.report(st.source, fmt::format("style '{}' is given twice", s.styles[row.style].style.id));
  }
  if (drawn > st.tokens)
    e.report(st.source, fmt::format("ballots and abandoned together are {}, but there are only {} tokens", drawn, st.tokens));
  for (std::uint16_t c = 0; c < s.contests.size(); ++c) {
    const auto votes = st.votes.contains(c) ? st.votes.at(c) : Votes{};
    check_choices(s, c, votes, st.epoch, st.source, e);
    if (const auto due = station_ballots(s, st, c); sum(votes) != due)
      e.report(st.source, fmt::format("contest {}: votes and blank add up to {}, but {} ballots have this contest",
                                      s.contests[c].contest.id, sum(votes), due));
  }
}

void check_overridden(const Scenario& s, const OverriddenNumbers& o, FirstError& e) {
  if (!s.paper) e.report(o.source, "nobody can be overridden with paper = false; remove the block or write paper = true");
  if (o.station < 0) return;
  const auto& st = s.stations[static_cast<std::size_t>(o.station)];
  std::uint64_t checkins = 0, holders = 0;
  for (const auto& row : st.styles)
    if (row.style == o.style) checkins += row.ballots + row.abandoned;
  for (const auto& other : s.overridden)
    if (other.style == o.style && other.station == o.station) holders += other.voted + other.silent;
  if (holders > checkins)
    e.report(o.source, fmt::format("{} slot holders check in at station '{}', which has {} check-ins of this style",
                                   holders, st.id, checkins));
}

void check_amendment(const Scenario& s, const ScenarioAmendment& a, FirstError& e) {
  const auto number = a.option.number;
  int added = exists(s.contests[a.contest].contest, number), withdrawn = 0;
  auto next = s.contests[a.contest].contest.options.size() + 1;
  std::uint32_t added_from = 1;
  for (const auto& other : s.amendments) {
    if (&other < &a && other.adds && other.contest == a.contest) ++next;
    if (other.contest != a.contest || other.option.number != number) continue;
    (other.adds ? added : withdrawn) += 1;
    if (other.adds) added_from = other.from_epoch;
  }
  if (added != 1)
    e.report(a.source, fmt::format("option {} is {}", number, added == 0 ? "never offered" : "offered already; take a new number"));
  if (a.adds && (number != next || a.option.order != next))
    e.report(a.source, fmt::format("number and order of the next option of this contest must be {}", next));
  if (withdrawn > 1) e.report(a.source, fmt::format("option {} is withdrawn twice", number));
  if (!a.adds && a.from_epoch <= added_from)
    e.report(a.source, fmt::format("option {} must be offered for at least one epoch before it is withdrawn", number));
  const auto all = contest_with_additions(s, a.contest);
  if (not_offered(s, a.contest, a.from_epoch).size() >= all.options.size())
    e.report(a.source, "no option would be left; withdraw fewer");
  if (a.from_epoch > s.epochs) e.report(a.source, fmt::format("from_epoch must be at most epochs ({})", s.epochs));
  if (s.contests[a.contest].contest.kind == ContestKind::yes_no)
    e.report(a.source, "the options of a yes-no contest cannot be amended");
}

}  // namespace

void check_scenario(const Scenario& s, FirstError& e) {
  check_settings(s, e);
  for (const auto& a : s.amendments) check_amendment(s, a, e);
  for (std::uint16_t c = 0; c < s.contests.size(); ++c) check_contest(s, c, e);
  for (std::uint16_t i = 0; i < s.styles.size(); ++i) check_style(s, i, e);
  check_evidence(s, e);
  for (std::size_t i = 0; i < s.stations.size(); ++i) check_station(s, i, e);
  for (const auto& o : s.overridden) check_overridden(s, o, e);
}

}  // namespace ippyo::demo
