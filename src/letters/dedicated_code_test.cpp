// SPDX-License-Identifier: Apache-2.0
#include "letters/dedicated_code.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/hash.hpp"
#include "letters/internal/utf8.hpp"

namespace ippyo::letters {
namespace {

using base::Bytes32;

base::KeyedRng rng(std::string_view seed) { return base::KeyedRng(base::Secret(base::hash32("test", seed))); }
std::string text(const DedicatedCode& c) {
  const auto t = c.text();
  return {t.expose().begin(), t.expose().end()};
}
std::string shown(const DedicatedCode& c) {
  const auto s = c.shown();
  return {s.expose().begin(), s.expose().end()};
}
std::string refusal(std::string_view typed) {
  const auto r = DedicatedCode::parse(typed);
  return r.ok() ? "accepted" : r.error().message;
}
bool same(const DedicatedCode& a, const DedicatedCode& b) { return a.bytes().expose() == b.bytes().expose(); }

TEST(DedicatedCode, IsEighteenSignsOfItsAlphabetAndComesBack) {
  auto random = rng("code");
  std::set<std::string> all;
  for (int i = 0; i < 1000; ++i) {
    const auto code = DedicatedCode::draw(random);
    const auto t = text(code);
    ASSERT_EQ(t.size(), 18u);
    ASSERT_EQ(t.find_first_not_of(kCodeAlphabet), std::string::npos);
    const auto back = DedicatedCode::parse(t);
    ASSERT_TRUE(back.ok());
    EXPECT_TRUE(same(code, *back));
    all.insert(t);
  }
  EXPECT_EQ(all.size(), 1000u);
  EXPECT_EQ(text(DedicatedCode::from_bytes({})), "222222222222222222");
}

TEST(DedicatedCode, EveryByteCounts) {
  for (std::size_t bit = 0; bit < 80; ++bit) {
    CodeBytes bytes{};
    bytes[bit / 8] = static_cast<std::uint8_t>(0x80 >> bit % 8);
    EXPECT_TRUE(same(*DedicatedCode::parse(text(DedicatedCode::from_bytes(bytes))), DedicatedCode::from_bytes(bytes)));
  }
}

TEST(DedicatedCode, IsShownInGroupsOfFour) {
  const auto code = DedicatedCode::from_bytes({0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  const auto s = shown(code);
  EXPECT_EQ(s.size(), 22u);
  for (const std::size_t at : {4, 9, 14, 19}) EXPECT_EQ(s[at], '-');
  EXPECT_TRUE(same(*DedicatedCode::parse(s), code));
}

TEST(DedicatedCode, IsReadHoweverPeopleTypeIt) {
  const auto code = DedicatedCode::from_bytes({0x13, 0x57, 0x9b, 0xdf, 0x02, 0x46, 0x8a, 0xce, 0xf1, 0x35});
  const auto t = text(code);
  std::string small, wide, spaced = "  ";
  for (const char c : t) {
    small += static_cast<char>(c >= 'A' ? c + 32 : c);
    wide += internal::encoded(static_cast<char32_t>(c) + 0xFEE0);
    spaced += std::string(1, c) + " \t";
  }
  std::vector<std::string> ways{small, wide, spaced, t + "\r\n"};
  for (const char32_t hyphen : U"-‐‑‒–—―−ー－─ｰ　\u00A0\u200B\u00AD")
    if (hyphen != 0) ways.push_back(t.substr(0, 4) + internal::encoded(hyphen) + t.substr(4));
  for (const auto& way : ways) {
    const auto r = DedicatedCode::parse(way);
    ASSERT_TRUE(r.ok()) << way << ": " << r.error().message;
    EXPECT_TRUE(same(*r, code));
  }
}

TEST(DedicatedCode, SaysThatZeroOhOneAndEyeDoNotOccur) {
  auto t = text(DedicatedCode::from_bytes({}));
  for (const std::string wrong : {"0", "O", "1", "I", "o", "i", "Ｏ", "０", "１"}) {
    EXPECT_NE(refusal(t.substr(0, 7) + wrong + t.substr(8)).find("never contains 0, O, 1 or I"), std::string::npos) << wrong;
  }
}

TEST(DedicatedCode, RefusesOtherSignsAndMalformedText) {
  const auto t = text(DedicatedCode::from_bytes({}));
  for (const std::string wrong : {"!", "あ", "\xff", "\xe3\x81", "é", "/", "_", "\xc0\x80", "\xed\xa0\x80", "\xf8"})
    EXPECT_NE(refusal(t.substr(1) + wrong).find("only the digits 2 to 9"), std::string::npos) << wrong;
}

TEST(DedicatedCode, SaysHowManyCharactersWereRead) {
  const auto t = text(DedicatedCode::from_bytes({}));
  EXPECT_NE(refusal(t.substr(1)).find("and 17 were read"), std::string::npos);
  EXPECT_NE(refusal(t.substr(1)).find("too short"), std::string::npos);
  EXPECT_NE(refusal(t + "2").find("and 19 were read"), std::string::npos);
  EXPECT_NE(refusal(t + "2").find("too long"), std::string::npos);
  EXPECT_NE(refusal("").find("and 0 were read"), std::string::npos);
  EXPECT_NE(refusal(std::string(2000, '2')).find("far longer"), std::string::npos);
}

TEST(DedicatedCode, NoticesEveryChangeOfOneOrTwoCharacters) {
  const auto t = text(DedicatedCode::from_bytes({0x5a, 1, 2, 3, 0xff, 5, 6, 7, 8, 0x99}));
  std::size_t tried = 0;
  for (std::size_t i = 0; i < 18; ++i)
    for (const char a : kCodeAlphabet)
      for (std::size_t j = i; j < 18; ++j)
        for (const char b : kCodeAlphabet) {
          auto changed = t;
          changed[i] = a;
          changed[j] = b;
          if (changed == t) continue;
          ++tried;
          ASSERT_FALSE(DedicatedCode::parse(changed).ok()) << changed;
        }
  EXPECT_GT(tried, 150'000u);
}

TEST(DedicatedCode, NoticesEveryTranspositionAndNeverRepeatsTheCode) {
  auto random = rng("transposed");
  for (int n = 0; n < 200; ++n) {
    const auto t = text(DedicatedCode::draw(random));
    for (std::size_t i = 0; i < 18; ++i)
      for (std::size_t j = i + 1; j < 18; ++j) {
        auto changed = t;
        std::swap(changed[i], changed[j]);
        if (changed == t) continue;
        const auto said = refusal(changed);
        ASSERT_NE(said.find("compare them group by group"), std::string::npos);
        ASSERT_EQ(said.find(changed.substr(0, 4)), std::string::npos);
      }
  }
}

TEST(DedicatedCode, EnrolProofDependsOnCodeAndElection) {
  const auto code = DedicatedCode::from_bytes({});
  const auto proof = code.enrol_proof({}).expose();
  EXPECT_EQ(proof, code.enrol_proof({}).expose());
  EXPECT_NE(proof, code.enrol_proof(Bytes32{1}).expose());
  EXPECT_NE(proof, DedicatedCode::from_bytes({1}).enrol_proof({}).expose());
}

}  // namespace
}  // namespace ippyo::letters
