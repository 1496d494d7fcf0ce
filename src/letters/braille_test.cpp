// SPDX-License-Identifier: Apache-2.0
#include "letters/braille.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "letters/sample_letter.hpp"

namespace ippyo::letters {
namespace {

/// Cells named by their dots, as a teacher of braille would: "1456 25".
std::string dots_of(const Cells& cells) {
  std::string out;
  for (const auto cell : cells) {
    if (!out.empty()) out += ' ';
    for (int dot = 0; dot < 6; ++dot)
      if (cell >> dot & 1) out += static_cast<char>('1' + dot);
    if (cell == 0) out += '_';
  }
  return out;
}
std::string dots_of(std::string_view kana) {
  const auto cells = braille(kana);
  return cells.ok() ? dots_of(*cells) : cells.error().message;
}
std::string picture(std::string_view kana) { return unicode_braille(*braille(kana)); }

TEST(Braille, EverySoundOfTheTableHasItsDots) {
  const std::pair<const char*, const char*> all[] = {{"あいうえお", "1 12 14 124 24"},
                                                     {"かきくけこ", "16 126 146 1246 246"},
                                                     {"さしすせそ", "156 1256 1456 12456 2456"},
                                                     {"たちつてと", "135 1235 1345 12345 2345"},
                                                     {"なにぬねの", "13 123 134 1234 234"},
                                                     {"はひふへほ", "136 1236 1346 12346 2346"},
                                                     {"まみむめも", "1356 12356 13456 123456 23456"},
                                                     {"やゆよ", "34 346 345"},
                                                     {"らりるれろ", "15 125 145 1245 245"},
                                                     {"わゐゑをん", "3 23 235 35 356"},
                                                     {"がざだば", "5 16 5 156 5 135 5 136"},
                                                     {"ぱぴぷぺぽ", "6 136 6 1236 6 1346 6 12346 6 2346"},
                                                     {"っー", "2 25"}};
  for (const auto& [kana, dots] : all) EXPECT_EQ(dots_of(kana), dots) << kana;
}

TEST(Braille, SmallKanaMakeOneSoundWithThoseBeforeThem) {
  EXPECT_EQ(dots_of("きゃきゅきょ"), "4 16 4 146 4 246");
  EXPECT_EQ(dots_of("ぎゃじゅぢょ"), "45 16 45 1456 45 2345");
  EXPECT_EQ(dots_of("ぴゃぴょ"), "46 136 46 2346");
  EXPECT_EQ(dots_of("ファティディデュヴァウィシェトゥ"), "26 136 4 1235 45 1235 456 1345 256 136 26 12 4 12456 26 1345");
  EXPECT_EQ(dots_of("ヴ"), "5 14");
}

TEST(Braille, WellKnownWords) {
  EXPECT_EQ(picture("おさけ"), "⠊⠱⠫");  // on every can of beer
  EXPECT_EQ(picture("トーキョー"), "⠞⠒⠈⠪⠒");
  EXPECT_EQ(picture("にっぽん"), "⠇⠂⠠⠮⠴");
  EXPECT_EQ(picture("がっこー"), "⠐⠡⠂⠪⠒");
  EXPECT_EQ(picture("カタカナ"), picture("かたかな"));
}

TEST(Braille, DigitsHaveASignAndAJoinerBeforeSoundsThatLookLikeThem) {
  EXPECT_EQ(dots_of("1234567890"), "3456 1 12 14 145 15 124 1245 125 24 245");
  EXPECT_EQ(dots_of("3ねん"), "3456 14 1234 356");
  EXPECT_EQ(dots_of("6りん"), "3456 124 36 125 356");
  EXPECT_EQ(dots_of("1えん"), "3456 1 36 124 356");
  EXPECT_EQ(dots_of("5じ"), "3456 15 5 1256");
  EXPECT_EQ(dots_of("0.5"), "3456 245 2 15");
  EXPECT_EQ(dots_of("1,000"), "3456 1 3 245 245 245");
  EXPECT_EQ(dots_of("029-8"), "3456 245 12 24 36 3456 125");
  EXPECT_EQ(dots_of("１２"), "3456 1 12");
}

TEST(Braille, LatinLettersHaveTheirSignAndCapitalsTheirs) {
  EXPECT_EQ(dots_of("a"), "56 1");
  EXPECT_EQ(dots_of("A"), "56 6 1");
  EXPECT_EQ(dots_of("SNS"), "56 6 6 234 1345 234");
  EXPECT_EQ(dots_of("QRコード"), "56 6 6 12345 1235 36 246 25 5 2345");
  EXPECT_EQ(dots_of("ABc"), "56 6 6 1 12 56 14");
  EXPECT_EQ(dots_of("Tシャツ"), "56 6 2345 36 4 156 1345");
  EXPECT_EQ(dots_of("klmnopqrst"), "56 13 123 134 1345 135 1234 12345 1235 234 2345");
  EXPECT_EQ(dots_of("uvwxyz"), "56 136 1236 2456 1346 13456 1356");
  EXPECT_EQ(dots_of("A4"), "56 6 1 3456 145");
}

TEST(Braille, PunctuationBringsItsSpaces) {
  EXPECT_EQ(dots_of("あ。い"), "1 256 _ _ 12");
  EXPECT_EQ(dots_of("あ。 い。"), "1 256 _ _ 12 256");
  EXPECT_EQ(dots_of("あ、い"), "1 56 _ 12");
  EXPECT_EQ(dots_of("あ？い！"), "1 26 _ _ 12 235");
  EXPECT_EQ(dots_of("あ・い"), "1 5 _ 12");
  EXPECT_EQ(dots_of("「あ」（い）"), "36 1 36 2356 12 2356");
  EXPECT_EQ(dots_of("あ　い"), "1 _ 12");
}

TEST(Braille, RefusesKanjiWithoutRepeatingThem) {
  const auto refused = braille("つくば市");
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("sign 4 "), std::string::npos);
  EXPECT_EQ(refused.error().message.find("市"), std::string::npos);
  EXPECT_FALSE(braille("ゃ").ok());
  EXPECT_FALSE(braille("\xff").ok());
  EXPECT_TRUE(braille("").ok());
}

TEST(Braille, AsciiIsTheTableOfEmbossers) {
  EXPECT_EQ(ascii_braille(*braille("あいう1")), "ABC#A");  // dots 14 are C
  EXPECT_EQ(ascii_braille({0, 63, 0x20, 0x10}), " =,\"");
}

TEST(BrailleCode, ComesBackFromItsCells) {
  for (std::uint32_t n = 0; n < 500; ++n) {
    const auto code = sample_code(n);
    const auto groups = braille_code(code);
    ASSERT_EQ(groups.size(), 5u);
    const auto back = read_braille_code(groups);
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(back->bytes().expose(), code.bytes().expose());
  }
}

TEST(BrailleCode, AGroupThatWasReadWronglyIsNoticed) {
  auto groups = braille_code(sample_code(1));
  std::swap(groups[0], groups[1]);
  EXPECT_FALSE(read_braille_code(groups).ok());
}

TEST(BrailleLetter, FillsPagesOf22LinesOf32Cells) {
  auto letter = sample_letter();
  letter.rehearsal = true;
  const auto brf = braille_letter(letter, sample_braille_texts());
  ASSERT_TRUE(brf.ok()) << brf.error().message;
  std::size_t lines = 0, pages = 0, widest = 0;
  std::istringstream in(*brf);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('\f')) {
      ++pages;
      lines = 0;
      line.erase(0, 1);
    }
    if (line.empty()) continue;
    ASSERT_EQ(line.back(), '\r');
    widest = std::max(widest, line.size() - 1);
    ASSERT_LE(++lines, 22u);
  }
  EXPECT_EQ(pages, 2u);
  EXPECT_EQ(widest, 32u);
  EXPECT_EQ(brf->back(), '\f');
  for (const auto& group : braille_code(letter.code.code))
    EXPECT_NE(brf->find(" " + ascii_braille(group) + "\r\n"), std::string::npos);
  EXPECT_NE(brf->find(ascii_braille(*braille("みほん はなこ さま"))), std::string::npos);
}

TEST(BrailleLetter, BreaksAWordThatIsLongerThanALine) {
  auto texts = sample_braille_texts();
  texts.office = std::string(3 * 50, 'a');
  const auto brf = braille_letter(sample_letter(), texts);
  ASSERT_TRUE(brf.ok());
  std::istringstream in(*brf);
  for (std::string line; std::getline(in, line);) EXPECT_LE(line.size(), 34u);
}

TEST(BrailleLetter, NamesTheLetterWhoseTextsAreNoKana) {
  auto texts = sample_braille_texts();
  texts.name = "見本 花子";
  const auto refused = braille_letter(sample_letter(77), texts);
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(refused.error().message.starts_with("Letter 77: "));
  EXPECT_EQ(refused.error().message.find("花子"), std::string::npos);
}

TEST(BrailleLetter, RefusesAnUnknownZone) {
  auto letter = sample_overseas();
  letter.to.zone = "Mars/Olympus";
  EXPECT_FALSE(braille_letter(letter, sample_braille_texts()).ok());
}

}  // namespace
}  // namespace ippyo::letters
