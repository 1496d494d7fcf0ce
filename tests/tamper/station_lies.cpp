// SPDX-License-Identifier: Apache-2.0
// Lies of a polling station with loaned devices.
#include <algorithm>

#include "base/codec.hpp"
#include "forgery.hpp"
#include "proof/station_ballot.hpp"
#include "record/checks.hpp"

namespace ippyo::tamper {

using namespace record;

namespace {

using Ballots = std::vector<StationBallotRow>;

/// The batch with other ballots: in byte order unless the lie is about the order.
std::size_t put_ballots(Board& b, const Ballots& ballots, bool ascending = true) {
  std::vector<Bytes> rows;
  for (const auto& ballot : ballots) rows.push_back(base::Writer().bytes(ballot.encode()).take());
  std::sort(rows.begin(), rows.end(), [](const Bytes& x, const Bytes& y) {  // the length in front is not part of the row
    return std::lexicographical_compare(x.begin() + 4, x.end(), y.begin() + 4, y.end());
  });
  if (!ascending) std::reverse(rows.begin(), rows.end());
  return put_rows(b, station_key(), rows);
}

/// The ballot of style B first, then that of style A.
Ballots ballots_of(const World& w, const Board& b) {
  Ballots out;
  for (const auto& row : rows_of(w, b, station_key())) out.push_back(*StationBallotRow::decode(ByteView(row).subspan(4)));
  std::sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.style > y.style; });
  return out;
}

Lie in_batch(std::string name, const base::Check& check, std::function<void(const World&, Ballots&)> edit) {
  return lie(std::move(name), check, [=](const World& w, Board& b) {
    auto ballots = ballots_of(w, b);
    edit(w, ballots);
    return put_ballots(b, ballots);
  });
}

/// A ballot for the mayor, by a device that offers what the liar likes.
Bytes ballot(const World& w, const base::Bytes16& token, const std::vector<Element>& options, std::uint32_t choice) {
  const proof::StationStatement s{w.state.ctx(), "station-1", token_hash(token), "mayor", w.state.key().y, options};
  return proof::prove_station_ballot(s, base::Secret<std::uint32_t>(choice), liar_rng());
}
std::vector<Element> options_of(const World& w) {
  return {option(w, 0, "0"), option(w, 0, "1"), option(w, 0, "2"), option(w, 0, "3")};
}

Lies lies_about_ballots() {
  // Ballot of the mayor with four options: ciphertext, T and z of r, eight T, four e, four z.
  constexpr std::size_t kT = 64, kZ = 96, kMemberT = 128, kMemberE = kMemberT + 256, kMemberZ = kMemberE + 64;
  static_assert(proof::station_ballot_size(4) == kMemberZ + 128);
  const auto in_ballot = [](std::string name, const base::Check& check, std::function<void(Bytes&)> edit) {
    return in_batch("station ballot: " + std::move(name), check, [=](const World&, Ballots& all) { edit(all[1].ballots[0]); });
  };
  return {
      in_ballot("another T of r", proof::kPossession, [](Bytes& p) { spoil_element(p, kT); }),
      in_ballot("another z of r", proof::kPossession, [](Bytes& p) { spoil_scalar(p, kZ); }),
      in_ballot("another a", proof::kPossession, [](Bytes& p) { spoil_element(p, 0); }),
      in_ballot("another b", proof::kPossession, [](Bytes& p) { spoil_element(p, 32); }),
      in_ballot("another T_g", proof::kMembership, [](Bytes& p) { spoil_element(p, kMemberT); }),
      in_ballot("another T_y", proof::kMembership, [](Bytes& p) { spoil_element(p, kMemberT + 224); }),
      in_ballot("another e", proof::kMembership, [](Bytes& p) { spoil_bit(p, kMemberE + 16); }),
      in_ballot("another z", proof::kMembership, [](Bytes& p) { spoil_scalar(p, kMemberZ + 96); }),
      in_ballot("a in another spelling", proof::kStationBallotEncoding, [](Bytes& p) { respell_element(p, 0); }),
      in_ballot("a is the identity", proof::kStationBallotEncoding, [](Bytes& p) { put_identity(p, 0); }),
      in_ballot("z of r plus the order", proof::kPossessionEncoding, [](Bytes& p) { respell_scalar(p, kZ); }),
      in_ballot("T_g in another spelling", proof::kMembershipEncoding, [](Bytes& p) { respell_element(p, kMemberT); }),
      in_ballot("z plus the order", proof::kMembershipEncoding, [](Bytes& p) { respell_scalar(p, kMemberZ); }),
      in_ballot("a byte too many", proof::kStationBallotLength, [](Bytes& p) { p.push_back(0); }),
      in_batch("a null vote cast at a station", proof::kMembership,
               [](const World& w, Ballots& all) {
                 auto options = options_of(w);
                 options[1] = option(w, 0, "null");
                 all[1].ballots[0] = ballot(w, all[1].token, options, 1);
               }),
      in_batch("an option cast at a station that is not offered", proof::kMembership,
               [](const World& w, Ballots& all) {
                 auto options = options_of(w);
                 options[1] = option(w, 0, "4");
                 all[1].ballots[0] = ballot(w, all[1].token, options, 1);
               }),
      in_batch("fewer options proven than are offered", proof::kStationBallotLength,
               [](const World& w, Ballots& all) {
                 auto options = options_of(w);
                 options.pop_back();
                 all[1].ballots[0] = ballot(w, all[1].token, options, 1);
               }),
      in_batch("a station ballot proven under an older list of options", proof::kMembership,
               [](const World&, Ballots& all) { all[0].amendment = 0; }),
  };
}

