// SPDX-License-Identifier: Apache-2.0
// One transaction, and what its end means. [ARCHITECTURE Private stores]
#include "db/sqlite.hpp"

namespace ippyo::db {

Transaction::Transaction(Database& database) : database_(&database), begun_(database.prepare("BEGIN IMMEDIATE").run()) {}

Transaction::~Transaction() {
  if (begun_ && database_->in_transaction()) (void)database_->execute("ROLLBACK");
}

Outcome Transaction::commit() {
  IPPYO_DB_TRY(begun_);
  return database_->commit();
}

}  // namespace ippyo::db
