// SPDX-License-Identifier: Apache-2.0
#include "board/note.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "board/test_board.hpp"

namespace ippyo::board {
namespace {

using testing_board::key;
using namespace std::string_literals;

const std::string kText = "board.example/town\n3\n" + base::to_base64(base::sha256({})) + "\n";

Note signed_note() { return {kText, {sign_note(log_key("board.example/town", key(1)), key(1), kText)}}; }

TEST(VerifierKey, IsReadFromItsTextAndOnlyFromThat) {
  const auto vkey = cosigner_key("city.example/witness", key(2));
  const auto text = vkey.text();
  ASSERT_TRUE(VerifierKey::parse(text).ok());
  EXPECT_EQ(VerifierKey::parse(text)->text(), text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto other = text;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(VerifierKey::parse(other).ok()) << other;
  }
  for (const auto* bad : {"", "a", "a+b", "+00000000+AQ==", "a b+00000000+AQ=="}) EXPECT_FALSE(VerifierKey::parse(bad).ok()) << bad;
}

TEST(VerifierKey, OfAnUnknownTypeIsKept) {
  const VerifierKey future{"x.example", 0x42, Bytes(7, 9)};
  const auto parsed = VerifierKey::parse(future.text());
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->key, future.key);
  EXPECT_TRUE(verify_note_signature(*parsed, kText, {future.name, future.id(), {1}}).passed());
}

TEST(KeyName, HasNoSpacePlusOrControlCharacter) {
  EXPECT_TRUE(is_key_name("日本.example/町"));
  for (const auto* bad : {"", "a b", "a+b", "a\nb", "a\tb", "a\xC2\xA0" "b", "a\xE3\x80\x80" "b", "a\xE2\x80\xA8" "b", "\xff"})
    EXPECT_FALSE(is_key_name(bad)) << bad;
}

TEST(Note, IsReadInItsOneForm) {
  const auto bytes = signed_note().serialize();
  const auto parsed = Note::parse(bytes);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->text, kText);
  EXPECT_EQ(parsed->serialize(), bytes);
  EXPECT_EQ(parsed->signatures, signed_note().signatures);
}

TEST(Note, TextIsSplitFromSignaturesAtTheLastEmptyLine) {
  const auto signer = log_key("a.example", key(1));
  const std::string text = "one\n\nthree\n\n";
  const Note note{text, {sign_note(signer, key(1), text)}};
  ASSERT_TRUE(Note::parse(note.serialize()).ok());
  EXPECT_EQ(Note::parse(note.serialize())->text, text);
}

TEST(Note, EveryOtherSpellingIsRefused) {
  const auto good = signed_note().serialize();
  const auto line = signed_note().signatures[0].line();
  std::string crlf = kText + "\n" + line.substr(0, line.size() - 1) + "\r\n";
  for (const auto& bad : {std::string(), kText, kText + "\n", good.substr(0, good.size() - 1), good + "\n", good + "x\n", crlf,
                          kText + "\n\xE2\x80\x94  a AAAAAAA=\n", kText + "\n- a AAAAAAA=\n", kText + "\n\xE2\x80\x94 a AAAA\n",
                          kText + "\n\xE2\x80\x94 a AAAAAAB=\n", kText + "\n\xE2\x80\x94 a+b AAAAAAA=\n", std::string(2u << 20, '\n')})
    EXPECT_FALSE(Note::parse(bad).ok()) << bad.substr(0, 200);
}

TEST(Note, AtLeastSixteenSignaturesAreRead) {
  auto note = signed_note();
  for (std::uint8_t i = 0; i < 40; ++i) note.signatures.push_back({"w" + std::to_string(i), i, Bytes(72, i)});
  EXPECT_EQ(Note::parse(note.serialize())->signatures.size(), 41u);
}

TEST(Checkpoint, IsThreeLinesInOneForm) {
  const auto parsed = Checkpoint::parse(kText);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->size, 3u);
  EXPECT_EQ(parsed->text(), kText);
  const auto root = base::to_base64(base::sha256({}));
  for (const auto& bad :
       {"\n3\n" + root + "\n", "o\n03\n" + root + "\n", "o\n+3\n" + root + "\n", "o\n3 \n" + root + "\n", "o\n\n" + root + "\n",
        "o\n-1\n" + root + "\n", "o\n9223372036854775808\n" + root + "\n", "o\n18446744073709551616\n" + root + "\n", "o\n3\nAA==\n"s,
        "o\n3\n" + root, "o\n3\n" + root + "\nextension\n", "o\n3\n" + root.substr(0, 43) + "\n", "o\n3"s})
    EXPECT_FALSE(Checkpoint::parse(bad).ok()) << bad;
}

TEST(NoteSignature, HoldsOverItsTextOnly) {
  const auto vkey = log_key("board.example/town", key(1));
  const auto good = sign_note(vkey, key(1), kText);
  EXPECT_TRUE(verify_note_signature(vkey, kText, good).passed());
  const auto refused = [](const base::Verdict& v) { return !v.passed() && v.finding().check == kNoteSignature; };
  EXPECT_TRUE(refused(verify_note_signature(vkey, kText + "x\n", good)));
  EXPECT_TRUE(refused(verify_note_signature(log_key("board.example/town", key(2)), kText, good)));
  EXPECT_TRUE(refused(verify_note_signature(vkey, kText, {good.name, good.id, Bytes(63)})));
  EXPECT_TRUE(refused(verify_note_signature(vkey, kText, {good.name, good.id, {}})));
  for (std::size_t bit = 0; bit < 512; ++bit) {
    auto bad = good;
    bad.bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_TRUE(refused(verify_note_signature(vkey, kText, bad))) << bit;
  }
}

TEST(Cosignature, CoversItsTimeAndTheCheckpoint) {
  const auto vkey = cosigner_key("city.example", key(2));
  const auto good = cosign(vkey, key(2), kText, 1'800'000'000);
  EXPECT_EQ(cosignature_time(good), 1'800'000'000u);
  EXPECT_TRUE(verify_note_signature(vkey, kText, good).passed());
  for (std::size_t bit = 0; bit < 8 * good.bytes.size(); ++bit) {
    auto bad = good;
    bad.bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    const auto verdict = verify_note_signature(vkey, kText, bad);
    ASSERT_FALSE(verdict.passed()) << bit;
    EXPECT_EQ(verdict.finding().check, kNoteSignature);
  }
}

TEST(Cosignature, ATimeBeyondSixtyThreeBitsIsRefused) {
  const auto vkey = cosigner_key("city.example", key(2));
  const std::uint64_t late = 1ull << 63;
  const auto signature = key(2).sign(base::view("cosignature/v1\ntime " + std::to_string(late) + "\n" + kText));
  const NoteSignature s{vkey.name, vkey.id(), base::Writer().u64(late).raw(signature).take()};
  const auto verdict = verify_note_signature(vkey, kText, s);
  ASSERT_FALSE(verdict.passed());
  EXPECT_EQ(verdict.finding().check, kNoteSignature);
}

}  // namespace
}  // namespace ippyo::board
