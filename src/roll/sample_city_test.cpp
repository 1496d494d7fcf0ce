// SPDX-License-Identifier: Apache-2.0
// The sample city is plausible, clean, always the same, and nobody's. [SPEC 15.1 VoterRoll]
#include "roll/sample_city.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "base/hash.hpp"
#include "roll/day.hpp"
#include "roll/import.hpp"

namespace ippyo::roll {
namespace {

std::string csv_of(const SamplePlan& plan) {
  std::ostringstream out;
  write_sample_city(plan, out);
  return out.str();
}

TEST(SampleCity, OfFourteenThousandImportsWithoutAFault) {
  std::istringstream in(csv_of({.voters = 14'000}));
  const auto import = import_roll(in);
  ASSERT_TRUE(import.ok());
  ASSERT_TRUE(import->clean()) << import->faults[0].text();
  EXPECT_EQ(import->voters, sample_voters({.voters = 14'000}));
  std::set<std::string> names;
  for (const auto& v : import->voters) names.insert(v.name);
  EXPECT_EQ(names.size(), 14'000u) << "two people have one name";
}

TEST(SampleCity, TheSameSeedGivesTheSameBytes) {
  EXPECT_EQ(csv_of({.voters = 2'000}), csv_of({.voters = 2'000}));
  EXPECT_NE(csv_of({.voters = 2'000}), csv_of({.voters = 2'000, .seed = "another"}));
  EXPECT_NE(csv_of({.voters = 2'000}), csv_of({.voters = 2'000, .polling_day = {2028, 10, 28}}));
  EXPECT_TRUE(csv_of({.voters = 2'000}).starts_with(csv_of({.voters = 777})));
  EXPECT_EQ(base::to_hex(base::sha256(base::view(csv_of({.voters = 2'000})))).substr(0, 16), "b90ad531ecbae93d");
}

TEST(SampleCity, LooksLikeACity) {
  const SamplePlan plan{.voters = 20'000};
  std::map<std::string, std::vector<Voter>> homes;
  std::uint64_t young = 0, old = 0, seventeen = 0, flagged = 0, women = 0;
  std::set<std::string> districts;
  for (const auto& v : sample_voters(plan)) {
    const int age = age_on(v.birth, plan.polling_day);
    EXPECT_TRUE(age >= 17 && age < 110) << age;
    seventeen += age == 17;
    young += age < 30;
    old += age >= 65;
    women += v.sex == Sex::female;
    flagged += !v.flags.empty();
    districts.insert(v.district);
    homes[v.address].push_back(v);
  }
  EXPECT_TRUE(seventeen > 50 && seventeen < 600) << seventeen;
  EXPECT_TRUE(young > 2'000 && young < 6'000) << young;
  EXPECT_TRUE(old > 4'000 && old < 8'000) << old;
  EXPECT_TRUE(women > 9'000 && women < 11'000) << women;
  EXPECT_TRUE(flagged > 300 && flagged < 2'000) << flagged;
  EXPECT_TRUE(districts.size() > 40);
  EXPECT_TRUE(homes.size() > 7'000 && homes.size() < 14'000) << homes.size();
  for (const auto& [address, people] : homes) {
    for (const auto& v : people) EXPECT_EQ(v.name.substr(0, v.name.find("　")), people[0].name.substr(0, people[0].name.find("　")));
  }
}

TEST(SampleCity, OnWhichAllIsClearEverybodyMayVoteAWeekBefore) {
  const SamplePlan plan{.voters = 5'000, .all_clear = true};
  for (const auto& v : sample_voters(plan)) {
    EXPECT_TRUE(v.flags.empty());
    EXPECT_GE(age_on(v.birth, add_days(plan.polling_day, -30)), 18);
  }
}

TEST(SampleCity, LivesOnLotsThatDoNotExist) {
  for (const auto& v : sample_voters({.voters = 3'000})) {
    EXPECT_TRUE(v.address.starts_with("茨城県つくば市"));
    const auto lot = v.address.find_first_of("0123456789");
    EXPECT_GE(std::stoul(v.address.substr(lot)), 90'001u);
  }
}

}  // namespace
}  // namespace ippyo::roll
