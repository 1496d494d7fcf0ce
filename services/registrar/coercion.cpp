// SPDX-License-Identifier: Apache-2.0
#include "registrar/coercion.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace ippyo::registrar {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> kKinds{"pressure", "bought", "watched", "other"};
constexpr std::int64_t kFirst = 100'000, kNumbers = 900'000;

db::Place place(const char* column, std::int64_t number) { return {"coercion_report", column, {number}}; }

db::Outcome draw_number(db::Database& db, base::Rng& rng, std::int64_t& out) {
  for (bool taken = true; taken;) {
    out = kFirst + static_cast<std::int64_t>(rng.below(kNumbers));
    taken = false;
    IPPYO_DB_TRY(db.prepare("SELECT 1 FROM coercion_report WHERE number = ?").bind(out).each([&](const db::Row&) { return taken = true, false; }));
  }
  return {};
}

}  // namespace

std::string_view name(ReportKind kind) { return kKinds[static_cast<std::size_t>(kind) - 1]; }

std::optional<ReportKind> report_kind_of(std::string_view name) {
  const auto found = std::ranges::find(kKinds, name);
  return found == kKinds.end() ? std::nullopt : std::optional(static_cast<ReportKind>(found - kKinds.begin() + 1));
}

db::Outcome keep_report(db::Database& db, const Store& store, const CoercionReport& report, base::UnixTime now, base::Rng& rng, std::int64_t& number) {
  IPPYO_DB_TRY(draw_number(db, rng, number));
  const auto& columns = store.keys().columns;
  IPPYO_DB_TRY(db.prepare("INSERT INTO coercion_report (number, kind, at, seen_at, staff, text_sealed, contact_sealed) VALUES (?, ?, ?, 0, '', ?, ?)")
                   .bind(number)
                   .bind(static_cast<std::int64_t>(report.kind))
                   .bind(static_cast<std::int64_t>(now))
                   .bind(ByteView(columns.seal(place("text_sealed", number), report.text)))
                   .bind(ByteView(columns.seal(place("contact_sealed", number), report.contact)))
                   .run());
  return store.log(db, {"server", now}, "report", "report " + std::to_string(number));
}

db::Outcome read_reports(db::Database& db, const StoreKeys& keys, std::int64_t after, std::int64_t limit, json& out) {
  out = json::array();
  std::optional<base::Error> unreadable;
  const auto text_of = [&](const db::Row& row, int column, const char* name) {
    const auto opened = keys.columns.open(place(name, row.integer(0)), row.blob(column));
    if (!opened.ok()) unreadable = opened.error();
    return opened.ok() ? base::to_string(opened->expose()) : std::string();
  };
  IPPYO_DB_TRY(db.prepare("SELECT number, kind, at, seen_at, staff, text_sealed, contact_sealed FROM coercion_report WHERE number > ? ORDER BY number LIMIT ?")
                   .bind(after)
                   .bind(limit)
                   .each([&](const db::Row& row) {
                     json report{{"number", std::to_string(row.integer(0))}, {"kind", name(static_cast<ReportKind>(row.integer(1)))}, {"at", row.integer(2)},
                                 {"text", text_of(row, 5, "text_sealed")}, {"contact", text_of(row, 6, "contact_sealed")}};
                     if (row.integer(3) != 0) report["seen_at"] = row.integer(3), report["seen_by"] = row.text(4);
                     out.push_back(std::move(report));
                     return !unreadable;
                   }));
  return unreadable ? db::Outcome::conflict(unreadable->message) : db::Outcome{};
}

db::Outcome mark_seen(db::Database& db, const Store& store, std::int64_t number, const Actor& actor, bool& known) {
  bool seen = false;
  known = false;
  IPPYO_DB_TRY(db.prepare("SELECT seen_at FROM coercion_report WHERE number = ?").bind(number).each([&](const db::Row& row) {
    return known = true, seen = row.integer(0) != 0, false;
  }));
  if (!known || seen) return {};
  IPPYO_DB_TRY(db.prepare("UPDATE coercion_report SET seen_at = ?, staff = ? WHERE number = ?").bind(static_cast<std::int64_t>(actor.now)).bind(actor.id).bind(number).run());
  return store.log(db, actor, "report-seen", "report " + std::to_string(number));
}

}  // namespace ippyo::registrar
