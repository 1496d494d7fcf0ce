// SPDX-License-Identifier: Apache-2.0
// The schema of a store by version. Private to src/db. [ARCHITECTURE Private stores]
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "db/database.hpp"

namespace ippyo::db {

/// Part n-1 is what follows the line `-- version n`. Nothing if the numbers do not count up from 1.
std::optional<std::vector<std::string_view>> schema_parts(std::string_view schema);

/// Runs the parts that the file lacks, in one transaction. A read-only connection only compares.
Outcome bring_up_to_date(Database& database, std::string_view schema, bool read_only);

}  // namespace ippyo::db
