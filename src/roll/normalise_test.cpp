// SPDX-License-Identifier: Apache-2.0
// Two spellings of one thing are one key; two things are not. [SPEC 15.1 VoterRoll]
#include "roll/normalise.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <random>

#include "roll/unicode.hpp"
#include "roll/variants.hpp"

namespace ippyo::roll {
namespace {

using enum Likeness;

TEST(NameKey, SpacesWidthsAndShapesOfACharacterDoNotMatter) {
  for (const char* name : {"髙﨑　邊太郎", "高崎 辺太郎", "高崎辺太郎", " 高﨑　邉太郎 ", "高崎\U000E0100　辺太郎"}) EXPECT_EQ(name_key(name), "高崎辺太郎") << name;
  EXPECT_EQ(name_key("佐々木　一"), name_key("佐佐木　一"));
  EXPECT_EQ(name_key("見本［例示］　花子"), name_key("見本　花子"));  // the former family name on the card
  EXPECT_EQ(name_key("ﾐﾎﾝ・ﾀﾛｳ"), name_key("ミホン　タロウ"));
  EXPECT_EQ(name_key("John　見本"), name_key("ＪＯＨＮ見本"));
  EXPECT_EQ(name_key("神谷"), name_key("神谷"));  // a compatibility character
  EXPECT_NE(name_key("斎"), name_key("斉"));
  EXPECT_EQ(name_key("齋"), name_key("斎"));
  EXPECT_EQ(name_key("齊"), name_key("斉"));
}

TEST(KanaKey, WidthSizeAndScriptOfKanaDoNotMatter) {
  EXPECT_EQ(kana_key("ｼｮｳﾀ"), kana_key("しょうた"));
  EXPECT_EQ(kana_key("シヨウタ"), kana_key("ショウタ"));
  EXPECT_EQ(kana_key("ミホン　タロー"), kana_key("ミホンタロ－"));
  EXPECT_NE(kana_key("カ"), kana_key("ガ"));
}

TEST(AddressKey, AllWaysToWriteANumberAreOne) {
  for (const char* address :
       {"茨城県つくば市研究学園一丁目1番地1", "つくば市研究学園１丁目１番地１", "研究学園1-1-1", "研究学園１－１－１", "研究学園1丁目1-1", "研究学園一丁目１番１号",
        "研究学園 一の一の一", "研究学園1の1の1", "茨城県 つくば市 研究学園 1‐1‐1", "研究学園1−1−1", "研究学園1ー1ー1", "研究学園01-001-1",
        "〒305-8555 茨城県つくば市研究学園一丁目1番地1", "研究學園一丁目一番地の一", "研究学園一丁目1番地1号"})
    EXPECT_EQ(address_key(address), "研究学園1-1-1") << address;
  for (const char* address : {"小田二十三番地", "小田23", "大字小田23番地", "つくば市大字小田２３", "小田二三番地"})
    EXPECT_EQ(address_key(address), "小田23") << address;
  EXPECT_EQ(address_key("小田千百二十番地"), "小田1120");
  EXPECT_EQ(address_key("大字小田字前田100番地"), "小田前田100");
}

TEST(AddressKey, NumeralsInNamesStayNames) {
  EXPECT_EQ(address_key("二の宮三丁目"), "二ノ宮3");
  EXPECT_EQ(address_key("二ノ宮3丁目"), "二ノ宮3");
  EXPECT_EQ(address_key("千現一丁目2番地3"), "千現1-2-3");
  EXPECT_EQ(address_key("百家12番地"), "百家12");
  EXPECT_EQ(address_key("十文字5番地"), "十文字5");
  EXPECT_EQ(address_key("一の二宮3"), "一ノ二宮3");
  EXPECT_EQ(address_key("小田二十百番地"), "小田二十百番地");  // not a number
  EXPECT_NE(address_key("二の宮1-1"), address_key("三の宮1-1"));
}

TEST(AddressKey, ParticlesBetweenKanjiAreOne) {
  EXPECT_EQ(address_key("御幸が丘3"), address_key("御幸ヶ丘三番地"));
  EXPECT_EQ(address_key("御幸ケ丘3"), address_key("御幸ガ丘3"));
  EXPECT_EQ(address_key("学園の森1丁目"), address_key("学園ノ森一丁目"));
  EXPECT_EQ(address_key("みどりの一丁目2"), address_key("みどりの1-2"));
}

TEST(AddressKey, PlacesThatDifferStayDifferent) {
  EXPECT_NE(address_key("小田1-11"), address_key("小田11-1"));
  EXPECT_NE(address_key("小田1-1"), address_key("小田1-1-1"));
  EXPECT_NE(address_key("小田1-1 101"), address_key("小田1-1101"));  // a room is not the end of a lot
  EXPECT_NE(address_key("水戸市小田1"), address_key("小田1"));
  EXPECT_EQ(address_key("水戸市小田1", {{"水戸市"}}), "小田1");
}

TEST(Key, OfMalformedTextIsEmptyAndEqualsNothing) {
  for (const std::string& bad :
       {std::string("\xff"), std::string(5000, 'a'), std::string(), std::string("　"), std::string("\xE3\x81")}) {
    EXPECT_EQ(name_key(bad), "");
    EXPECT_EQ(address_key(bad), "");
    EXPECT_EQ(compare_names(bad, bad), different);
    EXPECT_EQ(compare_addresses(bad, bad), different);
  }
}

TEST(CompareNames, ReportsWhatAPersonMustDecide) {
  EXPECT_EQ(compare_names("齋藤　花子", "斎藤花子"), same);
  EXPECT_EQ(compare_names("斎藤花子", "斉藤花子"), close);
  EXPECT_EQ(compare_names("見本　ひな", "見本　ヒナ"), close);
  EXPECT_EQ(compare_names("見本　太郎", "見本　大郎"), close);
  EXPECT_EQ(compare_names("見〓　太郎", "見本　太郎"), close);
  EXPECT_EQ(compare_names("見〓　太郎", "見〓　太郎"), close);
  EXPECT_EQ(compare_names("〓〓", "見本"), different);
  EXPECT_EQ(compare_names("〓〓", "〓〓"), different);
  EXPECT_EQ(compare_names("見本　花子", "例示　花子"), close);  // married
  EXPECT_EQ(compare_names("見本花子", "例示花子"), different);  // where the family name ends, nobody knows
  EXPECT_EQ(compare_names("見本　花子", "見本　京子"), different);
  EXPECT_EQ(compare_names("見本　〓", "例示　〓"), different);
}

TEST(CompareAddresses, ABuildingMayBeLeftOutOrWrittenOtherwise) {
  EXPECT_EQ(compare_addresses("研究学園1-1-1", "つくば市研究学園一丁目1番地1"), same);
  EXPECT_EQ(compare_addresses("研究学園1-1-1", "研究学園1-1-1　見本ハイツ101"), close);
  EXPECT_EQ(compare_addresses("研究学園1-1-1-101", "研究学園1-1-1 見本ハイツ101号室"), close);
  EXPECT_EQ(compare_addresses("研究学園1-1-1見本はいつ101", "研究学園1-1-1 見本ハイツ101号室"), close);
  EXPECT_EQ(compare_addresses("研究学園1-1-1", "研究学園1-1-10"), different);
  EXPECT_EQ(compare_addresses("研究学園1-1", "研究学園1-1-1"), different);
  EXPECT_EQ(compare_addresses("小田1-1", "筑波1-1"), different);
  EXPECT_EQ(compare_addresses("小田", "筑波"), different);
}

const Voter kVoter{"00000001", "見本　太郎", "ミホン　タロウ", {1980, 2, 29}, Sex::male, "茨城県つくば市研究学園一丁目90001番地", "第1投票区", {}};
const Attributes kCard{"見本　太郎", "茨城県つくば市研究学園１丁目９０００１番地", {1980, 2, 29}, Sex::male};

TEST(Compare, TheSamePersonMatches) {
  const Match m = compare(kCard, kVoter);
  EXPECT_EQ(m.verdict, Match::Verdict::matches);
  EXPECT_TRUE(m.to_look_at().empty());
  Attributes silent = kCard;
  silent.sex = Sex::unknown;
  EXPECT_EQ(compare(silent, kVoter).verdict, Match::Verdict::matches);
}

TEST(Compare, EveryAttributeThatDiffersIsNoticed) {
  struct Case {
    void (*change)(Attributes&);
    Match::Verdict verdict;
    std::vector<std::string_view> look;
  };
  using enum Match::Verdict;
  const std::vector<Case> cases{
      {[](Attributes& a) { a.name = "例示　次郎"; }, does_not_match, {"name"}},
      {[](Attributes& a) { a.birth.day = 28; }, does_not_match, {"birth"}},
      {[](Attributes& a) { a.sex = Sex::female; }, needs_look, {"sex"}},
      {[](Attributes& a) { a.address = "つくば市小田5"; }, needs_look, {"address"}},
      {[](Attributes& a) { a.name = "例示　太郎"; }, needs_look, {"name"}},
      {[](Attributes& a) { a.name = "例示　太郎", a.address += "　見本ハイツ101"; }, needs_look, {"name", "address"}},
      {[](Attributes& a) { a.name = "例示　太郎", a.address = "つくば市小田5"; }, does_not_match, {"name", "address"}},
      {[](Attributes& a) { a = {}; }, does_not_match, {"name", "address", "birth"}}};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Attributes shown = kCard;
    cases[i].change(shown);
    const Match m = compare(shown, kVoter);
    EXPECT_EQ(m.verdict, cases[i].verdict) << i;
    EXPECT_EQ(m.to_look_at(), cases[i].look) << i;
  }
  EXPECT_EQ(word(needs_look), "needs-look");
}

TEST(Variants, NoCharacterIsInTwoGroupsAndEveryGroupHasItsFirst) {
  for (const auto& list : {kOneCharacter, kTakenForAnother}) {
    std::map<char32_t, int> seen;
    for (const char32_t c : list) {
      if (c == U' ') continue;
      EXPECT_EQ(++seen[c], 1) << to_utf8(std::u32string(1, c));
      EXPECT_EQ(one_shape(one_shape(c)), one_shape(c));
      EXPECT_EQ(alike(alike(c)), alike(c)) << to_utf8(std::u32string(1, c));
    }
  }
  for (const char32_t c : kTakenForAnother)
    EXPECT_EQ(one_shape(c), c) << to_utf8(std::u32string(1, c)) << " is not the first of its group";
  for (const char32_t c : kOneCharacter)
    EXPECT_EQ(nfkc_folded(std::u32string(1, c)), std::u32string(1, c)) << to_utf8(std::u32string(1, c));
}

/// Texts made of everything that the keys treat in a special way.
std::string any_text(std::uint64_t seed) {
  static const std::vector<std::string> kPieces{
      "一", "二",         "十",       "百",   "千", "〇", "零",     "1",          "０",   "9",  "丁目", "番地",   "番",
      "号", "号室",       "の",       "ノ",   "-",  "‐",  "ー",     "−",          "大字", "字", "文字", "ケ",     "ヶ",
      "が", "茨城県",     "つくば市", "小田", "宮", "々", "髙",     "斉",         "(",    ")",  "［",   "〕",     " ",
      "　", "〒305-0001", "〒",       "A",    "ｶ",  "ﾞ",  "\u3099", "\u0301",     "ﾊﾟ",   "あ", "𠮷",   "\u200d", "〓",
      "・", "ゃ",         "ヵ",       "㍻",   "㈱", "½",  "⑩",      "\U000E0100", "大",   "地", "目",   "室"};
  std::mt19937_64 random(seed);
  std::string out;
  for (auto n = random() % 14; n > 0; --n) out += kPieces[random() % kPieces.size()];
  return out;
}

RC_GTEST_PROP(KeyProperty, AKeyIsItsOwnKey, (std::uint64_t seed)) {
  const std::string text = any_text(seed);
  RC_ASSERT(name_key(name_key(text)) == name_key(text));
  RC_ASSERT(kana_key(kana_key(text)) == kana_key(text));
  RC_ASSERT(address_key(address_key(text)) == address_key(text));
}

RC_GTEST_PROP(KeyProperty, ComparingIsSymmetric, (std::uint64_t seed)) {
  const std::string a = any_text(seed), b = any_text(seed + 1);
  RC_ASSERT(compare_names(a, b) == compare_names(b, a));
  RC_ASSERT(compare_addresses(a, b) == compare_addresses(b, a));
}

RC_GTEST_PROP(KeyProperty, AnyBytesGiveAKey, (const std::string& bytes)) {
  (void)name_key(bytes);
  (void)kana_key(bytes);
  (void)compare_addresses(bytes, bytes);
}

/// A number in kanji, in full-width digits and in digits is one.
RC_GTEST_PROP(KeyProperty, EveryNumberIsReadInThreeScripts, ()) {
  const int n = *rc::gen::inRange(1, 10'000);
  const std::u32string digits = U"〇一二三四五六七八九";
  std::u32string kanji, positional;
  for (const auto& [power, sign] : {std::pair(1000, U"千"), std::pair(100, U"百"), std::pair(10, U"十"), std::pair(1, U"")}) {
    const int digit = n / power % 10;
    if (digit > 1 || (digit == 1 && power == 1)) kanji += digits[static_cast<std::size_t>(digit)];
    if (digit > 0) kanji += sign;
  }
  for (const char c : std::to_string(n)) positional += digits[static_cast<std::size_t>(c - '0')];
  const std::string expected = "小田" + std::to_string(n);
  RC_ASSERT(address_key("小田" + to_utf8(kanji) + "番地") == expected);
  RC_ASSERT(address_key("小田" + to_utf8(positional) + "番地") == expected);
  RC_ASSERT(address_key("小田" + std::to_string(n) + "番") == expected);
}

}  // namespace
}  // namespace ippyo::roll
