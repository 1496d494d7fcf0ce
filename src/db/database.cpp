// SPDX-License-Identifier: Apache-2.0
// Opening, preparing, backing up. [ARCHITECTURE Private stores]
#include <fcntl.h>
#include <unistd.h>

#include "base/check.hpp"
#include "base/files.hpp"
#include "db/failure.hpp"
#include "db/schema.hpp"
#include "db/sqlite.hpp"

namespace ippyo::db {

struct Database::Impl {
  sqlite3* connection = nullptr;
  std::map<std::string, sqlite3_stmt*, std::less<>> prepared{};
  ~Impl() {
    for (auto& [sql, stmt] : prepared) sqlite3_finalize(stmt);
    IPPYO_CHECK(sqlite3_close(connection) == SQLITE_OK);
  }
};

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database::~Database() = default;

namespace {

/// SQLite would create the file readable for everyone.
base::Result<void> make_private(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return base::system_error("cannot open the store " + path.string() + "; check owner and mode");
  ::close(fd);
  return base::sync_folder(path.parent_path().empty() ? "." : path.parent_path());
}

Outcome checked(Database& database) {
  std::string answer;
  IPPYO_DB_TRY(database.prepare("PRAGMA quick_check(1)").each([&](const Row& row) {
    answer = row.text(0);
    return false;
  }));
  return answer == "ok" ? Outcome{} : Outcome::unavailable("the store is damaged (" + answer + "); restore the last backup");
}

}  // namespace

base::Result<Database> Database::open(const std::filesystem::path& path, std::string_view schema, OpenOptions options) {
  if (!options.read_only) IPPYO_TRY(make_private(path));
  auto impl = std::make_unique<Impl>();
  const int flags = (options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &impl->connection, flags, nullptr);
  if (code != SQLITE_OK) return base::Error{"cannot open the store " + path.string() + " (" + sqlite3_errstr(code) + "); check that it exists and who owns it"};
  sqlite3_extended_result_codes(impl->connection, 1);
  sqlite3_busy_timeout(impl->connection, options.busy_timeout_ms);
  sqlite3_db_config(impl->connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  Database database(std::move(impl));
  auto done = database.execute("PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY");
  if (done && !options.read_only) done = database.execute("PRAGMA journal_mode=WAL");
  if (done) done = checked(database);
  if (done) done = bring_up_to_date(database, schema, options.read_only);
  if (!done) return done.error();
  return database;
}

Statement Database::prepare(std::string_view sql) {
  if (const auto it = impl_->prepared.find(sql); it != impl_->prepared.end()) return Statement(it->second);
  sqlite3_stmt* stmt = nullptr;
  const int code = sqlite3_prepare_v3(impl_->connection, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &stmt, nullptr);
  if (code != SQLITE_OK) return Statement(failure(impl_->connection, code));
  IPPYO_CHECK(stmt != nullptr);
  impl_->prepared.emplace(sql, stmt);
  return Statement(stmt);
}

Outcome Database::execute(std::string_view sql) {
  const int code = sqlite3_exec(impl_->connection, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? Outcome{} : failure(impl_->connection, code);
}

Outcome Database::commit() {
  // SQLite itself rolls back on some errors; COMMIT would then be an error of its own that hides the reason.
  if (!in_transaction()) return Outcome::unavailable("the transaction was rolled back by an earlier error; send the request again");
  const int code = sqlite3_exec(impl_->connection, "COMMIT", nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  const auto outcome = failure(impl_->connection, code);
  if (in_transaction()) (void)execute("ROLLBACK");
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:  // a deferred foreign key
    case SQLITE_BUSY:
    case SQLITE_FULL: return outcome;  // the commit record is not whole
    default: return Outcome::unknown("a commit may or may not be stored (" + outcome.reason + "); start the program again and ask again");
  }
}

std::int64_t Database::changes() const { return sqlite3_changes64(impl_->connection); }
std::int64_t Database::last_insert_rowid() const { return sqlite3_last_insert_rowid(impl_->connection); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(impl_->connection) == 0; }

int Database::user_version() {
  int version = -1;
  const auto read = prepare("PRAGMA user_version").each([&](const Row& row) {
    version = static_cast<int>(row.integer(0));
    return false;
  });
  return read ? version : -1;
}

Outcome Database::backup(const std::filesystem::path& to) {
  std::error_code ignored;
  if (std::filesystem::exists(to, ignored)) return Outcome::unavailable("'" + to.string() + "' exists; choose a new name for the backup");
  if (auto made = make_private(to); !made) return Outcome::unavailable(made.error().message);
  return prepare("VACUUM INTO ?").bind(std::string_view(to.native())).run();
}

}  // namespace ippyo::db
