// SPDX-License-Identifier: Apache-2.0
// What differs between SQLite and PostgreSQL. Private to src/db. [ARCHITECTURE Private stores]
#pragma once
#include <span>

#include "db/database.hpp"

namespace ippyo::db {

/// The public functions hold what is alike in both: which statements a spoiled or lost transaction refuses.
class Engine {
  bool begun_ = false;    // between begin() and end()
  bool spoiled_ = false;  // a statement of this transaction was not ok

  Outcome guarded(const std::function<Outcome()>& statement);

 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  virtual ~Engine() = default;

  Outcome each(std::string_view sql, std::span<const Value> values, const OnRow& row);
  Outcome script(std::string_view sql);
  Outcome attempt(const std::function<Outcome()>& work);
  Outcome begin();
  Outcome commit();
  /// Rolls back what is still open. The next statement is outside of any transaction.
  void end();

  virtual bool in_transaction() const = 0;
  virtual std::int64_t changes() const = 0;
  virtual bool reconnects() const = 0;
  /// Nothing else is told but what went wrong.
  virtual Outcome read_version(int& version) = 0;
  virtual Outcome write_version(int version) = 0;
  virtual Outcome forget_deleted() = 0;
  virtual Outcome backup(const std::filesystem::path& to) = 0;

 protected:
  virtual Outcome do_each(std::string_view sql, std::span<const Value> values, const OnRow& row) = 0;
  virtual Outcome do_script(std::string_view sql) = 0;
  virtual Outcome do_begin() = 0;
  /// requires: in_transaction(). Afterwards it is not.
  virtual Outcome do_commit() = 0;
  virtual void do_rollback() = 0;
};

base::Result<std::unique_ptr<Engine>> open_sqlite(const std::filesystem::path& path, const OpenOptions& options);
base::Result<std::unique_ptr<Engine>> open_postgres(const std::string& location, const OpenOptions& options);

}  // namespace ippyo::db
