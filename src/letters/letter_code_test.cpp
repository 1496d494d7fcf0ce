// SPDX-License-Identifier: Apache-2.0
#include "letters/letter_code.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"

namespace ippyo::letters {
namespace {

LetterCode sample(std::string origin = "https://vote.city.example") {
  return {std::move(origin), base::hash32("test", std::string_view("ctx0")), policy_hash("quorum any"),
          DedicatedCode::from_bytes({9, 8, 7, 6, 5, 4, 3, 2, 1, 0xff})};
}
std::string encoded(const LetterCode& code) {
  const auto text = code.encode();
  return {text->expose().begin(), text->expose().end()};
}
std::string refusal(const std::string& scanned) {
  const auto r = LetterCode::decode(scanned);
  return r.ok() ? "accepted" : r.error().message;
}

TEST(LetterCode, ComesBackAsItWas) {
  for (const auto* origin : {"https://vote.city.example", "https://a:8443", "http://localhost:7100", "http://127.0.0.1:1"}) {
    const auto code = sample(origin);
    const auto back = LetterCode::decode(encoded(code));
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(back->origin, origin);
    EXPECT_EQ(back->ctx0, code.ctx0);
    EXPECT_EQ(back->policy, code.policy);
    EXPECT_EQ(back->code.bytes().expose(), code.code.bytes().expose());
  }
  EXPECT_EQ(encoded(sample()).size(), 25u + 8 + 2 + 99);
  EXPECT_TRUE(encoded(sample()).starts_with("https://vote.city.example/booth/#1."));
}

TEST(LetterCode, RefusesOriginsThatABrowserWouldNotProtect) {
  for (const auto* origin :
       {"http://vote.city.example", "ftp://a", "https://", "https://a/", "https://A", "https://a b", "https://a:0",
        "https://a:65536", "https://a:", "https://a:1:2", "https://.a", "https://a.", "https://-a", "https://a-", "https://a..b",
        "https://user@a", "http://localhost.evil", "vote.city.example", ""})
    EXPECT_FALSE(sample(origin).encode().ok()) << origin;
}

TEST(LetterCode, RefusesWhatIsNoLetter) {
  EXPECT_NE(refusal("https://somewhere.example/").find("not the QR code of a letter"), std::string::npos);
  EXPECT_NE(refusal("http://evil.example" + encoded(sample()).substr(25)).find("not the QR code of a letter"), std::string::npos);
  EXPECT_NE(refusal("").find("not the QR code"), std::string::npos);
}

TEST(LetterCode, RefusesAnotherVersion) {
  auto text = encoded(sample());
  text[25 + 8] = '2';
  EXPECT_NE(refusal(text).find("another version"), std::string::npos);
}

TEST(LetterCode, RefusesShortLongAndRespelledText) {
  const auto text = encoded(sample());
  auto respelled = text;
  respelled.back() = static_cast<char>(respelled.back() + 1);  // 592 bits in 99 characters: the last two bits are nothing
  for (const auto& wrong :
       {text.substr(0, text.size() - 1), text + "A", text + "=", respelled, text.substr(0, text.size() - 1) + "+"})
    EXPECT_NE(refusal(wrong).find("not read completely"), std::string::npos) << wrong;
  EXPECT_EQ(refusal(respelled).find(text.substr(100)), std::string::npos);
}

}  // namespace
}  // namespace ippyo::letters
