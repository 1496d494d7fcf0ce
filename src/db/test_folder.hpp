// SPDX-License-Identifier: Apache-2.0
// A folder that goes away with the test, and a small store in it. For tests only.
#pragma once
#include <stdlib.h>

#include <filesystem>

#include "db/database.hpp"

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

constexpr std::string_view kSchema = "-- version 1\nCREATE TABLE inbox (id INTEGER PRIMARY KEY, batch INTEGER) STRICT;\n";

inline Database open(const Folder& folder) { return *Database::open(folder.store(), kSchema); }
inline Outcome insert(Database& db, std::int64_t id) { return db.prepare("INSERT INTO inbox (id) VALUES (?)").bind(id).run(); }
inline std::int64_t count(Database& db) {
  std::int64_t n = -1;
  (void)db.prepare("SELECT count(*) FROM inbox").each([&](const Row& row) { return n = row.integer(0), false; });
  return n;
}

}  // namespace ippyo::db::test