Lies lies_about_batches() {
  return {
      in_batch("a station ballot moved to another token", proof::kPossession,
               [](const World& w, Ballots& all) { all[1].token = w.tokens[2]; }),
      in_batch("a token that nobody announced", kTokenUnknown, [](const World&, Ballots& all) { all[1].token[0] ^= 1; }),
      in_batch("a token used for two ballots", kTokenTwice,
               [](const World& w, Ballots& all) {
                 auto second = all[1];
                 second.ballots[0] = ballot(w, second.token, options_of(w), 2);
                 all.push_back(second);
               }),
      lie("station ballots not in byte order", kStationOrder,
          [](const World& w, Board& b) { return put_ballots(b, ballots_of(w, b), false); }),
      lie("a station ballot posted twice", kStationOrder,
          [](const World& w, Board& b) {
            auto all = ballots_of(w, b);
            all.push_back(all[1]);
            return put_ballots(b, all);
          }),
      in_batch("a station ballot of a style that does not exist", kStationStyle,
               [](const World&, Ballots& all) { all[1].style = 2; }),
      in_batch("a station ballot with a contest too many", kStationStyle, [](const World&, Ballots& all) { all[0].style = 0; }),
      in_batch("a station ballot with a contest too few", kStationStyle,
               [](const World&, Ballots& all) { all[0].ballots.pop_back(); }),
      in_batch("a station ballot that knows an amendment of the future", kStationAmendment,
               [](const World&, Ballots& all) { all[0].amendment = 3; }),
      lie("bytes after the last station ballot", kRowLength,
          [](const World& w, Board& b) { return edit_row(w, b, station_key(), 1, [](Bytes& r) { r.push_back(0); }); }),
      lie("a station ballot with bytes after its end", kBodyEncoding,
          [](const World& w, Board& b) {
            return edit_row(w, b, station_key(), 1, [](Bytes& r) {
              r = base::Writer().bytes(ByteView(r).subspan(4)).raw(Bytes{0}).take();
              put_bytes(r, 0, base::Writer().u32(static_cast<std::uint32_t>(r.size() - 4)).data());
            });
          }),
      lie("a station that closes twice", kStationTwice,
          [](const World&, Board& b) { return copy_entry(b, b.find(station_key()), b.find(station_key()) + 1); }),
      lie("a station batch of another station", kEntrySigner,
          [](const World&, Board& b) {
            edit_closing(b, station_key(), [](Closing& c) { c.key.contest = "station-2"; });
            return edit_chunk(b, station_key(), [](Chunk& c) { c.key.contest = "station-2"; });
          }),
      lie("a station batch after the poll book was counted", kPhase,
          [](const World&, Board& b) { return copy_entry(b, chunk_of(b, station_key()), b.find(EntryType::poll_book_count) + 1); }),
      lie("one randomness for a station ballot and a slot", kDistinct,
          [](const World& w, Board& b) {
            // The box carries a slot over onto the very ciphertext of the station: only the last seal can show it.
            const auto ballots = ballots_of(w, b);
            SlotForger f(w, slot_of(w, 0, 1), 5);
            const proof::Scalar r = any_scalar();
            f.current[0] = encrypted(w, option(w, 0, "1"), r);
            edit_row(w, b, epoch_key(5), f.slot, [&](Bytes& row) { row = f.authored({r}); });
            auto all = ballots;
            all[1].ballots[0] = station_ballot_with(w, token_hash(all[1].token), options_of(w), 1, r);
            put_ballots(b, all);
            return b.find(station_key());
          }),
  };
}

