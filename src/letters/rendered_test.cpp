// SPDX-License-Identifier: Apache-2.0
// What others see: pages drawn by poppler, squares read by zbar, words in order for those who copy or hear them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "letters/sample_letter.hpp"

namespace ippyo::letters {
namespace {

namespace fs = std::filesystem;

class Rendered : public testing::Test {
 protected:
  fs::path folder_ = fs::temp_directory_path() / ("rendered-" + std::to_string(::getpid()));
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  static bool has(const std::string& program) {
    if (std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0) return true;
    std::printf("NOT RUN: %s is not installed\n", program.c_str());
    return false;
  }
  std::string output(const std::string& command) {
    const auto out = folder_ / "out.txt";
    EXPECT_EQ(std::system(("cd " + folder_.string() + " && (" + command + ") >" + out.string() + " 2>/dev/null").c_str()), 0)
        << command;
    std::ifstream in(out);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }
  /// The letters of the squares on all pages, in the order of the pages.
  std::vector<std::string> scanned(const std::string& pdf, int dpi) {
    output("pdftoppm -r " + std::to_string(dpi) + " -gray -png " + pdf + " page");
    std::istringstream lines(output("zbarimg -q --raw -Sdisable -Sqrcode.enable page*.png; true"));
    std::vector<std::string> all;
    for (std::string line; std::getline(lines, line);) all.push_back(line);
    return all;
  }
  static bool is_code_of(const std::string& scan, const Letter& letter) {
    const auto code = LetterCode::decode(scan);
    return code.ok() && code->origin == letter.code.origin && code->ctx0 == letter.code.ctx0 &&
           code->policy == letter.code.policy && code->code.bytes().expose() == letter.code.code.bytes().expose();
  }
};

TEST_F(Rendered, TheQrOfEveryKindIsReadEvenFromACoarsePicture) {
  if (!has("pdftoppm") || !has("zbarimg")) return;
  for (const auto kind : {Kind::normal, Kind::large_print})
    for (const bool rehearsal : {false, true}) {
      auto letter = sample_letter(123, kind);
      letter.rehearsal = rehearsal;
      ASSERT_TRUE(write_letter(folder_ / "one.pdf", letter).ok());
      const auto found = scanned("one.pdf", 110);
      ASSERT_EQ(found.size(), 1u);
      EXPECT_TRUE(is_code_of(found[0], letter));
      output("rm page*.png");
    }
}

TEST_F(Rendered, EveryLetterOfABatchHasItsOwnQr) {
  if (!has("pdftoppm") || !has("zbarimg")) return;
  std::uint32_t number = 0;
  ASSERT_TRUE(write_letters(folder_ / "batch.pdf", [&]() -> base::Result<std::optional<Letter>> {
                return number == 4 ? std::optional<Letter>() : sample_letter(++number);
              }).ok());
  const auto found = scanned("batch.pdf", 110);
  ASSERT_EQ(found.size(), 4u);
  for (std::uint32_t i = 0; i < 4; ++i) EXPECT_TRUE(is_code_of(found[i], sample_letter(i + 1))) << i;
}

/// The first place of each part lies behind that of the one before it.
void expect_in_order(const std::string& text, const std::vector<std::string>& parts) {
  std::size_t at = 0;
  for (const auto& part : parts) {
    const auto found = text.find(part, at);
    EXPECT_NE(found, std::string::npos) << part << " is missing, or stands before what it should follow, in:\n" << text;
    if (found != std::string::npos) at = found;
  }
}

std::string shown(const DedicatedCode& code) {
  const auto s = code.shown();
  return {s.expose().begin(), s.expose().end()};
}

TEST_F(Rendered, TheWordsOfALetterAreTextInReadingOrder) {
  if (!has("pdftotext")) return;
  const auto letter = sample_letter();
  ASSERT_TRUE(write_letter(folder_ / "one.pdf", letter).ok());
  const auto text = output("pdftotext one.pdf -");
  expect_in_order(
      text, {"第 000123 号", "〒305-0031", "茨城県見本市吾妻一丁目10番地1", "見本ハイツ203号", "インターネット投票の専用コード",
             "あなたの専用コード", shown(letter.code.code), "この番号を人に教えないでください", "登録の期限",
             "令和8年11月20日（金曜日）午後5時まで", "投票の期間", "準備する", "登録する", "https://vote.city.example/booth/",
             "投票する", "やさしい日本語", "This letter brings", "029-000-0000"});
}

TEST_F(Rendered, TheWordsOfLargePrintAreTextOnTheirPages) {
  if (!has("pdftotext")) return;
  auto letter = sample_letter(123, Kind::large_print);
  letter.rehearsal = true;
  ASSERT_TRUE(write_letter(folder_ / "one.pdf", letter).ok());
  const auto code = shown(letter.code.code);
  expect_in_order(output("pdftotext one.pdf -"), {"練習",
                                                  "第 000123 号",
                                                  "1／4",
                                                  "練習",
                                                  "あなたの専用コード",
                                                  "紙の右はしに丸い穴があります",
                                                  code.substr(0, 14),
                                                  code.substr(15),
                                                  "2／4",
                                                  "練習",
                                                  "準備する",
                                                  "登録する",
                                                  "投票する",
                                                  "3／4",
                                                  "練習",
                                                  "お問い合わせ",
                                                  "029-000-0000",
                                                  "やさしい日本語",
                                                  "English",
                                                  "4／4"});
}

TEST_F(Rendered, AnAddressAbroadBeginsWithTheNameAndEndsWithTheCountry) {
  if (!has("pdftotext")) return;
  ASSERT_TRUE(write_letter(folder_ / "one.pdf", sample_overseas()).ok());
  expect_in_order(output("pdftotext one.pdf -"), {"Hanako MIHON", "Musterstrasse 12", "10115 Berlin", "GERMANY",
                                                  "午前9時まで（ベルリン時間）", "午後5時まで（日本時間）", "+81 29 000 0000"});
}

TEST_F(Rendered, TheCardShowsTheSlot) {
  if (!has("pdftotext")) return;
  bool given = false;
  ASSERT_TRUE(write_cards_pdf(folder_ / "card.pdf", [&]() -> base::Result<std::optional<PollingCard>> {
                return std::exchange(given, true) ? std::optional<PollingCard>() : sample_card();
              }).ok());
  expect_in_order(output("pdftotext card.pdf -"),
                  {"〒305-0031", "投票所入場券", "スロット番号", "1 007", "投票所", "029-000-0000"});
}

TEST_F(Rendered, WithoutTheFontsNothingIsPrintedButASentence) {
  const auto samples = std::string(IPPYO_BIN_DIR) + "/letters_samples";
  if (!fs::exists(samples)) {
    std::printf("NOT RUN: letters_samples is not built\n");
    return;
  }
  std::ofstream(folder_ / "none.conf") << "<?xml version=\"1.0\"?><fontconfig><dir>/nowhere</dir></fontconfig>";
  fs::create_directory(folder_ / "pdf");
  const auto said = output("FONTCONFIG_FILE=" + (folder_ / "none.conf").string() + " " + samples + " pdf 2>&1; true");
  EXPECT_NE(said.find("install the package fonts-noto-cjk"), std::string::npos) << said;
  EXPECT_FALSE(fs::exists(folder_ / "pdf/normal.pdf"));
}

}  // namespace
}  // namespace ippyo::letters
