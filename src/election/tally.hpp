// SPDX-License-Identifier: Apache-2.0
// From plaintexts to counts, from counts to seats; a tie is a case for a drawn lot, never for a computation. [SPEC 7.7 Count, SPEC 7.8 Seats]
#pragma once
#include <optional>

#include "election/contest.hpp"

namespace ippyo::election {

/// The classes of V9; they add up to the length of the list.
struct ContestCount {
  std::string contest;
  std::uint64_t abstain = 0, blank = 0, null = 0, unused = 0, invalid = 0;
  std::map<std::uint32_t, std::uint64_t> valid;      ///< by plaintext number, offered at the end, zeros included
  std::map<std::uint32_t, std::uint64_t> withdrawn;  ///< plaintexts with a withdrawn option, zeros included
  std::uint64_t total() const;
  friend bool operator==(const ContestCount&, const ContestCount&) = default;
};

/// Counts plaintexts one by one against the lookup table of a contest.
/// requires: check_contest passed; the contest outlives the counter.
class Counter {
  std::map<Bytes32, std::int64_t> table_;  ///< -1 abstain, -2 null, -3 unused; seen_ has -4 for all others
  std::map<std::int64_t, std::uint64_t> seen_;
  std::uint64_t total_ = 0;
  const Contest& contest_;

 public:
  Counter(const Bytes32& ctx0, const Contest& contest);
  void add(const Bytes32& plaintext);
  /// n_null, n_unused: how many the record says there must be; more count as invalid, fewer is a failed check (V9).
  base::Verdict finish(const std::set<std::uint16_t>& withdrawn, std::uint64_t n_null, std::uint64_t n_unused, ContestCount& out) const;
};
inline constexpr base::Check kFewerNulls{9, 30, "fewer null plaintexts than overridden slots"};
inline constexpr base::Check kFewerUnused{9, 31, "fewer unused plaintexts than places without a ballot"};
inline constexpr base::Check kClassesAdd{9, 32, "the classes do not add up to the length of the list"};

/// The classes add up to `places`, the length of the list; for counts that were read, not made.
base::Verdict check_classes(const ContestCount& count, std::uint64_t places);

/// Votes per option still offered (approval: each option of a set), largest first, ties by option number.
struct OptionVotes {
  std::uint16_t option;
  std::uint64_t votes;
  friend bool operator==(const OptionVotes&, const OptionVotes&) = default;
};
std::vector<OptionVotes> votes_by_option(const Contest& c, const ContestCount& count);

/// Seats. `tied` compete for `open` seats: 抽選 decides; empty when there is no tie at the last seat. Options without a vote are
/// never elected: with too few others, seats stay open and nobody is tied.
struct SeatAllocation {
  std::vector<std::uint16_t> elected;  ///< without the tied ones
  std::vector<std::uint16_t> tied;
  std::uint16_t open = 0;
  friend bool operator==(const SeatAllocation&, const SeatAllocation&) = default;
};
SeatAllocation allocate_seats(const Contest& c, const ContestCount& count);
/// The lot's outcome as drawn and signed: exactly `open` of the tied.
struct Lot {
  std::uint16_t contest;
  std::vector<std::uint16_t> winners;
  std::string statement;  ///< how, where and before whom it was drawn
};
inline constexpr base::Check kLotWithoutTie{16, 32, "a lot where there is no tie, or of options that are not tied"};
base::Verdict check_lot(const SeatAllocation& a, const Lot& lot);

}  // namespace ippyo::election
