// SPDX-License-Identifier: Apache-2.0
// One private store behind either of two engines: SQLite, or PostgreSQL 15 through libpq. [ARCHITECTURE Private stores]
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "db/outcome.hpp"

namespace ippyo::db {

class Engine;    // private to src/db
class Database;

/// The current row of a Statement, valid inside the callback only. Columns count from 0.
class Row {
 public:
  virtual bool is_null(int column) const = 0;
  /// A truth value is 0 or 1; 0 for what is not a whole number.
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string text(int column) const = 0;
  virtual base::Bytes blob(int column) const = 0;
  /// errors (as false): the value is not a blob of exactly `out.size()` bytes; `out` is then untouched.
  virtual bool blob_into(int column, std::span<std::uint8_t> out) const = 0;

 protected:
  ~Row() = default;
};

using Value = std::variant<std::monostate, std::int64_t, std::string, base::Bytes>;
/// Told each row until it returns false.
using OnRow = std::function<bool(const Row&)>;
/// Runs inside a transaction; anything but ok undoes what it did, and only that. It must not begin, commit or roll back.
using Work = std::function<Outcome(Database&)>;

/// One use of a prepared statement: bind in order, then run() or each() once. An earlier failure (bad bind) comes out there.
class Statement {
  Engine* engine_;
  std::string sql_;
  std::vector<Value> values_{};
  Outcome failure_{};

 public:
  Statement(Engine& engine, std::string_view sql) : engine_(&engine), sql_(sql) {}
  Statement(Statement&&) noexcept = default;
  Statement& operator=(Statement&&) = delete;
  /// Overwrites what was bound.
  ~Statement();

  Statement& bind(std::int64_t value);
  /// errors: a text with a zero byte, as conflict.
  Statement& bind(std::string_view text);
  Statement& bind(base::ByteView blob);
  Statement& bind_null();

  /// Runs to the end, ignoring rows.
  Outcome run();
  /// All rows are read at once from PostgreSQL: ask for thousands, not for millions.
  Outcome each(const OnRow& row);
};

struct OpenOptions {
  bool read_only = false;           // for readers beside the one writer; the store must exist
  int busy_timeout_ms = 5'000;      // how long BEGIN waits for another writer
  bool overwrite_deleted = false;   // SQLite writes zeros over what it deletes; PostgreSQL cannot (docs/operations/stores.md)
};

/// One connection; used by one thread at a time. What its SQL may use so that it means the same in both engines is said in
/// docs/operations/stores.md, "One SQL".
class Database {
 public:
  /// Opens or creates the SQLite file `path` (mode 0600), runs quick_check, brings the schema up to date. `schema` is a text cut by
  /// lines `-- version 1`, `-- version 2`, ..: part n runs when the store's version is below n, all in one transaction.
  /// errors: unreadable, damaged (restore the backup), newer than this program.
  static base::Result<Database> open(const std::filesystem::path& path, std::string_view schema, OpenOptions options = {});
  /// The same by text: PATH, `sqlite:PATH`, `postgresql://..`, or a libpq connection string (`host=a,b dbname=roll ..`). PostgreSQL: the
  /// database and role exist; the password comes from a passfile or service file.
  /// errors: also a password in the text, no server that can be written to, a server that does not flush (fsync=off).
  static base::Result<Database> open(const std::string& location, std::string_view schema, OpenOptions options = {});
  Database(Database&&) noexcept;
  Database& operator=(Database&&) = delete;
  ~Database();

  /// Parameters are `?`. Prepared once per text and kept. A statement that was not ok spoils the transaction around it: every
  /// further one is refused until attempt() or the transaction undid it. Outside of a transaction a write is one of its own.
  Statement prepare(std::string_view sql);
  /// Several statements without parameters or rows; types and tables are written as for SQLite.
  Outcome execute(std::string_view sql);
  /// Inside a transaction: a work that fails without spoiling what was done before it.
  Outcome attempt(const Work& work);
  /// Rows changed by the last INSERT, UPDATE or DELETE.
  std::int64_t changes() const;
  /// False also after the store undid the transaction by itself (disk full, connection lost).
  bool in_transaction() const;
  /// The version of the schema in the store; -1 if it cannot be read.
  int user_version();
  /// True for a store that is opened again by itself, so that work goes on after an unknown outcome.
  bool reconnects() const;
  /// What was deleted goes from SQLite's write-ahead log; PostgreSQL gives the space of dead rows free.
  Outcome forget_deleted();
  /// A consistent copy of the whole store into a new file, while others go on. errors: `to` exists, disk full; PostgreSQL always
  /// (its tool is pg_basebackup).
  Outcome backup(const std::filesystem::path& to);

 private:
  std::unique_ptr<Engine> engine_;
  explicit Database(std::unique_ptr<Engine> engine);
  static base::Result<Database> opened(base::Result<std::unique_ptr<Engine>> engine, std::string_view schema, const OpenOptions& options);
  friend class Transaction;
  friend Outcome bring_up_to_date(Database& database, std::string_view schema, bool read_only);
};

/// One writer at a time, in both engines; rolled back unless commit() said ok.
class Transaction {
  Engine* engine_;
  Outcome begun_;

 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  /// Whether BEGIN succeeded; ask before working.
  const Outcome& begun() const { return begun_; }
  /// ok: durable. conflict, unavailable: rolled back. unknown_outcome: SQLite: writing to the disk failed half-way; close the
  /// database, open it again and read. PostgreSQL: the connection was lost in COMMIT; read by request id **in a new Transaction**,
  /// which waits until the lost one has ended; that one's ok means that what it read is on the standby as well.
  Outcome commit();
};

}  // namespace ippyo::db
