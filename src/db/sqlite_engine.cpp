// SPDX-License-Identifier: Apache-2.0
// SQLite: WAL, synchronous=FULL, foreign keys, BEGIN IMMEDIATE. [ARCHITECTURE Private stores]
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/check.hpp"
#include "base/files.hpp"
#include "db/engine.hpp"
#include "db/sqlite_failure.hpp"

namespace ippyo::db {
namespace {

/// SQLite would create the file readable for everyone.
base::Result<void> make_private(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return base::system_error("cannot open the store " + path.string() + "; check owner and mode");
  ::close(fd);
  return base::sync_folder(path.parent_path().empty() ? "." : path.parent_path());
}

class SqliteRow final : public Row {
  sqlite3_stmt* stmt_;

 public:
  explicit SqliteRow(sqlite3_stmt* stmt) : stmt_(stmt) {}
  bool is_null(int column) const override { return sqlite3_column_type(stmt_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(stmt_, column); }
  std::string text(int column) const override {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, column));
    return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))) : std::string();
  }
  base::Bytes blob(int column) const override {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(stmt_, column));
    return data ? base::Bytes(data, data + sqlite3_column_bytes(stmt_, column)) : base::Bytes();
  }
  bool blob_into(int column, std::span<std::uint8_t> out) const override {
    if (sqlite3_column_type(stmt_, column) != SQLITE_BLOB) return false;
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(stmt_, column));
    if (static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column)) != out.size()) return false;
    std::copy_n(data, out.size(), out.data());
    return true;
  }
};

/// A null pointer would bind NULL.
const void* address(const auto& bytes) { return bytes.empty() ? static_cast<const void*>("") : bytes.data(); }

