// SPDX-License-Identifier: Apache-2.0
// Our code before what the pages made: browser.json of web/vectors.mjs, right cases and wrong ones.
#include <gtest/gtest.h>

#include <fstream>

#include "judge.hpp"

namespace ippyo::vectors {
namespace {

TEST(BrowserVectors, WhatThePagesMakeIsJudgedAsTheySay) {
  std::ifstream in(std::string(IPPYO_SOURCE_DIR) + "/tests/vectors/browser.json");
  const auto all = json::parse(in);
  std::map<std::string, std::pair<std::size_t, std::size_t>> passing_and_failing;
  for (const auto& one : all["cases"]) {
    const auto section = one["section"].get<std::string>();
    const auto answer = judge(section, one["in"]);
    EXPECT_EQ(answer["check"], one["check"]) << section << ", " << one["about"];
    if (one.contains("out")) {
      EXPECT_EQ(answer["out"], one["out"]) << section << ", " << one["about"];
    }
    auto& [passing, failing] = passing_and_failing[section];
    ++(one["check"] == "pass" ? passing : failing);
  }
  EXPECT_EQ(passing_and_failing.size(), 9u);
  for (const auto& [section, count] : passing_and_failing) {
    EXPECT_GE(count.first, 1u) << section;
    EXPECT_GE(count.second, 3u) << section;
  }
}

}  // namespace
}  // namespace ippyo::vectors
