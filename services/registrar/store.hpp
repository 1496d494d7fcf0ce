// SPDX-License-Identifier: Apache-2.0
// The registrar's store: one writer with group commit, personal columns sealed, every change in the audit log. [SPEC 15.6 AuditLog]
#pragma once
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "db/column_cipher.hpp"
#include "db/group_commit.hpp"

namespace ippyo::registrar {

using base::Bytes;
using base::Bytes16;
using base::Bytes32;
using base::ByteView;

/// Keys that never lie in the database.
struct StoreKeys {
  db::ColumnCipher columns;
  base::Secret<Bytes32> code_pepper;      ///< HMAC key of dedicated codes and invitations
  base::Secret<Bytes32> evidence;         ///< HMAC key of e-mail evidence
};

/// Who did something, for the audit log: a staff id, "applicant", "voter" or "server". Never a name.
struct Actor {
  std::string id;
  base::UnixTime now;
};

class Store {
 public:
  /// `location`: a path, or a PostgreSQL address (docs/operations/stores.md). errors: as db::Database::open, keys do not fit the store.
  static base::Result<std::unique_ptr<Store>> open(const std::string& location, StoreKeys keys);
  ~Store();

  /// Runs `work` in a transaction of its own and waits until it is durable. Called from workers, never from an I/O thread.
  /// unavailable when the queue is full: the caller answers `busy`.
  db::Outcome run(db::Work work);
  bool full() const;

  const StoreKeys& keys() const { return keys_; }
  /// One more line of the audit log, inside a work. `object` names a row ("application 17"), never a person.
  db::Outcome log(db::Database& db, const Actor& actor, std::string_view action, std::string_view object) const;

 private:
  Store(std::unique_ptr<db::GroupCommit> writer, StoreKeys keys);
  std::unique_ptr<db::GroupCommit> writer_;
  StoreKeys keys_;
};

/// H32("audit-log", hash before, seq, at, staff, action, object); the hash before the first line is 32 zero bytes.
Bytes32 audit_line_hash(const Bytes32& before, std::uint64_t seq, base::UnixTime at, std::string_view staff, std::string_view action,
                        std::string_view object);
struct AuditHead {
  std::uint64_t lines = 0;
  Bytes32 hash{};
};
/// The last line. With `verify` every line is hashed again. errors (as conflict): the chain is broken at a line, which is named.
db::Outcome audit_head(db::Database& db, AuditHead& out, bool verify);

/// A small setting that is not personal: a number or a hash, by name.
db::Outcome read_setting(db::Database& db, std::string_view name, std::optional<Bytes>& out);
db::Outcome write_setting(db::Database& db, std::string_view name, ByteView value);

}  // namespace ippyo::registrar