/// The values live longer than the use of the statement.
int bind(sqlite3_stmt* stmt, int at, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(stmt, at, *number);
  if (const auto* text = std::get_if<std::string>(&value)) return sqlite3_bind_text64(stmt, at, text->c_str(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  if (const auto* blob = std::get_if<base::Bytes>(&value)) return sqlite3_bind_blob64(stmt, at, address(*blob), blob->size(), SQLITE_STATIC);
  return sqlite3_bind_null(stmt, at);
}

class SqliteEngine final : public Engine {
  sqlite3* connection_ = nullptr;
  std::map<std::string, sqlite3_stmt*, std::less<>> prepared_{};

  Outcome failed(int code) const { return sqlite_failure(connection_, code); }
  Outcome prepare(std::string_view sql, sqlite3_stmt*& stmt);
  Outcome step_through(sqlite3_stmt* stmt, const OnRow& row);
  Outcome check();

 public:
  ~SqliteEngine() override {
    for (auto& [sql, stmt] : prepared_) sqlite3_finalize(stmt);
    IPPYO_CHECK(sqlite3_close(connection_) == SQLITE_OK);
  }
  Outcome open(const std::filesystem::path& path, const OpenOptions& options);

  bool in_transaction() const override { return sqlite3_get_autocommit(connection_) == 0; }
  std::int64_t changes() const override { return sqlite3_changes64(connection_); }
  bool reconnects() const override { return false; }
  Outcome read_version(int& version) override {
    return each("PRAGMA user_version", {}, [&](const Row& row) { return version = static_cast<int>(row.integer(0)), false; });
  }
  Outcome write_version(int version) override { return script("PRAGMA user_version=" + std::to_string(version)); }
  Outcome forget_deleted() override { return script("PRAGMA wal_checkpoint(TRUNCATE)"); }
  Outcome backup(const std::filesystem::path& to) override;

 protected:
  Outcome do_each(std::string_view sql, std::span<const Value> values, const OnRow& row) override;
  Outcome do_script(std::string_view sql) override {
    const int code = sqlite3_exec(connection_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? Outcome{} : failed(code);
  }
  Outcome do_begin() override { return do_script("BEGIN IMMEDIATE"); }
  Outcome do_commit() override;
  void do_rollback() override { (void)do_script("ROLLBACK"); }
};

Outcome SqliteEngine::open(const std::filesystem::path& path, const OpenOptions& options) {
  const int flags = (options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &connection_, flags, nullptr);
  if (code != SQLITE_OK)
    return Outcome::unavailable("cannot open the store " + path.string() + " (" + sqlite3_errstr(code) + "); check that it exists and who owns it");
  sqlite3_extended_result_codes(connection_, 1);
  sqlite3_busy_timeout(connection_, options.busy_timeout_ms);
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  IPPYO_DB_TRY(script("PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY"));
  if (!options.read_only) IPPYO_DB_TRY(script("PRAGMA journal_mode=WAL"));
  if (options.overwrite_deleted) IPPYO_DB_TRY(script("PRAGMA secure_delete=ON"));
  return check();
}

Outcome SqliteEngine::check() {
  std::string answer;
  IPPYO_DB_TRY(each("PRAGMA quick_check(1)", {}, [&](const Row& row) { return answer = row.text(0), false; }));
  return answer == "ok" ? Outcome{} : Outcome::unavailable("the store is damaged (" + answer + "); restore the last backup");
}

Outcome SqliteEngine::prepare(std::string_view sql, sqlite3_stmt*& stmt) {
  if (const auto it = prepared_.find(sql); it != prepared_.end()) {
    stmt = it->second;
    return {};
  }
  const int code = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &stmt, nullptr);
  if (code != SQLITE_OK) return failed(code);
  IPPYO_CHECK(stmt != nullptr);
  prepared_.emplace(sql, stmt);
  return {};
}

Outcome SqliteEngine::step_through(sqlite3_stmt* stmt, const OnRow& row) {
  bool wanted = true;
  for (;;) {
    const int code = sqlite3_step(stmt);
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) return failed(code);
    if (wanted) wanted = row(SqliteRow(stmt));
    // A write is stepped to its end, whoever still looks at what it returns.
    if (!wanted && sqlite3_stmt_readonly(stmt)) return {};
  }
}

Outcome SqliteEngine::do_each(std::string_view sql, std::span<const Value> values, const OnRow& row) {
  sqlite3_stmt* stmt = nullptr;
  IPPYO_DB_TRY(prepare(sql, stmt));
  IPPYO_CHECK(!sqlite3_stmt_busy(stmt));
  IPPYO_CHECK(static_cast<std::size_t>(sqlite3_bind_parameter_count(stmt)) == values.size());
  int at = 1;
  Outcome outcome{};
  for (const auto& value : values)
    if (const int code = bind(stmt, at++, value); code != SQLITE_OK && outcome) outcome = failed(code);
  if (outcome) outcome = step_through(stmt, row);
  sqlite3_reset(stmt);
  sqlite3_clear_bindings(stmt);  // nothing of one caller stays for the next
  return outcome;
}

Outcome SqliteEngine::do_commit() {
  const int code = sqlite3_exec(connection_, "COMMIT", nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  auto outcome = failed(code);
  if (in_transaction()) do_rollback();
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:  // a deferred foreign key
    case SQLITE_BUSY:
    case SQLITE_FULL: return outcome;  // the commit record is not whole
    default: return Outcome::unknown("a commit may or may not be stored (" + outcome.reason + "); start the program again and ask again");
  }
}

Outcome SqliteEngine::backup(const std::filesystem::path& to) {
  std::error_code ignored;
  if (std::filesystem::exists(to, ignored)) return Outcome::unavailable("'" + to.string() + "' exists; choose a new name for the backup");
  if (auto made = make_private(to); !made) return Outcome::unavailable(made.error().message);
  const Value name = to.native();
  return each("VACUUM INTO ?", {&name, 1}, [](const Row&) { return true; });
}

}  // namespace

base::Result<std::unique_ptr<Engine>> open_sqlite(const std::filesystem::path& path, const OpenOptions& options) {
  if (!options.read_only) IPPYO_TRY(make_private(path));
  auto engine = std::make_unique<SqliteEngine>();
  if (const auto done = engine->open(path, options); !done) return done.error();
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace ippyo::db
