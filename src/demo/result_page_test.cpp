// SPDX-License-Identifier: Apache-2.0
#include "demo/result_page.hpp"

#include <gtest/gtest.h>

#include "base/files.hpp"

namespace ippyo::demo {
namespace {

/// The example of docs/formats/result.md: the first block of JSON there.
nlohmann::json example() {
  const auto text = base::to_string(base::read_file(std::filesystem::path(IPPYO_SOURCE_DIR) / "docs/formats/result.md").value());
  const auto from = text.find("```json\n") + 8;
  return nlohmann::json::parse(text.substr(from, text.find("\n```", from) - from));
}

TEST(ResultPage, ShowsTheExampleOfTheDocument) {
  const auto page = result_page(example());
  for (const char* part : {"フックン船長", "Captain Fukkun", ">452<", "当選", "14,000", "Verified", "練習", "ippyo-verify board"})
    EXPECT_NE(page.find(part), std::string::npos) << part;
}

TEST(ResultPage, SaysWhenTheVerificationFailed) {
  auto result = example();
  result["verified"] = false;
  EXPECT_NE(result_page(result).find("Do not use this result"), std::string::npos);
}

TEST(ResultPage, EscapesWhatComesFromTheElection) {
  auto result = example();
  result["contests"][0]["options"][0]["name"] = "<script>&\"";
  const auto page = result_page(result);
  EXPECT_EQ(page.find("<script>&"), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;&amp;&quot;"), std::string::npos);
}

TEST(ResultPage, MarksTiesLotsAndWithdrawals) {
  auto result = example();
  auto& options = result["contests"][0]["options"];
  options[0]["elected"] = false;
  options[0]["tied"] = true;
  options[1]["by_lot"] = true;
  options[2]["withdrawn"] = true;
  const auto page = result_page(result);
  for (const char* part : {"同数・抽選待ち", "当選(抽選)", "取り下げ"}) EXPECT_NE(page.find(part), std::string::npos) << part;
}

TEST(ResultPage, AnOptionWithoutASeatNeverLooksElected) {
  auto result = example();
  auto& contest = result["contests"][0];
  contest["options"][0].erase("elected");
  contest["options"][0]["withdrawn"] = true;
  contest["options"][1]["tied"] = contest["options"][2]["tied"] = true;
  contest["open_seats"] = 1;
  const auto page = result_page(result);
  EXPECT_EQ(page.find("class=\"won\""), std::string::npos);
  EXPECT_NE(page.find("残り1議席"), std::string::npos);
  EXPECT_GT(page.find("フックン船長"), page.find("スマポレンジャー")) << "what was withdrawn stands last";
}

/// The button names the language it leads to; a rule that hides a language by its mark must not hide the button.
TEST(ResultPage, TheLanguageRuleHidesTextAndNotTheButton) {
  const auto page = result_page(example());
  EXPECT_NE(page.find(".one span[lang=en]"), std::string::npos);
  EXPECT_EQ(page.find(".one [lang"), std::string::npos);
}

}  // namespace
}  // namespace ippyo::demo
