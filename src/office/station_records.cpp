// SPDX-License-Identifier: Apache-2.0
// What a station hands in: its tokens before the opening, its ballots and its part of the poll book at its closing.
#include <algorithm>

#include "base/codec.hpp"
#include "office/station.hpp"

namespace ippyo::office {

static constexpr std::size_t kMaxTokens = 1900;  // hashes that fit into one entry

std::vector<Bytes16> make_tokens(std::size_t n, base::Rng& rng) {
  std::vector<Bytes16> out(n);
  for (auto& token : out) token = rng.bytes<16>();
  return out;
}

base::Result<void> write_tokens(const Desk& desk, const std::string& station, std::span<const Bytes16> tokens) {
  if (tokens.size() > kMaxTokens) return base::Error{"A station has at most 1900 tokens; make a second station for the others."};
  record::TokensBody body{station, {}};
  for (const auto& token : tokens) body.hashes.push_back(record::token_hash(token));
  std::ranges::sort(body.hashes);
  return write_entry(desk, record::EntryType::tokens, body.encode());
}

base::Result<void> write_station_batch(const Desk& desk, const std::string& station,
                                       std::span<const record::StationBallotRow> ballots) {
  std::vector<Bytes> rows;
  for (const auto& ballot : ballots) rows.push_back(ballot.encode());
  std::ranges::sort(rows);  // by token: the order says nothing about who came when
  auto writer = record::SubmissionWriter::create(desk.folder, desk.state, desk.by, desk.time);
  if (!writer) return writer.error();
  auto sink = writer->begin_object({record::EntryType::station_batch, station, 0, 0}, record::kStationRowLimit, 0);
  if (!sink) return sink.error();
  for (const auto& row : rows) IPPYO_TRY((*sink)->append(base::Writer().bytes(row).take()));
  IPPYO_TRY(writer->close_object({}));
  return writer->finish();
}

record::PollBookCount::Station close_station(const record::State& state, const std::string& station,
                                             std::span<const Bytes16> tokens,
                                             std::span<const record::StationBallotRow> ballots,
                                             std::vector<std::uint64_t> abandoned) {
  abandoned.resize(state.opening().styles.size());
  record::PollBookCount::Station out{station, abandoned, abandoned, {}};
  std::set<Bytes16> used;
  for (const auto& ballot : ballots) {
    ++out.check_ins[ballot.style];
    used.insert(ballot.token);
  }
  for (const auto& token : tokens)
    if (!used.contains(token)) out.opened_tokens.push_back(token);
  std::ranges::sort(out.opened_tokens, {}, record::token_hash);
  return out;
}

}  // namespace ippyo::office
