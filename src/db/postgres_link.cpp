// SPDX-License-Identifier: Apache-2.0
// Statements over one PostgreSQL connection, and what its errors mean. [ARCHITECTURE Private stores]
#include "db/postgres_link.hpp"

#include "base/check.hpp"
#include "db/postgres_text.hpp"

namespace ippyo::db {
namespace {

// pg_type.dat; libpq has no header for them.
constexpr Oid kInt8 = 20, kText = 25, kBytea = 17;

struct Bound {
  std::vector<Oid> types;
  std::vector<std::string> numbers;  // owns the texts of integers
  std::vector<const char*> data;
  std::vector<int> sizes, formats;
};

Bound bound(std::span<const Value> values) {
  Bound b;
  b.numbers.reserve(values.size());
  for (const auto& value : values) {
    const auto* number = std::get_if<std::int64_t>(&value);
    const auto* text = std::get_if<std::string>(&value);
    const auto* blob = std::get_if<base::Bytes>(&value);
    if (number) b.numbers.push_back(std::to_string(*number));
    b.types.push_back(number ? kInt8 : text ? kText : blob ? kBytea : 0);
    b.data.push_back(number ? b.numbers.back().c_str() : text ? text->c_str() : !blob ? nullptr : blob->empty() ? "" : reinterpret_cast<const char*>(blob->data()));
    b.sizes.push_back(blob ? static_cast<int>(blob->size()) : 0);
    b.formats.push_back(blob ? 1 : 0);
  }
  return b;
}

bool good(const PGresult* answer) {
  const auto status = PQresultStatus(answer);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

bool PostgresLink::in_transaction() const {
  const auto status = PQtransactionStatus(connection_);
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

Outcome PostgresLink::simple(const std::string& sql, Answer& answer) {
  answer.reset(PQexec(connection_, sql.c_str()));
  return good(answer.get()) ? Outcome{} : failed(answer.get());
}

Outcome PostgresLink::prepared(std::string_view sql, std::span<const Value> values, const char*& name) {
  std::string key(sql);
  for (const auto& value : values) key += static_cast<char>('0' + value.index());
  auto found = prepared_.find(key);
  if (found == prepared_.end()) {
    std::size_t count = 0;
    const auto text = numbered(sql, count);
    IPPYO_CHECK(count == values.size());
    const auto fresh = "s" + std::to_string(prepared_.size());
    const auto types = bound(values).types;
    const Answer answer(PQprepare(connection_, fresh.c_str(), text.c_str(), static_cast<int>(types.size()), types.data()));
    if (!good(answer.get())) return failed(answer.get());
    found = prepared_.emplace(std::move(key), fresh).first;
  }
  name = found->second.c_str();
  return {};
}

Outcome PostgresLink::run(std::string_view sql, std::span<const Value> values, Answer& answer) {
  const char* name = nullptr;
  IPPYO_DB_TRY(prepared(sql, values, name));
  const auto b = bound(values);
  answer.reset(PQexecPrepared(connection_, name, static_cast<int>(values.size()), b.data.data(), b.sizes.data(), b.formats.data(), 0));
  return good(answer.get()) ? Outcome{} : failed(answer.get());
}

Outcome PostgresLink::failed(const PGresult* answer) const {
  const char* field = answer ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : nullptr;
  const std::string state = field ? field : "";
  const auto in_class = [&](std::string_view prefix) { return state.starts_with(prefix); };
  if (lost() || !answer || state.empty()) return Outcome::unavailable("the connection to the PostgreSQL server was lost; send the request again");
  // The primary message names tables and rules; values stand in the detail, which is not repeated. Of class 22 even it holds values.
  if (in_class("22")) return Outcome::conflict("a value does not fit its column (SQLSTATE " + state + "); refuse it before it is stored");
  const std::string text = PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY) ? PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY) : "";
  if (in_class("23")) return Outcome::conflict(text);
  if (in_class("40")) return Outcome::unavailable("the server undid the transaction in favour of another (" + text + "); send the request again");
  if (state == "55P03") return Outcome::unavailable("the store is in use by another program; stop that program");
  if (state == "53100") return Outcome::unavailable("no space left on the PostgreSQL server; free space on its disk, nothing needs repair");
  if (state == "25006") return Outcome::unavailable("the store or the server can only be read; write through the primary");
  if (in_class("57") || in_class("53")) return Outcome::unavailable("the PostgreSQL server stops or has no room (" + text + "); send the request again");
  if (in_class("58") || in_class("XX")) return Outcome::unavailable("the disk of the PostgreSQL server failed (" + text + "); check it, or promote the standby");
  return Outcome::unavailable("PostgreSQL refused a statement (" + text + ", SQLSTATE " + state + "); this is a defect, report it");
}

}  // namespace ippyo::db
