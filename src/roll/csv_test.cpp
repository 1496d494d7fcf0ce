// SPDX-License-Identifier: Apache-2.0
// Tables from outside may be anything; what we write is read back and never calculated. [SPEC 15.1 VoterRoll]
#include "roll/csv.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>
#include <sstream>

namespace ippyo::roll {
namespace {

const std::string kBom = "\xEF\xBB\xBF";
using Rows = std::vector<std::vector<std::string>>;

/// All rows, or the error.
base::Result<Rows> rows_of(const std::string& bytes, CsvLimits limits = {}) {
  std::istringstream in(bytes);
  auto reader = CsvReader::open(in, limits);
  if (!reader) return reader.error();
  Rows rows;
  CsvRow row;
  for (;;) {
    auto more = reader->next(row);
    if (!more) {
      auto after = reader->next(row);
      EXPECT_TRUE(after.ok() && !*after) << "something was read after a fault";
      return more.error();
    }
    if (!*more) return rows;
    rows.push_back(row.fields);
  }
}

std::string error_of(const std::string& bytes, CsvLimits limits = {}) {
  auto rows = rows_of(bytes, limits);
  return rows ? "no error" : rows.error().message;
}

::testing::AssertionResult begins(const std::string& text, const std::string& beginning) {
  return text.starts_with(beginning) ? ::testing::AssertionSuccess() : ::testing::AssertionFailure() << text;
}

TEST(CsvReader, ReadsQuotesLineBreaksAndEmptyCells) {
  EXPECT_EQ(*rows_of("a,b,c\r\n1,\"x,\"\"y\"\"\r\nz\",\r\n,,\n\"\"\n"),
            (Rows{{"a", "b", "c"}, {"1", "x,\"y\"\r\nz", ""}, {"", "", ""}, {""}}));
  EXPECT_EQ(*rows_of("no line break at the end"), (Rows{{"no line break at the end"}}));
  EXPECT_EQ(*rows_of("a\n\n\r\nb\n\n"), (Rows{{"a"}, {"b"}}));
  EXPECT_EQ(*rows_of("a,"), (Rows{{"a", ""}}));
}

TEST(CsvReader, KnowsOnWhichLineARowBegins) {
  std::istringstream in("a\n\n\"b\nb\"\nc\n");
  auto reader = CsvReader::open(in);
  std::vector<std::uint64_t> lines;
  for (CsvRow row; *reader->next(row);) lines.push_back(row.line);
  EXPECT_EQ(lines, (std::vector<std::uint64_t>{1, 3, 5}));
}

TEST(CsvReader, LearnsTheEncoding) {
  const auto encoding = [](const std::string& bytes) {
    std::istringstream in(bytes);
    return CsvReader::open(in)->encoding();
  };
  EXPECT_EQ(encoding("a"), Encoding::utf8);
  EXPECT_EQ(encoding("見本"), Encoding::utf8);
  EXPECT_EQ(encoding("\xEF\xBB\xBF見本"), Encoding::utf8_with_bom);
  EXPECT_EQ(encoding("\x8C\xA9\x96\x7B"), Encoding::cp932);
  EXPECT_EQ(*rows_of("\xEF\xBB\xBF見本,1"), (Rows{{"見本", "1"}}));
  // 見本　髙﨑 ﾐﾎﾝ①, with the extensions of Windows (髙 FBFC, 﨑 FAB1, ① 8740)
  EXPECT_EQ(*rows_of("\x8C\xA9\x96\x7B\x81\x40\xFB\xFC\xFA\xB1,\xD0\xCE\xDD\x87\x40\r\n"), (Rows{{"見本　髙﨑", "ﾐﾎﾝ①"}}));
  // The second byte of 表 and 十 is the backslash's and the vertical bar's.
  EXPECT_EQ(*rows_of("\x95\x5C,\x8F\x5C\n"), (Rows{{"表", "十"}}));
}

TEST(CsvReader, ReadsCp932AlsoWhereItsCharactersStraddleABlock) {
  std::string bytes = "x";
  for (int i = 0; i < 50'000; ++i) bytes += "\x8C\xA9,\n";
  const auto rows = rows_of(bytes);
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(rows->size(), 50'000u);
  EXPECT_EQ(rows->back(), (std::vector<std::string>{"見", ""}));
}

TEST(CsvReader, NamesLineAndColumnOfEveryFault) {
  EXPECT_TRUE(begins(error_of("a,b\n1,x\"y\n"), "Line 2, column 2: a quote inside"));
  EXPECT_TRUE(begins(error_of("a,b\n\"1\"x,y\n"), "Line 2, column 1: text after a closing quote"));
  EXPECT_TRUE(begins(error_of("a,b\n1,\"x\n\n\n"), "Line 2, column 2: a quote is opened and never closed"));
  EXPECT_TRUE(begins(error_of("a,b\r1,2"), "Line 1, column 2: CR without LF"));
  EXPECT_TRUE(begins(error_of("a\nb\r"), "Line 2, column 1: CR without LF"));
  EXPECT_TRUE(begins(error_of(std::string("a,b\n1,x\0y\n", 10)), "Line 2, column 2: a NUL byte"));
  EXPECT_TRUE(begins(error_of(std::string("a,b\n1,\"\0\"\n", 10)), "Line 2, column 2: a NUL byte"));
  EXPECT_TRUE(begins(error_of("a\n" + std::string(11, 'x'), {.field = 10, .columns = 9}),
                     "Line 2, column 1: a cell is longer than 10 bytes"));
  EXPECT_TRUE(begins(error_of("a,b,c,d", {.field = 10, .columns = 3}), "Line 1, column 4: more than 3 cells"));
}

TEST(CsvReader, RefusesWhatIsNoTableAtAll) {
  EXPECT_TRUE(begins(error_of(""), "The file is empty"));
  EXPECT_TRUE(begins(error_of("\xFF\xFE" "a"), "The file is UTF-16"));
  EXPECT_TRUE(begins(error_of("\xFE\xFF" "a"), "The file is UTF-16"));
  EXPECT_TRUE(begins(error_of("a\n\n\xEF\xBB\xBF\xC3\x28\x81\n\x81"), "Line 3: bytes that are not UTF-8, and line"));
  EXPECT_TRUE(begins(error_of("\xEF\xBB\xBF" "a\n\xC3\x28"), "Line 2: bytes that are not UTF-8 in a file that says it is"));
  EXPECT_TRUE(begins(error_of("a\n\x8C"), "Line 2: bytes that are not UTF-8, and line 2 has bytes that are not Shift_JIS"));
  std::istream none(nullptr);
  EXPECT_TRUE(begins(CsvReader::open(none).error().message, "The file cannot be read"));
}

TEST(CsvReader, RefusesEveryKindOfMalformedUtf8) {
  for (const std::string bad : {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xE3\x81", "\x80"})
    EXPECT_TRUE(begins(error_of(kBom + "a,b\nx," + bad), "Line 2: bytes that are not UTF-8")) << testing::PrintToString(bad);
}

TEST(CsvReader, TenMegabytesInOneCellAreRefusedEarly) {
  EXPECT_TRUE(
      begins(error_of("a,b\n1," + std::string(10 << 20, 'x') + "\n"), "Line 2, column 2: a cell is longer than 4096 bytes"));
  EXPECT_TRUE(begins(error_of("a,b\n1,\"" + std::string(10 << 20, '\n')), "Line 4099, column 2: a cell is longer than 4096 bytes"));
  EXPECT_TRUE(begins(error_of(std::string(10 << 20, ',')), "Line 1, column 65: more than 64 cells"));
}

TEST(CsvWriter, DefendsCellsThatASpreadsheetWouldCalculate) {
  for (const std::string cell : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A",
                                 "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")"}) {
    EXPECT_TRUE(is_formula(cell)) << cell;
    std::ostringstream out;
    CsvWriter(out, false).row({"a", cell});
    EXPECT_EQ(*rows_of(out.str()), (Rows{{"a", "'" + cell}})) << cell;
  }
  for (const std::string cell : {"", "1-1", "見本", "a=b", "'=1", " "}) EXPECT_EQ(defended(cell), cell);
}

TEST(CsvWriter, BeginsWithABomAndEndsLinesInCrLf) {
  std::ostringstream out;
  CsvWriter(out).row({"見本", "a b", " c", "d\"", "e,"});
  EXPECT_EQ(out.str(), "\xEF\xBB\xBF見本,a b,\" c\",\"d\"\"\",\"e,\"\r\n");
}

/// A table of cells of any characters but NUL, most of them those that matter to CSV.
Rows any_table(std::uint64_t seed) {
  static const std::vector<std::string> kPieces{"a", ",",  "\"", "\r", "\n", "\r\n", " ",  "=",
                                                "-", "見", "　", "𠮷", "'",  "\t",   "ー", "\x7f"};
  std::mt19937_64 random(seed);
  Rows table(1 + random() % 6);
  for (auto& row : table) {
    row.resize(1 + random() % 5);
    for (auto& cell : row) {
      for (auto n = random() % 8; n > 0; --n) cell += kPieces[random() % kPieces.size()];
    }
  }
  return table;
}

RC_GTEST_PROP(CsvProperty, WhatIsWrittenIsReadBackDefended, (bool bom, std::uint64_t seed)) {
  const Rows table = any_table(seed);
  std::ostringstream out;
  CsvWriter writer(out, bom);
  Rows expected;
  for (const auto& cells : table) {
    const std::vector<std::string_view> views(cells.begin(), cells.end());
    writer.row(views);
    auto& row = expected.emplace_back();
    for (const auto& cell : cells) row.push_back(defended(cell));
  }
  const auto rows = rows_of(out.str());
  RC_ASSERT(rows.ok());
  RC_ASSERT(*rows == expected);
}

RC_GTEST_PROP(CsvProperty, AnyBytesGiveRowsOrAnError, (const std::string& bytes)) { (void)rows_of(bytes); }

}  // namespace
}  // namespace ippyo::roll
