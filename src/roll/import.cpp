// SPDX-License-Identifier: Apache-2.0
#include "roll/import.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "roll/cell.hpp"
#include "roll/day.hpp"
#include "roll/unicode.hpp"

namespace ippyo::roll {
namespace {

using base::Error;
using base::Result;

enum Column : std::size_t { kNumber, kName, kKana, kBirth, kSex, kAddress, kDistrict, kFlagWords };
constexpr std::size_t kMissing = ~std::size_t{0}, kAddressBytes = 512, kDistrictBytes = 64;

/// Where each of kColumns stands in the file.
using Places = std::array<std::size_t, kColumns.size()>;

std::string all_columns() {
  std::string out;
  for (const auto c : kColumns) out += (out.empty() ? "" : ", ") + std::string(c);
  return out;
}

Result<Places> places_of(const CsvRow& header) {
  Places places;
  places.fill(kMissing);
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const auto points = code_points(header.fields[i]);
    std::u32string plain;
    for (const char32_t c : nfkc(points.value_or(std::u32string()))) {
      if (!is_space(c)) plain.push_back(c);
    }
    const auto found = std::find(kColumns.begin(), kColumns.end(), to_utf8(plain));
    const std::string at = "Line " + std::to_string(header.line) + ", column " + std::to_string(i + 1) + ": ";
    // The name is not repeated: without a header line it would be somebody's.
    if (found == kColumns.end())
      return Error{at + "this is not the name of a column; take it out, allowed are " + all_columns() + "."};
    auto& place = places[static_cast<std::size_t>(found - kColumns.begin())];
    if (place != kMissing) return Error{at + "the column " + std::string(*found) + " is there twice; keep one."};
    place = i;
  }
  for (std::size_t c = 0; c < kColumns.size(); ++c) {
    if (places[c] == kMissing && c != kFlagWords)
      return Error{"The column " + std::string(kColumns[c]) + " is missing; export it too."};
  }
  return places;
}

class Reading {
  const AddressRules& rules_;
  Places places_;
  std::size_t width_;
  Import& import_;
  std::unordered_map<std::string, std::uint64_t> numbers_, persons_;  ///< the line on which they stand first

  void report(std::uint64_t line, std::string_view column, CellFault fault) {
    if (import_.all_faults++ < kFaultsShown) import_.faults.push_back({line, std::string(column), fault.word, fault.message});
  }
  template <class T>
  bool take(const CsvRow& row, Column column, Cell<T> cell, T& out) {
    if (auto* fault = std::get_if<CellFault>(&cell)) return report(row.line, kColumns[column], *fault), false;
    out = std::move(std::get<T>(cell));
    return true;
  }
  void refuse_twice(const CsvRow& row, const Voter& v, bool person_known) {
    const auto number = numbers_.emplace(v.number, row.line);
    if (!v.number.empty() && !number.second)
      report(row.line, kColumns[kNumber],
             {"number-twice", "stands on line " + std::to_string(number.first->second) + " too; give every voter another."});
    if (!person_known) return;
    const std::string key = name_key(v.name) + '\n' + to_text(v.birth) + '\n' + address_key(v.address, rules_);
    const auto person = persons_.emplace(key, row.line);
    if (!person.second)
      report(row.line, "",
             {"person-twice", "name, birth date and address are those of line " + std::to_string(person.first->second) +
                                  "; keep one line for one person."});
  }

 public:
  Reading(const AddressRules& rules, const Places& places, std::size_t width, Import& import)
      : rules_(rules), places_(places), width_(width), import_(import) {}

  void line(const CsvRow& row) {
    ++import_.lines;
    if (row.fields.size() != width_)
      return report(row.line, "",
                    {"cells", "has " + std::to_string(row.fields.size()) + " cells, the header has " + std::to_string(width_) +
                                  "; look for a comma too many or too few."});
    const auto cell = [&](Column c) {
      return places_[c] == kMissing ? std::string_view() : std::string_view(row.fields[places_[c]]);
    };
    Voter v;
    take(row, kNumber, number_cell(cell(kNumber)), v.number);
    const bool name = take(row, kName, name_cell(cell(kName)), v.name);
    take(row, kKana, kana_cell(cell(kKana)), v.kana);
    const bool birth = take(row, kBirth, day_cell(cell(kBirth)), v.birth);
    take(row, kSex, sex_cell(cell(kSex)), v.sex);
    const bool address = take(row, kAddress, text_cell(cell(kAddress), kAddressBytes), v.address);
    take(row, kDistrict, text_cell(cell(kDistrict), kDistrictBytes), v.district);
    take(row, kFlagWords, flags_cell(cell(kFlagWords)), v.flags);
    refuse_twice(row, v, name && birth && address);
    if (import_.clean()) import_.voters.push_back(std::move(v));
  }
  void damaged(const Error& error) { report(0, "", {"damaged", error.message}); }
};

}  // namespace

std::string Fault::text() const {
  if (line == 0) return message;
  return "Line " + std::to_string(line) + (column.empty() ? ": the line " : ", " + column + ": ") + message;
}

Result<Import> import_roll(std::istream& in, const AddressRules& rules) {
  auto reader = CsvReader::open(in);
  if (!reader) return reader.error();
  CsvRow row;
  auto more = reader->next(row);
  if (!more) return more.error();
  if (!*more) return Error{"The file has no lines; export the table again with its header line: " + all_columns() + "."};
  const auto places = places_of(row);
  if (!places) return places.error();
  Import import;
  import.encoding = reader->encoding();
  Reading reading(rules, *places, row.fields.size(), import);
  for (;;) {
    more = reader->next(row);
    if (!more) reading.damaged(more.error());
    if (!more || !*more) break;
    reading.line(row);
  }
  if (!import.clean()) import.voters.clear();
  return import;
}

void export_roll(std::span<const Voter> voters, std::ostream& out) {
  CsvWriter writer(out);
  writer.row(kColumns);
  for (const Voter& v : voters) write_voter(v, writer);
}

void write_voter(const Voter& v, CsvWriter& writer) {
  const std::string birth = to_text(v.birth), flags = joined(v.flags);
  writer.row({v.number, v.name, v.kana, birth, word(v.sex), v.address, v.district, flags});
}

std::string_view word(Sex sex) {
  return sex == Sex::male ? "男" : sex == Sex::female ? "女" : sex == Sex::other ? "その他" : "不明";
}

std::string joined(const Flags& flags) {
  std::string out;
  for (const auto& f : flags) out += (out.empty() ? "" : "、") + f;
  return out;
}

}  // namespace ippyo::roll
