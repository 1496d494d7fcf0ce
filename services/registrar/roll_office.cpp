// SPDX-License-Identifier: Apache-2.0
#include "registrar/roll_office.hpp"

#include "base/hash.hpp"

namespace ippyo::registrar {
namespace {

constexpr std::int64_t kRowsAtOnce = 2000;  // what one work reads, so that others get their turn

db::Outcome count_applied(db::Database& db, std::int64_t& out) {
  return db.prepare("SELECT count(*) FROM roll_import WHERE applied = 1").each([&](const db::Row& row) { return out = row.integer(0), false; });
}

/// A number that nobody has any more, or that stands in nobody's way while numbers change hands.
db::Outcome free_number(db::Database& db, std::int64_t row) {
  base::SystemRng rng;
  const auto nobody = rng.bytes<16>();
  return db.prepare("UPDATE voter SET number_index = ? WHERE id = ?").bind(ByteView(nobody)).bind(row).run();
}

class Applying {
  db::Database& db_;
  const StoreKeys& keys_;
  const PendingImport& pending_;
  std::int64_t next_ = 0;

  std::int64_t row_of(const roll::Change& change) const { return pending_.rows.at(change.before->number); }

  db::Outcome remove(const roll::Change& change) {
    return db_.prepare("UPDATE voter SET present = 0 WHERE id = ?").bind(row_of(change)).run();
  }
  db::Outcome change(const roll::Change& change) {
    std::optional<VoterRow> other;  // somebody no longer present had this number
    if (change.before->number != change.after->number) IPPYO_DB_TRY(find_number(db_, keys_, change.after->number, other));
    if (other) IPPYO_DB_TRY(free_number(db_, other->id));
    return update_voter(db_, keys_, {row_of(change), true, *change.after});
  }
  /// Who comes back gets the old row again, and with it what hangs on it; a number that another person had is free.
  db::Outcome add(const roll::Voter& voter) {
    std::optional<VoterRow> old;
    IPPYO_DB_TRY(find_number(db_, keys_, voter.number, old));
    if (old && person_index(keys_, old->voter.name, old->voter.birth) == person_index(keys_, voter.name, voter.birth))
      return update_voter(db_, keys_, {old->id, true, voter});
    if (old) IPPYO_DB_TRY(free_number(db_, old->id));
    return insert_voter(db_, keys_, {next_++, true, voter});
  }
  template <class F>
  db::Outcome each(roll::Change::Kind kind, F&& f) {
    for (const auto& change : pending_.difference.changes)
      if (change.kind == kind) IPPYO_DB_TRY(f(change));
    return {};
  }

 public:
  Applying(db::Database& db, const StoreKeys& keys, const PendingImport& pending) : db_(db), keys_(keys), pending_(pending) {}
  db::Outcome run() {
    using enum roll::Change::Kind;
    IPPYO_DB_TRY(next_id(db_, "voter", next_));
    IPPYO_DB_TRY(each(removed, [&](const auto& c) { return remove(c); }));
    IPPYO_DB_TRY(each(changed, [&](const auto& c) { return c.before->number == c.after->number ? db::Outcome{} : free_number(db_, row_of(c)); }));
    IPPYO_DB_TRY(each(changed, [&](const auto& c) { return change(c); }));
    return each(added, [&](const auto& c) { return add(*c.after); });
  }
};

}  // namespace

db::Outcome RollOffice::read_present(PendingImport& pending, std::vector<roll::Voter>& out) {
  IPPYO_DB_TRY(store_.run([&](db::Database& db) { return count_applied(db, pending.imports_before); }));
  for (std::int64_t after = 0;;) {
    std::vector<VoterRow> rows;
    IPPYO_DB_TRY(store_.run([&](db::Database& db) { return rows.clear(), read_voters(db, store_.keys(), after, kRowsAtOnce, rows); }));
    for (auto& row : rows) {
      if (!row.present) continue;
      pending.rows.emplace(row.voter.number, row.id);
      out.push_back(std::move(row.voter));
    }
    if (rows.empty()) return {};
    after = rows.back().id;
  }
}

db::Outcome RollOffice::propose(const roll::Import& import, ByteView file, const Actor& actor, std::shared_ptr<const PendingImport>& out) {
  auto pending = std::make_shared<PendingImport>();
  std::vector<roll::Voter> before;
  IPPYO_DB_TRY(read_present(*pending, before));
  pending->difference = roll::difference(before, import.voters);
  pending->shown = roll::lines(pending->difference);
  pending->lines = import.lines;
  pending->until = actor.now + kPendingLife;
  const auto hash = base::sha256(file);
  const auto noted = store_.run([&](db::Database& db) -> db::Outcome {
    IPPYO_DB_TRY(next_id(db, "roll_import", pending->id));
    IPPYO_DB_TRY(db.prepare("INSERT INTO roll_import (id, at, staff, file_hash, lines, applied) VALUES (?, ?, ?, ?, ?, 0)")
                     .bind(pending->id)
                     .bind(static_cast<std::int64_t>(actor.now))
                     .bind(actor.id)
                     .bind(ByteView(hash))
                     .bind(static_cast<std::int64_t>(import.lines))
                     .run());
    return store_.log(db, actor, "upload", "roll import " + std::to_string(pending->id));
  });
  if (!noted.ok()) return noted;
  const std::lock_guard lock(mutex_);
  out = pending_ = std::move(pending);
  return {};
}

std::shared_ptr<const PendingImport> RollOffice::pending(std::int64_t id, base::UnixTime now) {
  const std::lock_guard lock(mutex_);
  if (pending_ && pending_->until <= now) pending_.reset();
  return pending_ && pending_->id == id ? pending_ : nullptr;
}

db::Outcome RollOffice::apply(const PendingImport& pending, const Actor& actor) {
  auto done = store_.run([&](db::Database& db) -> db::Outcome {
    std::int64_t applied = 0;
    IPPYO_DB_TRY(count_applied(db, applied));
    if (applied != pending.imports_before) return db::Outcome::conflict("another roll was applied in between; upload this one again");
    IPPYO_DB_TRY(Applying(db, store_.keys(), pending).run());
    IPPYO_DB_TRY(db.prepare("UPDATE roll_import SET applied = 1 WHERE id = ?").bind(pending.id).run());
    return store_.log(db, actor, "apply", "roll import " + std::to_string(pending.id));
  });
  if (done.ok()) forget(pending.id);
  return done;
}

void RollOffice::forget(std::int64_t id) {
  const std::lock_guard lock(mutex_);
  if (pending_ && pending_->id == id) pending_.reset();
}

}  // namespace ippyo::registrar
