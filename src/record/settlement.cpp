// SPDX-License-Identifier: Apache-2.0
// Poll book, settlement, audit. [SPEC 8.4.3 Settlement]
#include <algorithm>

#include "record/internal/state_impl.hpp"

namespace ippyo::record {
namespace {

std::uint64_t slots_with(const SlotList& slots, std::uint16_t style) {
  return static_cast<std::uint64_t>(std::count_if(slots.begin(), slots.end(), [&](const SlotInfo& s) { return s.style == style; }));
}

/// Points of elements whose form was checked when they were verified for the first time.
Verdict decode(std::vector<Element>& elements) {
  for (auto& e : elements) {
    const auto point = group::decode(e.bytes);
    if (!point) return Verdict::fail(proof::kSettlementEncoding);
    e.point = *point;
  }
  return Verdict::pass();
}

/// Opened tokens are exactly the unused ones, ascending by hash; check-ins are used plus abandoned, style by style.
Verdict check_station(const PollBookCount::Station& counted, const TokensBody& announced, const std::map<Bytes32, StationBallot>& ballots,
                      std::size_t styles) {
  if (counted.station != announced.station || counted.check_ins.size() != styles || counted.abandoned.size() != styles)
    return Verdict::fail(kStationList, counted.station);
  std::vector<std::uint64_t> used(styles);
  std::vector<Bytes32> unused, opened;
  for (const auto& hash : announced.hashes) {
    const auto ballot = ballots.find(hash);
    if (ballot == ballots.end())
      unused.push_back(hash);
    else
      ++used[ballot->second.style];
  }
  for (const auto& token : counted.opened_tokens) opened.push_back(token_hash(token));
  if (opened != unused) return Verdict::fail(kOpenedTokens, counted.station);
  std::uint64_t abandoned = 0;
  for (std::size_t style = 0; style < styles; ++style) {
    // Both are bounded by the tokens, so that no sum can wrap.
    if (counted.abandoned[style] > unused.size() || counted.check_ins[style] != used[style] + counted.abandoned[style])
      return Verdict::fail(kCheckIns, counted.station + ", style " + std::to_string(style));
    abandoned += counted.abandoned[style];
  }
  return abandoned <= unused.size() ? Verdict::pass() : Verdict::fail(kCheckIns, counted.station);
}

}  // namespace

Outcome State::Impl::count_poll_book(const Step& s) {
  IPPYO_DECODE(PollBookCount, b, s.entry.body);
  const auto styles = opening->styles.size();
  if (b.overridden.size() != styles) return Verdict::fail(kOverrideCount);
  for (std::size_t style = 0; style < styles; ++style)
    if (b.overridden[style] > slots_with(*slots, static_cast<std::uint16_t>(style)))
      return Verdict::fail(kOverrideCount, "style " + std::to_string(style));
  if (b.stations.size() != stations.size()) return Verdict::fail(kStationList);
  for (std::size_t n = 0; n < stations.size(); ++n) {
    const bool closed = std::find(closed_stations.begin(), closed_stations.end(), stations[n].station) != closed_stations.end();
    if (!closed) return Verdict::fail(kStationList, stations[n].station + " has not closed");
    IPPYO_REQUIRE(check_station(b.stations[n], stations[n], ballots, styles));
  }
  poll_book = std::move(b);
  phase = Phase::counted;
  return Verdict::pass();
}

Outcome State::Impl::close_settlement(const Closing& c, const Step& s, OpenObject& o) {
  if (o.rows != slots->size()) return Verdict::fail(kSettlementRows);
  IPPYO_DECODE(SettlementHeader, header, c.header);
  if (header.delta.size() != opening->styles.size()) return Verdict::fail(kSettlementRows);
  SlotCiphertexts values{current->bytes().offset, std::move(o.ciphertexts)};
  IPPYO_REQUIRE(check_distinct(values));
  if (s.full()) {
    std::vector<std::vector<Element>> by_style(opening->styles.size());
    for (std::size_t i = 0; i < o.commitments.size(); ++i) by_style[(*slots)[i].style].push_back(o.commitments[i]);
    for (std::size_t style = 0; style < by_style.size(); ++style)
      IPPYO_REQUIRE(proof::verify_settlement_total(by_style[style], poll_book.overridden[style], header.delta[style])
                        .at("style " + opening->styles[style].id));
  }
  if (!o.decoded) IPPYO_REQUIRE(decode(o.commitments));
  settled = std::make_shared<const SlotValues>(std::move(values), o.decoded);
  commitments = std::make_shared<const std::vector<Element>>(std::move(o.commitments));
  settlement_entry = entries;
  phase = Phase::settled;
  return Verdict::pass();
}

Outcome State::Impl::audit(const Step& s) {
  IPPYO_DECODE(AuditedBody, body, s.entry.body);
  if (body.entries != settlement_entry + 1 || body.root != s.root(body.entries)) return Verdict::fail(kAuditedRoot);
  phase = Phase::audited;
  return Verdict::pass();
}

}  // namespace ippyo::record
