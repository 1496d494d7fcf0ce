// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "election/example.hpp"

namespace ippyo::election {
namespace {

using enum ContestKind;
using Numbers = std::vector<std::uint32_t>;

void refused_by(const base::Check& check, const Contest& c) {
  const auto verdict = check_contest(c);
  ASSERT_FALSE(verdict.passed()) << check.number();
  EXPECT_EQ(verdict.finding().check, check) << verdict.finding().text();
}

template <class Change>
Contest changed(Contest c, Change change) {
  change(c);
  return c;
}

TEST(Contest, EveryKindHasASoundShape) {
  for (const auto& c : {example_contest("a", single_choice, 1, 2), example_contest("a", single_choice, 1, 1),
                        example_contest("a", single_non_transferable, 28, 46), example_contest("a", yes_no, 0, 2),
                        example_contest("a", approval, 3, 7, 3), example_contest("a", approval, 0, 31, 1),
                        example_contest("a", approval, 0, 6, 6), example_contest("a", referendum, 0, 5)})
    EXPECT_TRUE(check_contest(c).passed());
}

TEST(Contest, NumbersMayHaveGapsAndTheOrderIsFree) {
  auto c = example_contest("a", single_choice, 1, 3);
  c.options[2].number = 9;
  c.options[0].order = 3, c.options[2].order = 1;
  EXPECT_TRUE(check_contest(c).passed());
}

TEST(Contest, V16_30_ShapeByKind) {
  for (const auto& c : {example_contest("a", single_choice, 2, 3), example_contest("a", single_choice, 0, 3),
                        example_contest("a", single_choice, 1, 0), example_contest("a", single_choice, 1, 2, 1),
                        example_contest("a", single_non_transferable, 0, 3), example_contest("a", yes_no, 0, 3),
                        example_contest("a", yes_no, 0, 1), example_contest("a", yes_no, 1, 2),
                        example_contest("a", approval, 0, 3, 0),
                        example_contest("a", approval, 0, 3, 4), example_contest("a", approval, 0, 32, 1),
                        example_contest("a", referendum, 1, 3), example_contest("a", referendum, 0, 1),
                        example_contest("a", static_cast<ContestKind>(9), 0, 3)})
    refused_by(kContestShape, c);
}

TEST(Contest, V16_30_IdNamesNumbersAndOrder) {
  const auto c = example_contest("a", single_choice, 1, 3);
  for (const char* id : {"", "rehearsal", "A", "a_b", "abcdefghijklmnopqrstuvwxyz0123456"})
    refused_by(kContestShape, changed(c, [&](auto& x) { x.id = id; }));
  refused_by(kContestShape, changed(c, [](auto& x) { x.title = ""; }));
  refused_by(kContestShape, changed(c, [](auto& x) { x.options[1].name = ""; }));
  refused_by(kContestShape, changed(c, [](auto& x) { x.options[0].number = 0; }));
  refused_by(kContestShape, changed(c, [](auto& x) { x.options[1].number = 1; }));
  refused_by(kContestShape, changed(c, [](auto& x) { std::swap(x.options[0], x.options[1]); }));
  refused_by(kContestShape, changed(c, [](auto& x) { x.options[1].order = 1; }));
  refused_by(kContestShape, changed(c, [](auto& x) { x.options[1].order = 0; }));
  refused_by(kContestShape, changed(c, [](auto& x) { x.options[1].order = 4; }));
  refused_by(kContestShape, changed(example_contest("a", yes_no, 0, 2), [](auto& x) { x.options[1].number = 3; }));
}

TEST(Contest, V16_31_AtMostSixtyFourSets) {
  EXPECT_TRUE(check_contest(example_contest("a", approval, 0, 10, 2)).passed()) << "1 + 10 + 45";
  refused_by(kApprovalSets, example_contest("a", approval, 0, 11, 2));
  refused_by(kApprovalSets, example_contest("a", approval, 0, 7, 4));
  refused_by(kApprovalSets, example_contest("a", approval, 0, 31, 31));
}

TEST(Plaintexts, AreTheOptionNumbersAndBlankFirst) {
  auto c = example_contest("a", single_choice, 1, 4);
  EXPECT_EQ(all_plaintext_numbers(c), (Numbers{0, 1, 2, 3, 4}));
  EXPECT_EQ(plaintext_numbers(c, {2, 4}), (Numbers{0, 1, 3}));
  EXPECT_EQ(options_of(c, 3), (std::vector<std::uint16_t>{3}));
  EXPECT_TRUE(options_of(c, 0).empty());
  EXPECT_TRUE(options_of(c, 5).empty());
}

TEST(Plaintexts, OfApprovalAreBitSets) {
  const auto c = example_contest("a", approval, 0, 4, 2);
  EXPECT_EQ(all_plaintext_numbers(c), (Numbers{0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12}));
  EXPECT_EQ(plaintext_numbers(c, {2}), (Numbers{0, 1, 4, 5, 8, 9, 12}));
  EXPECT_EQ(options_of(c, 10), (std::vector<std::uint16_t>{2, 4}));
  EXPECT_EQ(all_plaintext_numbers(example_contest("a", approval, 0, 6, 6)).size(), 64u);
  EXPECT_EQ(all_plaintext_numbers(example_contest("a", approval, 0, 31, 1)).back(), 1u << 30);
}

TEST(Plaintexts, ElementsFollowContestAndNumber) {
  const auto c = example_contest("a", single_choice, 1, 2);
  const auto points = plaintext_points(Bytes32{1}, c, {0, 2});
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0], proof::option_point(Bytes32{1}, "a", "0"));
  EXPECT_EQ(points[1], proof::option_point(Bytes32{1}, "a", "2"));
}

TEST(Plaintexts, V1_30_MustBeDistinct) {
  auto c = example_contest("a", single_non_transferable, 2, 46);
  EXPECT_TRUE(check_plaintexts(Bytes32{1}, c).passed());
  c.options[5].number = 5;
  const auto twice = check_plaintexts(Bytes32{1}, c);
  ASSERT_FALSE(twice.passed());
  EXPECT_EQ(twice.finding().check, kPlaintextsDistinct);
  c.options[5].number = 0;
  EXPECT_FALSE(check_plaintexts(Bytes32{1}, c).passed()) << "0 is blank";
}

TEST(Plaintexts, V1_30_MustNotBeTheIdentity) {
  const std::vector<Element> sound{example_element(1), example_element(2)}, bad{example_element(1), Element{}};
  EXPECT_TRUE(check_distinct(sound).passed());
  ASSERT_FALSE(check_distinct(bad).passed());
  EXPECT_EQ(check_distinct(bad).finding().check, kPlaintextsDistinct);
}

TEST(Plaintexts, SetsBeyondTheLimitAreRefusedBeforeTheyAreListed) {
  const auto verdict = check_plaintexts(Bytes32{1}, example_contest("a", approval, 0, 31, 31));
  ASSERT_FALSE(verdict.passed());
  EXPECT_EQ(verdict.finding().check, kApprovalSets);
}

}  // namespace
}  // namespace ippyo::election
