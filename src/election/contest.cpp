// SPDX-License-Identifier: Apache-2.0
#include "election/contest.hpp"

#include "election/fields.hpp"

namespace ippyo::election {

using base::Reader;
using base::Verdict;
using base::Writer;

void encode(Writer& w, const Option& o) { w.u16(o.number).text(o.name).text(o.kana).text(o.name_en).u16(o.order); }

Option decode_option(Reader& r) {
  Option o{};
  o.number = r.u16();
  o.name = r.text();
  o.kana = r.text();
  o.name_en = r.text();
  o.order = r.u16();
  return o;
}

void encode(Writer& w, const Contest& c) {
  w.text(c.id).u8(static_cast<std::uint8_t>(c.kind)).text(c.title).text(c.title_en).u16(c.seats).u16(c.approve_max);
  write_list(w, c.options, [&](const Option& o) { encode(w, o); });
}

Contest decode_contest(Reader& r) {
  Contest c{};
  c.id = r.text(32);
  c.kind = read_kind(r, ContestKind::referendum);
  c.title = r.text();
  c.title_en = r.text();
  c.seats = r.u16();
  c.approve_max = r.u16();
  c.options = read_list(r, 1024, [&] { return decode_option(r); });
  return c;
}

void encode(Writer& w, const Style& s) {
  w.text(s.id).text(s.name);
  write_list(w, s.contests, [&](std::uint16_t contest) { w.u16(contest); });
}

Style decode_style(Reader& r) {
  Style s;
  s.id = r.text(32);
  s.name = r.text();
  s.contests = read_list(r, 1024, [&] { return r.u16(); });
  return s;
}

/// Sets of 0..max out of n, or 65 when there are more than 64.
static unsigned count_sets(std::size_t n, std::size_t max) {
  std::uint64_t sets = 1, choose = 1;
  for (std::size_t i = 1; i <= std::min(n, max) && sets <= 64; ++i) {
    choose = choose * (n - i + 1) / i;
    sets += choose;
  }
  return sets > 64 ? 65 : static_cast<unsigned>(sets);
}

static Verdict check_options(const Contest& c) {
  const auto refuse = [](const std::string& where) { return Verdict::fail(kContestShape, where); };
  const auto n = c.options.size();
  std::set<std::uint16_t> orders;
  std::uint16_t last = 0;
  for (const auto& o : c.options) {
    if (o.number <= last) return refuse("option numbers");
    last = o.number;
    if (o.name.empty()) return refuse("name of option " + std::to_string(o.number));
    if (o.order < 1 || o.order > n || !orders.insert(o.order).second) return refuse("order on the screen");
  }
  return Verdict::pass();
}

/// Seats, number of options and approve_max by kind.
static bool shape_allowed(const Contest& c) {
  const auto n = c.options.size();
  if (n == 0 || (c.approve_max != 0 && c.kind != ContestKind::approval)) return false;
  switch (c.kind) {
    case ContestKind::single_choice: return c.seats == 1;
    case ContestKind::single_non_transferable: return c.seats >= 1;
    case ContestKind::yes_no: return c.seats == 0 && n == 2 && c.options[0].number == 1 && c.options[1].number == 2;
    case ContestKind::approval: return c.approve_max >= 1 && c.approve_max <= n && c.options.back().number <= 31;
    case ContestKind::referendum: return c.seats == 0 && n >= 2;
  }
  return false;
}

Verdict check_contest(const Contest& c) {
  if (!is_id(c.id) || c.id == "rehearsal") return Verdict::fail(kContestShape, "id");
  if (c.title.empty()) return Verdict::fail(kContestShape, "title");
  IPPYO_REQUIRE(check_options(c));
  if (!shape_allowed(c)) return Verdict::fail(kContestShape, "seats, options or approve_max");
  if (c.kind == ContestKind::approval && count_sets(c.options.size(), c.approve_max) > 64)
    return Verdict::fail(kApprovalSets, "counting blank");
  return Verdict::pass();
}

}  // namespace ippyo::election
