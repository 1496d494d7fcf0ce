// SPDX-License-Identifier: Apache-2.0
// PostgreSQL 15 through libpq: a table of its own holds the version and is the lock of the one writer. [ARCHITECTURE Private stores]
#include <algorithm>
#include <charconv>

#include "db/engine.hpp"
#include "db/postgres_link.hpp"
#include "db/postgres_text.hpp"

namespace ippyo::db {
namespace {

constexpr Oid kBool = 16, kBytea = 17;

class PostgresRow final : public Row {
  const PGresult* answer_;
  int row_;

  std::string_view raw(int column) const {
    return {PQgetvalue(answer_, row_, column), static_cast<std::size_t>(PQgetlength(answer_, row_, column))};
  }
  /// "\x" and hexadecimal, as the session asks for.
  base::Bytes bytes(int column) const { return base::from_hex(raw(column).substr(2)).value_or(base::Bytes{}); }
  bool is_blob(int column) const { return PQftype(answer_, column) == kBytea && !is_null(column); }

 public:
  PostgresRow(const PGresult* answer, int row) : answer_(answer), row_(row) {}
  bool is_null(int column) const override { return PQgetisnull(answer_, row_, column) != 0; }
  std::int64_t integer(int column) const override {
    const auto text = raw(column);
    if (PQftype(answer_, column) == kBool) return text == "t";
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc{} && end == text.data() + text.size() ? value : 0;
  }
  std::string text(int column) const override { return is_blob(column) ? base::to_string(bytes(column)) : std::string(raw(column)); }
  base::Bytes blob(int column) const override { return is_blob(column) ? bytes(column) : base::to_bytes(base::view(raw(column))); }
  bool blob_into(int column, std::span<std::uint8_t> out) const override {
    if (!is_blob(column)) return false;
    const auto value = bytes(column);
    if (value.size() != out.size()) return false;
    std::copy(value.begin(), value.end(), out.begin());
    return true;
  }
};

std::int64_t changed_by(PGresult* answer) {
  const std::string_view text = PQcmdTuples(answer);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

class PostgresEngine final : public Engine {
  PostgresLink link_;
  std::int64_t changes_ = 0;

  Outcome once(std::string_view sql, std::span<const Value> values, const OnRow& row);
  Outcome read_alone(std::string_view sql, std::span<const Value> values, const OnRow& row);
  Outcome write_alone(const std::function<Outcome()>& write);
  Outcome unknown(const std::string& why);

 public:
  PostgresEngine(const std::string& location, const OpenOptions& options) : link_(location, options) {}
  Outcome open(bool read_only);

  bool in_transaction() const override { return link_.in_transaction(); }
  std::int64_t changes() const override { return changes_; }
  bool reconnects() const override { return true; }
  Outcome read_version(int& version) override;
  Outcome write_version(int version) override {
    const Value value = std::int64_t{version};
    return each("UPDATE ippyo_store SET version = ?", {&value, 1}, [](const Row&) { return true; });
  }
  Outcome forget_deleted() override;
  Outcome backup(const std::filesystem::path&) override {
    return Outcome::unavailable("a PostgreSQL store is backed up with pg_basebackup; see docs/operations/stores.md");
  }

 protected:
  Outcome do_each(std::string_view sql, std::span<const Value> values, const OnRow& row) override;
  Outcome do_script(std::string_view sql) override;
  Outcome do_begin() override;
  Outcome do_commit() override;
  void do_rollback() override {
    Answer answer;
    (void)link_.simple("ROLLBACK", answer);
  }
};

/// Two programs that start together both make the table: the lock lets one be first.
constexpr const char* kMake =
    "BEGIN; SELECT pg_advisory_xact_lock(7595437081133574511);"
    "CREATE TABLE IF NOT EXISTS ippyo_store (version BIGINT NOT NULL);"
    "INSERT INTO ippyo_store SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM ippyo_store); COMMIT";

Outcome PostgresEngine::open(bool read_only) {
  IPPYO_DB_TRY(link_.connect());
  Answer answer;
  if (read_only) return {};
  auto made = link_.simple(kMake, answer);
  if (!made && in_transaction()) do_rollback();
  return made;
}

Outcome PostgresEngine::read_version(int& version) {
  bool there = false;
  IPPYO_DB_TRY(each("SELECT to_regclass('ippyo_store') IS NOT NULL", {}, [&](const Row& row) { return there = row.integer(0) == 1, false; }));
  version = 0;
  if (!there) return {};
  return each("SELECT version FROM ippyo_store", {}, [&](const Row& row) { return version = static_cast<int>(row.integer(0)), false; });
}

Outcome PostgresEngine::once(std::string_view sql, std::span<const Value> values, const OnRow& row) {
  Answer answer;
  IPPYO_DB_TRY(link_.run(sql, values, answer));
  if (!only_reads(sql)) changes_ = changed_by(answer.get());
  for (int i = 0; i < PQntuples(answer.get()); ++i)
    if (!row(PostgresRow(answer.get(), i))) break;
  return {};
}

/// A read may be sent again: no row was told before all had come.
Outcome PostgresEngine::read_alone(std::string_view sql, std::span<const Value> values, const OnRow& row) {
  if (!link_.lost()) {
    auto outcome = once(sql, values, row);
    if (!link_.lost()) return outcome;
  }
  IPPYO_DB_TRY(link_.connect());
  return once(sql, values, row);
}

/// A transaction of its own, so that a lost connection is either before its COMMIT or in it.
Outcome PostgresEngine::write_alone(const std::function<Outcome()>& write) {
  IPPYO_DB_TRY(do_begin());
  auto outcome = write();
  if (outcome) return do_commit();
  if (in_transaction()) do_rollback();
  return outcome;
}

Outcome PostgresEngine::do_each(std::string_view sql, std::span<const Value> values, const OnRow& row) {
  if (in_transaction()) return once(sql, values, row);
  if (only_reads(sql)) return read_alone(sql, values, row);
  return write_alone([&] { return once(sql, values, row); });
}

Outcome PostgresEngine::do_script(std::string_view sql) {
  const auto send = [&] {
    Answer answer;
    return link_.simple(translated(sql), answer);
  };
  return in_transaction() ? send() : write_alone(send);
}

/// The lock waits for another writer, and for a transaction of ours whose connection was lost in COMMIT. The message makes the COMMIT of
/// a transaction that only reads wait for the standby too: what a crashed server shows again may not have come there yet.
constexpr const char* kBegin =
    "BEGIN ISOLATION LEVEL READ COMMITTED; LOCK TABLE ippyo_store IN EXCLUSIVE MODE; SELECT pg_logical_emit_message(true, 'ippyo', '')";

Outcome PostgresEngine::do_begin() {
  Answer answer;
  if (!link_.lost()) {
    auto outcome = link_.simple(kBegin, answer);
    if (outcome) return outcome;
    if (in_transaction()) do_rollback();
    const char* state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
    const bool demoted = state && std::string_view(state) == "25006";
    if (!link_.lost() && !demoted) return outcome;
  }
  // Nothing was begun: a server that went away meanwhile costs no request.
  IPPYO_DB_TRY(link_.connect());
  auto outcome = link_.simple(kBegin, answer);
  if (!outcome && in_transaction()) do_rollback();
  return outcome;
}

Outcome PostgresEngine::unknown(const std::string& why) {
  link_.close();
  return Outcome::unknown("a commit may or may not be stored (" + why + "); read it by its request id in a new transaction");
}

Outcome PostgresEngine::do_commit() {
  link_.forget_warnings();
  Answer answer;
  auto outcome = link_.simple("COMMIT", answer);
  if (!outcome) {
    const char* severity = answer ? PQresultErrorField(answer.get(), PG_DIAG_SEVERITY_NONLOCALIZED) : nullptr;
    const char* state = answer ? PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE) : nullptr;
    const bool undone = !link_.lost() && severity && std::string_view(severity) == "ERROR" && state && std::string_view(state) != "40003";
    return undone ? outcome : unknown("the connection was lost while it was stored");
  }
  // An answer in spite of a standby that has not stored it: somebody cancelled the wait.
  if (link_.warned()) return unknown("no standby has confirmed it");
  if (PQcmdStatus(answer.get()) != std::string_view("COMMIT")) return Outcome::unavailable("the server rolled the transaction back; send the request again");
  return {};
}

/// Dead rows go from the tables; copies stay in the write-ahead log and at standbys until those are recycled.
Outcome PostgresEngine::forget_deleted() {
  std::string tables;
  IPPYO_DB_TRY(each("SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema() AND tableowner = current_user",
                    {}, [&](const Row& row) { return tables += (tables.empty() ? "" : ", ") + row.text(0), true; }));
  Answer answer;
  return tables.empty() ? Outcome{} : link_.simple("VACUUM " + tables, answer);
}

}  // namespace

base::Result<std::unique_ptr<Engine>> open_postgres(const std::string& location, const OpenOptions& options) {
  IPPYO_TRY(check_location(location));
  auto engine = std::make_unique<PostgresEngine>(location, options);
  if (const auto done = engine->open(options.read_only); !done) return done.error();
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace ippyo::db
