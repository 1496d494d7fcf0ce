// SPDX-License-Identifier: Apache-2.0
// Which applications get a letter, and letters in the store. [SPEC 15.2 Application]
#pragma once
#include <vector>

#include "registrar/applications.hpp"

namespace ippyo::registrar {

/// What comes out: one PDF, one text for an embosser, or a table for a printing house.
enum class PrintAs : std::uint8_t { pdf = 1, braille, data };

/// One letter that is written and waits to become valid. The code itself is on paper only.
struct Planned {
  std::int64_t application;
  std::uint32_t number;
  Bytes32 code_mac;
};

/// Approved, no living letter, and a kind that fits: all of them, by id.
db::Outcome letters_due(db::Database& db, std::span<const LetterKind> kinds, std::vector<std::int64_t>& out);
/// Whether this application may get a letter now: approved, without a living one. `word`: "not-found", "state", "has-letter".
db::Outcome letter_possible(db::Database& db, std::int64_t application, std::string& word);
db::Outcome last_number(db::Database& db, std::uint32_t& out);
/// All or none. An application that ended or got a letter meanwhile makes its letter void: the number stands, the code opens nothing.
/// conflict: other letters took the numbers meanwhile.
db::Outcome store_letters(db::Database& db, const Store& store, std::span<const Planned> letters, const Actor& actor, std::vector<std::uint32_t>& voided);
/// Whether exactly this letter is in the store: what an unknown outcome became.
db::Outcome has_letter(db::Database& db, const Planned& letter, bool& out);

}  // namespace ippyo::registrar
