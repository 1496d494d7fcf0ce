// SPDX-License-Identifier: Apache-2.0
// One connection to whichever server can be written to, made again when it is lost. Private to src/db. [ARCHITECTURE Private stores]
#pragma once
#include <libpq-fe.h>

#include <map>

#include "db/database.hpp"

namespace ippyo::db {

struct ClearAnswer {
  void operator()(PGresult* answer) const { PQclear(answer); }
};
using Answer = std::unique_ptr<PGresult, ClearAnswer>;

class PostgresLink {
  std::string location_;
  OpenOptions options_;
  PGconn* connection_ = nullptr;
  bool warned_ = false;
  std::map<std::string, std::string, std::less<>> prepared_{};  // text and types to name

  static void hear(void* link, const PGresult* notice);
  Outcome settle();
  Outcome prepared(std::string_view sql, std::span<const Value> values, const char*& name);

 public:
  PostgresLink(std::string location, OpenOptions options) : location_(std::move(location)), options_(options) {}
  PostgresLink(const PostgresLink&) = delete;
  ~PostgresLink() { close(); }

  /// A new connection in place of the old one.
  Outcome connect();
  void close();
  bool lost() const { return PQstatus(connection_) != CONNECTION_OK; }
  bool in_transaction() const;
  /// Whether the server said a warning since forget_warnings().
  bool warned() const { return warned_; }
  void forget_warnings() { warned_ = false; }

  /// Texts without parameters.
  Outcome simple(const std::string& sql, Answer& answer);
  Outcome run(std::string_view sql, std::span<const Value> values, Answer& answer);
  /// What a failed answer means. requires: it is not the answer to COMMIT.
  Outcome failed(const PGresult* answer) const;
};

/// Refuses what libpq cannot read and a password in the text. The text itself is never repeated: it may hold one.
base::Result<void> check_location(const std::string& location);

}  // namespace ippyo::db
