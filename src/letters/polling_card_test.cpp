// SPDX-License-Identifier: Apache-2.0
#include "letters/polling_card.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "base/files.hpp"
#include "letters/sample_letter.hpp"

namespace ippyo::letters {
namespace {

namespace fs = std::filesystem;

NextCard up_to(std::uint32_t n) {
  return [n, number = 0u]() mutable -> base::Result<std::optional<PollingCard>> {
    if (number == n) return std::optional<PollingCard>();
    return std::optional<PollingCard>(sample_card(++number));
  };
}

TEST(PollingCard, ShowsTheSlotInGroupsOfThree) {
  EXPECT_EQ(slot_digits(0), "0");
  EXPECT_EQ(slot_digits(999), "999");
  EXPECT_EQ(slot_digits(1000), "1 000");
  EXPECT_EQ(slot_digits(1234567), "1 234 567");
  EXPECT_EQ(slot_digits(~std::uint64_t{0}), "18 446 744 073 709 551 615");
}

TEST(PollingCard, IsOneRowOfQuotedCells) {
  EXPECT_EQ(
      *csv_row(sample_card()),
      "\"第 000007 号\",\"305-0031\",\"茨城県見本市吾妻一丁目10番地1\",\"見本ハイツ203号\",\"\",\"\",\"見本　花子\",\"\","
      "\"令和8年11月29日執行　見本市長選挙および見本市議会議員一般選挙\",\"1 007\",\"見本市立見本小学校 体育館 見本市見本二丁目2番地\","
      "\"令和8年11月29日（日曜日）午前7時から午後8時\",\"令和8年11月23日（月曜日）午前8時30分\",\"令和8年11月28日（土曜日）午後8時\","
      "\"見本市選挙管理委員会事務局\",\"029-000-0000\",\"\"\r\n");
  const auto header = cards_csv_header();
  EXPECT_EQ(std::ranges::count(header, ','), 16);
}

TEST(PollingCard, NoCellBecomesAFormulaOrBreaksOut) {
  auto card = sample_card();
  for (const std::string evil : {"=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1"}) {
    card.to.name = evil;
    EXPECT_NE(csv_row(card)->find(",\"'"), std::string::npos) << evil;
  }
  card.to.name = "a\",\"b\nc\x7f";
  EXPECT_NE(csv_row(card)->find(",\"a\"\",\"\"b c \","), std::string::npos);
}

TEST(PollingCard, RefusesFiveLinesAndEndlessYears) {
  auto card = sample_card();
  card.to.lines.resize(5);
  EXPECT_NE(csv_row(card).error().message.find("Card 7: an address has at most four lines"), std::string::npos);
  card = sample_card();
  card.dates.vote_until = ~std::uint64_t{0};
  EXPECT_NE(csv_row(card).error().message.find("9999"), std::string::npos);
}

class Cards : public testing::Test {
 protected:
  fs::path folder_ = fs::temp_directory_path() / ("cards-" + std::to_string(::getpid()));
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
};

TEST_F(Cards, AreAListThatSpreadsheetsReadAsUtf8) {
  std::uint64_t said = 0;
  const auto printed = write_cards_csv(folder_ / "cards.csv", up_to(300), [&](std::uint64_t n) { said = n; });
  ASSERT_TRUE(printed.ok());
  EXPECT_EQ(printed->letters, 300u);
  EXPECT_EQ(said, 300u);
  const auto text = base::to_string(*base::read_file(folder_ / "cards.csv"));
  EXPECT_TRUE(text.starts_with("\xEF\xBB\xBF\"印刷番号\""));
  EXPECT_EQ(std::ranges::count(text, '\n'), 301);
  struct stat info {};
  ASSERT_EQ(::stat((folder_ / "cards.csv").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(Cards, ArePages) {
  const auto printed = write_cards_pdf(folder_ / "cards.pdf", up_to(5));
  ASSERT_TRUE(printed.ok()) << printed.error().message;
  EXPECT_EQ(printed->pages, 5u);
}

TEST_F(Cards, OfTheLargestSlotAndOfARehearsalFit) {
  auto card = std::make_shared<std::optional<PollingCard>>(sample_card());
  (*card)->slot = 999'999'999;
  (*card)->rehearsal = true;
  EXPECT_TRUE(write_cards_pdf(folder_ / "cards.pdf", [card]() -> base::Result<std::optional<PollingCard>> {
                return std::exchange(*card, {});
              }).ok());
}

TEST_F(Cards, NameTheCardThatCannotBeDrawnAndLeaveNothing) {
  auto bad = sample_card(9);
  bad.polling_place.assign(3000, 'x');
  const auto source = [&]() -> base::Result<std::optional<PollingCard>> { return std::optional(bad); };
  const auto r = write_cards_pdf(folder_ / "cards.pdf", source);
  EXPECT_NE(r.error().message.find("Card 9: a row of the card does not fit"), std::string::npos);
  bad.to.lines.resize(5);
  EXPECT_FALSE(write_cards_csv(folder_ / "cards.csv", source).ok());
  bad = sample_card(9);
  bad.to.name = "\uE000";
  EXPECT_NE(write_cards_pdf(folder_ / "cards.pdf", source).error().message.find("no installed font"), std::string::npos);
  bad = sample_card(9);
  bad.dates.vote_from = ~std::uint64_t{0};
  EXPECT_NE(write_cards_pdf(folder_ / "cards.pdf", source).error().message.find("9999"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(Cards, AreRefusedWhenThereAreNoneOrTheSourceFails) {
  EXPECT_NE(write_cards_pdf(folder_ / "cards.pdf", up_to(0)).error().message.find("no polling cards"), std::string::npos);
  const auto broken = []() -> base::Result<std::optional<PollingCard>> { return base::Error{"the store does not answer"}; };
  EXPECT_EQ(write_cards_pdf(folder_ / "cards.pdf", broken).error().message, "the store does not answer");
  EXPECT_EQ(write_cards_csv(folder_ / "cards.csv", broken).error().message, "the store does not answer");
  EXPECT_TRUE(fs::is_empty(folder_));
}

}  // namespace
}  // namespace ippyo::letters
