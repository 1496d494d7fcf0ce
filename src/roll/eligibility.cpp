// SPDX-License-Identifier: Apache-2.0
#include "roll/eligibility.hpp"

#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "base/check.hpp"

namespace ippyo::roll {
namespace {

using enum Judgement::Standing;

template <class T>
const T* with_id(const std::vector<T>& all, std::string_view id) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

std::unique_ptr<icu::TimeZone> zone_of(const std::string& id) {
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(id)));
  icu::UnicodeString name;
  const bool known = zone && *zone != icu::TimeZone::getUnknown() && zone->getID(name) == icu::UnicodeString::fromUTF8(id);
  return known && id.find('/') != std::string::npos ? std::move(zone) : nullptr;
}

/// What ends the right to vote altogether.
std::optional<Judgement> judge_franchise(const Voter& voter) {
  if (voter.has(kDeceased))
    return Judgement{refused, "deceased", "The voter roll says that this person has died; the election office can correct it.", {}};
  if (voter.has(kStruckOff))
    return Judgement{
        refused, "struck-off", "You are no longer on the voter roll; ask the election office why and what you can do.", {}};
  if (voter.has(kNoFranchise) || voter.has(kSuspended))
    return Judgement{
        refused, "no-franchise", "The voter roll says that you may not vote at present; ask the election office about it.", {}};
  return std::nullopt;
}

std::optional<Judgement> judge_residence(const Voter& voter, Ballot ballot) {
  if (!voter.has(kMovedOut) || ballot == Ballot::national) return std::nullopt;
  if (ballot == Ballot::prefecture)
    return Judgement{look,
                     "moved-out",
                     "You have moved; the election office checks whether you still live in the prefecture and will write to you.",
                     {}};
  return Judgement{
      refused, "moved-out", "You have moved out of the city, and only residents vote here; ask the office of your new home.", {}};
}

}  // namespace

const Category* Eligibility::category(std::string_view id) const { return with_id(categories, id); }
const EvidenceKind* Eligibility::evidence_kind(std::string_view id) const { return with_id(evidence, id); }
const Region* Eligibility::region_of(std::string_view id) const { return with_id(regions, id); }

Judgement judge(const Voter& voter, const Category& category, Ballot ballot, Day day_of_voting, int voting_age) {
  IPPYO_CHECK(exists(voter.birth) && exists(day_of_voting));
  if (auto found = judge_franchise(voter)) return *found;
  if (age_on(voter.birth, day_of_voting) < voting_age) {
    const Day from = first_day_aged(voter.birth, voting_age);
    return {refused, "under-age",
            "On that day you are not yet " + std::to_string(voting_age) + "; you may vote from " + to_text(from) +
                " on, or ask for absentee voting.",
            from};
  }
  if (std::find(category.ballots.begin(), category.ballots.end(), ballot) == category.ballots.end())
    return {refused,
            "wrong-ballot",
            "This ground does not count for this kind of election; choose another ground or ask the election office.",
            {}};
  if (auto found = judge_residence(voter, ballot)) return *found;
  const bool has_one = std::any_of(category.flags.begin(), category.flags.end(), [&](const auto& flag) { return voter.has(flag); });
  if (!category.flags.empty() && !has_one)
    return {look,
            "needs-flag",
            "This ground needs a certificate that the voter roll does not show; send a copy of it, or choose another ground.",
            {}};
  return {eligible, "eligible", "You may vote on that day.", {}};
}

Day last_application_day(const Category& category, const Region* region, Day polling_day) {
  return add_days(polling_day, -(category.lead_days + (region ? region->postal_days : 0)));
}

bool zone_exists(const std::string& zone) { return zone_of(zone) != nullptr; }

std::optional<std::string> local_time(base::UnixTime time, const std::string& id) {
  constexpr base::UnixTime kEnd = 7258000000;  // before 2200 everywhere
  const auto zone = zone_of(id);
  if (!zone || time < 86400 || time >= kEnd) return std::nullopt;
  int32_t raw = 0, summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone->getOffset(static_cast<UDate>(time) * 1000, false, raw, summer, status);
  IPPYO_CHECK(U_SUCCESS(status));
  const int offset = (raw + summer) / 1000, minutes = std::abs(offset) / 60;
  const auto local = static_cast<std::int64_t>(time) + offset;
  const auto of_day = static_cast<int>(local % 86400);
  char out[48];
  std::snprintf(out, sizeof out, "%02d:%02d (%%s, UTC%c%02d:%02d)", of_day / 3600, of_day / 60 % 60, offset < 0 ? '-' : '+',
                minutes / 60, minutes % 60);
  std::string text = to_text(add_days({1970, 1, 1}, static_cast<int>(local / 86400))) + " " + out;
  return text.replace(text.find("%s"), 2, id);
}

}  // namespace ippyo::roll
