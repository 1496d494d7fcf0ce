// SPDX-License-Identifier: Apache-2.0
// Rows and prepared statements. [ARCHITECTURE Private stores]
#include <algorithm>

#include "db/failure.hpp"
#include "db/sqlite.hpp"

namespace ippyo::db {

bool Row::is_null(int column) const { return sqlite3_column_type(stmt_, column) == SQLITE_NULL; }
std::int64_t Row::integer(int column) const { return sqlite3_column_int64(stmt_, column); }

std::string Row::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, column));
  return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))) : std::string();
}

base::Bytes Row::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(stmt_, column));
  return data ? base::Bytes(data, data + sqlite3_column_bytes(stmt_, column)) : base::Bytes();
}

bool Row::blob_into(int column, std::span<std::uint8_t> out) const {
  if (sqlite3_column_type(stmt_, column) != SQLITE_BLOB) return false;
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(stmt_, column));
  if (static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column)) != out.size()) return false;
  std::copy_n(data, out.size(), out.data());
  return true;
}

Statement::Statement(Statement&& o) noexcept : stmt_(o.stmt_), next_(o.next_), failure_(std::move(o.failure_)) { o.stmt_ = nullptr; }

Statement::~Statement() {
  if (!stmt_) return;
  sqlite3_reset(stmt_);
  sqlite3_clear_bindings(stmt_);  // nothing of one caller stays for the next
}

Statement& Statement::bound(int code) {
  if (code != SQLITE_OK && failure_.ok()) failure_ = failure(sqlite3_db_handle(stmt_), code);
  ++next_;
  return *this;
}

Statement& Statement::bind(std::int64_t value) { return stmt_ ? bound(sqlite3_bind_int64(stmt_, next_, value)) : *this; }

Statement& Statement::bind(std::string_view text) {
  if (!stmt_) return *this;
  const char* data = text.data() ? text.data() : "";  // a null pointer would bind NULL
  return bound(sqlite3_bind_text64(stmt_, next_, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement& Statement::bind(base::ByteView blob) {
  if (!stmt_) return *this;
  const void* data = blob.data() ? static_cast<const void*>(blob.data()) : "";
  return bound(sqlite3_bind_blob64(stmt_, next_, data, blob.size(), SQLITE_TRANSIENT));
}

Statement& Statement::bind_null() { return stmt_ ? bound(sqlite3_bind_null(stmt_, next_)) : *this; }

Outcome Statement::run() {
  return each([](const Row&) { return true; });
}

Outcome Statement::each(const std::function<bool(const Row&)>& row) {
  if (!failure_) return failure_;
  sqlite3* const connection = sqlite3_db_handle(stmt_);
  for (;;) {
    const int code = sqlite3_step(stmt_);
    if (code == SQLITE_ROW && row(Row(stmt_))) continue;
    const auto outcome = code == SQLITE_DONE || code == SQLITE_ROW ? Outcome{} : failure(connection, code);
    sqlite3_reset(stmt_);
    return outcome;
  }
}

}  // namespace ippyo::db
