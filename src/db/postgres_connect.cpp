// SPDX-License-Identifier: Apache-2.0
// Connecting to PostgreSQL, and what a session must hold before anything is stored. [ARCHITECTURE Private stores]
#include <array>
#include <string_view>

#include "db/postgres_link.hpp"

namespace ippyo::db {
namespace {

/// libpq's message as one line.
std::string one_line(const char* message) {
  std::string out;
  for (const char* c = message; *c; ++c) out += *c == '\n' || *c == '\t' ? ' ' : *c;
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

constexpr std::string_view kAsk =
    "SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('server_encoding'), "
    "current_setting('synchronous_commit'), current_setting('server_version_num')::int >= 150000";

/// A server that forgets what it acknowledged is refused.
Outcome judge(const PGresult* answer) {
  const auto is = [&](int column, std::string_view wanted) { return PQgetvalue(answer, 0, column) == wanted; };
  if (!is(0, "on") || !is(1, "on")) return Outcome::unavailable("the PostgreSQL server does not flush what it commits; set fsync and full_page_writes to on");
  if (!is(2, "UTF8")) return Outcome::unavailable("the database is not UTF8; create it with ENCODING 'UTF8' TEMPLATE template0");
  if (!is(4, "t")) return Outcome::unavailable("the PostgreSQL server is older than version 15; install version 15 or newer");
  return {};
}

}  // namespace

base::Result<void> check_location(const std::string& location) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(location.c_str(), &message), &PQconninfoFree);
  PQfreemem(message);
  if (!options) return base::Error{"the PostgreSQL address cannot be read; compare it with docs/operations/stores.md"};
  for (auto* option = options.get(); option->keyword; ++option) {
    const bool given = option->val && *option->val;
    if (given && (option->keyword == std::string_view("password") || option->keyword == std::string_view("sslpassword")))
      return base::Error{"a password stands in the PostgreSQL address; put it into a passfile (passfile=..) or a service file (service=..)"};
  }
  return {};
}

void PostgresLink::hear(void* link, const PGresult* notice) {
  // Nothing is printed: a notice can hold values.
  const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity && severity == std::string_view("WARNING")) static_cast<PostgresLink*>(link)->warned_ = true;
}

void PostgresLink::close() {
  PQfinish(connection_);
  connection_ = nullptr;
  prepared_.clear();
}

Outcome PostgresLink::connect() {
  close();
  // What stands before dbname is a default, what stands after it holds whatever the text says.
  std::array<const char*, 11> keys{"connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "application_name",
                                   "dbname", "client_encoding", options_.read_only ? nullptr : "target_session_attrs"};
  std::array<const char*, 11> values{"3", "5", "2", "3", "10000", "ippyo", location_.c_str(), "UTF8", "read-write"};
  connection_ = PQconnectdbParams(keys.data(), values.data(), 1);
  if (lost()) {
    auto why = connection_ ? one_line(PQerrorMessage(connection_)) : std::string("out of memory");
    return Outcome::unavailable("no PostgreSQL server of the store answers (" + why + "); start it, or promote the standby");
  }
  PQsetNoticeReceiver(connection_, &PostgresLink::hear, this);
  auto settled = settle();
  if (!settled) close();
  return settled;
}

Outcome PostgresLink::settle() {
  Answer answer;
  IPPYO_DB_TRY(simple(std::string(kAsk), answer));
  IPPYO_DB_TRY(judge(answer.get()));
  std::string set = "SET standard_conforming_strings=on; SET client_min_messages=warning; SET bytea_output=hex; SET statement_timeout=0;"
                    "SET idle_in_transaction_session_timeout='60s'; SET tcp_keepalives_idle=5; SET tcp_keepalives_interval=2;"
                    "SET tcp_keepalives_count=3; SET lock_timeout=" + std::to_string(std::max(1, options_.busy_timeout_ms));
  // remote_apply is stronger than on and stays.
  if (PQgetvalue(answer.get(), 0, 3) != std::string_view("remote_apply")) set += "; SET synchronous_commit=on";
  if (options_.read_only) set += "; SET default_transaction_read_only=on";
  return simple(set, answer);
}

}  // namespace ippyo::db
