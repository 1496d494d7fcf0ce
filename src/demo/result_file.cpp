// SPDX-License-Identifier: Apache-2.0
#include "demo/result_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ippyo::demo {
namespace {

using nlohmann::json;

const char* kind_name(election::ContestKind kind) {
  switch (kind) {
    case election::ContestKind::single_choice: return "single-choice";
    case election::ContestKind::single_non_transferable: return "single-non-transferable";
    case election::ContestKind::yes_no: return "yes-no";
    case election::ContestKind::approval: return "approval";
    case election::ContestKind::referendum: return "referendum";
  }
  return "";
}

bool holds(const std::vector<std::uint16_t>& list, std::uint16_t n) { return std::find(list.begin(), list.end(), n) != list.end(); }

std::uint64_t sum(const std::map<std::uint32_t, std::uint64_t>& counts) {
  std::uint64_t out = 0;
  for (const auto& [number, votes] : counts) out += votes;
  return out;
}

/// Votes for an option that was withdrawn: counted apart.
std::uint64_t withdrawn_votes(const election::Contest& contest, const election::ContestCount& count, std::uint16_t option) {
  std::uint64_t out = 0;
  for (const auto& [number, votes] : count.withdrawn) {
    const auto options = election::options_of(contest, number);
    if (holds(options, option)) out += votes;
  }
  return out;
}

json contest_json(const record::State& state, std::uint16_t c) {
  const auto& contest = state.schedule().contests[c];
  const auto& count = state.result()->counts[c];
  const auto& seats = state.result()->seats[c];
  const auto& withdrawn = state.schedule().withdrawn[c];
  const auto lot = std::find_if(state.lots().begin(), state.lots().end(), [&](const auto& l) { return l.contest == c; });
  const bool drawn = lot != state.lots().end();
  const auto votes = election::votes_by_option(contest, count);
  json options = json::array();
  for (const auto& o : contest.options) {
    const auto found = std::find_if(votes.begin(), votes.end(), [&](const auto& v) { return v.option == o.number; });
    json one{{"number", o.number}, {"name", o.name}, {"name_en", o.name_en}, {"votes", found == votes.end() ? 0 : found->votes}};
    if (withdrawn.contains(o.number)) {
      one["withdrawn"] = true;
      one["votes"] = withdrawn_votes(contest, count, o.number);
    }
    if (holds(seats.elected, o.number)) one["elected"] = true;
    if (drawn && holds(lot->winners, o.number)) one["by_lot"] = true;
    if (!drawn && holds(seats.tied, o.number)) one["tied"] = true;
    options.push_back(std::move(one));
  }
  json out{{"id", contest.id},         {"kind", kind_name(contest.kind)}, {"title", contest.title},  {"title_en", contest.title_en},
           {"seats", contest.seats},   {"options", options},              {"valid", sum(count.valid)}, {"blank", count.blank},
           {"abstain", count.abstain}, {"null", count.null},              {"unused", count.unused},  {"invalid", count.invalid},
           {"withdrawn", sum(count.withdrawn)}, {"places", count.total()}, {"open_seats", drawn ? 0 : seats.open}};
  if (drawn) out["lot"] = {{"winners", lot->winners}, {"statement", lot->statement}};
  return out;
}

/// 14000 -> "14,000"
std::string number(std::uint64_t n) {
  auto digits = std::to_string(n);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

json story(const RunFacts& f) {
  const auto& p = f.figures;
  const auto& c = f.state.constitution();
  json out = json::array();
  const auto add = [&](const std::string& ja, const std::string& en) { out.push_back({{"ja", ja}, {"en", en}}); };
  add(fmt::format("鍵の管理人{}人が鍵をかけらとして作りました。開票には{}人が必要です。", c.trustees, c.threshold),
      fmt::format("{} trustees made the election key in pieces; {} must come together to count.", c.trustees, c.threshold));
  add(fmt::format("{}人分のスロット(名前のない、番号だけの票の置き場所)が作られました。", number(p.slots)),
      fmt::format("{} slots were made: places for one ballot each, with a number and no name.", number(p.slots)));
  if (p.casting > 0)
    add(fmt::format("{}人が合計{}回投票し、そのうち{}人がやり直しました({}人は3回)。", number(p.casting), number(p.casts), number(p.twice + p.thrice), number(p.thrice)),
        fmt::format("{} people cast {} ballots; {} of them voted again ({} three times).", number(p.casting), number(p.casts), number(p.twice + p.thrice), number(p.thrice)));
  add(fmt::format("{}の区切りごとに、すべてのスロットに新しい暗号文(暗号にした票)が公開されました。", f.state.sealed_epoch()),
      fmt::format("In each of {} epochs every slot got a new ciphertext.", f.state.sealed_epoch()));
  if (f.casts.recorded > 0)
    add(fmt::format("送られた{}票が、一つ残らず掲示板に見つかりました。{}票は二台目の端末で中身も確かめられました。", number(f.casts.recorded), number(f.casts.second_device)),
        fmt::format("All {} ballots sent were found on the board; {} were opened on a second device.", number(f.casts.recorded), number(f.casts.second_device)));
  if (p.tokens > 0)
    add(fmt::format("移動期日前投票所で{}票が投じられました。", number(p.station_ballots)), fmt::format("{} ballots were cast at stations.", number(p.station_ballots)));
  if (p.overridden > 0)
    add(fmt::format("紙または投票所での投票により、{}のスロットが、どれかは見えないまま取り消されました。", number(p.overridden)),
        fmt::format("{} slots were replaced by votes on paper or at a station; nobody can see which.", number(p.overridden)));
  add(fmt::format("鍵の管理人{}人が順に票を混ぜ合わせ、{}人が復号しました。", c.mixes, c.threshold),
      fmt::format("{} trustees mixed the ballots one after the other, {} decrypted them.", c.mixes, c.threshold));
  return out;
}

}  // namespace

nlohmann::json result_json(const RunFacts& f) {
  const auto& s = f.scenario;
  const auto& p = f.figures;
  json contests = json::array(), evidence = json::array(), stations = json::array(), phases = json::array(), sources = json::array();
  for (std::uint16_t c = 0; c < f.state.result()->counts.size(); ++c) contests.push_back(contest_json(f.state, c));
  for (const auto& e : s.evidence) evidence.push_back({{"class", std::string(1, static_cast<char>('A' + static_cast<int>(e.evidence) - 1))}, {"slots", e.slots}});
  for (const auto& st : s.stations) {
    std::uint32_t ballots = 0, abandoned = 0;
    for (const auto& style : st.styles) {
      ballots += style.ballots;
      abandoned += style.abandoned;
    }
    stations.push_back({{"id", st.id}, {"name", st.name}, {"tokens", st.tokens}, {"ballots", ballots}, {"abandoned", abandoned}});
  }
  for (const auto& phase : f.phases) phases.push_back({{"name", phase.name}, {"seconds", std::round(phase.seconds * 10) / 10}});
  for (const auto& source : s.sources) sources.push_back({{"block", source.key}, {"kind", source.invented ? "invented" : "published"}, {"text", source.text}});
  return {{"format", "ippyo-result/1"},
          {"verified", f.verified},
          {"election",
           {{"id", s.election_id}, {"title", s.title}, {"title_en", s.title_en}, {"rehearsal", s.clock == election::ClockKind::rehearsal},
            {"paper", s.paper}, {"note", s.note}, {"note_en", s.note_en}}},
          {"contests", contests},
          {"story", story(f)},
          {"board", {{"entries", f.state.entries()}, {"root", base::to_hex(f.root)}, {"quorum", kQuorum}, {"cosigners", kCosigners}}},
          {"trustees", {{"count", s.trustees}, {"threshold", s.threshold}, {"mixes", s.mixes}}},
          {"turnout",
           {{"slots", p.slots}, {"cast_online", p.casting}, {"counted_online", p.counted}, {"casts", p.casts}, {"refused", 0}, {"twice", p.twice},
            {"thrice", p.thrice}, {"overridden", p.overridden}, {"overridden_voted", p.overridden_voted}}},
          {"evidence", evidence},
          {"epochs",
           {{"scheduled", s.epochs}, {"sealed", f.state.sealed_epoch()}, {"void", s.epochs - f.state.sealed_epoch()},
            {"amendments", f.state.schedule().amendments}}},
          {"stations", stations},
          {"phases", phases},
          {"sources", sources},
          {"scenario", {{"file", s.file}, {"seed", s.seed}}}};
}

}  // namespace ippyo::demo
