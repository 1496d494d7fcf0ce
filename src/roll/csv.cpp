// SPDX-License-Identifier: Apache-2.0
#include "roll/csv.hpp"

#include <algorithm>
#include <array>

#include "roll/decoder.hpp"

namespace ippyo::roll {
namespace {

using base::Error;
using base::Result;

constexpr std::string_view kBom = "\xEF\xBB\xBF";

/// The line on which decoding stops; nothing when it reaches the end.
struct Scan {
  Decoder::Step how;
  std::uint64_t line;
};

Scan scan(std::istream& in, Encoding encoding) {
  Decoder decoder(in, encoding);
  std::uint64_t line = 1;
  std::string text;
  Decoder::Step how;
  do {
    text.clear();
    how = decoder.step(text);
    line += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  } while (how == Decoder::Step::more);
  return {how, line};
}

Result<Encoding> encoding_of(std::istream& in) {
  const Error unreadable{"The file cannot be read from its beginning; copy it to this machine and try again."};
  std::array<char, 3> head{};
  in.clear();
  if (!in.seekg(0)) return unreadable;
  in.read(head.data(), head.size());
  const std::string_view begin(head.data(), static_cast<std::size_t>(in.gcount()));
  if (begin.empty()) return in.bad() ? unreadable : Error{"The file is empty; export the table again with its header line."};
  if (begin.starts_with("\xFF\xFE") || begin.starts_with("\xFE\xFF"))
    return Error{"The file is UTF-16; save it as \"CSV UTF-8\" and import that file."};
  const Encoding wanted = begin == kBom ? Encoding::utf8_with_bom : Encoding::utf8;
  const Scan utf8 = scan(in, wanted);
  if (utf8.how == Decoder::Step::unreadable) return unreadable;
  if (utf8.how == Decoder::Step::end) return wanted;
  const std::string at = "Line " + std::to_string(utf8.line) + ": ";
  if (wanted == Encoding::utf8_with_bom) return Error{at + "bytes that are not UTF-8 in a file that says it is; export it again."};
  const Scan cp932 = scan(in, Encoding::cp932);
  if (cp932.how == Decoder::Step::unreadable) return unreadable;
  if (cp932.how == Decoder::Step::end) return Encoding::cp932;
  return Error{at + "bytes that are not UTF-8, and line " + std::to_string(cp932.line) +
               " has bytes that are not Shift_JIS (CP932) either; export the file again as \"CSV UTF-8\"."};
}

}  // namespace

std::string_view name(Encoding e) {
  return e == Encoding::utf8 ? "UTF-8" : e == Encoding::utf8_with_bom ? "UTF-8 with BOM" : "CP932";
}

struct CsvReader::State {
  static constexpr int kEnd = -1;
  Decoder decoder;
  Encoding encoding;
  CsvLimits limits;
  std::string buffer;
  std::size_t at = 0;
  std::uint64_t line = 1;
  bool ended = false, failed = false, damaged = false;

