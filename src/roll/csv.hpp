// SPDX-License-Identifier: Apache-2.0
// Tables as city systems and spreadsheets exchange them: RFC 4180, read and written as a stream. [SPEC 15.1 VoterRoll]
#pragma once
#include <cstdint>
#include <istream>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ippyo::roll {

enum class Encoding : std::uint8_t { utf8 = 1, utf8_with_bom, cp932 };
std::string_view name(Encoding encoding);

struct CsvLimits {
  std::size_t field = 4096;  ///< bytes of UTF-8
  std::size_t columns = 64;
};

struct CsvRow {
  std::uint64_t line = 0;  ///< where the row begins; the first line is 1
  std::vector<std::string> fields;  ///< UTF-8
};

/// Rows one by one, in bounded memory. Quoted fields, CRLF or LF; empty lines are left out. Bytes from outside may be anything.
class CsvReader {
  struct State;
  std::unique_ptr<State> state_;
  explicit CsvReader(std::unique_ptr<State> state);

 public:
  /// Reads `in` once to its end to learn the encoding (UTF-8 with or without BOM; otherwise CP932), then begins anew.
  /// errors: a stream that cannot be rewound, unreadable, empty, UTF-16, neither encoding.
  static base::Result<CsvReader> open(std::istream& in, CsvLimits limits = {});
  CsvReader(CsvReader&&) noexcept;
  ~CsvReader();
  Encoding encoding() const;
  /// False at the end. errors name line and column and what to do, never a content; after one there is nothing more to read:
  /// a quote in an open field, text after a closing quote, a quote never closed, CR without LF, NUL, malformed bytes, a limit.
  base::Result<bool> next(CsvRow& row);
};

/// What a cell becomes: an apostrophe goes before = + - @ (of either width), TAB, CR and LF, so that no spreadsheet calculates it.
std::string defended(std::string_view cell);
/// True when defended() would change the cell.
bool is_formula(std::string_view cell);

/// UTF-8 with CRLF. Every cell is defended; cells with a comma, quote or line break, or space at an end, are quoted.
class CsvWriter {
  std::ostream& out_;

 public:
  /// With a BOM, which spreadsheets of Japanese offices need to see UTF-8.
  explicit CsvWriter(std::ostream& out, bool bom = true);
  void row(std::span<const std::string_view> cells);
  void row(std::initializer_list<std::string_view> cells) { row(std::span(cells.begin(), cells.size())); }
};

}  // namespace ippyo::roll
