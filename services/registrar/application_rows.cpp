// SPDX-License-Identifier: Apache-2.0
// Applications, their events and their letters in the store. [SPEC 15.2 Application]
#include "registrar/applications.hpp"
#include "registrar/voters.hpp"

namespace ippyo::registrar {
namespace {

constexpr auto kApproved = static_cast<std::int64_t>(State::approved);

db::Place form_place(std::int64_t id) { return {"application", "form_sealed", {id}}; }
db::Place reason_place(std::int64_t event) { return {"application_event", "reason_sealed", {event}}; }

std::optional<std::int64_t> integer_or_null(const db::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

base::Result<Application> read_row(const db::Row& row, const StoreKeys& keys) {
  Application a;
  a.id = row.integer(0);
  a.reference = row.text(1);
  a.voter = integer_or_null(row, 2);
  a.state = static_cast<State>(row.integer(3));
  a.channel = static_cast<Channel>(row.integer(4));
  a.category = row.text(5);
  a.letter_kind = static_cast<LetterKind>(row.integer(6));
  a.received_at = static_cast<base::UnixTime>(row.integer(7));
  a.changed_at = static_cast<base::UnixTime>(row.integer(8));
  const auto sealed = row.blob(9);
  if (sealed.empty()) return a;  // erased after the legal period
  const auto plain = keys.columns.open(form_place(a.id), sealed);
  if (!plain.ok()) return plain.error();
  auto form = Form::decode(plain->expose());
  if (!form.ok()) return form.error();
  a.form = std::move(*form);
  return a;
}

}  // namespace

db::Outcome find_live_letter(db::Database& db, ByteView code_mac, std::optional<std::int64_t>& application) {
  application.reset();
  return db
      .prepare("SELECT a.id FROM letter l JOIN application a ON a.id = l.application WHERE l.code_mac = ? AND l.live = 1 AND a.state = ?")
      .bind(code_mac)
      .bind(kApproved)
      .each([&](const db::Row& row) { return application = row.integer(0), false; });
}

db::Outcome read_application(db::Database& db, const StoreKeys& keys, std::int64_t id, std::optional<Application>& out) {
  out.reset();
  db::Outcome damage;
  IPPYO_DB_TRY(db.prepare("SELECT id, reference, voter, state, channel, category, letter_kind, received_at, changed_at, form_sealed "
                          "FROM application WHERE id = ?")
                   .bind(id)
                   .each([&](const db::Row& row) {
                     auto read = read_row(row, keys);
                     if (read.ok()) out = std::move(*read);
                     else damage = db::Outcome::conflict("application " + std::to_string(id) + ": " + read.error().message);
                     return false;
                   }));
  return damage;
}

db::Outcome voter_of(db::Database& db, const StoreKeys& keys, const Application& application, std::optional<roll::Voter>& out) {
  out.reset();
  if (!application.voter) return {};
  std::optional<VoterRow> row;
  IPPYO_DB_TRY(read_voter(db, keys, *application.voter, row));
  if (row) out = std::move(row->voter);
  return {};
}

db::Outcome erase_enrolment(db::Database& db, std::int64_t application) {
  bool has_slot = false;
  IPPYO_DB_TRY(db.prepare("SELECT 1 FROM enrolment WHERE application = ? AND slot IS NOT NULL").bind(application).each([&](const db::Row&) {
    return has_slot = true, false;
  }));
  if (has_slot) return {};
  IPPYO_DB_TRY(db.prepare("DELETE FROM factor WHERE application = ?").bind(application).run());
  return db.prepare("DELETE FROM enrolment WHERE application = ?").bind(application).run();
}

db::Outcome kill_letter(db::Database& db, std::int64_t application, bool& killed) {
  IPPYO_DB_TRY(db.prepare("UPDATE letter SET live = 0 WHERE application = ? AND live = 1").bind(application).run());
  killed = db.changes() > 0;
  return {};
}

db::Outcome insert_application(db::Database& db, const StoreKeys& keys, Application& a) {
  IPPYO_DB_TRY(next_id(db, "application", a.id));
  const auto sealed = keys.columns.seal(form_place(a.id), a.form.encode());
  return db
      .prepare("INSERT INTO application (id, reference, voter, state, channel, category, letter_kind, received_at, changed_at, form_sealed) "
               "VALUES (?, ?, NULL, ?, ?, ?, ?, ?, ?, ?)")
      .bind(a.id)
      .bind(a.reference)
      .bind(static_cast<std::int64_t>(a.state))
      .bind(static_cast<std::int64_t>(a.channel))
      .bind(a.category)
      .bind(static_cast<std::int64_t>(a.letter_kind))
      .bind(static_cast<std::int64_t>(a.received_at))
      .bind(static_cast<std::int64_t>(a.changed_at))
      .bind(ByteView(sealed))
      .run();
}

db::Outcome read_events(db::Database& db, const StoreKeys& keys, std::int64_t application, std::vector<Event>& out) {
  db::Outcome damage;
  IPPYO_DB_TRY(db.prepare("SELECT id, at, staff, action, reason_sealed FROM application_event WHERE application = ? ORDER BY id")
                   .bind(application)
                   .each([&](const db::Row& row) {
                     const auto sealed = row.blob(4);
                     out.push_back({static_cast<base::UnixTime>(row.integer(1)), row.text(2), row.text(3), {}});
                     if (sealed.empty()) return true;  // erased after the legal period
                     const auto reason = keys.columns.open(reason_place(row.integer(0)), sealed);
                     if (!reason.ok()) return damage = db::Outcome::conflict("an event: " + reason.error().message), false;
                     out.back().reason = base::to_string(reason->expose());
                     return true;
                   }));
  return damage;
}

db::Outcome add_event(db::Database& db, const Store& store, std::int64_t application, const Actor& actor, std::string_view action,
                      std::string_view reason) {
  std::int64_t id = 0;
  IPPYO_DB_TRY(next_id(db, "application_event", id));
  const auto sealed = store.keys().columns.seal(reason_place(id), reason);
  IPPYO_DB_TRY(db.prepare("INSERT INTO application_event (id, application, at, staff, action, reason_sealed) VALUES (?, ?, ?, ?, ?, ?)")
                   .bind(id)
                   .bind(application)
                   .bind(static_cast<std::int64_t>(actor.now))
                   .bind(actor.id)
                   .bind(action)
                   .bind(ByteView(sealed))
                   .run());
  return store.log(db, actor, action, "application " + std::to_string(application));
}

}  // namespace ippyo::registrar
