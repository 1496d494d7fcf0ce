// SPDX-License-Identifier: Apache-2.0
// Lines of the roll in the store: sealed, and found by keyed indexes of number and person. [SPEC 15.1 VoterRoll]
#pragma once
#include <optional>
#include <vector>

#include "registrar/store.hpp"
#include "roll/person.hpp"

namespace ippyo::registrar {

/// A line of the roll with its place in the store. A voter who disappears from the roll keeps the row, with present = false.
struct VoterRow {
  std::int64_t id = 0;
  bool present = false;
  roll::Voter voter;
};

Bytes encode(const roll::Voter& voter);
base::Result<roll::Voter> decode_voter(ByteView bytes);

Bytes16 number_index(const StoreKeys& keys, std::string_view number);
/// Of the name's matching key and the birth date: equal for two spellings of one name.
Bytes16 person_index(const StoreKeys& keys, std::string_view name, roll::Day birth);

db::Outcome read_voter(db::Database& db, const StoreKeys& keys, std::int64_t id, std::optional<VoterRow>& out);
db::Outcome find_number(db::Database& db, const StoreKeys& keys, std::string_view number, std::optional<VoterRow>& out);
/// Everybody on the roll with this name and birth date.
db::Outcome find_persons(db::Database& db, const StoreKeys& keys, std::string_view name, roll::Day birth, std::vector<VoterRow>& out);
/// The rows after `after`, at most `limit`, in the order of ids.
db::Outcome read_voters(db::Database& db, const StoreKeys& keys, std::int64_t after, std::int64_t limit, std::vector<VoterRow>& out);

/// requires: `id` is the row's for good.
db::Outcome insert_voter(db::Database& db, const StoreKeys& keys, const VoterRow& row);
db::Outcome update_voter(db::Database& db, const StoreKeys& keys, const VoterRow& row);
/// What comes next after the largest id of a table. Inside a transaction nobody else takes it.
db::Outcome next_id(db::Database& db, std::string_view table, std::int64_t& out);

}  // namespace ippyo::registrar
