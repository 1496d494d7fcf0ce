// SPDX-License-Identifier: Apache-2.0
// How many lies are told in all, and by how many checks they are caught.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "lie.hpp"

namespace ippyo::tamper {
namespace {

TEST(Census, AtLeastSeventyDifferentLies) {
  std::set<std::string> names;
  std::map<std::pair<int, int>, std::vector<std::string>> by_check;
  for (const auto& lie : all_lies()) {
    EXPECT_TRUE(names.insert(lie.name).second) << "told twice: " << lie.name;
    by_check[{lie.expected.rule, lie.expected.item}].push_back(lie.name);
  }
  for (const auto& [check, lies] : by_check)
    for (const auto& name : lies) std::printf("V%d.%d  %s\n", check.first, check.second, name.c_str());
  std::printf("%zu lies, %zu checks\n", names.size(), by_check.size());
  EXPECT_GE(names.size(), 70u);
  EXPECT_GE(by_check.size(), 70u);
}

}  // namespace
}  // namespace ippyo::tamper
