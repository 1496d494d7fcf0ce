// SPDX-License-Identifier: Apache-2.0
#include "demo/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/codec.hpp"
#include "base/files.hpp"
#include "demo/scenario_rules.hpp"
#include "settings/toml_table.hpp"

namespace ippyo::demo {
namespace {

using settings::FirstError;
using settings::TomlTable;

/// The key "source", which every block must have.
Source source_of(TomlTable& t) {
  const auto all = t.text("source");
  for (const std::string_view begin : {"published: ", "invented: "})
    if (all.starts_with(begin) && all.size() > begin.size()) return {t.key(), t.line(), begin[0] == 'i', all.substr(begin.size())};
  t.report("source", "begin with \"published: \" or \"invented: \" and say where the numbers of this block come from");
  return {t.key(), t.line(), true, {}};
}

using election::ContestKind;

constexpr std::uint32_t kMostSlots = 1'000'000;
constexpr std::uint32_t kMostEpochs = 240, kUsualEpoch = 600, kMostVisitors = 20;
constexpr std::uint32_t kMostOptions = 200;
constexpr std::uint32_t kMostApprovalOptions = 16;
constexpr std::string_view kKinds[] = {"single-choice", "single-non-transferable", "yes-no", "approval", "referendum"};
constexpr std::string_view kClasses[] = {"A", "B", "C", "D"};
constexpr std::string_view kFactors[] = {"code", "card", "oidc", "passkey", "email"};
constexpr std::string_view kClocks[] = {"real", "rehearsal"};
constexpr std::string_view kAmendments[] = {"add-option", "withdraw-option"};

/// Index of the contest or style with this id; says which ids exist when there is none.
template <class List, class IdOf>
std::uint16_t index_of(TomlTable& t, const std::string& key, const std::string& id, const List& list, IdOf id_of) {
  std::string known;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (id_of(list[i]) == id) return static_cast<std::uint16_t>(i);
    known += (i ? ", " : "") + id_of(list[i]);
  }
  t.report(key, fmt::format("'{}' does not exist in this file; write one of {}", id, known));
  return 0;
}
std::string contest_id(const ContestNumbers& c) { return c.contest.id; }
std::string station_id(const Station& s) { return s.id; }
std::string style_id(const StyleNumbers& s) { return s.style.id; }

/// "3" or, for approval, "1+3": the plaintext number. 0 when it is none.
std::uint32_t plaintext_of(const std::string& words, ContestKind kind) {
  std::uint32_t sum = 0;
  for (const char *at = words.data(), *end = at + words.size(); at < end; ++at) {
    std::uint32_t n = 0;
    const auto [next, error] = std::from_chars(at, end, n);
    if (error != std::errc{} || n == 0 || (next != end && (*next != '+' || next + 1 == end))) return 0;
    if (kind != ContestKind::approval) return next == end ? n : 0;
    if (n > kMostApprovalOptions || (sum >> (n - 1)) != 0) return 0;  // ascending, each once
    sum |= 1u << (n - 1);
    at = next;
  }
  return sum;
}

void read_choices(TomlTable& t, const std::string& key, ContestKind kind, Votes& votes) {
  for (const auto& [name, count, line] : t.counts(key)) {
    const auto v = plaintext_of(name, kind);
    if (v == 0)
      t.report(key, fmt::format("'{}' is no choice; write {}", name,
                                kind == ContestKind::approval ? "option numbers ascending, such as \"1+3\"" : "an option number"));
    if (count > 0) votes[v] = count;
  }
}

/// What an option and an amendment that adds one have in common.
election::Option read_option(TomlTable& t, ContestKind kind, Votes& votes) {
  election::Option o;
  o.number = static_cast<std::uint16_t>(t.number("number", 1, kind == ContestKind::approval ? kMostApprovalOptions : kMostOptions));
  o.name = t.text("name");
  o.kana = t.text("kana");
  o.name_en = t.text("name_en");
  o.order = static_cast<std::uint16_t>(t.number("order", 1, kMostOptions, o.number));
  if (kind != ContestKind::approval)
    if (const auto n = t.number("votes", 0, kMostSlots)) votes[o.number] = n;
  return o;
}

void read_election(TomlTable t, Scenario& s) {
  s.election_id = t.id("id", 64);
  s.title = t.text("title");
  s.title_en = t.text("title_en");
  s.note = t.text("note");
  s.note_en = t.text("note_en");
  s.clock = static_cast<election::ClockKind>(t.choice("clock", kClocks) + 1);
  s.paper = t.flag("paper");
  s.min_list = t.number("min_list", 1, kMostSlots);
  s.epochs = t.number("epochs", 1, kMostEpochs);
  s.epoch_seconds = t.number("epoch_seconds", 1, 900, kUsualEpoch);
  s.factors = t.texts("factors", kFactors);
  s.seed = t.text("seed");
  s.sources.push_back(source_of(t));
  t.finish();
}

void read_settings(TomlTable& top, Scenario& s) {
  auto keys = top.table("trustees");
  s.trustees = keys.number("count", 1, 20);
  s.threshold = keys.number("threshold", 1, 20);
  s.mixes = keys.number("mixes", 1, 20);
  s.sources.push_back(source_of(keys));
  keys.finish();
  auto again = top.table("revotes");
  s.twice_percent = again.number("twice_percent", 0, 100);
  s.thrice_percent = again.number("thrice_percent", 0, 100);
  s.sources.push_back(source_of(again));
  again.finish();
  for (auto& t : top.tables("evidence", true)) {
    EvidenceNumbers e;
    e.evidence = static_cast<election::EvidenceClass>(t.choice("class", kClasses) + 1);
    e.slots = t.number("slots", 0, kMostSlots);
    e.voters = t.number("voters", 0, kMostSlots);
    e.source = source_of(t);
    t.finish();
    s.evidence.push_back(e);
  }
}

ContestNumbers read_contest(TomlTable& t) {
  ContestNumbers c;
  c.contest.id = t.id("id", 32);
  c.contest.kind = static_cast<ContestKind>(t.choice("kind", kKinds) + 1);
  c.contest.title = t.text("title");
  c.contest.title_en = t.text("title_en");
  c.contest.seats = static_cast<std::uint16_t>(t.number("seats", 0, kMostOptions, 0));
  c.contest.approve_max = static_cast<std::uint16_t>(t.number("approve_max", 0, kMostApprovalOptions, 0));
  if (const auto blank = t.number("blank", 0, kMostSlots, 0)) c.votes[0] = blank;
  c.source = source_of(t);
  for (auto& option : t.tables("options", true)) {
    c.contest.options.push_back(read_option(option, c.contest.kind, c.votes));
    option.finish();
  }
  if (c.contest.kind == ContestKind::approval) read_choices(t, "sets", c.contest.kind, c.votes);
  t.finish();
  return c;
}

StyleNumbers read_style(TomlTable& t, const Scenario& s) {
  StyleNumbers n;
  n.style.id = t.id("id", 32);
  n.style.name = t.text("name");
  for (const auto& id : t.texts("contests")) n.style.contests.push_back(index_of(t, "contests", id, s.contests, contest_id));
  std::sort(n.style.contests.begin(), n.style.contests.end());
  n.slots = t.number("slots", 1, kMostSlots);
  n.voters = t.number("voters", 0, kMostSlots);
  n.source = source_of(t);
  t.finish();
  return n;
}

Station read_station(TomlTable& t, const Scenario& s) {
  Station out;
  out.id = t.id("id", 32);
  out.name = t.text("name");
  out.tokens = t.number("tokens", 1, kMostSlots);
  out.epoch = t.number("epoch", 1, s.epochs);
  out.source = source_of(t);
  for (auto& row : t.tables("checkins", true)) {
    const auto style = index_of(row, "style", row.text("style"), s.styles, style_id);
    out.styles.push_back({style, row.number("ballots", 0, kMostSlots), row.number("abandoned", 0, kMostSlots)});
    row.finish();
  }
  for (auto& row : t.tables("votes", true)) {
    const auto contest = index_of(row, "contest", row.text("contest"), s.contests, contest_id);
    auto& votes = out.votes[contest];
    if (const auto blank = row.number("blank", 0, kMostSlots, 0)) votes[0] = blank;
    if (!s.contests.empty()) read_choices(row, "choices", s.contests[contest].contest.kind, votes);
    row.finish();
  }
  t.finish();
  return out;
}

OverriddenNumbers read_overridden(TomlTable& t, const Scenario& s) {
  OverriddenNumbers o;
  o.style = index_of(t, "style", t.text("style"), s.styles, style_id);
  if (const auto at = t.text("at"); at != "paper") o.station = index_of(t, "at", at, s.stations, station_id);
  o.voted = t.number("voted", 0, kMostSlots);
  o.silent = t.number("silent", 0, kMostSlots);
  o.source = source_of(t);
  t.finish();
  return o;
}

ScenarioAmendment read_amendment(TomlTable& t, Scenario& s) {
  ScenarioAmendment a;
  a.adds = t.choice("kind", kAmendments) == 0;
  a.from_epoch = t.number("from_epoch", 2, std::max(s.epochs, 2u));
  a.contest = index_of(t, "contest", t.text("contest"), s.contests, contest_id);
  a.reason = t.text("reason");
  a.source = source_of(t);
  if (s.contests.empty()) return a;
  auto& c = s.contests[a.contest];
  if (a.adds)
    a.option = read_option(t, c.contest.kind, c.votes);
  else
    a.option.number = static_cast<std::uint16_t>(t.number("number", 1, kMostOptions));
  t.finish();
  return a;
}

VisitorNumbers read_visitors(TomlTable& t, const Scenario& s) {
  VisitorNumbers v;
  v.style = index_of(t, "style", t.text("style"), s.styles, style_id);
  v.count = t.number("count", 1, kMostVisitors);
  v.applicants = t.number("applicants", 0, kMostVisitors, 0);
  v.source = source_of(t);
  t.finish();
  return v;
}

void read_blocks(TomlTable& top, Scenario& s) {
  read_election(top.table("election"), s);
  read_settings(top, s);
  for (auto& t : top.tables("contests", true)) s.contests.push_back(read_contest(t));
  for (auto& t : top.tables("styles", true)) s.styles.push_back(read_style(t, s));
  for (auto& t : top.tables("stations", false)) s.stations.push_back(read_station(t, s));
  for (auto& t : top.tables("overridden", false)) s.overridden.push_back(read_overridden(t, s));
  for (auto& t : top.tables("amendments", false)) s.amendments.push_back(read_amendment(t, s));
  for (auto& t : top.tables("visitors", false)) s.visitors.push_back(read_visitors(t, s));
  top.finish();
  const auto earlier = [](const auto& a, const auto& b) { return a.from_epoch < b.from_epoch; };
  std::stable_sort(s.amendments.begin(), s.amendments.end(), earlier);
  const auto keep = [&s](const auto& list) {
    for (const auto& item : list) s.sources.push_back(item.source);
  };
  keep(s.evidence), keep(s.contests), keep(s.styles), keep(s.stations), keep(s.overridden), keep(s.amendments), keep(s.visitors);
}

}  // namespace

base::Result<Scenario> parse_scenario(std::string_view text, const std::string& file) {
  FirstError errors(file);
  Scenario s;
  s.file = file;
  try {
    const auto root = toml::parse(text, file);
    TomlTable top(errors, root, {}, 1);
    read_blocks(top, s);
  } catch (const toml::parse_error& e) {
    errors.report(e.source().begin.line, "syntax", std::string(e.description()) + "; write TOML 1.0");
  }
  if (!errors.error()) check_scenario(s, errors);
  if (errors.error()) return *errors.error();
  return s;
}

base::Result<Scenario> load_scenario(const std::filesystem::path& path) {
  const auto bytes = base::read_file(path, 1u << 20);
  if (!bytes.ok()) return bytes.error();
  return parse_scenario(base::to_string(*bytes), path.string());
}

}  // namespace ippyo::demo
