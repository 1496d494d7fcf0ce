// SPDX-License-Identifier: Apache-2.0
#include "registrar/retention.hpp"

#include <vector>

#include "registrar/questionnaire.hpp"
#include "registrar/schema.hpp"

namespace ippyo::registrar {
namespace {

constexpr std::int64_t kAtOnce = 500;
// The rows that erasing is about; each has one parameter, `before`.
constexpr const char* kForms = "application WHERE changed_at < ? AND length(form_sealed) > 0";
constexpr const char* kReasons =
    "application_event WHERE length(reason_sealed) > 0 AND application IN (SELECT id FROM application WHERE changed_at < ?)";
constexpr const char* kLooks = "attributes_look WHERE application IN (SELECT id FROM application WHERE changed_at < ?)";
constexpr const char* kFactors = "factor WHERE application IN (SELECT id FROM application WHERE changed_at < ?)";
constexpr const char* kEvidence =
    "enrolment WHERE length(evidence_sealed) > 0 AND application IN (SELECT id FROM application WHERE changed_at < ?)";
constexpr const char* kVoters =
    "voter WHERE NOT EXISTS (SELECT 1 FROM roll_import WHERE applied = 1 AND at >= ?) AND "
    "id NOT IN (SELECT voter FROM application WHERE voter IS NOT NULL AND changed_at >= ?)";
constexpr const char* kReports = "coercion_report WHERE at < ?";
constexpr const char* kTexts = "questionnaire_text WHERE day < ?";  // its parameter is a day: that of `before` stays

db::Outcome count(db::Database& db, const std::string& rows, base::UnixTime before, int parameters, std::uint64_t& out) {
  auto statement = db.prepare("SELECT count(*) FROM " + rows);
  for (int i = 0; i < parameters; ++i) statement.bind(static_cast<std::int64_t>(before));
  return statement.each([&](const db::Row& row) { return out = static_cast<std::uint64_t>(row.integer(0)), false; });
}

db::Outcome ids_before(db::Database& db, base::UnixTime before, std::int64_t after, std::vector<std::int64_t>& out) {
  return db.prepare("SELECT id FROM application WHERE changed_at < ? AND id > ? ORDER BY id LIMIT ?")
      .bind(static_cast<std::int64_t>(before))
      .bind(after)
      .bind(kAtOnce)
      .each([&](const db::Row& row) { return out.push_back(row.integer(0)), true; });
}

db::Outcome erase_one(db::Database& db, std::int64_t id) {
  for (const char* sql : {"UPDATE application_event SET reason_sealed = ? WHERE application = ?", "UPDATE enrolment SET evidence_sealed = ? WHERE application = ?",
                          "UPDATE enrolment SET salt = ? WHERE application = ?", "UPDATE application SET form_sealed = ? WHERE id = ?"})
    IPPYO_DB_TRY(db.prepare(sql).bind(ByteView()).bind(id).run());
  for (const char* sql : {"UPDATE letter SET live = 0 WHERE application = ?", "DELETE FROM factor WHERE application = ?",
                          "DELETE FROM attributes_look WHERE application = ?",
                          "UPDATE application SET voter = NULL WHERE id = ?"})
    IPPYO_DB_TRY(db.prepare(sql).bind(id).run());
  return {};
}

/// True while there may be more.
base::Result<bool> erase_some(Store& store, base::UnixTime before, std::int64_t& after) {
  std::vector<std::int64_t> ids;
  const auto done = store.run([&](db::Database& db) -> db::Outcome {
    ids.clear();
    IPPYO_DB_TRY(ids_before(db, before, after, ids));
    for (const auto id : ids) IPPYO_DB_TRY(erase_one(db, id));
    return {};
  });
  if (!done.ok()) return done.error();
  if (!ids.empty()) after = ids.back();
  return !ids.empty();
}

}  // namespace

db::Outcome count_personal_data(db::Database& db, base::UnixTime before, Erasure& out) {
  out = {};
  IPPYO_DB_TRY(count(db, kForms, before, 1, out.forms));
  IPPYO_DB_TRY(count(db, kReasons, before, 1, out.reasons));
  IPPYO_DB_TRY(count(db, kFactors, before, 1, out.factors));
  IPPYO_DB_TRY(count(db, kLooks, before, 1, out.looks));
  IPPYO_DB_TRY(count(db, kEvidence, before, 1, out.evidence));
  IPPYO_DB_TRY(count(db, kReports, before, 1, out.reports));
  IPPYO_DB_TRY(count(db, kTexts, static_cast<base::UnixTime>(day_number(before)), 1, out.texts));
  return count(db, kVoters, before, 2, out.voters);
}

base::Result<Erasure> erase_personal_data(Store& store, base::UnixTime before, const Actor& actor) {
  Erasure found;
  if (const auto read = store.run([&](db::Database& db) { return count_personal_data(db, before, found); }); !read.ok()) return read.error();
  for (std::int64_t after = 0;;) {
    const auto more = erase_some(store, before, after);
    if (!more.ok()) return more.error();
    if (!*more) break;
  }
  const auto done = store.run([&](db::Database& db) -> db::Outcome {
    IPPYO_DB_TRY(db.prepare("DELETE FROM " + std::string(kVoters)).bind(static_cast<std::int64_t>(before)).bind(static_cast<std::int64_t>(before)).run());
    IPPYO_DB_TRY(db.prepare("DELETE FROM " + std::string(kReports)).bind(static_cast<std::int64_t>(before)).run());
    IPPYO_DB_TRY(db.prepare("DELETE FROM " + std::string(kTexts)).bind(day_number(before)).run());
    return store.log(db, actor, "erase", "personal data before " + std::to_string(before));
  });
  if (!done.ok()) return done.error();
  return found;
}

base::Result<void> forget_erased(const std::string& location) {
  auto database = db::Database::open(location, kSchema, {.overwrite_deleted = true});
  if (!database.ok()) return database.error();
  const auto done = database->forget_deleted();
  return done.ok() ? base::Result<void>{} : base::Result<void>(done.error());
}

}  // namespace ippyo::registrar
