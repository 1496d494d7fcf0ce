// SPDX-License-Identifier: Apache-2.0
// The schema of a store by version. [ARCHITECTURE Private stores]
#include "db/schema.hpp"

#include "base/check.hpp"
#include "db/engine.hpp"

namespace ippyo::db {

std::optional<std::vector<std::string_view>> schema_parts(std::string_view schema) {
  std::vector<std::string_view> parts;
  std::size_t begin = schema.npos;
  for (std::size_t line = 0; line < schema.size();) {
    const auto end = std::min(schema.find('\n', line), schema.size());
    const auto words = schema.substr(line, end - line);
    if (words.starts_with("-- version ")) {
      if (words != "-- version " + std::to_string(parts.size() + (begin == schema.npos ? 1 : 2))) return std::nullopt;
      if (begin != schema.npos) parts.push_back(schema.substr(begin, line - begin));
      begin = std::min(end + 1, schema.size());
    }
    line = end + 1;
  }
  if (begin != schema.npos) parts.push_back(schema.substr(begin));
  return parts;
}

Outcome bring_up_to_date(Database& database, std::string_view schema, bool read_only) {
  const auto parts = schema_parts(schema);
  IPPYO_CHECK(parts.has_value());
  const auto wanted = static_cast<int>(parts->size());
  const int found = database.user_version();
  if (found < 0) return Outcome::unavailable("the version of the store cannot be read; restore the last backup");
  if (found > wanted) return Outcome::unavailable("the store was written by a newer version of this program; install that version");
  if (found == wanted) return {};
  if (read_only) return Outcome::unavailable("the store is older than this program; start the program that writes it first");
  Transaction transaction(database);
  IPPYO_DB_TRY(transaction.begun());
  for (int i = database.user_version(); i < wanted; ++i) IPPYO_DB_TRY(database.execute((*parts)[static_cast<std::size_t>(i)]));
  IPPYO_DB_TRY(database.engine_->write_version(wanted));
  return transaction.commit();
}

}  // namespace ippyo::db
