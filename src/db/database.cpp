// SPDX-License-Identifier: Apache-2.0
// The two engines behind one face. [ARCHITECTURE Private stores]
#include "db/database.hpp"

#include "db/engine.hpp"
#include "db/location.hpp"
#include "db/schema.hpp"

namespace ippyo::db {

Database::Database(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
Database::Database(Database&&) noexcept = default;
Database::~Database() = default;

base::Result<Database> Database::opened(base::Result<std::unique_ptr<Engine>> engine, std::string_view schema, const OpenOptions& options) {
  if (!engine) return engine.error();
  Database database(std::move(*engine));
  if (const auto done = bring_up_to_date(database, schema, options.read_only); !done) return done.error();
  return database;
}

base::Result<Database> Database::open(const std::filesystem::path& path, std::string_view schema, OpenOptions options) {
  return opened(open_sqlite(path, options), schema, options);
}

base::Result<Database> Database::open(const std::string& location, std::string_view schema, OpenOptions options) {
  const auto at = parse_location(location);
  if (at.postgres) return opened(open_postgres(location, options), schema, options);
  return opened(open_sqlite(at.path, options), schema, options);
}

Statement Database::prepare(std::string_view sql) { return {*engine_, sql}; }
Outcome Database::execute(std::string_view sql) { return engine_->script(sql); }
Outcome Database::attempt(const Work& work) {
  return engine_->attempt([&] { return work(*this); });
}
std::int64_t Database::changes() const { return engine_->changes(); }
bool Database::in_transaction() const { return engine_->in_transaction(); }
bool Database::reconnects() const { return engine_->reconnects(); }
Outcome Database::forget_deleted() { return engine_->forget_deleted(); }
Outcome Database::backup(const std::filesystem::path& to) { return engine_->backup(to); }

int Database::user_version() {
  int version = -1;
  return engine_->read_version(version) ? version : -1;
}

Transaction::Transaction(Database& database) : engine_(database.engine_.get()), begun_(engine_->begin()) {}

Transaction::~Transaction() {
  if (begun_) engine_->end();
}

Outcome Transaction::commit() {
  IPPYO_DB_TRY(begun_);
  auto outcome = engine_->commit();
  begun_ = Outcome::unavailable("the transaction has ended; begin another");
  return outcome;
}

}  // namespace ippyo::db
