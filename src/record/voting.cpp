// SPDX-License-Identifier: Apache-2.0
// Epochs, amendments, station ballots, closings. [SPEC 8.4.2 Voting]
#include <algorithm>
#include <cstring>

#include "base/codec.hpp"
#include "record/internal/state_impl.hpp"

namespace ippyo::record {
namespace {

Ciphertext undecoded(ByteView bytes) {
  Ciphertext c;
  std::memcpy(c.a.bytes.data(), bytes.data(), 32);
  std::memcpy(c.b.bytes.data(), bytes.data() + 32, 32);
  return c;
}

/// The rows of consecutive slots, cut at the width of each slot's style. Empty when the length does not fit.
std::vector<ByteView> cut_rows(ByteView rows, std::uint64_t n, const std::function<std::size_t(std::uint64_t)>& size_of) {
  std::vector<ByteView> out;
  for (std::uint64_t i = 0; i < n; ++i) {
    const auto size = size_of(i);
    if (size > rows.size()) return {};
    out.push_back(rows.first(size));
    rows = rows.subspan(size);
  }
  return rows.empty() ? out : std::vector<ByteView>{};
}

}  // namespace

std::size_t State::Impl::row_size(const ObjectKey& key, std::uint64_t slot) const {
  return key.kind == EntryType::epoch ? proof::slot_row_size(width(slot)) : proof::settlement_row_size(width(slot));
}

VerifiedRows State::Impl::verify_rows(const ObjectKey& key, std::uint64_t first, std::uint64_t n, ByteView rows, Depth depth) const {
  VerifiedRows out;
  if (n > slots->size() || first > slots->size() - n) {
    out.verdict = Verdict::fail(key.kind == EntryType::epoch ? kEpochRows : kSettlementRows);
    return out;
  }
  const bool is_epoch = key.kind == EntryType::epoch;
  const auto cut = cut_rows(rows, n, [&](std::uint64_t i) { return row_size(key, first + i); });
  if (cut.size() != n) {
    out.verdict = Verdict::fail(kRowLength, "slots from " + std::to_string(first));
    return out;
  }
  if (depth == Depth::again) {
    for (std::uint64_t i = 0; i < n; ++i) {
      const auto w = width(first + i);
      for (std::size_t c = 0; c < w; ++c) out.ciphertexts.push_back(undecoded(cut[i].subspan(64 * c, 64)));
      if (is_epoch) continue;
      Element D;
      std::memcpy(D.bytes.data(), &cut[i][64 * w], 32);
      out.commitments.push_back(D);
    }
    return out;
  }
  const auto& previous = current->points();
  if (is_epoch) {
    std::vector<proof::SlotRow> list;
    for (std::uint64_t i = 0; i < n; ++i) list.push_back({first + i, &(*slots)[first + i].X, previous.of(first + i), cut[i]});
    out.verdict = proof::verify_slot_rows(ctx, key.number, key_y(), list, out.ciphertexts);
  } else {
    std::vector<proof::SettlementRow> list;
    for (std::uint64_t i = 0; i < n; ++i)
      list.push_back({{first + i, nulls[(*slots)[first + i].style], previous.of(first + i)}, cut[i]});
    out.verdict = proof::verify_settlement_rows({ctx, key_y(), constitution->Z}, list, out.ciphertexts, out.commitments);
  }
  return out;
}

const SlotCiphertexts& SlotValues::points() const {
  std::call_once(decode_once_, [&] {
    if (decoded_) return;
    auto& all = values_.all;
    Bytes encodings(64 * all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::memcpy(&encodings[64 * i], all[i].a.bytes.data(), 32);
      std::memcpy(&encodings[64 * i + 32], all[i].b.bytes.data(), 32);
    }
    std::vector<proof::Point> points(2 * all.size());
    // Their form was checked when these rows were verified for the first time.
    IPPYO_CHECK(!group::decode_batch(encodings, points));
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].a.point = points[2 * i];
      all[i].b.point = points[2 * i + 1];
    }
  });
  return values_;
}

/// V6: a and b of all slots and of all station ballots, contest by contest, pairwise distinct. C_0 takes no part: it is computed, and
/// alike for everybody. Only there a is the identity.
Verdict State::Impl::check_distinct(const SlotCiphertexts& values) const {
  std::vector<std::vector<Bytes32>> a(opening->contests.size()), b(opening->contests.size());
  const auto take = [&](const std::vector<std::uint16_t>& contests, std::span<const Ciphertext> list) {
    for (std::size_t c = 0; c < contests.size(); ++c) {
      if (list[c].a.bytes == Bytes32{}) continue;
      a[contests[c]].push_back(list[c].a.bytes);
      b[contests[c]].push_back(list[c].b.bytes);
    }
  };
  for (std::size_t i = 0; i < slots->size(); ++i) take(opening->styles[(*slots)[i].style].contests, values.of(i));
  for (const auto& [token, ballot] : ballots) take(opening->styles[ballot.style].contests, ballot.ciphertexts);
  for (auto* side : {&a, &b})
    for (std::size_t c = 0; c < side->size(); ++c) {
      auto& list = (*side)[c];
      std::sort(list.begin(), list.end());
      if (std::adjacent_find(list.begin(), list.end()) != list.end()) return Verdict::fail(kDistinct, "contest " + opening->contests[c].id);
    }
  return Verdict::pass();
}

