// SPDX-License-Identifier: Apache-2.0
// SQLite's result codes as outcomes. [ARCHITECTURE Private stores]
#include "db/sqlite_failure.hpp"

namespace ippyo::db {
namespace {

std::string where(sqlite3* connection) {
  const char* file = connection ? sqlite3_db_filename(connection, "main") : nullptr;
  return file && *file ? std::string(file) : "the store";
}

}  // namespace

Outcome sqlite_failure(sqlite3* connection, int code) {
  // SQLite's own text names tables and columns, never values.
  const std::string text = connection ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT: return Outcome::conflict(text);
    case SQLITE_FULL: return Outcome::unavailable("no space left for " + where(connection) + "; free space on its disk, nothing needs repair");
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Outcome::unavailable(where(connection) + " is in use by another program; stop that program");
    case SQLITE_IOERR: return Outcome::unavailable("the disk of " + where(connection) + " failed (" + text + "); check it, then start again");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Outcome::unavailable(where(connection) + " is damaged (" + text + "); restore the last backup");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM: return Outcome::unavailable("cannot write " + where(connection) + " (" + text + "); check owner and mode of the file and its folder");
    default: return Outcome::unavailable(where(connection) + ": " + text + "; this is a defect, report it");
  }
}

}  // namespace ippyo::db
