// SPDX-License-Identifier: Apache-2.0
// From a city's file to lines of the roll: all of it or nothing, with every fault of every line. [SPEC 15.1 VoterRoll]
#pragma once
#include <istream>
#include <ostream>
#include <vector>

#include "base/result.hpp"
#include "roll/csv.hpp"
#include "roll/normalise.hpp"
#include "roll/person.hpp"

namespace ippyo::roll {

/// The columns, in the order in which export_roll writes them. A file may have them in any order; 表示 may be missing.
inline constexpr std::array<std::string_view, 8> kColumns{"選挙人名簿番号", "氏名", "氏名カナ", "生年月日", "性別", "住所", "投票区", "表示"};

/// What is wrong with one line, for the clerk who has the file. Never the content of a cell.
struct Fault {
  std::uint64_t line;   ///< 0: the message says it
  std::string column;   ///< empty when it is about the whole line
  /// For translations: cells, empty, too-long, characters, gaiji, formula, day, sex, kana, flag, number-twice,
  /// person-twice, damaged.
  std::string word;
  std::string message;  ///< what to do
  std::string text() const;  ///< "line 17, 生年月日: .."
};
inline constexpr std::size_t kFaultsShown = 100;

struct Import {
  std::vector<Voter> voters;   ///< in the order of the file; to be used only when there are no faults
  std::vector<Fault> faults;   ///< the first kFaultsShown
  std::uint64_t all_faults = 0;
  std::uint64_t lines = 0;     ///< without the header
  Encoding encoding = Encoding::utf8;
  bool clean() const { return all_faults == 0; }
};

/// Cells lose space at both ends; numbers and kana are stored in NFKC (kana as katakana), the names' spaces as one
/// full-width space.
/// errors: what CsvReader::open refuses, and a header line that lacks a column, has one twice or has an unknown one.
/// Everything below the header is a fault: damaged CSV (the last one), number of cells, an empty or malformed cell, a word that
/// 表示 does not know, a number twice, one person (name, birth, address) twice.
base::Result<Import> import_roll(std::istream& in, const AddressRules& rules = {});

/// The same columns through CsvWriter; import_roll reads it back to equal voters.
void export_roll(std::span<const Voter> voters, std::ostream& out);
/// One line of it.
void write_voter(const Voter& voter, CsvWriter& writer);

std::string_view word(Sex sex);  ///< 男, 女, その他, 不明
std::string joined(const Flags& flags);  ///< as in the column 表示

}  // namespace ippyo::roll
