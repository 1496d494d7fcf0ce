// SPDX-License-Identifier: Apache-2.0
// From counts to seats. [SPEC 7.8 Seats]
#include <algorithm>

#include "election/fields.hpp"
#include "election/tally.hpp"

namespace ippyo::election {

using base::Verdict;

std::vector<OptionVotes> votes_by_option(const Contest& c, const ContestCount& count) {
  std::map<std::uint16_t, std::uint64_t> votes;
  for (const auto& [plaintext, n] : count.valid)
    for (const auto option : options_of(c, plaintext)) votes[option] += n;
  std::vector<OptionVotes> out;
  for (const auto& [option, n] : votes) out.push_back({option, n});
  std::stable_sort(out.begin(), out.end(), [](const OptionVotes& a, const OptionVotes& b) { return a.votes > b.votes; });
  return out;
}

SeatAllocation allocate_seats(const Contest& c, const ContestCount& count) {
  SeatAllocation a;
  if (c.kind == ContestKind::yes_no || c.kind == ContestKind::referendum) return a;
  auto votes = votes_by_option(c, count);
  std::erase_if(votes, [](const OptionVotes& v) { return v.votes == 0; });
  const std::size_t seats = c.seats;
  // The last seat's votes are tied when the first one without a seat has as many.
  const bool tie = seats > 0 && votes.size() > seats && votes[seats - 1].votes == votes[seats].votes;
  for (std::size_t i = 0; i < votes.size(); ++i) {
    if (tie && votes[i].votes == votes[seats].votes)
      a.tied.push_back(votes[i].option);
    else if (i < seats)
      a.elected.push_back(votes[i].option);
  }
  a.open = static_cast<std::uint16_t>(seats - a.elected.size());
  return a;
}

Verdict check_lot(const SeatAllocation& a, const Lot& lot) {
  const auto refuse = [](const char* where) { return Verdict::fail(kLotWithoutTie, where); };
  if (a.tied.empty()) return refuse("no tie");
  if (lot.winners.size() != a.open || !all_distinct(lot.winners)) return refuse("number of winners");
  for (const auto winner : lot.winners)
    if (std::find(a.tied.begin(), a.tied.end(), winner) == a.tied.end()) return refuse("a winner who is not tied");
  return Verdict::pass();
}

}  // namespace ippyo::election
