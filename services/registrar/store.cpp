// SPDX-License-Identifier: Apache-2.0
#include "registrar/store.hpp"

#include <future>

#include "base/hash.hpp"
#include "registrar/schema.hpp"

namespace ippyo::registrar {

Store::Store(std::unique_ptr<db::GroupCommit> writer, StoreKeys keys) : writer_(std::move(writer)), keys_(std::move(keys)) {}
Store::~Store() = default;

// A store opened with another column key would look empty and mix two keys: its mark says which key it is under.
static db::Outcome check_key_mark(db::Database& db, const StoreKeys& keys) {
  static constexpr std::string_view kWords = "ippyo registrar";
  const db::Place place("setting", "key-mark", {0});
  std::optional<Bytes> mark;
  IPPYO_DB_TRY(read_setting(db, "key-mark", mark));
  if (!mark) return write_setting(db, "key-mark", keys.columns.seal(place, kWords));
  const auto opened = keys.columns.open(place, *mark);
  return opened.ok() ? db::Outcome{} : db::Outcome::conflict("the column key is not this store's (" + opened.error().message + "); give the key under which it was made");
}

base::Result<std::unique_ptr<Store>> Store::open(const std::string& location, StoreKeys keys) {
  auto database = db::Database::open(location, kSchema, {.overwrite_deleted = true});
  if (!database.ok()) return database.error();
  auto writer = std::make_unique<db::GroupCommit>(std::move(*database));
  std::unique_ptr<Store> store(new Store(std::move(writer), std::move(keys)));
  if (const auto marked = store->run([&](db::Database& db) { return check_key_mark(db, store->keys_); }); !marked.ok()) return marked.error();
  return store;
}

db::Outcome Store::run(db::Work work) {
  std::promise<db::Outcome> promise;
  auto done = promise.get_future();
  if (!writer_->submit(std::move(work), [&](db::Outcome outcome) { promise.set_value(std::move(outcome)); }))
    return db::Outcome::unavailable("too much waits for the store; try again");
  return done.get();
}

bool Store::full() const { return writer_->full(); }

Bytes32 audit_line_hash(const Bytes32& before, std::uint64_t seq, base::UnixTime at, std::string_view staff, std::string_view action,
                        std::string_view object) {
  base::Hasher h("audit-log");
  h.item(ByteView(before)).item(seq).item(at).item(staff).item(action).item(object);
  return h.finish32();
}

db::Outcome audit_head(db::Database& db, AuditHead& out, bool verify) {
  out = {};
  if (!verify)
    return db.prepare("SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1").each([&](const db::Row& row) {
      out.lines = static_cast<std::uint64_t>(row.integer(0));
      (void)row.blob_into(1, out.hash);
      return false;
    });
  std::uint64_t broken = 0;
  constexpr std::int64_t kStep = 4096;
  while (broken == 0) {
    const auto from = out.lines;
    IPPYO_DB_TRY(db.prepare("SELECT seq, at, staff, action, object, hash FROM audit_log WHERE seq > ? ORDER BY seq LIMIT ?")
                     .bind(static_cast<std::int64_t>(from))
                     .bind(kStep)
                     .each([&](const db::Row& row) {
                       const auto seq = out.lines + 1;
                       const auto hash = audit_line_hash(out.hash, seq, static_cast<base::UnixTime>(row.integer(1)), row.text(2), row.text(3), row.text(4));
                       Bytes32 stored{};
                       if (row.integer(0) != static_cast<std::int64_t>(seq) || !row.blob_into(5, stored) || stored != hash) return broken = seq, false;
                       out = {seq, hash};
                       return true;
                     }));
    if (out.lines == from) break;
  }
  return broken == 0 ? db::Outcome{} : db::Outcome::conflict("the audit log was changed at line " + std::to_string(broken) + "; compare it with a backup");
}

db::Outcome Store::log(db::Database& db, const Actor& actor, std::string_view action, std::string_view object) const {
  AuditHead head;
  IPPYO_DB_TRY(audit_head(db, head, false));
  const auto hash = audit_line_hash(head.hash, head.lines + 1, actor.now, actor.id, action, object);
  return db.prepare("INSERT INTO audit_log (seq, at, staff, action, object, hash) VALUES (?, ?, ?, ?, ?, ?)")
      .bind(static_cast<std::int64_t>(head.lines + 1))
      .bind(static_cast<std::int64_t>(actor.now))
      .bind(actor.id)
      .bind(action)
      .bind(object)
      .bind(ByteView(hash))
      .run();
}

db::Outcome read_setting(db::Database& db, std::string_view name, std::optional<Bytes>& out) {
  out.reset();
  return db.prepare("SELECT value FROM setting WHERE name = ?").bind(name).each([&](const db::Row& row) {
    out = row.blob(0);
    return false;
  });
}

db::Outcome write_setting(db::Database& db, std::string_view name, ByteView value) {
  IPPYO_DB_TRY(db.prepare("DELETE FROM setting WHERE name = ?").bind(name).run());
  return db.prepare("INSERT INTO setting (name, value) VALUES (?, ?)").bind(name).bind(value).run();
}

}  // namespace ippyo::registrar
