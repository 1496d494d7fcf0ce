// SPDX-License-Identifier: Apache-2.0
// SQLite's result codes as outcomes. Private to src/db. [ARCHITECTURE Private stores]
#pragma once
#include <sqlite3.h>

#include "db/outcome.hpp"

namespace ippyo::db {

/// The outcome of a step that did not succeed.
Outcome sqlite_failure(sqlite3* connection, int code);

}  // namespace ippyo::db
