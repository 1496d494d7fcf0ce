// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/inbox.hpp"

#include <algorithm>
#include <future>

#include "ballot_box/schema.hpp"

namespace ippyo::ballot_box {
namespace {

std::int64_t number_of(std::uint64_t v) { return static_cast<std::int64_t>(v); }

db::Outcome store(db::Database& db, const Accepted& a) {
  bool open = false;
  IPPYO_DB_TRY(db.prepare("SELECT 1 FROM epoch WHERE number = ? AND step = 1").bind(number_of(a.epoch)).each([&](const db::Row&) { return open = true, false; }));
  if (!open) return db::Outcome::conflict("the epoch is sealed");
  IPPYO_DB_TRY(db.prepare("INSERT INTO used_grant (box, hash, epoch, last) VALUES (?, ?, ?, ?)")
                   .bind(std::string_view(a.box)).bind(ByteView(a.grant)).bind(number_of(a.epoch)).bind(number_of(a.grant_last)).run());
  IPPYO_DB_TRY(db.prepare("UPDATE accepted SET casts = casts + 1 WHERE slot = ?").bind(number_of(a.slot)).run());
  if (db.changes() == 0) IPPYO_DB_TRY(db.prepare("INSERT INTO accepted (slot, casts) VALUES (?, 1)").bind(number_of(a.slot)).run());
  return db.prepare("INSERT INTO inbox (epoch, slot, request, digest, row, answer) VALUES (?, ?, ?, ?, ?, ?)")
      .bind(number_of(a.epoch)).bind(number_of(a.slot)).bind(ByteView(a.request)).bind(ByteView(a.digest)).bind(ByteView(a.row))
      .bind(ByteView(a.answer)).run();
}

db::Outcome use_permit(db::Database& db, const record::CountPermit& permit, UnixTime now, std::uint64_t& casts) {
  bool used = false;
  casts = 0;
  IPPYO_DB_TRY(db.prepare("DELETE FROM used_permit WHERE until < ?").bind(number_of(now)).run());
  IPPYO_DB_TRY(db.prepare("SELECT 1 FROM used_permit WHERE nonce = ?").bind(ByteView(permit.nonce)).each([&](const db::Row&) { return used = true, false; }));
  if (used) return db::Outcome::conflict("the permit was used");
  IPPYO_DB_TRY(db.prepare("INSERT INTO used_permit (nonce, until) VALUES (?, ?)").bind(ByteView(permit.nonce)).bind(number_of(permit.until)).run());
  return db.prepare("SELECT casts FROM accepted WHERE slot = ?").bind(number_of(permit.slot)).each([&](const db::Row& row) {
    return casts = static_cast<std::uint64_t>(row.integer(0)), false;
  });
}

EpochRecord record_of(const db::Row& row) {
  Bytes32 seed{}, digest{};
  IPPYO_CHECK(row.blob_into(3, seed));
  EpochRecord e{static_cast<std::uint32_t>(row.integer(0)), static_cast<Step>(row.integer(1)), static_cast<std::uint32_t>(row.integer(2)),
                base::Secret(seed), row.is_null(4) ? 0 : static_cast<UnixTime>(row.integer(4)), std::nullopt};
  base::wipe(seed.data(), seed.size());
  if (row.blob_into(5, digest)) e.digest = digest;
  return e;
}

/// An update that must meet exactly one row.
db::Outcome one_row(db::Database& db, db::Outcome outcome) {
  if (outcome && db.changes() != 1) return db::Outcome::conflict("the store does not know this epoch at this step");
  return outcome;
}

}  // namespace

Inbox::Inbox(db::Database writer, db::Database reader) : reader_(std::move(reader)), writer_(std::move(writer)) {}

base::Result<std::unique_ptr<Inbox>> Inbox::open(const std::string& location) {
  auto writer = db::Database::open(location, kSchema, {.overwrite_deleted = true});
  if (!writer.ok()) return writer.error();
  auto reader = db::Database::open(location, kSchema);
  if (!reader.ok()) return reader.error();
  std::unique_ptr<Inbox> inbox(new Inbox(std::move(*writer), std::move(*reader)));
  // In a transaction: it waits for a commit whose connection was lost and that a server may still be working on.
  db::Transaction transaction(inbox->reader_);
  if (!transaction.begun()) return transaction.begun().error();
  IPPYO_TRY(inbox->load());
  const auto read = transaction.commit();
  if (!read) return read.error();
  return inbox;
}

base::Result<void> Inbox::load() {
  const auto casts = reader_.prepare("SELECT epoch, slot, request, digest, answer FROM inbox").each([&](const db::Row& row) {
    Bytes16 request{};
    Bytes32 digest{};
    IPPYO_CHECK(row.blob_into(2, request) && row.blob_into(3, digest));
    answers_.emplace(request, Answered{static_cast<std::uint32_t>(row.integer(0)), digest, row.blob(4)});
    written_.emplace(static_cast<std::uint32_t>(row.integer(0)), static_cast<std::uint64_t>(row.integer(1)));
    return true;
  });
  if (!casts) return casts.error();
  const auto grants = reader_.prepare("SELECT box, hash, epoch, last FROM used_grant").each([&](const db::Row& row) {
    Bytes32 hash{};
    IPPYO_CHECK(row.blob_into(1, hash));
    grants_[{row.text(0), hash}] = {static_cast<std::uint32_t>(row.integer(2)), static_cast<std::uint32_t>(row.integer(3))};
    return true;
  });
  return grants ? base::Result<void>{} : base::Result<void>(grants.error());
}

void Inbox::remember(const Accepted& a) {
  const std::lock_guard lock(mutex_);
  answers_[a.request] = {a.epoch, a.digest, a.answer};
  written_.emplace(a.epoch, a.slot);
  grants_[{a.box, a.grant}] = {a.epoch, a.grant_last};
}

Remembered Inbox::remembered(std::uint32_t epoch, std::uint64_t slot, const std::string& box, const Bytes32& grant) const {
  const std::lock_guard lock(mutex_);
  return {written_.contains({epoch, slot}), grants_.contains({box, grant})};
}

std::optional<Answered> Inbox::answered(const Bytes16& request) const {
  const std::lock_guard lock(mutex_);
  const auto found = answers_.find(request);
  return found == answers_.end() ? std::nullopt : std::optional(found->second);
}

bool Inbox::take(Accepted accepted, std::function<void(db::Code)> done) {
  if (failed()) return false;
  const auto shared = std::make_shared<const Accepted>(std::move(accepted));
  return writer_.submit([shared](db::Database& db) { return store(db, *shared); },
                        [this, shared, done = std::move(done)](const db::Outcome& outcome) {
                          if (outcome.ok()) remember(*shared);
                          if (outcome.code == db::Code::unknown_outcome) doubtful_ = true;
                          // In conflict perhaps with the same cast, stored a moment before and not remembered here.
                          done(doubtful_ && outcome.code == db::Code::conflict ? db::Code::unknown_outcome : outcome.code);
                        });
}

bool Inbox::count(const record::CountPermit& permit, UnixTime now, std::function<void(db::Code, std::uint64_t)> done) {
  if (failed()) return false;
  const auto casts = std::make_shared<std::uint64_t>(0);
  return writer_.submit([permit, now, casts](db::Database& db) { return use_permit(db, permit, now, *casts); },
                        [this, casts, done = std::move(done)](const db::Outcome& outcome) {
                          if (outcome.code == db::Code::unknown_outcome) doubtful_ = true;
                          done(outcome.code, *casts);
                        });
}

base::Result<void> Inbox::write(db::Work work) {
  std::promise<db::Outcome> told;
  writer_.flush();
  if (failed() || !writer_.submit(std::move(work), [&](db::Outcome outcome) { told.set_value(std::move(outcome)); }))
    return base::Error{"the store takes nothing now; it is tried again"};
  const auto outcome = told.get_future().get();
  if (outcome.code == db::Code::unknown_outcome) doubtful_ = true;
  return outcome ? base::Result<void>{} : base::Result<void>(outcome.error());
}

static constexpr std::string_view kUnfinished = "SELECT number, step, built_on, seed, entry_time, digest FROM epoch WHERE step < 5 ORDER BY number LIMIT 1";
static constexpr std::string_view kOne = "SELECT number, step, built_on, seed, entry_time, digest FROM epoch WHERE number = ?";

base::Result<std::optional<EpochRecord>> Inbox::unfinished() {
  std::optional<EpochRecord> out;
  const auto read = reader_.prepare(kUnfinished).each([&](const db::Row& row) { return out.emplace(record_of(row)), false; });
  if (!read) return read.error();
  return out;
}

base::Result<std::optional<EpochRecord>> Inbox::find(std::uint32_t number) {
  std::optional<EpochRecord> out;
  const auto read = reader_.prepare(kOne).bind(number_of(number)).each([&](const db::Row& row) { return out.emplace(record_of(row)), false; });
  if (!read) return read.error();
  return out;
}

base::Result<void> Inbox::begin(std::uint32_t number, std::uint32_t built_on, const base::Secret<Bytes32>& seed) {
  return write([&](db::Database& db) {
    return db.prepare("INSERT INTO epoch (number, step, built_on, seed) VALUES (?, 1, ?, ?)")
        .bind(number_of(number)).bind(number_of(built_on)).bind(ByteView(seed.expose())).run();
  });
}

base::Result<void> Inbox::fix(std::uint32_t number, UnixTime entry_time) {
  return write([&](db::Database& db) {
    return one_row(db, db.prepare("UPDATE epoch SET step = 2, entry_time = ? WHERE number = ? AND step = 1")
                           .bind(number_of(entry_time)).bind(number_of(number)).run());
  });
}

base::Result<void> Inbox::record_seal(std::uint32_t number, const Bytes32& digest) {
  return write([&](db::Database& db) {
    return one_row(db, db.prepare("UPDATE epoch SET step = 3, digest = ? WHERE number = ? AND step = 2").bind(ByteView(digest))
                           .bind(number_of(number)).run());
  });
}

base::Result<void> Inbox::set_step(std::uint32_t number, Step step) {
  return write([&](db::Database& db) {
    return one_row(db, db.prepare("UPDATE epoch SET step = ? WHERE number = ?").bind(number_of(static_cast<std::uint64_t>(step)))
                           .bind(number_of(number)).run());
  });
}

base::Result<std::map<std::uint64_t, Bytes>> Inbox::rows(std::uint32_t number) {
  std::map<std::uint64_t, Bytes> out;
  const auto read = reader_.prepare("SELECT slot, row FROM inbox WHERE epoch = ?").bind(number_of(number)).each([&](const db::Row& row) {
    return out.emplace(static_cast<std::uint64_t>(row.integer(0)), row.blob(1)), true;
  });
  if (!read) return read.error();
  return out;
}

/// A reader that hinders it now does not hinder the next time.
base::Result<void> Inbox::scrub() {
  const auto done = reader_.forget_deleted();
  return done ? base::Result<void>{} : base::Result<void>(done.error());
}

base::Result<void> Inbox::drop(std::uint32_t number) {
  IPPYO_TRY(write([&](db::Database& db) -> db::Outcome {
    IPPYO_DB_TRY(db.prepare("DELETE FROM inbox WHERE epoch = ?").bind(number_of(number)).run());
    IPPYO_DB_TRY(db.prepare("DELETE FROM used_grant WHERE epoch = ?").bind(number_of(number)).run());
    // Rows that were finished once may have been seen: the number is never begun again, its seed is gone all the same.
    IPPYO_DB_TRY(db.prepare("DELETE FROM epoch WHERE number = ? AND digest IS NULL").bind(number_of(number)).run());
    return db.prepare("UPDATE epoch SET step = 5, seed = ? WHERE number = ?").bind(ByteView(Bytes32{})).bind(number_of(number)).run();
  }));
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(answers_, [&](const auto& a) { return a.second.epoch == number; });
    std::erase_if(written_, [&](const auto& w) { return w.first == number; });
    std::erase_if(grants_, [&](const auto& g) { return g.second.epoch == number; });
  }
  return scrub();
}

base::Result<void> Inbox::erase(std::uint32_t first_kept, std::uint32_t sealed) {
  IPPYO_TRY(write([&](db::Database& db) -> db::Outcome {
    IPPYO_DB_TRY(db.prepare("DELETE FROM inbox WHERE epoch < ?").bind(number_of(first_kept)).run());
    IPPYO_DB_TRY(db.prepare("DELETE FROM used_grant WHERE last <= ?").bind(number_of(sealed)).run());
    return db.prepare("DELETE FROM epoch WHERE number < ?").bind(number_of(first_kept)).run();
  }));
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(answers_, [&](const auto& a) { return a.second.epoch < first_kept; });
    std::erase_if(written_, [&](const auto& w) { return w.first < first_kept; });
    std::erase_if(grants_, [&](const auto& g) { return g.second.last <= sealed; });
  }
  return scrub();
}

base::Result<void> Inbox::erase_counts() {
  IPPYO_TRY(write([](db::Database& db) -> db::Outcome {
    IPPYO_DB_TRY(db.prepare("DELETE FROM accepted").run());
    return db.prepare("DELETE FROM used_permit").run();
  }));
  return scrub();
}

}  // namespace ippyo::ballot_box
