// SPDX-License-Identifier: Apache-2.0
#include "roll/sample_city.hpp"

#include <algorithm>
#include <cstdio>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "roll/day.hpp"
#include "roll/import.hpp"
#include "roll/sample_names.hpp"

namespace ippyo::roll {
namespace {

constexpr std::uint64_t kMost = 1'000'000, kFirstLot = 90001;

base::Secret<base::Bytes32> key_of(const SamplePlan& plan) {
  return base::Secret<base::Bytes32>(base::hash32("sample-city", base::view(plan.seed), base::view(to_text(plan.polling_day))));
}

/// 見本 for the first household of a family, 見本一, 見本二, .. for the next ones.
std::pair<std::string, std::string> family_of(std::uint64_t household) {
  const auto& word = sample::kFamilies[household % sample::kFamilies.size()];
  std::string kanji(word.kanji), kana(word.kana);
  const std::uint64_t n = household / sample::kFamilies.size();
  for (const char digit : n == 0 ? std::string() : std::to_string(n)) {
    kanji += sample::kDigits[static_cast<std::size_t>(digit - '0')].kanji;
    kana += sample::kDigits[static_cast<std::size_t>(digit - '0')].kana;
  }
  return {kanji, kana};
}

struct Home {
  std::string address, district;
};

/// Every household has a lot of its own, so no two share an address.
Home home_of(std::uint64_t household, base::Rng& rng) {
  const std::uint64_t t = rng.below(sample::kTowns.size());
  const auto& town = sample::kTowns[t];
  Home home;
  home.address = "茨城県つくば市" + std::string(town.name);
  if (town.chome > 0) home.address += std::string(sample::kDigits[1 + rng.below(town.chome)].kanji) + "丁目";
  home.address += std::to_string(kFirstLot + household) + "番地";
  if (rng.below(4) == 0) home.address += std::to_string(1 + rng.below(9));
  if (rng.below(6) == 0) home.address += "　見本ハイツ" + std::to_string(100 * (1 + rng.below(5)) + 1 + rng.below(8));
  home.district = "第" + std::to_string(t + 1) + "投票区";
  return home;
}

/// Born so that the age on the polling day is exactly `age`.
Day birth_of(int age, Day polling_day, base::Rng& rng) {
  Day latest = add_days(polling_day, 1);
  latest.year = static_cast<std::int16_t>(latest.year - age);
  if (!exists(latest)) latest.day = 28;
  return add_days(latest, -static_cast<int>(rng.below(365)));
}

/// The age of who the household is named after: many in their forties and around seventy, students in single rooms.
int head_age(base::Rng& rng) {
  struct Band {
    int first, years;
    std::uint64_t weight;
  };
  constexpr std::array kBands{Band{19, 6, 9},   Band{25, 10, 14}, Band{35, 10, 18}, Band{45, 10, 20},
                              Band{55, 10, 15}, Band{65, 10, 14}, Band{75, 10, 8},  Band{85, 15, 2}};
  std::uint64_t at = rng.below(100);
  for (const auto& band : kBands) {
    if (at < band.weight) return band.first + static_cast<int>(rng.below(static_cast<std::uint64_t>(band.years)));
    at -= band.weight;
  }
  return 50;
}

struct Member {
  int age;
  Sex sex;
};

std::vector<Member> members_of(base::Rng& rng) {
  const int age = head_age(rng);
  const Sex sex = rng.below(2) == 0 ? Sex::male : Sex::female;
  std::vector<Member> out{{age, sex}};
  const std::uint64_t partner = age < 25 ? 5 : age < 35 ? 40 : age < 75 ? 72 : 45;
  if (rng.below(100) < partner)
    out.push_back({std::max(19, age - 4 + static_cast<int>(rng.below(9))), sex == Sex::male ? Sex::female : Sex::male});
  for (int child = 0; child < 2 && age >= 42 && age < 75; ++child) {
    const int years = age - 25 - static_cast<int>(rng.below(12));
    const bool at_home = rng.below(100) < (years < 23 ? 85u : 20u);
    const Sex child_sex = rng.below(2) == 0 ? Sex::male : Sex::female;
    if (at_home && years >= 17) out.push_back({years, child_sex});
  }
  if (age >= 40 && age < 70 && rng.below(100) < 12)
    out.push_back({age + 22 + static_cast<int>(rng.below(12)), rng.below(3) == 0 ? Sex::male : Sex::female});
  return out;
}

Flags flags_of(int age, base::Rng& rng) {
  struct Chance {
    std::string_view flag;
    std::uint64_t of_ten_thousand;
  };
  const std::array chances{Chance{kMovedOut, 150},
                           Chance{kStruckOff, 10},
                           Chance{kDeceased, 10},
                           Chance{kNoFranchise, 8},
                           Chance{kSuspended, 4},
                           Chance{kOverseas, 30},
                           Chance{kBraille, 15},
                           Chance{kLargePrint, age >= 65 ? 300u : 20u},
                           Chance{kProxyVote, age >= 75 ? 150u : 15u},
                           Chance{kPostalCertificate, age >= 75 ? 200u : 20u},
                           Chance{kSeafarer, 3},
                           Chance{kAddressProtected, 12}};
  Flags flags;
  for (const auto& c : chances) {
    if (rng.below(10'000) < c.of_ten_thousand) flags.insert(std::string(c.flag));
  }
  if (flags.contains(kPostalCertificate) && rng.below(5) == 0) flags.insert(std::string(kProxyWriting));
  return flags;
}

}  // namespace

SampleCity::SampleCity(SamplePlan plan) : plan_(std::move(plan)), rng_(key_of(plan_)) {
  IPPYO_CHECK(plan_.voters <= kMost && exists(plan_.polling_day));
}

void SampleCity::make_household() {
  const auto [family, family_kana] = family_of(households_);
  const Home home = home_of(households_, rng_);
  std::uint64_t man = rng_.below(sample::kMen.size()), woman = rng_.below(sample::kWomen.size());
  for (const auto& member : members_of(rng_)) {
    // The next one of the list for every further member: nobody in a household has the name of another.
    const auto& given =
        member.sex == Sex::male ? sample::kMen[man++ % sample::kMen.size()] : sample::kWomen[woman++ % sample::kWomen.size()];
    const int age = plan_.all_clear ? std::max(member.age, 19) : member.age;
    Voter v;
    v.name = family + "　" + std::string(given.kanji);
    v.kana = family_kana + "　" + std::string(given.kana);
    v.birth = birth_of(age, plan_.polling_day, rng_);
    v.sex = member.sex;
    v.address = home.address;
    v.district = home.district;
    if (!plan_.all_clear) v.flags = flags_of(age, rng_);
    waiting_.push_back(std::move(v));
  }
  ++households_;
}

bool SampleCity::next(Voter& voter) {
  if (made_ == plan_.voters) return false;
  if (waiting_.empty()) make_household();
  voter = std::move(waiting_.front());
  waiting_.pop_front();
  char number[32];
  std::snprintf(number, sizeof number, "%08llu", static_cast<unsigned long long>(++made_));
  voter.number = number;
  return true;
}

std::vector<Voter> sample_voters(const SamplePlan& plan) {
  std::vector<Voter> out;
  out.reserve(plan.voters);
  SampleCity city(plan);
  for (Voter v; city.next(v);) out.push_back(v);
  return out;
}

void write_sample_city(const SamplePlan& plan, std::ostream& out) {
  CsvWriter writer(out);
  writer.row(kColumns);
  SampleCity city(plan);
  for (Voter v; city.next(v);) write_voter(v, writer);
}

}  // namespace ippyo::roll
