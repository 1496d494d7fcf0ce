// SPDX-License-Identifier: Apache-2.0
#include "registrar/reports.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "office/registrar.hpp"
#include "registrar/applications.hpp"
#include "roll/day.hpp"

namespace ippyo::registrar {
namespace {

using nlohmann::json;

db::Outcome count(db::Database& db, std::string_view sql, json& out) {
  return db.prepare("SELECT count(*) FROM " + std::string(sql)).each([&](const db::Row& row) { return out = row.integer(0), false; });
}

template <class Name>
db::Outcome count_by(db::Database& db, const std::string& column, const std::string& table, json& out, Name&& name_of) {
  out = json::object();
  return db.prepare("SELECT " + column + ", count(*) FROM " + table + " GROUP BY " + column + " ORDER BY " + column).each([&](const db::Row& row) {
    out[std::string(name_of(row))] = row.integer(1);
    return true;
  });
}

}  // namespace

db::Outcome read_figures(db::Database& db, json& out) {
  out = json::object();
  IPPYO_DB_TRY(count_by(db, "state", "application", out["states"], [](const db::Row& r) { return name(static_cast<State>(r.integer(0))); }));
  IPPYO_DB_TRY(count_by(db, "channel", "application", out["channels"], [](const db::Row& r) { return name(static_cast<Channel>(r.integer(0))); }));
  IPPYO_DB_TRY(count_by(db, "category", "application", out["categories"], [](const db::Row& r) { return r.text(0); }));
  IPPYO_DB_TRY(count_by(db, "class", "enrolment", out["classes"], [](const db::Row& r) { return std::string(1, static_cast<char>('@' + r.integer(0))); }));
  IPPYO_DB_TRY(count(db, "voter WHERE present = 1", out["voters"]));
  IPPYO_DB_TRY(count(db, "letter", out["letters_printed"]));
  IPPYO_DB_TRY(count(db, "letter WHERE live = 1", out["letters_living"]));
  IPPYO_DB_TRY(count(db, "enrolment", out["enrolled"]));
  IPPYO_DB_TRY(count(db, "enrolment WHERE slot IS NOT NULL", out["slots"]));
  // Somebody approved who is gone from the roll: the office has to find out why.
  return count(db, "application a JOIN voter v ON v.id = a.voter WHERE a.state = 2 AND v.present = 0", out["approved_not_on_roll"]);
}

db::Outcome read_audit_log(db::Database& db, std::int64_t after, std::int64_t limit, std::vector<AuditLine>& out) {
  return db.prepare("SELECT seq, at, staff, action, object, hash FROM audit_log WHERE seq > ? ORDER BY seq LIMIT ?")
      .bind(after)
      .bind(limit)
      .each([&](const db::Row& row) {
        AuditLine line{static_cast<std::uint64_t>(row.integer(0)), static_cast<base::UnixTime>(row.integer(1)), row.text(2), row.text(3), row.text(4), {}};
        (void)row.blob_into(5, line.hash);
        out.push_back(std::move(line));
        return true;
      });
}

db::Outcome note_audit_head(Store& store, const Actor& actor, std::string& folder) {
  AuditHead noted;
  const auto done = store.run([&](db::Database& db) -> db::Outcome {
    IPPYO_DB_TRY(store.log(db, actor, "audit-head", "audit log"));
    return audit_head(db, noted, false);
  });
  if (!done.ok()) return done;
  folder = "audit-head-" + std::to_string(noted.lines);
  return {};
}

base::Result<AuditHead> write_daily_audit_head(const Context& context, const std::filesystem::path& folder) {
  AuditHead head;
  if (const auto read = context.store.run([&](db::Database& db) { return audit_head(db, head, true); }); !read.ok()) return read.error();
  const auto board = context.board();
  const auto& signers = board->constitution().signers;
  const auto registrar = std::ranges::find(signers, election::Role::registrar, &election::Signer::role);
  if (registrar == signers.end()) return base::Error{"the constitution names no registrar"};
  const auto now = context.clock.now();
  const auto statement = "audit log of " + roll::to_text(roll::day_in_japan(now)) + ": " + std::to_string(head.lines) + " lines";
  IPPYO_TRY(office::write_audit_head({folder, *board, {{registrar->id}, {&context.key}}, now}, head.hash, statement));
  return head;
}

}  // namespace ippyo::registrar
