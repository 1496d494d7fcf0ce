// SPDX-License-Identifier: Apache-2.0
#include "demo/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "demo/replay.hpp"

namespace ippyo::demo {
namespace {

using election::ContestCount;

const std::filesystem::path kFolder = std::filesystem::path(IPPYO_SOURCE_DIR) / "scenarios";
Scenario scenario(const std::string& name) { return load_scenario(kFolder / (name + ".toml")).value(); }
const char* const kAll[] = {"smoke", "tsukuba-2018", "tsukuba-2019", "tsukuba-2020", "namiki-2021", "tsukuba-2022", "tsukuba-2024"};

/// The counts straight from the numbers of the file, without any plan.
std::vector<ContestCount> stated(const Scenario& s) {
  std::vector<ContestCount> out;
  for (std::uint16_t c = 0; c < s.contests.size(); ++c) {
    const auto has = [&](std::uint16_t style) { return std::ranges::count(s.styles[style].style.contests, c) > 0; };
    ContestCount n;
    n.contest = s.contests[c].contest.id;
    std::uint64_t slots = 0, voters = 0, ballots = 0;
    for (std::uint16_t i = 0; i < s.styles.size(); ++i)
      if (has(i)) slots += s.styles[i].slots, voters += s.styles[i].voters;
    for (const auto& o : s.overridden)
      if (has(o.style)) n.null += o.voted + o.silent;
    n.abstain = slots - voters - n.null;
    Votes all = s.contests[c].votes;
    for (const auto& st : s.stations) {
      for (const auto& row : st.styles)
        if (has(row.style)) ballots += row.ballots;
      if (st.votes.contains(c))
        for (const auto& [v, count] : st.votes.at(c)) all[v] += count;
    }
    n.unused = s.tokens() - ballots;
    n.blank = all[0];
    all.erase(0);
    auto open = s;
    std::erase_if(open.amendments, [](const auto& a) { return !a.adds; });
    const auto ever = offered(open, c, s.epochs), left = offered(s, c, s.epochs);
    for (const auto v : ever)
      if (v != 0) (std::ranges::count(left, v) ? n.valid : n.withdrawn)[v] = all[v];
    out.push_back(n);
  }
  return out;
}

std::map<std::uint32_t, std::vector<const PlannedCast*>> by_voter(const Plan& p) {
  std::map<std::uint32_t, std::vector<const PlannedCast*>> out;
  for (const auto& cast : p.casts) out[cast.voter].push_back(&cast);
  return out;
}

/// Every cast in an epoch of its own, every choice offered there, and every re-vote a change in all contests.
void expect_castable(const Scenario& s, const Plan& p) {
  for (const auto& [voter, casts] : by_voter(p)) {
    const auto& contests = s.styles[p.voters[voter].style].style.contests;
    for (std::size_t i = 0; i < casts.size(); ++i) {
      ASSERT_GE(casts[i]->epoch, i ? casts[i - 1]->epoch + 1 : 1);
      ASSERT_LE(casts[i]->epoch, s.epochs);
      ASSERT_EQ(casts[i]->choices.size(), contests.size());
      for (std::size_t at = 0; at < contests.size(); ++at) {
        EXPECT_TRUE(std::ranges::count(offered(s, contests[at], casts[i]->epoch), casts[i]->choices[at]));
        if (i + 1 < casts.size()) {
          EXPECT_NE(casts[i]->choices[at], casts.back()->choices[at]) << "a re-vote that changes nothing";
        }
      }
    }
  }
}

class EveryScenario : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Files, EveryScenario, testing::ValuesIn(kAll));

TEST_P(EveryScenario, ReplayedVoterByVoterGivesItsNumbers) {
  const auto s = scenario(GetParam());
  const auto p = make_plan(s).value();
  EXPECT_EQ(replay(s, p), stated(s));
  std::uint32_t voters = 0, overridden = 0;
  for (const auto& style : s.styles) voters += style.voters;
  for (const auto& o : s.overridden) overridden += o.voted + o.silent;
  const auto f = figures(s, p);
  EXPECT_EQ(f.counted, voters);
  EXPECT_EQ(f.overridden, overridden);
  EXPECT_EQ(f.casting, f.counted + f.overridden_voted);
  EXPECT_EQ(f.slots, s.slots());
}

TEST_P(EveryScenario, OffersWhatTheRulesOfElectionsAllow) {
  const auto s = scenario(GetParam());
  for (std::uint16_t c = 0; c < s.contests.size(); ++c) {
    const auto all = contest_with_additions(s, c);
    EXPECT_TRUE(election::check_contest(s.contests[c].contest).passed());
    EXPECT_TRUE(election::check_contest(all).passed());
    EXPECT_EQ(election::plaintext_numbers(all, not_offered(s, c, s.epochs)), offered(s, c, s.epochs));
    EXPECT_EQ(replay(s, make_plan(s).value())[c].total(), stated(s)[c].total());
  }
}

TEST_P(EveryScenario, HasTheSamePlanForTheSameSeedOnly) {
  auto s = scenario(GetParam());
  const auto p = make_plan(s).value();
  EXPECT_EQ(make_plan(s).value(), p);
  s.seed += "x";
  EXPECT_NE(make_plan(s).value(), p);
  EXPECT_EQ(replay(s, make_plan(s).value()), stated(s));
}

TEST_P(EveryScenario, CastsOnlyWhatIsOfferedAndOncePerEpoch) {
  const auto s = scenario(GetParam());
  expect_castable(s, make_plan(s).value());
}

TEST_P(EveryScenario, HasAsManyRevotesAndKindsOfEvidenceAsItSays) {
  const auto s = scenario(GetParam());
  const auto p = make_plan(s).value();
  const auto f = figures(s, p);
  const auto share = [&](std::uint32_t percent) { return (f.casting * percent + 99) / 100; };
  EXPECT_EQ(f.twice, share(s.twice_percent));
  EXPECT_EQ(f.thrice, share(s.thrice_percent));
  EXPECT_EQ(f.casts, f.casting + f.twice + 2 * f.thrice);
  std::map<election::EvidenceClass, std::uint32_t> slots, voters;
  const auto casts = by_voter(p);
  for (std::uint32_t v = 0; v < p.voters.size(); ++v) {
    ++slots[p.voters[v].evidence];
    if (casts.contains(v) && !p.voters[v].overridden) ++voters[p.voters[v].evidence];
  }
  for (const auto& e : s.evidence) {
    EXPECT_EQ(slots[e.evidence], e.slots);
    EXPECT_EQ(voters[e.evidence], e.voters);
  }
}

TEST_P(EveryScenario, DrawsEveryTokenOnceAndSendsSlotHoldersWhereTheyCheckIn) {
  const auto s = scenario(GetParam());
  const auto p = make_plan(s).value();
  std::set<std::pair<std::uint16_t, std::uint32_t>> tokens;
  std::set<int> holders;
  for (const auto& v : p.visits) {
    EXPECT_TRUE(tokens.insert({v.station, v.token}).second);
    EXPECT_LT(v.token, s.stations[v.station].tokens);
    EXPECT_EQ(v.abandoned, v.choices.empty());
    const auto& contests = s.styles[v.style].style.contests;
    for (std::size_t at = 0; at < v.choices.size(); ++at)
      EXPECT_TRUE(std::ranges::count(offered(s, contests[at], s.stations[v.station].epoch), v.choices[at]));
    if (v.voter < 0) continue;
    EXPECT_TRUE(holders.insert(v.voter).second);
    const auto& voter = p.voters[static_cast<std::size_t>(v.voter)];
    EXPECT_TRUE(voter.overridden && voter.station == v.station && voter.style == v.style);
  }
  for (std::size_t i = 0; i < p.voters.size(); ++i)
    EXPECT_EQ(p.voters[i].station >= 0, holders.contains(static_cast<int>(i)));
}

TEST(Plan, Of2022IsThePublishedTable) {
  const auto s = scenario("tsukuba-2022");
  const auto p = make_plan(s).value();
  const auto counts = replay(s, p);
  ASSERT_EQ(counts.size(), 1u);
  EXPECT_EQ(counts[0].valid, (std::map<std::uint32_t, std::uint64_t>{{1, 452}, {2, 443}, {3, 418}, {4, 193}}));
  EXPECT_EQ(counts[0].blank, 0u);
  EXPECT_EQ(s.contests[0].contest.options[0].name, "フックン船長");
  EXPECT_EQ(s.slots(), 14000u);
  const auto f = figures(s, p);
  EXPECT_EQ(f.counted, 1506u);
  EXPECT_EQ(f.casting, 1526u) << "overridden voters come on top";
  EXPECT_EQ(counts[0].null, 32u);
  EXPECT_GE(10 * (f.twice + f.thrice), f.casting) << "a tenth votes again";
  EXPECT_GT(f.thrice, 0u);
}

TEST(Plan, TheOtherTrialsHaveTheirPublishedNumbers) {
  const auto votes = [](const std::string& name) {
    const auto s = scenario(name);
    const auto n = replay(s, make_plan(s).value()).at(0);
    auto sum = n.blank;
    for (const auto& [v, count] : n.valid) sum += count;
    return sum;
  };
  EXPECT_EQ(votes("tsukuba-2018"), 119u);
  EXPECT_EQ(votes("tsukuba-2019"), 150u);
  EXPECT_EQ(votes("tsukuba-2020"), 354u);
  EXPECT_EQ(votes("namiki-2021"), 130u);
  EXPECT_EQ(scenario("tsukuba-2020").evidence[0].voters, 86u);
  EXPECT_FALSE(scenario("namiki-2021").paper);
  EXPECT_EQ(scenario("namiki-2021").slots(), 160u);
}

TEST(Plan, Of2024TiesExactlyTwoForTheLastSeat) {
  const auto s = scenario("tsukuba-2024");
  const auto counts = replay(s, make_plan(s).value());
  EXPECT_EQ(s.contests[0].contest.options.size(), 2u);
  EXPECT_EQ(s.contests[1].contest.seats, 28);
  std::vector<std::uint64_t> votes;
  for (const auto& [v, n] : counts[1].valid) votes.push_back(n);
  ASSERT_EQ(votes.size(), 46u);
  std::sort(votes.rbegin(), votes.rend());
  EXPECT_GT(votes[26], votes[27]);
  EXPECT_EQ(votes[27], votes[28]);
  EXPECT_GT(votes[28], votes[29]);
  const auto seats = election::allocate_seats(s.contests[1].contest, counts[1]);
  EXPECT_EQ(seats.elected.size(), 27u);
  EXPECT_EQ(seats.tied, (std::vector<std::uint16_t>{5, 24}));
  EXPECT_EQ(seats.open, 1);
}

TEST(Plan, IsBusyAtTheBeginningAndBusiestAtTheEnd) {
  const auto s = scenario("tsukuba-2022");
  const auto p = make_plan(s).value();
  std::map<std::uint32_t, std::uint32_t> n;
  for (const auto& cast : p.casts) ++n[cast.epoch];
  EXPECT_EQ(n.size(), 12u);
  EXPECT_GT(n[1], n[6]);
  EXPECT_GT(n[12], n[1]);
}

TEST(Plan, TheReplayNoticesALostRevoteAndAForgottenOverride) {
  const auto s = scenario("smoke");
  const auto p = make_plan(s).value();
  for (std::size_t i = 0; i < p.casts.size(); ++i) {
    auto lost = p;
    lost.casts.erase(lost.casts.begin() + static_cast<std::ptrdiff_t>(i));
    const auto casts = by_voter(p).at(p.casts[i].voter);
    const bool matters = casts.back() == &p.casts[i] && !p.voters[p.casts[i].voter].overridden;
    EXPECT_EQ(replay(s, lost) != stated(s), matters) << i;
  }
  for (std::size_t v = 0; v < p.voters.size(); ++v) {
    auto forgotten = p;
    if (!std::exchange(forgotten.voters[v].overridden, false)) continue;
    EXPECT_NE(replay(s, forgotten), stated(s)) << v;
  }
}

TEST(Plan, ChoicesThatWereNeverOfferedTogetherAreRefused) {
  auto s = scenario("smoke");
  s.amendments[0].from_epoch = 9;  // nobody is left who could choose option 4 ..
  s.amendments[1].from_epoch = 3;
  s.contests[0].votes = {{2, 19}};  // .. when all choose option 2, before epoch 3, and too many of them three times
  s.thrice_percent = 50;
  const auto p = make_plan(s);
  ASSERT_FALSE(p.ok());
  EXPECT_NE(p.error().message.find("amendments"), std::string::npos);
}

TEST(Plan, VotersExchangeChoicesThatNoEpochOffersTogether) {
  auto s = scenario("smoke");
  ScenarioAmendment late;  // the park gets an option after the mayor's option 2 is gone
  late.adds = true;
  late.from_epoch = 8;
  late.contest = 1;
  late.option = {4, "池", "いけ", "A pond", 4};
  s.amendments.push_back(late);
  s.contests[1].votes = {{0, 1}, {1, 1}, {8, 10}};
  for (int seed = 0; seed < 30; ++seed) {
    s.seed = std::to_string(seed);
    const auto p = make_plan(s);
    ASSERT_TRUE(p.ok()) << p.error().message;
    EXPECT_EQ(replay(s, *p), stated(s));
    expect_castable(s, *p);
  }
}

}  // namespace
}  // namespace ippyo::demo
