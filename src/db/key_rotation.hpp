// SPDX-License-Identifier: Apache-2.0
// From an old column key to a new one, in batches, while the store is in use. [ARCHITECTURE Private stores]
#pragma once
#include "db/column_cipher.hpp"
#include "db/database.hpp"

namespace ippyo::db {

/// One sealed column, and the blind index made from it, if any.
struct SealedColumn {
  std::string column;
  std::string index_column{};  ///< empty: none
  /// What the index is made of, from the opened value. Empty: the value itself.
  std::function<base::SecretBytes(base::ByteView plain)> indexed{};
  std::string index_name{};    ///< the column name given to ColumnCipher::index; empty: `index_column`
};
struct SealedTable {
  std::string table;
  std::vector<std::string> key;  ///< the integer columns of its primary key, in the order of Place::row
  std::vector<SealedColumn> columns;
};
struct Rotated {
  std::uint64_t rows = 0;     ///< under the new key now
  std::uint64_t skipped = 0;  ///< were so before
};

/// Opens every value under `from` and seals it under `to`, `batch` rows in one transaction. A run that was interrupted is simply
/// repeated: values under `to` are skipped. NULL stays. Meanwhile readers need both keys (ColumnCipher::names_this_key).
/// errors: a value that opens under neither key (the row is named), the store fails. What was committed stays.
base::Result<Rotated> rotate_keys(Database& database, const SealedTable& table, const ColumnCipher& from, const ColumnCipher& to,
                                  std::size_t batch = 500);

}  // namespace ippyo::db
