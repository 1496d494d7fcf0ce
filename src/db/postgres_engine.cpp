// SPDX-License-Identifier: Apache-2.0
// PostgreSQL through libpq. [ARCHITECTURE Private stores]
#include "db/engine.hpp"

namespace ippyo::db {

base::Result<std::unique_ptr<Engine>> open_postgres(const std::string&, const OpenOptions&) {
  return base::Error{"PostgreSQL is not built in yet; name a file"};
}

}  // namespace ippyo::db
