// SPDX-License-Identifier: Apache-2.0
// SQLite for one private store: WAL, synchronous=FULL, foreign keys, schema by version. [ARCHITECTURE Private stores]
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "db/outcome.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace ippyo::db {

/// The current row of a Statement, valid inside the callback only. Columns count from 0.
class Row {
  sqlite3_stmt* stmt_;

 public:
  explicit Row(sqlite3_stmt* stmt) : stmt_(stmt) {}
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string text(int column) const;
  base::Bytes blob(int column) const;
  /// errors (as false): the value is not a blob of exactly `out.size()` bytes; `out` is then untouched.
  bool blob_into(int column, std::span<std::uint8_t> out) const;
};

/// One use of a prepared statement: bind in order, then run() or each() once. An earlier failure (bad SQL, bind) comes out there.
class Statement {
  sqlite3_stmt* stmt_ = nullptr;
  int next_ = 1;
  Outcome failure_{};
  Statement& bound(int code);

 public:
  explicit Statement(sqlite3_stmt* stmt) : stmt_(stmt) {}
  explicit Statement(Outcome failure) : failure_(std::move(failure)) {}
  Statement(Statement&& o) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(std::int64_t value);
  Statement& bind(std::string_view text);
  Statement& bind(base::ByteView blob);
  Statement& bind_null();

  /// Runs to the end, ignoring rows.
  Outcome run();
  /// Calls `row` for each row until it returns false.
  Outcome each(const std::function<bool(const Row&)>& row);
};

struct OpenOptions {
  bool read_only = false;  // for readers beside the one writer; the file must exist
  int busy_timeout_ms = 5'000;
};

/// One connection; used by one thread at a time.
class Database {
 public:
  /// Opens or creates `path` (mode 0600), runs quick_check, brings the schema up to date. `schema` is a text cut by lines
  /// `-- version 1`, `-- version 2`, ..: part n runs when the file's user_version is below n, all in one transaction.
  /// errors: unreadable, damaged (restore the backup), newer than this program.
  static base::Result<Database> open(const std::filesystem::path& path, std::string_view schema, OpenOptions options = {});
  Database(Database&&) noexcept;
  Database& operator=(Database&&) = delete;
  ~Database();

  /// Prepared once per text and kept. requires: one statement, not in use at the same time.
  Statement prepare(std::string_view sql);
  /// Several statements without parameters or rows.
  Outcome execute(std::string_view sql);
  /// Rows changed by the last INSERT, UPDATE or DELETE.
  std::int64_t changes() const;
  std::int64_t last_insert_rowid() const;
  bool in_transaction() const;
  int user_version();
  /// A consistent copy of the whole store into a new file, while others go on. errors: `to` exists, disk full.
  Outcome backup(const std::filesystem::path& to);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  explicit Database(std::unique_ptr<Impl> impl);
  friend class Transaction;
  Outcome commit();
};

/// BEGIN IMMEDIATE .. COMMIT; rolled back unless commit() said ok.
class Transaction {
  Database* database_;
  Outcome begun_;

 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  /// Whether BEGIN succeeded; ask before working.
  const Outcome& begun() const { return begun_; }
  /// ok: durable. unavailable: rolled back. unknown_outcome: writing to the disk failed half-way; close the database, open it again
  /// and read what is there.
  Outcome commit();
};

}  // namespace ippyo::db
