// SPDX-License-Identifier: Apache-2.0
// From an old column key to a new one. [ARCHITECTURE Private stores]
#include "db/key_rotation.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace ippyo::db {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : std::string(between)) + word;
  return out;
}

struct SealedRow {
  std::vector<std::int64_t> key;
  std::vector<std::optional<base::Bytes>> values;  // in the order of the columns
};

class Rotation {
  const SealedTable& table_;
  const ColumnCipher &from_, &to_;
  Rotated counts_{};
  std::string select_first_, select_next_, update_;

  Outcome read(Database& db, const std::vector<std::int64_t>& after, std::size_t batch, std::vector<SealedRow>& out) const;
  Outcome move(Database& db, const SealedRow& row);
  Outcome bind_value(Statement& update, const SealedRow& row, std::size_t column) const;

 public:
  Rotation(const SealedTable& table, const ColumnCipher& from, const ColumnCipher& to);
  /// Nothing more to do when `after` is left empty.
  Outcome batch(Database& db, std::vector<std::int64_t>& after, std::size_t size);
  const Rotated& counts() const { return counts_; }
};

Rotation::Rotation(const SealedTable& table, const ColumnCipher& from, const ColumnCipher& to) : table_(table), from_(from), to_(to) {
  IPPYO_CHECK(!table.key.empty() && !table.columns.empty());
  std::vector<std::string> columns, sets, marks(table.key.size(), "?"), wheres;
  for (const auto& c : table.columns) {
    columns.push_back(c.column);
    sets.push_back(c.column + " = ?");
    if (!c.index_column.empty()) sets.push_back(c.index_column + " = ?");
  }
  for (const auto& k : table.key) wheres.push_back(k + " = ?");
  const auto key = joined(table.key, ", ");
  select_first_ = "SELECT " + key + ", " + joined(columns, ", ") + " FROM " + table.table;
  select_next_ = select_first_ + " WHERE (" + key + ") > (" + joined(marks, ", ") + ")";
  for (auto* select : {&select_first_, &select_next_}) *select += " ORDER BY " + key + " LIMIT ?";
  update_ = "UPDATE " + table.table + " SET " + joined(sets, ", ") + " WHERE " + joined(wheres, " AND ");
}

Outcome Rotation::read(Database& db, const std::vector<std::int64_t>& after, std::size_t batch, std::vector<SealedRow>& out) const {
  auto select = db.prepare(after.empty() ? select_first_ : select_next_);
  for (const auto number : after) select.bind(number);
  return select.bind(static_cast<std::int64_t>(batch)).each([&](const Row& row) {
    SealedRow r;
    int column = 0;
    for (std::size_t i = 0; i < table_.key.size(); ++i) r.key.push_back(row.integer(column++));
    for (std::size_t i = 0; i < table_.columns.size(); ++i, ++column) r.values.push_back(row.is_null(column) ? std::nullopt : std::optional(row.blob(column)));
    out.push_back(std::move(r));
    return true;
  });
}

Outcome Rotation::bind_value(Statement& update, const SealedRow& row, std::size_t column) const {
  const auto& c = table_.columns[column];
  const auto& value = row.values[column];
  if (!value) {
    update.bind_null();
    if (!c.index_column.empty()) update.bind_null();
    return {};
  }
  const Place place(table_.table, c.column, row.key);
  const auto plain = (to_.names_this_key(*value) ? to_ : from_).open(place, *value);
  if (!plain) {
    std::vector<std::string> numbers;
    for (const auto number : row.key) numbers.push_back(std::to_string(number));
    return Outcome::unavailable(plain.error().message + " (row " + joined(numbers, ", ") + ")");
  }
  update.bind(base::ByteView(to_.seal(place, plain->expose())));
  if (c.index_column.empty()) return {};
  const auto name = c.index_name.empty() ? c.index_column : c.index_name;
  const auto index = c.indexed ? to_.index(table_.table, name, c.indexed(plain->expose()).expose()) : to_.index(table_.table, name, plain->expose());
  update.bind(base::ByteView(index));
  return {};
}

Outcome Rotation::move(Database& db, const SealedRow& row) {
  if (std::all_of(row.values.begin(), row.values.end(), [&](const auto& v) { return !v || to_.names_this_key(*v); })) {
    ++counts_.skipped;
    return {};
  }
  auto update = db.prepare(update_);
  for (std::size_t i = 0; i < table_.columns.size(); ++i) IPPYO_DB_TRY(bind_value(update, row, i));
  for (const auto number : row.key) update.bind(number);
  IPPYO_DB_TRY(update.run());
  ++counts_.rows;
  return {};
}

Outcome Rotation::batch(Database& db, std::vector<std::int64_t>& after, std::size_t size) {
  const auto before = counts_;
  Transaction transaction(db);
  IPPYO_DB_TRY(transaction.begun());
  std::vector<SealedRow> rows;
  IPPYO_DB_TRY(read(db, after, size, rows));
  for (const auto& row : rows)
    if (auto moved = move(db, row); !moved) return counts_ = before, moved;
  after = rows.empty() ? std::vector<std::int64_t>{} : rows.back().key;
  auto committed = transaction.commit();
  if (!committed) counts_ = before;
  return committed;
}

}  // namespace

base::Result<Rotated> rotate_keys(Database& database, const SealedTable& table, const ColumnCipher& from, const ColumnCipher& to, std::size_t batch) {
  Rotation rotation(table, from, to);
  std::vector<std::int64_t> after;
  do {
    if (const auto done = rotation.batch(database, after, std::max<std::size_t>(1, batch)); !done) return done.error();
  } while (!after.empty());
  return rotation.counts();
}

}  // namespace ippyo::db
