// SPDX-License-Identifier: Apache-2.0
// An election told in numbers: who may vote, what is counted, what happens on the way. [docs/formats/scenario.md]
#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "election/constitution.hpp"
#include "election/contest.hpp"

namespace ippyo::demo {

/// Where the numbers of a block come from. Every block of a scenario file says it, and the demonstration shows it.
struct Source {
  std::string key;         ///< "contests[0]"
  std::uint32_t line = 0;  ///< in the file
  bool invented = true;    ///< otherwise published
  std::string text;        ///< the words after "published: " or "invented: "
};

/// How often each plaintext number (0 = blank) is chosen.
using Votes = std::map<std::uint32_t, std::uint32_t>;

struct StyleNumbers {
  election::Style style;
  std::uint32_t slots = 0;   ///< enrolled voters
  std::uint32_t voters = 0;  ///< of these: counted online
  Source source;
};
struct ContestNumbers {
  election::Contest contest;  ///< as in the opening: without the options that an amendment adds
  Votes votes;                ///< counted online, options added or withdrawn later included; only numbers above zero
  Source source;
};
/// Slot holders by evidence; the numbers of all classes add up to those of all styles.
struct EvidenceNumbers {
  election::EvidenceClass evidence;
  std::uint32_t slots = 0, voters = 0;
  Source source;
};
/// Slot holders whose online vote gives way to a vote elsewhere; they come on top of StyleNumbers::voters.
struct OverriddenNumbers {
  std::uint16_t style = 0;
  int station = -1;          ///< index of the station where they check in; -1: on paper
  std::uint32_t voted = 0;   ///< had voted online
  std::uint32_t silent = 0;  ///< had not
  Source source;
};
struct StationStyle {
  std::uint16_t style = 0;
  std::uint32_t ballots = 0, abandoned = 0;
};
struct Station {
  std::string id, name;
  std::uint32_t tokens = 0;        ///< on the board before the opening
  std::uint32_t epoch = 0;         ///< it is open during this epoch and offers what that epoch offers
  std::vector<StationStyle> styles;  ///< check-ins
  std::map<std::uint16_t, Votes> votes;  ///< by contest
  Source source;
};
/// An option is added or withdrawn: epoch `from_epoch` is the first with the new set. The entry must stand on the board
/// after the seal of from_epoch - 2 and before the seal of from_epoch - 1.
struct ScenarioAmendment {
  bool adds = false;  ///< otherwise withdraws
  std::uint32_t from_epoch = 0;
  std::uint16_t contest = 0;
  election::Option option;  ///< withdrawal: only its number
  std::string reason;
  Source source;
};

/// Slots beyond those of the styles, kept for people who try it out by hand; they are not in the numbers of the election.
struct VisitorNumbers {
  std::uint16_t style = 0;
  std::uint32_t count = 0;       ///< with a letter
  std::uint32_t applicants = 0;  ///< on the roll, but they have not applied
  Source source;
};

struct Scenario {
  std::string file;
  std::string election_id, title, title_en, note, note_en;
  election::ClockKind clock = election::ClockKind::rehearsal;
  bool paper = true;
  std::uint32_t trustees = 0, threshold = 0, mixes = 0;
  std::uint32_t min_list = 0;
  std::uint32_t epochs = 0;
  std::uint32_t epoch_seconds = 0;
  std::vector<std::string> factors;
  std::string seed;                  ///< of the expansion into single voters
  std::uint32_t twice_percent = 0;   ///< of those who vote online: share that casts twice, rounded up
  std::uint32_t thrice_percent = 0;  ///< and three times
  std::vector<EvidenceNumbers> evidence;
  std::vector<StyleNumbers> styles;
  std::vector<ContestNumbers> contests;
  std::vector<OverriddenNumbers> overridden;
  std::vector<Station> stations;
  std::vector<ScenarioAmendment> amendments;  ///< by from_epoch
  std::vector<VisitorNumbers> visitors;
  std::vector<Source> sources;                ///< of every block, in the order of the file's kinds

  std::uint32_t slots() const;
  std::uint32_t tokens() const;
};

/// errors: every one names file, line, key and what is allowed there.
base::Result<Scenario> load_scenario(const std::filesystem::path& path);
/// The same from text; `file` is only shown.
base::Result<Scenario> parse_scenario(std::string_view text, const std::string& file);

/// The contest with every option ever offered.
election::Contest contest_with_additions(const Scenario& s, std::uint16_t contest);
/// The options of a contest that are not offered in an epoch: withdrawn by then, or not yet added.
std::set<std::uint16_t> not_offered(const Scenario& s, std::uint16_t contest, std::uint32_t epoch);
/// The plaintext numbers that may be cast in an epoch, ascending, blank first.
std::vector<std::uint32_t> offered(const Scenario& s, std::uint16_t contest, std::uint32_t epoch);
/// The options withdrawn at the end.
std::set<std::uint16_t> withdrawn_at_end(const Scenario& s, std::uint16_t contest);

}  // namespace ippyo::demo
