// SPDX-License-Identifier: Apache-2.0
// The one thing that is asked of every lie.
#pragma once
#include <gtest/gtest.h>

#include "lie.hpp"

namespace ippyo::tamper {

class ALie : public testing::TestWithParam<Lie> {};

TEST_P(ALie, IsCaughtByItsCheckAtItsEntry) {
  const auto caught = tell(world::the_world(), GetParam());
  ASSERT_TRUE(caught.finding.has_value()) << "NOT CAUGHT: " << GetParam().name;
  EXPECT_EQ(caught.finding->check.number(), GetParam().expected.number()) << GetParam().name << ": " << caught.finding->text();
  EXPECT_EQ(caught.finding->entry, caught.expected_entry) << GetParam().name << ": " << caught.finding->text();
}

TEST(TheBoardWithoutLies, Passes) { EXPECT_EQ(first_finding(world::the_world().board), std::nullopt); }

/// One line per chapter: INSTANTIATE of gtest with the list as its values.
#define TELL(chapter, list) INSTANTIATE_TEST_SUITE_P(chapter, ALie, testing::ValuesIn(list()))

}  // namespace ippyo::tamper
