// SPDX-License-Identifier: Apache-2.0
// A clerk sees what an import would change before it does. [SPEC 15.1 VoterRoll]
#include "roll/difference.hpp"

#include <gtest/gtest.h>

#include "roll/sample_city.hpp"

namespace ippyo::roll {
namespace {

using Kind = Change::Kind;

Voter voter(const std::string& number, const std::string& name, Day birth, const std::string& address = "小田90001") {
  return {number, name, "ミホン", birth, Sex::male, address, "第1投票区", {}};
}
const Voter kA = voter("1", "見本　太郎", {1980, 1, 1}), kB = voter("2", "例示　花子", {1990, 2, 2}), kC = voter("3", "試験　一郎", {2000, 3, 3});

TEST(Difference, OfARollWithItselfIsEmpty) {
  const auto voters = sample_voters({.voters = 1000});
  const auto d = difference(voters, voters);
  EXPECT_TRUE(d.empty());
  EXPECT_EQ(d.unchanged, 1000u);
  EXPECT_EQ(lines(d), (std::vector<std::string>{"追加 0人、削除 0人、変更 0人、変更なし 1000人"}));
}

TEST(Difference, NamesWhoCameWhoLeftAndEveryFieldThatChanged) {
  Voter moved = kB;
  moved.address = "筑波90002";
  moved.flags = {"転出表示"};
  const auto d = difference(std::vector{kA, kB}, std::vector{moved, kC});
  EXPECT_EQ(std::tuple(d.added, d.removed, d.changed, d.unchanged), std::tuple(1u, 1u, 1u, 0u));
  ASSERT_EQ(d.changes.size(), 3u);
  EXPECT_EQ(d.changes[0].kind, Kind::added);
  EXPECT_EQ(*d.changes[0].after, kC);
  EXPECT_FALSE(d.changes[0].before);
  EXPECT_EQ(d.changes[1].kind, Kind::removed);
  EXPECT_EQ(*d.changes[1].before, kA);
  EXPECT_EQ(d.changes[2].fields, (std::vector<std::string_view>{"住所", "表示"}));
  EXPECT_EQ(lines(d), (std::vector<std::string>{"追加 1人、削除 1人、変更 1人、変更なし 0人",
                                                "追加  3  試験　一郎  ミホン  2000-03-03  男  小田90001  第1投票区  -",
                                                "削除  1  見本　太郎  ミホン  1980-01-01  男  小田90001  第1投票区  -",
                                                "変更  2  住所: 小田90001 → 筑波90002", "変更  2  表示: なし → 転出表示"}));
}

TEST(Difference, ANewNameUnderTheSameBirthDateIsAChange) {
  Voter married = kB;
  married.name = "見本　花子";
  EXPECT_EQ(difference(std::vector{kB}, std::vector{married}).changes.at(0).fields, (std::vector<std::string_view>{"氏名"}));
  Voter corrected = kB;
  corrected.birth = {1990, 2, 3};
  EXPECT_EQ(difference(std::vector{kB}, std::vector{corrected}).changes.at(0).fields, (std::vector<std::string_view>{"生年月日"}));
}

TEST(Difference, ANumberThatPassesToAnotherPersonIsNotAChangeOfThatPerson) {
  Voter c = kC;
  c.number = kA.number;
  const auto d = difference(std::vector{kA}, std::vector{c});
  EXPECT_EQ(std::tuple(d.added, d.removed, d.changed), std::tuple(1u, 1u, 0u));
}

TEST(Difference, ARollNumberedAnewIsFollowedPersonByPerson) {
  Voter a = kA, b = kB;
  std::swap(a.number, b.number);
  a.address = "つくば市小田９０００１番地";
  const auto d = difference(std::vector{kA, kB}, std::vector{a, b});
  EXPECT_EQ(std::tuple(d.added, d.removed, d.changed), std::tuple(0u, 0u, 2u));
  EXPECT_EQ(d.changes[0].fields, (std::vector<std::string_view>{"選挙人名簿番号", "住所"}));
  EXPECT_EQ(d.changes[0].before->name, d.changes[0].after->name);
  EXPECT_EQ(d.changes[1].fields, (std::vector<std::string_view>{"選挙人名簿番号"}));
}

TEST(Difference, PersonsWhoAreAlikeAreNotGuessed) {
  const Voter twin = voter("4", kA.name, kA.birth);
  Voter later = kA;
  later.number = "9";
  const auto d = difference(std::vector{kA, twin}, std::vector{later});
  EXPECT_EQ(std::tuple(d.added, d.removed, d.changed), std::tuple(1u, 2u, 0u));
}

}  // namespace
}  // namespace ippyo::roll
