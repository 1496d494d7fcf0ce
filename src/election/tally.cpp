// SPDX-License-Identifier: Apache-2.0
#include "election/tally.hpp"

namespace ippyo::election {

using base::Verdict;

namespace {

constexpr std::int64_t kAbstain = -1, kNull = -2, kUnused = -3, kUnknown = -4;

std::uint64_t sum(const std::map<std::uint32_t, std::uint64_t>& counts) {
  std::uint64_t total = 0;
  for (const auto& [number, n] : counts) total += n;
  return total;
}

}  // namespace

std::uint64_t ContestCount::total() const { return abstain + blank + null + unused + invalid + sum(valid) + sum(withdrawn); }

Counter::Counter(const Bytes32& ctx0, const Contest& contest) : contest_(contest) {
  const auto numbers = all_plaintext_numbers(contest);
  const auto points = plaintext_points(ctx0, contest, numbers);
  for (std::size_t i = 0; i < numbers.size(); ++i) table_[points[i].bytes] = numbers[i];
  table_[proof::option_point(ctx0, contest.id, "abstain").bytes] = kAbstain;
  table_[proof::option_point(ctx0, contest.id, "null").bytes] = kNull;
  table_[proof::option_point(ctx0, contest.id, "unused").bytes] = kUnused;
}

void Counter::add(const Bytes32& plaintext) {
  const auto found = table_.find(plaintext);
  ++seen_[found == table_.end() ? kUnknown : found->second];
  ++total_;
}

Verdict Counter::finish(const std::set<std::uint16_t>& withdrawn, std::uint64_t n_null, std::uint64_t n_unused,
                        ContestCount& out) const {
  const auto seen = [&](std::int64_t key) {
    const auto found = seen_.find(key);
    return found == seen_.end() ? 0 : found->second;
  };
  const auto fewer = [&](const base::Check& check, std::uint64_t is, std::uint64_t must) {
    return Verdict::fail(check, "contest " + contest_.id + ", " + std::to_string(is) + " instead of " + std::to_string(must));
  };
  if (seen(kNull) < n_null) return fewer(kFewerNulls, seen(kNull), n_null);
  if (seen(kUnused) < n_unused) return fewer(kFewerUnused, seen(kUnused), n_unused);
  ContestCount count;
  count.contest = contest_.id;
  count.abstain = seen(kAbstain);
  count.blank = seen(0);
  count.null = n_null;
  count.unused = n_unused;
  // A voter can encrypt 'null' or 'unused' herself; it must not pass for a vote replaced on paper.
  count.invalid = seen(kUnknown) + (seen(kNull) - n_null) + (seen(kUnused) - n_unused);
  for (const auto v : all_plaintext_numbers(contest_)) {
    if (v == 0) continue;
    bool offered = true;
    for (const auto option : options_of(contest_, v)) offered = offered && !withdrawn.contains(option);
    (offered ? count.valid : count.withdrawn)[v] = seen(v);
  }
  IPPYO_REQUIRE(check_classes(count, total_));
  out = std::move(count);
  return Verdict::pass();
}

Verdict check_classes(const ContestCount& count, std::uint64_t places) {
  if (count.total() == places) return Verdict::pass();
  return Verdict::fail(kClassesAdd, count.contest + ": " + std::to_string(count.total()) + " of " + std::to_string(places));
}

}  // namespace ippyo::election
