// SPDX-License-Identifier: Apache-2.0
// What a scenario offers when.
#include <algorithm>
#include <bit>
#include <numeric>

#include "demo/scenario.hpp"

namespace ippyo::demo {

std::uint32_t Scenario::slots() const {
  return std::accumulate(styles.begin(), styles.end(), 0u, [](auto n, const auto& style) { return n + style.slots; });
}

std::uint32_t Scenario::tokens() const {
  return std::accumulate(stations.begin(), stations.end(), 0u, [](auto n, const auto& station) { return n + station.tokens; });
}

election::Contest contest_with_additions(const Scenario& s, std::uint16_t contest) {
  auto c = s.contests[contest].contest;
  for (const auto& a : s.amendments)
    if (a.adds && a.contest == contest) c.options.push_back(a.option);
  std::sort(c.options.begin(), c.options.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  return c;
}

std::set<std::uint16_t> not_offered(const Scenario& s, std::uint16_t contest, std::uint32_t epoch) {
  std::set<std::uint16_t> out;
  for (const auto& a : s.amendments)
    if (a.contest == contest && a.adds == (epoch < a.from_epoch)) out.insert(a.option.number);
  return out;
}

std::vector<std::uint32_t> offered(const Scenario& s, std::uint16_t contest, std::uint32_t epoch) {
  const auto c = contest_with_additions(s, contest);
  const auto closed = not_offered(s, contest, epoch);
  const bool approval = c.kind == election::ContestKind::approval;
  std::vector<std::uint32_t> out{0};
  std::uint32_t bits = 0;
  for (const auto& o : c.options) {
    if (closed.contains(o.number)) continue;
    if (approval)
      bits |= 1u << (o.number - 1);
    else
      out.push_back(o.number);
  }
  for (std::uint32_t v = 1; v <= bits; ++v)
    if ((v & ~bits) == 0 && std::popcount(v) <= c.approve_max) out.push_back(v);
  return out;
}

std::set<std::uint16_t> withdrawn_at_end(const Scenario& s, std::uint16_t contest) {
  std::set<std::uint16_t> out;
  for (const auto& a : s.amendments)
    if (a.contest == contest && !a.adds) out.insert(a.option.number);
  return out;
}

}  // namespace ippyo::demo
