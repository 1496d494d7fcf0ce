// SPDX-License-Identifier: Apache-2.0
#include "registrar/factor_rows.hpp"

namespace ippyo::registrar {
namespace {

std::int64_t number_of(Factor factor) { return static_cast<std::int64_t>(factor); }
Bytes16 index_of(const StoreKeys& keys, const std::string& subject) { return keys.columns.index("factor", "subject_index", subject); }

db::Place factor_place(std::string_view column, std::int64_t application, Factor factor) { return {"factor", column, {application, number_of(factor)}}; }
db::Place evidence_place(std::int64_t application) { return {"enrolment", "evidence_sealed", {application}}; }

db::Outcome damaged(std::int64_t application, const std::string& why) {
  return db::Outcome::conflict("application " + std::to_string(application) + ": " + why);
}

/// What a row of read_enrolments says; why not, if it cannot be read.
db::Outcome read_row(const db::Row& row, const StoreKeys& keys, bool evidence, EnrolmentRow& out) {
  out.application = row.integer(0);
  Bytes32 x{};
  auto& e = out.enrolment;
  if (!row.blob_into(1, x) || !row.blob_into(4, out.salt) || !row.blob_into(5, e.evidence)) return damaged(out.application, "an enrolment is damaged");
  auto X = proof::Element::parse(x);
  if (!X) return damaged(out.application, "the slot key is damaged");
  e.X = std::move(*X);
  e.style = static_cast<std::uint16_t>(row.integer(2));
  e.evidence_class = static_cast<election::EvidenceClass>(row.integer(3));
  e.possession = row.blob(6);
  out.at = static_cast<base::UnixTime>(row.integer(7));
  if (!row.is_null(8)) out.slot = static_cast<std::uint64_t>(row.integer(8));
  if (!evidence) return {};
  const auto sealed = row.blob(9);
  const auto opened = keys.columns.open(evidence_place(out.application), sealed);
  if (!opened.ok() && !keys.columns.names_this_key(sealed)) return db::Outcome::conflict("the column key is not this store's; give the right one");
  // Damaged evidence reads as none: its hash will not fit.
  if (opened.ok()) out.evidence = base::to_bytes(opened->expose());
  return {};
}

}  // namespace

db::Outcome read_factor(db::Database& db, const StoreKeys& keys, std::int64_t application, Factor factor, identity::OnFile& out) {
  out = {};
  db::Outcome damage;
  IPPYO_DB_TRY(db.prepare("SELECT subject_sealed, record_sealed FROM factor WHERE application = ? AND factor = ?")
                   .bind(application)
                   .bind(number_of(factor))
                   .each([&](const db::Row& row) {
                     const auto subject = keys.columns.open(factor_place("subject_sealed", application, factor), row.blob(0));
                     const auto record = keys.columns.open(factor_place("record_sealed", application, factor), row.blob(1));
                     if (!subject.ok() || !record.ok()) damage = damaged(application, (subject.ok() ? record : subject).error().message);
                     else out = {base::to_string(subject->expose()), base::to_bytes(record->expose())};
                     return false;
                   }));
  return damage;
}

db::Outcome subject_is_free(db::Database& db, const StoreKeys& keys, Factor factor, const std::string& subject, std::int64_t application, bool& free) {
  free = true;
  const auto index = index_of(keys, subject);
  return db.prepare("SELECT 1 FROM factor WHERE factor = ? AND subject_index = ? AND application <> ?")
      .bind(number_of(factor))
      .bind(ByteView(index))
      .bind(application)
      .each([&](const db::Row&) { return free = false, false; });
}

db::Outcome write_factor(db::Database& db, const StoreKeys& keys, std::int64_t application, Factor factor, const identity::OnFile& row) {
  const auto index = index_of(keys, row.subject);
  const auto subject = keys.columns.seal(factor_place("subject_sealed", application, factor), row.subject);
  const auto record = keys.columns.seal(factor_place("record_sealed", application, factor), ByteView(row.record));
  IPPYO_DB_TRY(db.prepare("DELETE FROM factor WHERE application = ? AND factor = ?").bind(application).bind(number_of(factor)).run());
  return db.prepare("INSERT INTO factor (application, factor, subject_index, subject_sealed, record_sealed) VALUES (?, ?, ?, ?, ?)")
      .bind(application)
      .bind(number_of(factor))
      .bind(ByteView(index))
      .bind(ByteView(subject))
      .bind(ByteView(record))
      .run();
}

db::Outcome exchange_factor(db::Database& db, const StoreKeys& keys, std::int64_t application, Factor factor, const identity::OnFile& before,
                            const identity::OnFile& after, bool& done) {
  identity::OnFile now;
  IPPYO_DB_TRY(read_factor(db, keys, application, factor, now));
  done = now.subject == before.subject && now.record == before.record;
  if (!done || (after.subject == now.subject && after.record == now.record)) return {};
  return write_factor(db, keys, application, factor, after);
}

db::Outcome key_is_free(db::Database& db, const Bytes32& X, std::int64_t application, bool& free) {
  free = true;
  return db.prepare("SELECT 1 FROM enrolment WHERE x = ? AND application <> ?").bind(ByteView(X)).bind(application).each([&](const db::Row&) {
    return free = false, false;
  });
}

db::Outcome insert_enrolment(db::Database& db, const StoreKeys& keys, const EnrolmentRow& row) {
  const auto sealed = keys.columns.seal(evidence_place(row.application), ByteView(row.evidence));
  const auto& e = row.enrolment;
  return db
      .prepare("INSERT INTO enrolment (application, x, style, class, salt, evidence_hash, possession, at, slot, evidence_sealed) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)")
      .bind(row.application)
      .bind(ByteView(e.X.bytes))
      .bind(static_cast<std::int64_t>(e.style))
      .bind(static_cast<std::int64_t>(e.evidence_class))
      .bind(ByteView(row.salt))
      .bind(ByteView(e.evidence))
      .bind(ByteView(e.possession))
      .bind(static_cast<std::int64_t>(row.at))
      .bind(ByteView(sealed))
      .run();
}

static db::Outcome read_rows(db::Database& db, const StoreKeys& keys, bool evidence, std::int64_t after, std::int64_t limit, std::vector<EnrolmentRow>& out) {
  db::Outcome damage;
  IPPYO_DB_TRY(db.prepare("SELECT application, x, style, class, salt, evidence_hash, possession, at, slot, evidence_sealed FROM enrolment "
                          "WHERE application > ? ORDER BY application LIMIT ?")
                   .bind(after)
                   .bind(limit)
                   .each([&](const db::Row& row) {
                     damage = read_row(row, keys, evidence, out.emplace_back());
                     return damage.ok();
                   }));
  return damage;
}

db::Outcome read_some_enrolments(db::Database& db, const StoreKeys& keys, std::int64_t after, std::int64_t limit, std::vector<EnrolmentRow>& out) {
  return read_rows(db, keys, true, after, limit, out);
}

db::Outcome read_enrolments(db::Database& db, const StoreKeys& keys, std::vector<EnrolmentRow>& out) {
  constexpr std::int64_t kAtOnce = 2000;
  for (std::size_t before = out.size();; before = out.size()) {
    IPPYO_DB_TRY(read_rows(db, keys, false, out.empty() ? 0 : out.back().application, kAtOnce, out));
    if (out.size() == before) return {};
  }
}

db::Outcome find_slot(db::Database& db, std::uint64_t slot, std::optional<SlotHolder>& out) {
  out.reset();
  return db.prepare("SELECT application, class FROM enrolment WHERE slot = ?").bind(static_cast<std::int64_t>(slot)).each([&](const db::Row& row) {
    out = SlotHolder{row.integer(0), static_cast<election::EvidenceClass>(row.integer(1))};
    return false;
  });
}

db::Outcome is_published(db::Database& db, bool& out) {
  std::optional<Bytes> value;
  IPPYO_DB_TRY(read_setting(db, kPublished, value));
  out = value.has_value();
  return {};
}

}  // namespace ippyo::registrar
