// SPDX-License-Identifier: Apache-2.0
#include "registrar/voters.hpp"

#include "base/codec.hpp"
#include "roll/day.hpp"
#include "roll/normalise.hpp"

namespace ippyo::registrar {
namespace {

constexpr std::uint8_t kLineVersion = 1;
constexpr std::string_view kSelect = "SELECT id, present, line_sealed FROM voter ";

db::Place place_of(std::int64_t id) { return {"voter", "line_sealed", {id}}; }

/// What a row of kSelect says. A line that cannot be opened ends the reading: it is damage, not absence.
db::Outcome read_rows(db::Statement statement, const StoreKeys& keys, std::vector<VoterRow>& out) {
  db::Outcome damage;
  IPPYO_DB_TRY(statement.each([&](const db::Row& row) {
    VoterRow found{row.integer(0), row.integer(1) == 1, {}};
    const auto plain = keys.columns.open(place_of(found.id), row.blob(2));
    auto voter = plain.ok() ? decode_voter(plain->expose()) : base::Result<roll::Voter>(plain.error());
    if (!voter.ok()) return damage = db::Outcome::conflict("voter " + std::to_string(found.id) + ": " + voter.error().message), false;
    found.voter = std::move(*voter);
    out.push_back(std::move(found));
    return true;
  }));
  return damage;
}

db::Outcome read_one(db::Statement statement, const StoreKeys& keys, std::optional<VoterRow>& out) {
  std::vector<VoterRow> rows;
  out.reset();
  IPPYO_DB_TRY(read_rows(std::move(statement), keys, rows));
  if (!rows.empty()) out = std::move(rows.front());
  return {};
}

std::string sql(std::string_view rest) { return std::string(kSelect) + std::string(rest); }

}  // namespace

Bytes encode(const roll::Voter& v) {
  base::Writer w;
  w.u8(kLineVersion).text(v.number).text(v.name).text(v.kana);
  w.u16(static_cast<std::uint16_t>(v.birth.year)).u8(v.birth.month).u8(v.birth.day).u8(static_cast<std::uint8_t>(v.sex));
  w.text(v.address).text(v.district).count(v.flags.size());
  for (const auto& flag : v.flags) w.text(flag);
  return w.take();
}

base::Result<roll::Voter> decode_voter(ByteView bytes) {
  base::Reader r(bytes);
  roll::Voter v;
  if (r.u8() != kLineVersion) r.refuse();
  v.number = r.text(), v.name = r.text(), v.kana = r.text();
  v.birth.year = static_cast<std::int16_t>(r.u16()), v.birth.month = r.u8(), v.birth.day = r.u8();
  const auto sex = r.u8();
  if (sex > static_cast<std::uint8_t>(roll::Sex::other) || !roll::exists(v.birth)) r.refuse();
  v.sex = static_cast<roll::Sex>(sex);
  v.address = r.text(), v.district = r.text();
  for (auto n = r.count(roll::kFlags.size()); n > 0; --n) v.flags.insert(r.text());
  IPPYO_TRY(r.finish("a line of the roll"));
  return v;
}

Bytes16 number_index(const StoreKeys& keys, std::string_view number) { return keys.columns.index("voter", "number_index", number); }

Bytes16 person_index(const StoreKeys& keys, std::string_view name, roll::Day birth) {
  return keys.columns.index("voter", "person_index", roll::name_key(name) + "\n" + roll::to_text(birth));
}

db::Outcome read_voter(db::Database& db, const StoreKeys& keys, std::int64_t id, std::optional<VoterRow>& out) {
  return read_one(std::move(db.prepare(sql("WHERE id = ?")).bind(id)), keys, out);
}

db::Outcome find_number(db::Database& db, const StoreKeys& keys, std::string_view number, std::optional<VoterRow>& out) {
  const auto index = number_index(keys, number);
  return read_one(std::move(db.prepare(sql("WHERE number_index = ?")).bind(ByteView(index))), keys, out);
}

db::Outcome find_persons(db::Database& db, const StoreKeys& keys, std::string_view name, roll::Day birth, std::vector<VoterRow>& out) {
  const auto index = person_index(keys, name, birth);
  return read_rows(std::move(db.prepare(sql("WHERE person_index = ? AND present = 1 ORDER BY id")).bind(ByteView(index))), keys, out);
}

db::Outcome read_voters(db::Database& db, const StoreKeys& keys, std::int64_t after, std::int64_t limit, std::vector<VoterRow>& out) {
  return read_rows(std::move(db.prepare(sql("WHERE id > ? ORDER BY id LIMIT ?")).bind(after).bind(limit)), keys, out);
}

db::Outcome insert_voter(db::Database& db, const StoreKeys& keys, const VoterRow& row) {
  const auto number = number_index(keys, row.voter.number), person = person_index(keys, row.voter.name, row.voter.birth);
  const auto sealed = keys.columns.seal(place_of(row.id), encode(row.voter));
  return db.prepare("INSERT INTO voter (id, number_index, person_index, present, line_sealed) VALUES (?, ?, ?, ?, ?)")
      .bind(row.id)
      .bind(ByteView(number))
      .bind(ByteView(person))
      .bind(std::int64_t{row.present})
      .bind(ByteView(sealed))
      .run();
}

db::Outcome update_voter(db::Database& db, const StoreKeys& keys, const VoterRow& row) {
  const auto number = number_index(keys, row.voter.number), person = person_index(keys, row.voter.name, row.voter.birth);
  const auto sealed = keys.columns.seal(place_of(row.id), encode(row.voter));
  return db.prepare("UPDATE voter SET number_index = ?, person_index = ?, present = ?, line_sealed = ? WHERE id = ?")
      .bind(ByteView(number))
      .bind(ByteView(person))
      .bind(std::int64_t{row.present})
      .bind(ByteView(sealed))
      .bind(row.id)
      .run();
}

db::Outcome next_id(db::Database& db, std::string_view table, std::int64_t& out) {
  return db.prepare("SELECT coalesce(max(id), 0) + 1 FROM " + std::string(table)).each([&](const db::Row& row) {
    out = row.integer(0);
    return false;
  });
}

}  // namespace ippyo::registrar