Outcome State::Impl::close_epoch(const Closing& c, const Step&, OpenObject& o) {
  if (!c.header.empty()) return Verdict::fail(kBodyEncoding, "an epoch has no header");
  if (o.rows != slots->size()) return Verdict::fail(kEpochRows);
  SlotCiphertexts values{current->bytes().offset, std::move(o.ciphertexts)};
  IPPYO_REQUIRE(check_distinct(values));
  current = std::make_shared<const SlotValues>(std::move(values), o.decoded);
  sealed = c.key.number;
  casting_amendments = schedule().amendments;
  return Verdict::pass();
}

Outcome State::Impl::amend(const Step& s) {
  IPPYO_DECODE(election::Amendment, a, s.entry.body);
  election::Schedule next = schedule();
  IPPYO_REQUIRE(election::amend(next, *constitution, a, sealed, s.entry.time));
  for (const auto& contest : next.contests) IPPYO_REQUIRE(election::check_plaintexts(ctx0, contest));
  schedules.push_back(std::make_shared<const election::Schedule>(std::move(next)));
  return Verdict::pass();
}

Verdict State::Impl::take_ballot(const std::string& station, const StationBallotRow& row, Depth depth, OpenObject& o) const {
  const auto hash = token_hash(row.token);
  const auto announced = std::find_if(stations.begin(), stations.end(), [&](const TokensBody& t) { return t.station == station; });
  if (announced == stations.end() || !std::binary_search(announced->hashes.begin(), announced->hashes.end(), hash))
    return Verdict::fail(kTokenUnknown);
  const bool here = std::any_of(o.ballots.begin(), o.ballots.end(), [&](const auto& b) { return b.first == hash; });
  if (here || ballots.contains(hash)) return Verdict::fail(kTokenTwice);
  if (row.style >= opening->styles.size() || row.ballots.size() != opening->styles[row.style].contests.size()) return Verdict::fail(kStationStyle);
  if (row.amendment >= schedules.size()) return Verdict::fail(kStationAmendment);
  const auto& known = *schedules[row.amendment];
  StationBallot ballot{row.style, {}};
  for (std::size_t n = 0; n < row.ballots.size(); ++n) {
    const auto c = opening->styles[row.style].contests[n];
    const auto& contest = known.contests[c];
    Ciphertext ciphertext;
    if (depth == Depth::full) {
      const auto options = election::plaintext_points(ctx0, contest, election::plaintext_numbers(contest, known.withdrawn[c]));
      const proof::StationStatement statement{ctx, station, hash, contest.id, election_key->y, options};
      IPPYO_REQUIRE(proof::verify_station_ballot(statement, row.ballots[n], ciphertext).at("contest " + contest.id));
    } else {
      if (row.ballots[n].size() < 64) return Verdict::fail(proof::kStationBallotLength, "contest " + contest.id);
      ciphertext = undecoded(ByteView(row.ballots[n]).first(64));
    }
    ballot.ciphertexts.push_back(ciphertext);
  }
  o.ballots.emplace_back(hash, std::move(ballot));
  return Verdict::pass();
}

Verdict State::Impl::take_station_ballots(const ObjectKey& key, ByteView rows, std::uint64_t n, Depth depth, OpenObject& o) const {
  base::Reader r(rows);
  for (std::uint64_t i = 0; i < n; ++i) {
    const auto where = "row " + std::to_string(o.rows + i);
    const auto bytes = r.bytes(kStationRowLimit);
    if (r.failed()) return Verdict::fail(kRowLength, where);
    const auto row = StationBallotRow::decode(bytes);
    if (!row.ok()) return Verdict::fail(kBodyEncoding, where);
    if (!o.last_row.empty() && !(o.last_row < bytes)) return Verdict::fail(kStationOrder, where);
    IPPYO_REQUIRE(take_ballot(key.contest, *row, depth, o).at(where));
    o.last_row = bytes;
  }
  return r.left() == 0 ? Verdict::pass() : Verdict::fail(kRowLength);
}

Outcome State::Impl::close_station(const Closing& c, const Step&, OpenObject& o) {
  if (!c.header.empty()) return Verdict::fail(kBodyEncoding, "a station batch has no header");
  const auto announced = std::any_of(stations.begin(), stations.end(), [&](const TokensBody& t) { return t.station == c.key.contest; });
  if (!announced) return Verdict::fail(kTokenUnknown, "the station has announced no tokens");
  auto next = ballots;
  for (auto& [hash, ballot] : o.ballots) next.emplace(hash, std::move(ballot));
  std::swap(ballots, next);
  if (auto v = check_distinct(current->bytes()); !v.passed()) {
    std::swap(ballots, next);
    return v;
  }
  closed_stations.push_back(c.key.contest);
  return Verdict::pass();
}

Outcome State::Impl::close_internet(const Step& s) {
  IPPYO_DECODE(StatementBody, body, s.entry.body);
  (void)body;
  for (const auto& e : schedule().epochs)
    if (e.number > sealed && s.entry.time <= e.close + opening->calendar.grace_seconds)
      return Verdict::fail(kCloseTooEarly, "epoch " + std::to_string(e.number));
  std::erase_if(open, [](const auto& item) { return item.first.kind == EntryType::epoch; });  // a box that stopped half-way
  phase = Phase::internet_closed;
  return Verdict::pass();
}

Outcome State::Impl::close_polling(const Step& s) {
  IPPYO_DECODE(StatementBody, body, s.entry.body);
  (void)body;
  if (constitution->paper && s.entry.time < opening->calendar.paper_override_until) return Verdict::fail(kCloseTooEarly, "polling places");
  // Without a paper vote there is nothing to count, settle or audit: the last sealed epoch goes to the mixes.
  phase = constitution->paper ? Phase::polling_closed : Phase::audited;
  return Verdict::pass();
}

}  // namespace ippyo::record