Lie in_poll_book(std::string name, const base::Check& check, std::function<void(PollBookCount&)> edit) {
  return lie(std::move(name), check,
             [=](const World&, Board& b) { return edit_body<PollBookCount>(b, EntryType::poll_book_count, edit); });
}

Lies lies_about_the_poll_book() {
  return {
      in_poll_book("more check-ins than used tokens", kCheckIns, [](auto& p) { ++p.stations[0].check_ins[0]; }),
      in_poll_book("fewer check-ins than used tokens", kCheckIns, [](auto& p) { --p.stations[0].check_ins[1]; }),
      in_poll_book("a check-in moved to the other style", kCheckIns,
                   [](auto& p) {
                     --p.stations[0].check_ins[1];
                     ++p.stations[0].check_ins[0];
                   }),
      in_poll_book("more abandoned tokens than are unused", kCheckIns,
                   [](auto& p) {
                     p.stations[0].abandoned = {2, 1};
                     p.stations[0].check_ins = {3, 2};
                   }),
      in_poll_book("an abandoned number that would wrap", kCheckIns,
                   [](auto& p) {
                     p.stations[0].abandoned[0] = ~0ull;
                     p.stations[0].check_ins[0] = 0;
                   }),
      in_poll_book("an unused token not opened", kOpenedTokens, [](auto& p) { p.stations[0].opened_tokens.pop_back(); }),
      in_poll_book("a used token opened instead of an unused one", kOpenedTokens,
                   [](auto& p) { p.stations[0].opened_tokens[0][0] ^= 1; }),
      in_poll_book("opened tokens out of order", kOpenedTokens,
                   [](auto& p) { std::swap(p.stations[0].opened_tokens[0], p.stations[0].opened_tokens[1]); }),
      in_poll_book("a station left out of the poll book", kStationList, [](auto& p) { p.stations.clear(); }),
      in_poll_book("a station twice in the poll book", kStationList, [](auto& p) { p.stations.push_back(p.stations[0]); }),
      in_poll_book("another station in the poll book", kStationList, [](auto& p) { p.stations[0].station = "station-2"; }),
      in_poll_book("check-ins of one style only", kStationList, [](auto& p) { p.stations[0].check_ins.pop_back(); }),
      in_poll_book("more overridden voters than slots", kOverrideCount, [](auto& p) { p.overridden[1] = 7; }),
      in_poll_book("overridden voters of one style only", kOverrideCount, [](auto& p) { p.overridden.pop_back(); }),
      lie("a poll book although a station has not closed", kStationList,
          [](const World&, Board& b) {
            erase(b, b.find(station_key()));
            return b.find(EntryType::poll_book_count);
          }),
  };
}

}  // namespace

Lies lies_about_stations() {
  Lies out;
  for (const auto list : {lies_about_ballots, lies_about_batches, lies_about_the_poll_book}) {
    auto lies = list();
    std::move(lies.begin(), lies.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace ippyo::tamper
