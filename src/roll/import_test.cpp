// SPDX-License-Identifier: Apache-2.0
// A city's file becomes a roll whole, or every fault of it is told. [SPEC 15.1 VoterRoll]
#include "roll/import.hpp"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <sstream>

#include "roll/difference.hpp"
#include "roll/sample_city.hpp"

namespace ippyo::roll {
namespace {

const std::string kHeader = "選挙人名簿番号,氏名,氏名カナ,生年月日,性別,住所,投票区,表示\r\n";
const std::string kLine = "1,見本　太郎,ミホン　タロウ,1980-02-29,男,研究学園1-90001,第1投票区,\r\n";

base::Result<Import> imported(const std::string& bytes) {
  std::istringstream in(bytes);
  return import_roll(in);
}

/// The one fault of a file: "word@line column".
std::string fault_of(const std::string& bytes) {
  const auto import = imported(bytes);
  if (!import) return "error: " + import.error().message;
  if (import->all_faults != 1) return std::to_string(import->all_faults) + " faults";
  EXPECT_TRUE(import->voters.empty());
  const Fault& f = import->faults.front();
  return f.word + "@" + std::to_string(f.line) + " " + f.column;
}

/// A line with one cell replaced.
std::string with(std::size_t column, const std::string& cell) {
  std::vector<std::string> cells{"1", "見本　太郎", "ミホン　タロウ", "1980-02-29", "男", "研究学園1-90001", "第1投票区", ""};
  cells[column] = cell;
  std::string out;
  for (const auto& c : cells) out += (&c == &cells.front() ? "" : ",") + c;
  return kHeader + out + "\r\n";
}

TEST(ImportRoll, ReadsAFileInAnyOrderOfColumns) {
  const auto import = imported("住所 , 氏名,生年月日,選挙人名簿番号,氏名ｶﾅ,投票区,性別\n つくば市小田90001,見本  一 ,S55.2.29,００１－２,ﾐﾎﾝ はじめ,5,2\n");
  ASSERT_TRUE(import.ok()) << import.error().message;
  ASSERT_TRUE(import->clean()) << import->faults[0].text();
  EXPECT_EQ(import->voters, (std::vector<Voter>{{"001-2", "見本　一", "ミホン　ハジメ", {1980, 2, 29}, Sex::female, "つくば市小田90001", "5", {}}}));
  EXPECT_EQ(import->lines, 1u);
}

TEST(ImportRoll, ReadsAllWordsOfTheFlags) {
  std::string all;
  for (const auto flag : kFlags) all += std::string(flag) + "、";
  const auto import = imported(with(7, all));
  ASSERT_TRUE(import.ok() && import->clean());
  EXPECT_EQ(import->voters[0].flags.size(), kFlags.size());
  EXPECT_TRUE(import->voters[0].has(kMovedOut));
  EXPECT_EQ(imported(with(7, "\"点字,在外\""))->voters[0].flags, (Flags{"点字", "在外"}));
  EXPECT_EQ(imported(with(7, "点字 在外；支援措置"))->voters[0].flags, (Flags{"点字", "在外", "支援措置"}));
}

TEST(ImportRoll, ReadsTheSexInWordsAndDigits) {
  const std::vector<std::pair<std::string, Sex>> all{{"男", Sex::male},   {"1", Sex::male},       {"女", Sex::female},
                                                     {"２", Sex::female}, {"その他", Sex::other}, {"不明", Sex::unknown},
                                                     {"", Sex::unknown}};
  for (const auto& [text, sex] : all) EXPECT_EQ(imported(with(4, text))->voters.at(0).sex, sex) << text;
}

TEST(ImportRoll, NamesEveryFaultOfACell) {
  EXPECT_EQ(fault_of(with(0, "")), "empty@2 選挙人名簿番号");
  EXPECT_EQ(fault_of(with(1, "　")), "empty@2 氏名");
  EXPECT_EQ(fault_of(with(2, "")), "empty@2 氏名カナ");
  EXPECT_EQ(fault_of(with(3, "")), "empty@2 生年月日");
  EXPECT_EQ(fault_of(with(5, "")), "empty@2 住所");
  EXPECT_EQ(fault_of(with(6, "")), "empty@2 投票区");
  EXPECT_EQ(fault_of(with(0, std::string(65, '1'))), "too-long@2 選挙人名簿番号");
  EXPECT_EQ(fault_of(with(1, std::string(257, 'a'))), "too-long@2 氏名");
  EXPECT_EQ(fault_of(with(5, std::string(513, 'a'))), "too-long@2 住所");
  EXPECT_EQ(fault_of(with(2, "ミホン　太郎")), "kana@2 氏名カナ");
  EXPECT_EQ(fault_of(with(3, "1980-02-30")), "day@2 生年月日");
  EXPECT_EQ(fault_of(with(4, "M")), "sex@2 性別");
  EXPECT_EQ(fault_of(with(7, "点字、点数")), "flag@2 表示");
  EXPECT_EQ(fault_of(with(1, "見本\t太郎")), "characters@2 氏名");
  EXPECT_EQ(fault_of(with(1, "\"見本\n太郎\"")), "characters@2 氏名");
  EXPECT_EQ(fault_of(with(1, "見\xEE\x80\x80　太郎")), "gaiji@2 氏名");  // U+E000, where CP932's own characters of a city land
  EXPECT_EQ(fault_of(with(1, "見\xEF\xBF\xBD")), "gaiji@2 氏名");
}

TEST(ImportRoll, RefusesFormulaCells) {
  for (const std::string formula : {"=1+1", "+81", "-1", "@A1", "＝cmd", "　=1"})
    EXPECT_EQ(fault_of(with(5, formula)), "formula@2 住所") << formula;
  EXPECT_EQ(fault_of(with(0, "﹢1")), "formula@2 選挙人名簿番号");  // becomes + in NFKC
  EXPECT_EQ(fault_of(with(1, "\"=HYPERLINK(\"\"http://x\"\")\"")), "formula@2 氏名");
}

TEST(ImportRoll, RefusesLinesOfAnotherWidth) {
  EXPECT_EQ(fault_of(kHeader + "1,2,3\r\n"), "cells@2 ");
  EXPECT_EQ(fault_of(kHeader + kLine.substr(0, kLine.size() - 2) + ",x\r\n"), "cells@2 ");
}

TEST(ImportRoll, RefusesANumberTwiceAndAPersonTwice) {
  const std::string other = "1,例示　花子,レイジ　ハナコ,1990-01-01,女,小田90002,第2投票区,\r\n";
  EXPECT_EQ(fault_of(kHeader + kLine + "\r\n" + other), "number-twice@4 選挙人名簿番号");
  EXPECT_EQ(fault_of(kHeader + kLine + "１" + other.substr(1)), "number-twice@3 選挙人名簿番号");
  const std::string again = "2,見本太郎,ミホン　タロウ,S55.2.29,男,つくば市研究学園一丁目90001番地,第1投票区,\r\n";
  EXPECT_EQ(fault_of(kHeader + kLine + again), "person-twice@3 ");
}

TEST(ImportRoll, DamagedCsvIsTheLastFault) {
  const auto import = imported(kHeader + "1,2\r\n" + "\"never closed");
  ASSERT_TRUE(import.ok());
  ASSERT_EQ(import->faults.size(), 2u);
  EXPECT_EQ(import->faults[1].word, "damaged");
  EXPECT_EQ(import->faults[1].text().find("Line 3, column 1: a quote is opened"), 0u);
}

TEST(ImportRoll, ShowsAHundredFaultsAndCountsAll) {
  std::string bytes = kHeader;
  for (int i = 0; i < 150; ++i) bytes += std::to_string(i) + ",,,,,,,\r\n";
  const auto import = imported(bytes);
  ASSERT_TRUE(import.ok());
  EXPECT_EQ(import->faults.size(), kFaultsShown);
  EXPECT_EQ(import->all_faults, 150u * 5);
  EXPECT_EQ(import->lines, 150u);
}

TEST(ImportRoll, NeverRepeatsWhatACellHolds) {
  const auto import = imported(
      kHeader + "SECRET,SECRET,SECRET,SECRET,SECRET,=SECRET,SECRET,SECRET\r\nSECRET,SECRET,カ,2000-01-01,,SECRET,SECRET,\r\n");
  ASSERT_TRUE(import.ok());
  EXPECT_EQ(import->all_faults, 6u);
  for (const auto& f : import->faults) EXPECT_EQ(f.text().find("SECRET"), std::string::npos) << f.text();
  EXPECT_EQ(fault_of("SECRET," + kHeader).find("SECRET"), std::string::npos);
}

TEST(ImportRoll, RefusesAHeaderThatIsNot) {
  EXPECT_EQ(fault_of("選挙人名簿番号,氏名,電話\n").find("error: Line 1, column 3: this is not the name of a column"), 0u);
  EXPECT_NE(fault_of("電話\n").find("選挙人名簿番号, 氏名, 氏名カナ, 生年月日, 性別, 住所, 投票区, 表示"), std::string::npos);
  EXPECT_EQ(fault_of("氏名,氏名\n").find("error: Line 1, column 2: the column 氏名 is there twice"), 0u);
  EXPECT_EQ(fault_of("選挙人名簿番号,氏名\n").find("error: The column 氏名カナ is missing"), 0u);
  EXPECT_EQ(fault_of("\n\n").find("error: The file has no lines"), 0u);
  EXPECT_EQ(fault_of("").find("error: The file is empty"), 0u);
  EXPECT_EQ(fault_of("\"x").find("error: Line 1, column 1: a quote is opened"), 0u);
}

TEST(ImportRoll, ReadsBackWhatExportRollWrote) {
  const auto voters = sample_voters({.voters = 500});
  std::ostringstream out;
  export_roll(voters, out);
  const auto import = imported(out.str());
  ASSERT_TRUE(import.ok() && import->clean());
  EXPECT_EQ(import->voters, voters);
  EXPECT_EQ(import->encoding, Encoding::utf8_with_bom);
}

TEST(ImportRoll, ReadsTheSameFromShiftJis) {
  const auto voters = sample_voters({.voters = 300});
  std::ostringstream out;
  export_roll(voters, out);
  const std::string utf8 = out.str().substr(3);
  std::string sjis(utf8.size() * 2, 0);
  UErrorCode status = U_ZERO_ERROR;
  const auto size = ucnv_convert("windows-31j", "UTF-8", sjis.data(), static_cast<int32_t>(sjis.size()), utf8.data(),
                                 static_cast<int32_t>(utf8.size()), &status);
  ASSERT_TRUE(U_SUCCESS(status));
  sjis.resize(static_cast<std::size_t>(size));
  const auto import = imported(sjis);
  ASSERT_TRUE(import.ok() && import->clean());
  EXPECT_EQ(import->encoding, Encoding::cp932);
  EXPECT_EQ(import->voters, voters);
}

}  // namespace
}  // namespace ippyo::roll
