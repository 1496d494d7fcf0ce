// SPDX-License-Identifier: Apache-2.0
#include "registrar/letter_rows.hpp"

#include <algorithm>

namespace ippyo::registrar {
namespace {

constexpr auto kApproved = static_cast<std::int64_t>(State::approved);

db::Outcome insert_letter(db::Database& db, const Planned& letter, bool live, const Actor& actor) {
  return db.prepare("INSERT INTO letter (number, application, code_mac, live, at, staff) VALUES (?, ?, ?, ?, ?, ?)")
      .bind(std::int64_t{letter.number})
      .bind(letter.application)
      .bind(ByteView(letter.code_mac))
      .bind(std::int64_t{live})
      .bind(static_cast<std::int64_t>(actor.now))
      .bind(actor.id)
      .run();
}

}  // namespace

db::Outcome letters_due(db::Database& db, std::span<const LetterKind> kinds, std::vector<std::int64_t>& out) {
  return db
      .prepare("SELECT a.id, a.letter_kind FROM application a WHERE a.state = ? AND NOT EXISTS "
               "(SELECT 1 FROM letter l WHERE l.application = a.id AND l.live = 1) ORDER BY a.id")
      .bind(kApproved)
      .each([&](const db::Row& row) {
        if (std::ranges::find(kinds, static_cast<LetterKind>(row.integer(1))) != kinds.end()) out.push_back(row.integer(0));
        return true;
      });
}

db::Outcome letter_possible(db::Database& db, std::int64_t application, std::string& word) {
  word = "not-found";
  return db
      .prepare("SELECT a.state, EXISTS (SELECT 1 FROM letter l WHERE l.application = a.id AND l.live = 1) FROM application a WHERE a.id = ?")
      .bind(application)
      .each([&](const db::Row& row) {
        word = row.integer(0) != kApproved ? "state" : row.integer(1) == 1 ? "has-letter" : "";
        return false;
      });
}

db::Outcome last_number(db::Database& db, std::uint32_t& out) {
  return db.prepare("SELECT coalesce(max(number), 0) FROM letter").each([&](const db::Row& row) {
    out = static_cast<std::uint32_t>(row.integer(0));
    return false;
  });
}

db::Outcome store_letters(db::Database& db, const Store& store, std::span<const Planned> letters, const Actor& actor,
                          std::vector<std::uint32_t>& voided) {
  voided.clear();
  std::uint32_t last = 0;
  IPPYO_DB_TRY(last_number(db, last));
  if (letters.front().number != last + 1) return db::Outcome::conflict("other letters were printed meanwhile");
  for (const auto& letter : letters) {
    std::string why;
    IPPYO_DB_TRY(letter_possible(db, letter.application, why));
    if (!why.empty()) voided.push_back(letter.number);
    IPPYO_DB_TRY(insert_letter(db, letter, why.empty(), actor));
  }
  return store.log(db, actor, "print", "letters " + std::to_string(letters.front().number) + " to " + std::to_string(letters.back().number));
}

db::Outcome has_letter(db::Database& db, const Planned& letter, bool& out) {
  out = false;
  return db.prepare("SELECT 1 FROM letter WHERE number = ? AND code_mac = ?")
      .bind(std::int64_t{letter.number})
      .bind(ByteView(letter.code_mac))
      .each([&](const db::Row&) { return out = true, false; });
}

}  // namespace ippyo::registrar
