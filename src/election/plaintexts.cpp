// SPDX-License-Identifier: Apache-2.0
// Plaintext numbers and their elements. [SPEC 7.3 Contests]
#include <algorithm>

#include "election/contest.hpp"

namespace ippyo::election {

using base::Verdict;

namespace {

/// Adds every set that begins with `chosen` and goes on with up to `left` more of numbers[from..].
void add_sets(const std::vector<std::uint16_t>& numbers, std::size_t from, std::size_t left, std::uint32_t chosen,
              std::vector<std::uint32_t>& out) {
  out.push_back(chosen);
  if (left == 0) return;
  for (auto i = from; i < numbers.size(); ++i) add_sets(numbers, i + 1, left - 1, chosen | 1u << (numbers[i] - 1), out);
}

}  // namespace

std::vector<std::uint32_t> plaintext_numbers(const Contest& c, const std::set<std::uint16_t>& withdrawn) {
  std::vector<std::uint16_t> offered;
  for (const auto& o : c.options)
    if (!withdrawn.contains(o.number)) offered.push_back(o.number);
  std::vector<std::uint32_t> out;
  if (c.kind == ContestKind::approval) {
    add_sets(offered, 0, c.approve_max, 0, out);
    std::sort(out.begin(), out.end());
    return out;
  }
  out.push_back(0);
  out.insert(out.end(), offered.begin(), offered.end());
  return out;
}

std::vector<std::uint32_t> all_plaintext_numbers(const Contest& c) { return plaintext_numbers(c, {}); }

std::vector<std::uint16_t> options_of(const Contest& c, std::uint32_t plaintext) {
  std::vector<std::uint16_t> out;
  for (const auto& o : c.options) {
    const bool in = c.kind == ContestKind::approval ? (o.number >= 1 && o.number <= 31 && (plaintext >> (o.number - 1) & 1))
                                                    : plaintext == o.number;
    if (in) out.push_back(o.number);
  }
  return out;
}

std::vector<Element> plaintext_points(const Bytes32& ctx0, const Contest& c, const std::vector<std::uint32_t>& numbers) {
  std::vector<Element> out;
  out.reserve(numbers.size());
  for (const auto v : numbers) out.push_back(proof::option_point(ctx0, c.id, std::to_string(v)));
  return out;
}

Verdict check_plaintexts(const Bytes32& ctx0, const Contest& c) {
  if (c.kind == ContestKind::approval) IPPYO_REQUIRE(check_contest(c));
  auto points = plaintext_points(ctx0, c, all_plaintext_numbers(c));
  for (const char* name : {"abstain", "null", "unused"}) points.push_back(proof::option_point(ctx0, c.id, name));
  return check_distinct(points).at("contest " + c.id);
}

Verdict check_distinct(std::span<const Element> plaintexts) {
  std::set<Bytes32> seen{Bytes32{}};  // with the identity, which none may be
  for (std::size_t i = 0; i < plaintexts.size(); ++i)
    if (!seen.insert(plaintexts[i].bytes).second) return Verdict::fail(kPlaintextsDistinct, "plaintext " + std::to_string(i));
  return Verdict::pass();
}

}  // namespace ippyo::election
