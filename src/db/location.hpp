// SPDX-License-Identifier: Apache-2.0
// Which engine a text names. Private to src/db. [ARCHITECTURE Private stores]
#pragma once
#include <filesystem>
#include <string>

namespace ippyo::db {

struct Location {
  bool postgres = false;
  std::filesystem::path path{};  ///< of an SQLite store
};
/// `sqlite:PATH`; `postgresql://..` or `postgres://..`; `KEYWORD=..` with a keyword that libpq knows; anything else is a path.
Location parse_location(const std::string& text);

}  // namespace ippyo::db
