// SPDX-License-Identifier: Apache-2.0
#include "election/opening.hpp"

#include "base/hash.hpp"
#include "election/fields.hpp"

namespace ippyo::election {

using base::Reader;
using base::Verdict;
using base::Writer;

Bytes Opening::encode() const {
  Writer w;
  w.raw(y.bytes).raw(Z.bytes).u64(slots).raw(slot_list);
  write_list(w, contests, [&](const Contest& c) { election::encode(w, c); });
  write_list(w, styles, [&](const Style& s) { election::encode(w, s); });
  election::encode(w, calendar);
  write_list(w, box_rotation, [&](const std::string& id) { w.text(id); });
  write_list(w, token_lists, [&](const Bytes32& hash) { w.raw(hash); });
  w.text(policy);
  return w.take();
}

base::Result<Opening> Opening::decode(ByteView bytes) {
  Reader r(bytes);
  Opening o;
  o.y = read_element(r);
  o.Z = read_element(r);
  o.slots = r.u64();
  o.slot_list = r.fixed<32>();
  o.contests = read_list(r, 1024, [&] { return decode_contest(r); });
  o.styles = read_list(r, 1024, [&] { return decode_style(r); });
  o.calendar = decode_calendar(r);
  o.box_rotation = read_list(r, 1024, [&] { return r.text(32); });
  o.token_lists = read_list(r, 1024, [&] { return r.fixed<32>(); });
  o.policy = r.text();
  IPPYO_TRY(r.finish("opening"));
  return o;
}

Bytes32 context(const Bytes32& ctx0, const base::Bytes64& ceremony_hash, const Opening& o) {
  return base::hash32("ctx", ctx0, ceremony_hash, o.encode());
}

namespace {

Verdict refuse(const std::string& where) { return Verdict::fail(kOpeningShape, where); }

Verdict check_contests(const Constitution& c, const Opening& o) {
  if (o.contests.empty()) return refuse("no contest");
  const auto ctx0 = context0(c);
  std::set<std::string> ids;
  for (const auto& contest : o.contests) {
    IPPYO_REQUIRE(check_contest(contest).at("contest " + contest.id));
    IPPYO_REQUIRE(check_plaintexts(ctx0, contest));
    if (!ids.insert(contest.id).second) return refuse("two contests " + contest.id);
  }
  return Verdict::pass();
}

Verdict check_styles(const Opening& o) {
  if (o.styles.empty()) return refuse("no style");
  std::set<std::string> ids;
  std::set<std::uint16_t> used;
  for (const auto& s : o.styles) {
    if (!is_id(s.id) || s.name.empty()) return refuse("id or name of a style");
    if (!ids.insert(s.id).second) return refuse("two styles " + s.id);
    if (s.contests.empty() || !std::is_sorted(s.contests.begin(), s.contests.end()) || !all_distinct(s.contests) ||
        s.contests.back() >= o.contests.size())
      return refuse("contests of style " + s.id);
    used.insert(s.contests.begin(), s.contests.end());
  }
  if (used.size() != o.contests.size()) return refuse("a contest of no style");
  return Verdict::pass();
}

}  // namespace

Verdict check_opening(const Constitution& c, const Opening& o) {
  if (o.y.is_identity() || !(o.Z == c.Z)) return Verdict::fail(kOpeningKeys, o.y.is_identity() ? "y" : "Z");
  if (o.slots == 0) return refuse("no slots");
  IPPYO_REQUIRE(check_contests(c, o));
  IPPYO_REQUIRE(check_styles(o));
  if (!is_rotation(c, o.box_rotation)) return refuse("rotation of the boxes");
  if (!all_distinct(o.token_lists)) return refuse("a token list twice");
  return check_calendar(o.calendar, c.clock == ClockKind::rehearsal, c.paper);
}

}  // namespace ippyo::election
