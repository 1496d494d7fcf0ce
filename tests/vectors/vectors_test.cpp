// SPDX-License-Identifier: Apache-2.0
// Our code before the committed vector files.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "judge.hpp"

namespace ippyo::vectors {
namespace {

TEST(Vectors, EveryCaseIsJudgedAsItsFileSays) {
  std::size_t passing = 0, failing = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::string(IPPYO_SOURCE_DIR) + "/tests/vectors")) {
    if (file.path().extension() != ".json") continue;
    std::ifstream in(file.path());
    const auto all = json::parse(in);
    if (!all.contains("section")) continue;
    for (const auto& one : all["cases"]) {
      const auto answer = judge(all["section"], one["in"]);
      EXPECT_EQ(answer["check"], one["check"]) << all["section"] << ", " << one["about"];
      if (one.contains("out")) {
        EXPECT_EQ(answer["out"], one["out"]) << all["section"] << ", " << one["about"];
      }
      ++(one["check"] == "pass" ? passing : failing);
    }
  }
  EXPECT_GE(passing, 80u);
  EXPECT_GE(failing, 150u);
}

}  // namespace
}  // namespace ippyo::vectors
