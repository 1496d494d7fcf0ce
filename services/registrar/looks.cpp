// SPDX-License-Identifier: Apache-2.0
#include "registrar/looks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/codec.hpp"
#include "registrar/applications.hpp"
#include "roll/day.hpp"
#include "roll/import.hpp"
#include "roll/normalise.hpp"

namespace ippyo::registrar {
namespace {

using nlohmann::json;

constexpr std::uint8_t kVersion = 1;

db::Place shown_place(std::int64_t application, Factor factor) {
  return {"attributes_look", "shown_sealed", {application, static_cast<std::int64_t>(factor)}};
}

void write(base::Writer& w, const roll::Attributes& a) {
  w.text(a.name).text(a.address).u16(static_cast<std::uint16_t>(a.birth.year)).u8(a.birth.month).u8(a.birth.day).u8(static_cast<std::uint8_t>(a.sex));
}

void read(base::Reader& r, roll::Attributes& a) {
  a.name = r.text(), a.address = r.text();
  a.birth.year = static_cast<std::int16_t>(r.u16()), a.birth.month = r.u8(), a.birth.day = r.u8();
  const auto sex = r.u8();
  if (sex > static_cast<std::uint8_t>(roll::Sex::other)) r.refuse();
  a.sex = static_cast<roll::Sex>(sex);
}

Bytes encode(const Look& look) {
  base::Writer w;
  w.u8(kVersion);
  write(w, look.shown), write(w, look.line);
  return w.take();
}

Bytes16 mark_of(const StoreKeys& keys, std::int64_t application, const Look& look) {
  base::Writer w;
  w.u64(static_cast<std::uint64_t>(application)).u8(static_cast<std::uint8_t>(look.factor)).raw(encode(look));
  return keys.columns.index("attributes_look", "mark", ByteView(w.data()));
}

db::Outcome damaged(std::int64_t application, const std::string& why) {
  return db::Outcome::conflict("application " + std::to_string(application) + ": " + why);
}

db::Outcome read_row(const db::Row& row, const StoreKeys& keys, std::int64_t application, Look& out) {
  out.factor = static_cast<Factor>(row.integer(0));
  out.at = static_cast<base::UnixTime>(row.integer(1));
  out.seen_by = row.text(2);
  out.seen_at = static_cast<base::UnixTime>(row.integer(3));
  const auto plain = keys.columns.open(shown_place(application, out.factor), row.blob(4));
  if (!plain.ok()) return damaged(application, plain.error().message);
  base::Reader r(plain->expose());
  if (r.u8() != kVersion) r.refuse();
  read(r, out.shown), read(r, out.line);
  if (const auto whole = r.finish("attributes that need a look"); !whole.ok()) return damaged(application, whole.error().message);
  out.mark = mark_of(keys, application, out);
  return {};
}

db::Outcome write_look(db::Database& db, const StoreKeys& keys, std::int64_t application, const Look& look) {
  const auto sealed = keys.columns.seal(shown_place(application, look.factor), ByteView(encode(look)));
  IPPYO_DB_TRY(db.prepare("DELETE FROM attributes_look WHERE application = ? AND factor = ?")
                   .bind(application)
                   .bind(static_cast<std::int64_t>(look.factor))
                   .run());
  return db.prepare("INSERT INTO attributes_look (application, factor, at, staff, seen_at, shown_sealed) VALUES (?, ?, ?, ?, ?, ?)")
      .bind(application)
      .bind(static_cast<std::int64_t>(look.factor))
      .bind(static_cast<std::int64_t>(look.at))
      .bind(look.seen_by)
      .bind(static_cast<std::int64_t>(look.seen_at))
      .bind(ByteView(sealed))
      .run();
}

json text_of(const roll::Attributes& a) {
  return {{"name", a.name}, {"address", a.address}, {"birth", roll::to_text(a.birth)}, {"sex", roll::word(a.sex)}};
}

bool equal(const roll::Attributes& a, const roll::Attributes& b) {
  return a.name == b.name && a.address == b.address && a.birth == b.birth && a.sex == b.sex;
}

/// What the comparison reads of a line.
roll::Voter voter_like(const roll::Attributes& line) {
  roll::Voter out;
  out.name = line.name, out.address = line.address, out.birth = line.birth, out.sex = line.sex;
  return out;
}

}  // namespace

roll::Attributes attributes_of(const roll::Voter& v) { return {v.name, v.address, v.birth, v.sex}; }

db::Outcome read_looks(db::Database& db, const StoreKeys& keys, std::int64_t application, std::vector<Look>& out) {
  out.clear();
  db::Outcome damage;
  IPPYO_DB_TRY(db.prepare("SELECT factor, at, staff, seen_at, shown_sealed FROM attributes_look WHERE application = ? ORDER BY factor")
                   .bind(application)
                   .each([&](const db::Row& row) { return damage = read_row(row, keys, application, out.emplace_back()), damage.ok(); }));
  return damage;
}

db::Outcome keep_look(db::Database& db, const Store& store, std::int64_t application, Look look, base::UnixTime now, bool& passes) {
  look.at = now;
  look.mark = mark_of(store.keys(), application, look);
  std::vector<Look> known;
  IPPYO_DB_TRY(read_looks(db, store.keys(), application, known));
  passes = std::ranges::any_of(known, [&](const Look& k) { return k.mark == look.mark && k.passes(now); });
  if (passes) return {};
  IPPYO_DB_TRY(write_look(db, store.keys(), application, look));
  return add_event(db, store, application, {"voter", now}, "needs-look", identity::name(look.factor));
}

db::Outcome forget_looks(db::Database& db, std::int64_t application) {
  return db.prepare("DELETE FROM attributes_look WHERE application = ?").bind(application).run();
}

json shown(const std::vector<Look>& looks, const roll::Attributes& line) {
  auto out = json::array();
  for (const auto& l : looks) {
    if (!equal(l.line, line)) continue;
    const auto match = roll::compare(l.shown, voter_like(l.line));
    out.push_back({{"look", base::to_hex(l.mark)},
                   {"factor", identity::name(l.factor)},
                   {"at", l.at},
                   {"shown", text_of(l.shown)},
                   {"line", text_of(l.line)}});
    out.back()["match"] = {{"verdict", roll::word(match.verdict)}, {"name", roll::word(match.name)}, {"address", roll::word(match.address)},
                           {"birth", roll::word(match.birth)},     {"sex", roll::word(match.sex)}};
    if (!l.seen_by.empty()) out.back()["seen_by"] = l.seen_by, out.back()["until"] = l.seen_at + kSeenFor;
  }
  return out;
}

db::Outcome let_pass(db::Database& db, const Context& context, std::int64_t application, const Bytes16& mark, const std::string& reason,
                     const Actor& actor, http::Response& answer) {
  const auto& keys = context.store.keys();
  std::optional<Application> a;
  IPPYO_DB_TRY(read_application(db, keys, application, a));
  if (!a) return refuse(answer, not_found("There is no application with this number."));
  if (a->state != State::approved) return refuse(answer, conflict("state", "Only an approved application is enrolled; look at it again."));
  if (reason.empty())
    return refuse(answer, refused("reason", "Say what you looked at and why this is the person: everybody who asks later must read it."));
  std::optional<roll::Voter> voter;
  IPPYO_DB_TRY(voter_of(db, keys, *a, voter));
  std::vector<Look> looks;
  IPPYO_DB_TRY(read_looks(db, keys, application, looks));
  const auto found = std::ranges::find(looks, mark, &Look::mark);
  if (!voter || found == looks.end() || !equal(found->line, attributes_of(*voter)))
    return refuse(answer, conflict("look-changed", "Something else was shown meanwhile, or the roll was corrected; look at the application again."));
  found->seen_by = actor.id, found->seen_at = actor.now;
  IPPYO_DB_TRY(write_look(db, keys, application, *found));
  answer = ok_json({{"id", application}, {"until", actor.now + kSeenFor}});
  return add_event(db, context.store, application, actor, "attributes-seen", reason);
}

}  // namespace ippyo::registrar
