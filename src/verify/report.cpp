// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "verify/verify.hpp"

namespace ippyo::verify {
namespace {

using nlohmann::json;

std::string name_of(const election::Contest& c, std::uint16_t number) {
  for (const auto& o : c.options)
    if (o.number == number) return o.name;
  return std::to_string(number);
}

std::string names_of(const election::Contest& c, const std::vector<std::uint16_t>& numbers) {
  std::string out;
  for (std::size_t n = 0; n < numbers.size(); ++n) out += (n == 0 ? "" : n % 5 == 0 ? ",\n    " : ", ") + name_of(c, numbers[n]);
  return out;
}

const election::Lot* lot_of(const record::State& s, std::size_t contest) {
  for (const auto& lot : s.lots())
    if (lot.contest == contest) return &lot;
  return nullptr;
}

std::string contest_text(const Report& r, std::size_t c) {
  const auto& contest = r.state.schedule().contests[c];
  const auto& count = r.state.result()->counts[c];
  const auto& seats = r.state.result()->seats[c];
  std::string out = "\n" + contest.title + (contest.title_en.empty() ? "" : " / " + contest.title_en) + "\n";
  for (const auto& [option, votes] : election::votes_by_option(contest, count)) out += fmt::format("  {:>8}  {}\n", votes, name_of(contest, option));
  out += fmt::format("  blank {}, not voted {}, replaced on paper {}, unused tokens {}, invalid {}\n", count.blank, count.abstain, count.null,
                     count.unused, count.invalid);
  if (!seats.elected.empty()) out += "  elected (当選): " + names_of(contest, seats.elected) + "\n";
  if (const auto* lot = lot_of(r.state, c))
    out += "  elected by lot (当選・抽選): " + names_of(contest, lot->winners) + "\n";
  else if (!seats.tied.empty())
    out += fmt::format("  tied for {} seat(s), a lot (抽選) must be drawn: {}\n", seats.open, names_of(contest, seats.tied));
  return out;
}

json contest_json(const Report& r, std::size_t c) {
  const auto& contest = r.state.schedule().contests[c];
  const auto& count = r.state.result()->counts[c];
  const auto& seats = r.state.result()->seats[c];
  json options = json::array();
  for (const auto& [option, votes] : election::votes_by_option(contest, count))
    options.push_back({{"number", option}, {"name", name_of(contest, option)}, {"votes", votes}});
  json out{{"id", contest.id},         {"title", contest.title}, {"options", options},      {"blank", count.blank},
           {"abstain", count.abstain}, {"null", count.null},     {"unused", count.unused},  {"invalid", count.invalid},
           {"elected", seats.elected}, {"tied", seats.tied},     {"open_seats", seats.open}};
  if (const auto* lot = lot_of(r.state, c)) out["by_lot"] = lot->winners;
  return out;
}

json finding_json(const base::Finding& f) {
  json out{{"check", f.check.number()}, {"title", f.check.title}, {"where", f.where}, {"entry", nullptr}};
  if (f.entry) out["entry"] = *f.entry;
  return out;
}

}  // namespace

std::string report_text(const Report& r) {
  std::string out;
  if (r.state.phase() >= record::Phase::constituted) {
    const auto& c = r.state.constitution();
    out += c.title + (c.title_en.empty() ? "" : " / " + c.title_en) + (c.clock == election::ClockKind::rehearsal ? "  [練習 rehearsal]" : "") + "\n";
  }
  out += fmt::format("{} of {} entries passed every check; {} signed checkpoints, {} epochs of voting\nroot of the board (the same record has the same root): {}\n",
                     r.applied, r.entries, r.checkpoints, r.epochs, base::to_hex(r.root));
  for (const auto& remark : r.remarks) out += "remark: " + remark.text() + "\n";
  if (!r.verified()) {
    for (std::size_t n = 0; n < r.findings.size(); ++n) out += fmt::format("{}. {}\n", n + 1, r.findings[n].text());
    return out + "NOT VERIFIED: do not use this result.\n";
  }
  for (std::size_t c = 0; c < r.state.result()->counts.size(); ++c) out += contest_text(r, c);
  return out + "\nEverything was checked, from the first entry to the result.\nverified\n";
}

std::string report_json(const Report& r) {
  json findings = json::array(), remarks = json::array(), contests = json::array();
  for (const auto& f : r.findings) findings.push_back(finding_json(f));
  for (const auto& f : r.remarks) remarks.push_back(finding_json(f));
  if (r.verified())
    for (std::size_t c = 0; c < r.state.result()->counts.size(); ++c) contests.push_back(contest_json(r, c));
  json out{{"verified", r.verified()}, {"entries", r.entries},   {"applied", r.applied},   {"checkpoints", r.checkpoints},
           {"epochs", r.epochs},       {"root", base::to_hex(r.root)}, {"findings", findings}, {"remarks", remarks}, {"contests", contests}};
  if (r.state.phase() >= record::Phase::constituted) {
    out["election"] = r.state.constitution().election_id;
    out["clock"] = r.state.constitution().clock == election::ClockKind::rehearsal ? "rehearsal" : "real";
  }
  return out.dump(2) + "\n";
}

}  // namespace ippyo::verify
