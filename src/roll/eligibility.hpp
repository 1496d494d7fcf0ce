// SPDX-License-Identifier: Apache-2.0
// Who may ask to vote online, on what evidence and how early; who may vote on a day. [SPEC 15.1 VoterRoll]
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "roll/day.hpp"
#include "roll/person.hpp"

namespace ippyo::roll {

/// One text in the three forms in which voters read it.
struct Wording {
  std::string ja, easy, en;  ///< 日本語, やさしい日本語, English
};

enum class Ballot : std::uint8_t { city = 1, prefecture, national, referendum };  ///< which kind of vote it is

/// Something an applicant shows or sends.
struct EvidenceKind {
  std::string id;
  Wording name;
};

struct Category {
  std::string id;
  Wording name;
  std::string basis;                   ///< "law": absentee voting today; "model": the wider group of the Tsukuba model
  std::string source;                  ///< of the law, for the clerk
  std::vector<std::string> evidence;   ///< ids; any one of them is enough
  std::vector<std::string> flags;      ///< words of 表示 of which the line must have one; empty: none needed
  std::vector<Ballot> ballots;
  bool proxy_writing = false;          ///< somebody else may write for the voter
  int lead_days = 0;                   ///< the application must be in this many days before the polling day
  bool region = false;                 ///< the application names a region (overseas)
};

/// Where letters take long and clocks show another time.
struct Region {
  std::string id;
  Wording name;
  int postal_days = 0;
  std::string zone;  ///< IANA name
};

struct Eligibility {
  int voting_age = 18;
  std::vector<EvidenceKind> evidence;
  std::vector<Category> categories;
  std::vector<Region> regions;
  const Category* category(std::string_view id) const;
  const EvidenceKind* evidence_kind(std::string_view id) const;
  const Region* region_of(std::string_view id) const;

  /// errors name file, line, key and what is allowed.
  static base::Result<Eligibility> parse(std::string_view toml, const std::string& file);
  static base::Result<Eligibility> load(const std::filesystem::path& path);
};

/// What is found about one voter for one day. The word is for programs, the sentence for the voter; it names nobody.
struct Judgement {
  enum class Standing : std::uint8_t { eligible = 1, look, refused };
  Standing standing;
  std::string word, sentence;
  std::optional<Day> from;  ///< under-age: the first day on which that reason is gone
};

/// Judged on the day on which the vote is cast (公職選挙法43条), not on the polling day: by the roll as it stands on that day. What
/// happens to the voter later takes nothing back. The first that applies, in this order: deceased, struck-off, no-franchise,
/// under-age, wrong-ballot, moved-out, needs-flag, eligible.
/// requires: the days exist.
Judgement judge(const Voter& voter, const Category& category, Ballot ballot, Day day_of_voting, int voting_age = 18);

/// The last day on which an application of this category can come in. `region` adds its postal days, for the letter with the code.
Day last_application_day(const Category& category, const Region* region, Day polling_day);

/// "2026-10-21 08:30 (America/New_York, UTC-04:00)"; nothing for a zone that does not exist.
std::optional<std::string> local_time(base::UnixTime time, const std::string& zone);
bool zone_exists(const std::string& zone);

}  // namespace ippyo::roll
