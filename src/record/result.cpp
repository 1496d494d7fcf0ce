// SPDX-License-Identifier: Apache-2.0
// Combining shares, counting, lots, the result. [SPEC 8.4.5 Result]
#include <algorithm>

#include "record/internal/state_impl.hpp"

namespace ippyo::record {

Outcome State::Impl::compute_tally() const {
  if (tally) return Verdict::pass();
  auto out = std::make_shared<ResultBody>();
  const auto& now = schedule();
  for (std::uint16_t c = 0; c < opening->contests.size(); ++c) {
    const auto& contest = now.contests[c];
    std::vector<std::unique_ptr<base::RowSource>> rows;
    std::vector<proof::ShareOfList> first;
    for (std::size_t n = 0; n < constitution->threshold; ++n) {
      const auto& [trustee, share] = shares[c][n];
      rows.push_back(chunk_rows(blobs, share.chunks, proof::kShareRowSize, share.rows));
      first.push_back({trustee, rows.back().get()});
    }
    election::Counter counter(ctx0, contest);
    IPPYO_TRY(proof::combine(*list(c, constitution->mixes), first, [&](std::uint64_t, const Bytes32& plaintext) { counter.add(plaintext); }));
    std::uint64_t nulls_due = 0, ballots_here = 0, tokens = 0;
    const auto has = [&](std::size_t style) {
      const auto& contests = opening->styles[style].contests;
      return std::find(contests.begin(), contests.end(), c) != contests.end();
    };
    for (std::size_t style = 0; style < poll_book.overridden.size(); ++style) nulls_due += has(style) ? poll_book.overridden[style] : 0;
    for (const auto& station : stations) tokens += station.hashes.size();
    for (const auto& [token, ballot] : ballots) ballots_here += has(ballot.style) ? 1 : 0;
    election::ContestCount count;
    IPPYO_REQUIRE(counter.finish(now.withdrawn[c], nulls_due, tokens - ballots_here, count).at("contest " + contest.id));
    out->seats.push_back(election::allocate_seats(contest, count));
    out->counts.push_back(std::move(count));
  }
  tally = std::move(out);
  return Verdict::pass();
}

Outcome State::Impl::publish_result(const Step& s) {
  IPPYO_DECODE(ResultBody, body, s.entry.body);
  if (!all_decrypted()) return Verdict::fail(kSharesMissing);
  if (auto v = compute_tally(); !v.ok() || !v->passed()) return v;
  if (body.counts != tally->counts || body.seats != tally->seats) return Verdict::fail(kResult);
  result = std::make_shared<const ResultBody>(std::move(body));
  open.clear();  // begun by somebody and never closed: nothing of it counts, and it stops nobody
  phase = Phase::result;
  return Verdict::pass();
}

Outcome State::Impl::draw_lot(const Step& s) {
  auto decoded = decode_lot(s.entry.body);
  if (!decoded.ok()) return Verdict::fail(kBodyEncoding, decoded.error().message);
  if (!all_decrypted()) return Verdict::fail(kSharesMissing);
  if (auto v = compute_tally(); !v.ok() || !v->passed()) return v;
  if (decoded->contest >= tally->seats.size()) return Verdict::fail(kContestUnknown, "lot");
  if (std::any_of(lots.begin(), lots.end(), [&](const auto& l) { return l.contest == decoded->contest; })) return Verdict::fail(kLotTwice);
  IPPYO_REQUIRE(election::check_lot(tally->seats[decoded->contest], *decoded));
  lots.push_back(std::move(*decoded));
  return Verdict::pass();
}

}  // namespace ippyo::record
