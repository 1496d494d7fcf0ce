// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <new>

#include "base/clock.hpp"
#include "base/codec.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "base/rows.hpp"
#include "base/secret.hpp"
#include "base/verdict.hpp"

namespace ippyo::base {
namespace {

TEST(Bytes, HexReadsOnlyLowerCaseOfEvenLength) {
  EXPECT_EQ(to_hex(Bytes{0, 255, 16}), "00ff10");
  EXPECT_EQ(from_hex("00ff10"), (Bytes{0, 255, 16}));
  for (const char* bad : {"0", "0g", "FF", " 0"}) EXPECT_FALSE(from_hex(bad)) << bad;
}

TEST(Bytes, Base64HasOneTextPerValue) {
  EXPECT_EQ(to_base64(Bytes{1}), "AQ==");
  EXPECT_EQ(from_base64("AQ=="), (Bytes{1}));
  for (const char* bad : {"AQ", "AQ=", "AR==", "AQ==\n", " AQ==", "AQ==="}) EXPECT_FALSE(from_base64(bad)) << bad;
}

TEST(Codec, WhatIsWrittenIsRead) {
  Writer w;
  w.u8(1).u16(0x0203).u32(0x04050607).u64(0x08090a0b0c0d0e0f).flag(true).text("一票").bytes(Bytes{9});
  Reader r(w.data());
  EXPECT_EQ(r.u8(), 1);
  EXPECT_EQ(r.u16(), 0x0203);
  EXPECT_EQ(r.u32(), 0x04050607u);
  EXPECT_EQ(r.u64(), 0x08090a0b0c0d0e0full);
  EXPECT_TRUE(r.flag());
  EXPECT_EQ(r.text(), "一票");
  EXPECT_EQ(r.bytes(), Bytes{9});
  EXPECT_TRUE(r.finish("x").ok());
}

TEST(Codec, ShortLongAndNonCanonicalBytesAreRefused) {
  const auto refused = [](Bytes in, auto read) {
    Reader r(in);
    read(r);
    return !r.finish("x").ok();
  };
  EXPECT_TRUE(refused({1}, [](Reader& r) { r.u16(); }));
  EXPECT_TRUE(refused({1, 2, 3}, [](Reader& r) { r.u16(); }));
  EXPECT_TRUE(refused({2}, [](Reader& r) { r.flag(); }));
  EXPECT_TRUE(refused({0xff, 0xff, 0xff, 0xff}, [](Reader& r) { r.count(1u << 31); }));
  EXPECT_TRUE(refused({0, 0, 0, 1, 0xff}, [](Reader& r) { r.text(); }));
  EXPECT_TRUE(refused({0, 0, 0, 1, 0x00}, [](Reader& r) { r.text(); }));
}

TEST(Codec, Utf8FollowsTheUnicodeTable) {
  for (const char* good : {"", "a\n", "é", "一", "😀"}) EXPECT_TRUE(is_clean_utf8(good)) << good;
  for (const char* bad : {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xb8", "\x80", "\t", "\x7f"})
    EXPECT_FALSE(is_clean_utf8(bad));
}

TEST(Hash, TagsLengthsAndOrderMatter) {
  const Bytes ab{'a', 'b'}, a{'a'}, b{'b'};
  EXPECT_NE(hash("t", ab), hash("t", a, b));
  EXPECT_NE(hash("t", a, b), hash("t", b, a));
  EXPECT_NE(hash("t", a), hash("u", a));
  EXPECT_EQ(Hasher("t").begin_item(2).part(a).part(b).finish(), hash("t", ab));
}

TEST(Hash, IsSha512OfTheLengthPrefixedItems) {
  // printf '\0\0\0\0\0\0\0\7ippyo/1\0\0\0\0\0\0\0\1t' | sha512sum
  EXPECT_EQ(to_hex(hash("t")).substr(0, 32), "242ac54140d11d9ab723c637b4ea21c9");
}

TEST(Secret, IsWipedWhenMovedFrom) {
  using S = Secret<std::uint64_t>;
  alignas(S) unsigned char memory[sizeof(S)];
  auto* s = new (memory) S(0x1122334455667788);
  S t(std::move(*s));
  for (const auto c : memory) EXPECT_EQ(c, 0);
  EXPECT_EQ(t.expose(), 0x1122334455667788u);
  static_assert(!std::is_copy_constructible_v<S> && !std::is_copy_constructible_v<SecretVector<int>>);
}

TEST(Random, AKeyGivesTheSameBytesHoweverTheyAreCut) {
  Bytes32 key{};
  KeyedRng a{Secret(key)}, b{Secret(key)};
  Bytes x(3000), y(3000);
  a.fill(x);
  for (std::size_t i = 0; i < y.size(); i += 100) b.fill(std::span(y).subspan(i, 100));
  EXPECT_EQ(x, y);
  SystemRng s;
  for (int i = 0; i < 1000; ++i) EXPECT_LT(s.below(7), 7u);
  EXPECT_NE(s.bytes<32>(), s.bytes<32>());
}

TEST(Parallel, CoversEveryPlaceOnce) {
  std::vector<int> seen(1001);
  run_parallel(seen.size(), 10, [&](auto first, auto last) {
    for (auto i = first; i < last; ++i) ++seen[i];
  });
  for (const int n : seen) EXPECT_EQ(n, 1);
}

TEST(Files, AFileIsReplacedWholeAndALockIsExclusive) {
  const auto dir = std::filesystem::temp_directory_path() / ("ippyo-base-" + std::to_string(::getpid()));
  std::filesystem::create_directories(dir);
  EXPECT_TRUE(write_file_durably(dir / "f", view("one")).ok());
  EXPECT_TRUE(write_file_durably(dir / "f", view("two")).ok());
  EXPECT_EQ(to_string(read_file(dir / "f").value()), "two");
  EXPECT_FALSE(read_file(dir / "f", 2).ok());
  EXPECT_FALSE(read_file(dir / "missing").ok());
  EXPECT_FALSE(write_file_durably(dir / "no" / "f", view("x")).ok());
  {
    auto lock = FileLock::take(dir / "lock");
    EXPECT_TRUE(lock.ok());
    EXPECT_FALSE(FileLock::take(dir / "lock").ok());
  }
  EXPECT_TRUE(FileLock::take(dir / "lock").ok());
  {
    auto rows = FileRows::create(dir / "rows", 2);
    EXPECT_TRUE((*rows)->append(Bytes{1, 2, 3, 4}).ok());
    Bytes one(2);
    EXPECT_TRUE((*rows)->read(1, one).ok());
    EXPECT_EQ(one, (Bytes{3, 4}));
    const ColumnRows column(**rows, 1, 1);
    EXPECT_TRUE(column.read(0, one).ok());
    EXPECT_EQ(one, (Bytes{2, 4}));
  }
  EXPECT_FALSE(FileRows::open(dir / "f", 2).ok());
  std::filesystem::remove_all(dir);
}

TEST(Clock, AManualClockNeverGoesBack) {
  ManualClock c(10);
  EXPECT_TRUE(c.set(12));
  EXPECT_FALSE(c.set(11));
  EXPECT_EQ(c.now(), 12u);
}

TEST(Verdict, NamesItsNumberPlaceAndEntry) {
  constexpr Check kCheck{5, 1, "slot proof"};
  const auto v = Verdict::fail(kCheck, "slot 3").at("epoch 2").at_entry(17);
  EXPECT_EQ(v.finding().text(), "V5.1 at entry 17: slot proof (epoch 2, slot 3)");
}

}  // namespace
}  // namespace ippyo::base
