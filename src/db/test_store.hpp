// SPDX-License-Identifier: Apache-2.0
// A store that goes away with the test, on either engine. For tests only.
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "db/database.hpp"
#include "db/test_postgres.hpp"

namespace ippyo::db::test {

struct Folder {
  std::filesystem::path path;
  Folder() {
    auto name = (std::filesystem::temp_directory_path() / "ippyo-db-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path store() const { return path / "store.db"; }
};

constexpr const char* kSchema = "-- version 1\nCREATE TABLE inbox (id INTEGER PRIMARY KEY, batch INTEGER) STRICT;\n";

inline Database open(const Folder& folder) { return *Database::open(folder.store(), kSchema); }
inline Outcome insert(Database& db, std::int64_t id) { return db.prepare("INSERT INTO inbox (id) VALUES (?)").bind(id).run(); }
inline std::int64_t count(Database& db) {
  std::int64_t n = -1;
  (void)db.prepare("SELECT count(*) FROM inbox").each([&](const Row& row) { return n = row.integer(0), false; });
  return n;
}

/// One server for all tests of a program; every test has a schema of its own in it.
inline PostgresServer& postgres() {
  static const auto server = PostgresServer::fresh(false);
  return *server;
}

/// Every test of this suite runs on both engines.
class EachEngine : public testing::TestWithParam<const char*> {
  Folder folder_;
  std::string location_ = "sqlite:" + folder_.store().string();

 protected:
  void SetUp() override {
    if (!on_postgres()) return;
    if (const auto why = PostgresServer::missing()) {
      printf("NOT RUN: stores on PostgreSQL: %s\n", why->c_str());
      GTEST_SKIP();
    }
    static int tests = 0;
    const auto schema = "t" + std::to_string(++tests);
    postgres().ask("CREATE SCHEMA " + schema);
    location_ = postgres().location("options='-c search_path=" + schema + "'");
  }
  bool on_postgres() const { return GetParam() == std::string("PostgreSQL"); }
  const std::string& location() const { return location_; }
  base::Result<Database> try_open(std::string_view schema = kSchema, OpenOptions options = {}) const { return Database::open(location_, schema, options); }
  Database open(std::string_view schema = kSchema, OpenOptions options = {}) const { return *try_open(schema, options); }
};
#define IPPYO_ON_BOTH_ENGINES(suite) \
  INSTANTIATE_TEST_SUITE_P(, suite, testing::Values("SQLite", "PostgreSQL"), [](const auto& i) { return std::string(i.param); })

}  // namespace ippyo::db::test