  int peek() {
    while (at == buffer.size() && !ended) {
      buffer.clear();
      at = 0;
      const auto how = decoder.step(buffer);
      ended = how != Decoder::Step::more;
      damaged = damaged || how == Decoder::Step::malformed || how == Decoder::Step::unreadable;
    }
    return at == buffer.size() ? kEnd : static_cast<unsigned char>(buffer[at]);
  }
  int get() {
    const int c = peek();
    if (c != kEnd) ++at;
    if (c == '\n') ++line;
    return c;
  }
  Error error(std::uint64_t where, std::size_t column, const std::string& what) {
    failed = true;
    return Error{"Line " + std::to_string(where) + ", column " + std::to_string(column) + ": " + what};
  }
  Result<void> put(std::string& field, int c, std::size_t column) {
    if (c == 0) return error(line, column, "a NUL byte; the file is damaged or not a table, export it again.");
    if (field.size() == limits.field)
      return error(line, column,
                   "a cell is longer than " + std::to_string(limits.field) + " bytes; look for a quote that is never closed.");
    field.push_back(static_cast<char>(c));
    return {};
  }
  Result<void> read_quoted(std::string& field, std::size_t column) {
    const std::uint64_t begun = line;
    for (;;) {
      const int c = get();
      if (c == kEnd)
        return error(begun, column, "a quote is opened and never closed; close it, or double a quote that belongs to the text.");
      if (c == '"' && peek() != '"') break;
      if (c == '"') get();
      IPPYO_TRY(put(field, c, column));
    }
    const int c = peek();
    if (c != kEnd && c != ',' && c != '\r' && c != '\n')
      return error(line, column, "text after a closing quote; double every quote that belongs to the text.");
    return {};
  }
  Result<void> read_plain(std::string& field, std::size_t column) {
    for (int c = peek(); c != kEnd && c != ',' && c != '\r' && c != '\n'; c = peek()) {
      if (c == '"')
        return error(line, column, "a quote inside a cell without quotes; put the whole cell in quotes and double this one.");
      get();
      IPPYO_TRY(put(field, c, column));
    }
    return {};
  }
  /// Reads one row; one empty cell without quotes is an empty line.
  Result<bool> read_row(CsvRow& row) {
    row.line = line;
    row.fields.clear();
    bool quoted = false;
    for (;;) {
      const std::size_t column = row.fields.size() + 1;
      if (column > limits.columns)
        return error(line, column, "more than " + std::to_string(limits.columns) + " cells; look for a missing line break.");
      std::string& field = row.fields.emplace_back();
      quoted = peek() == '"';
      if (quoted) get();
      IPPYO_TRY(quoted ? read_quoted(field, column) : read_plain(field, column));
      const int c = get();
      if (c == ',') continue;
      if (c == '\r' && get() != '\n')
        return error(line, column, "CR without LF; export with line breaks of Windows (CR LF) or Unix (LF).");
      if (c == kEnd && damaged) return error(line, column, "the file changed while it was read; import it again.");
      return row.fields.size() > 1 || quoted || !row.fields[0].empty();
    }
  }
};

CsvReader::CsvReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader::~CsvReader() = default;
Encoding CsvReader::encoding() const { return state_->encoding; }

Result<CsvReader> CsvReader::open(std::istream& in, CsvLimits limits) {
  auto encoding = encoding_of(in);
  if (!encoding) return encoding.error();
  return CsvReader(std::unique_ptr<State>(new State{Decoder(in, *encoding), *encoding, limits, {}}));
}

Result<bool> CsvReader::next(CsvRow& row) {
  while (!state_->failed && state_->peek() != State::kEnd) {
    auto full = state_->read_row(row);
    if (!full || *full) return full;
  }
  if (!state_->failed && state_->damaged)
    return state_->error(state_->line, 1, "the file changed while it was read; import it again.");
  return false;
}

bool is_formula(std::string_view cell) {
  static constexpr std::array<std::string_view, 11> kBegin{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
  return std::any_of(kBegin.begin(), kBegin.end(), [&](std::string_view b) { return cell.starts_with(b); });
}

std::string defended(std::string_view cell) { return (is_formula(cell) ? "'" : "") + std::string(cell); }

CsvWriter::CsvWriter(std::ostream& out, bool bom) : out_(out) {
  if (bom) out_ << kBom;
}

void CsvWriter::row(std::span<const std::string_view> cells) {
  std::string line;
  for (const auto& cell : cells) {
    if (&cell != &cells.front()) line += ',';
    const std::string text = defended(cell);
    const bool spaced = !text.empty() && (text.front() == ' ' || text.back() == ' ');
    const bool alone = text.empty() && cells.size() == 1;
    if (!spaced && !alone && text.find_first_of(",\"\r\n") == std::string::npos) {
      line += text;
      continue;
    }
    line += '"';
    for (const char c : text) line += c == '"' ? std::string("\"\"") : std::string(1, c);
    line += '"';
  }
  out_ << line << "\r\n";
}

}  // namespace ippyo::roll
