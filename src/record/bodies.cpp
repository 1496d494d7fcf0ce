// SPDX-License-Identifier: Apache-2.0
#include "record/bodies.hpp"

#include "base/codec.hpp"
#include "base/hash.hpp"

namespace ippyo::record {
namespace {

constexpr std::size_t kMaxTrustees = 64, kMaxTokens = 1900;
/// As many as an opening or a constitution may have: what was opened can be counted.
constexpr std::size_t kMaxStyles = 1024, kMaxStations = 1024, kMaxContests = 1024;

proof::Scalar read_scalar(base::Reader& r) {
  const auto bytes = r.fixed<32>();
  const auto s = proof::Scalar::parse(bytes);
  if (!s) r.refuse();
  return s.value_or(proof::Scalar());
}

}  // namespace

Bytes CeremonyBody::encode() const {
  base::Writer w;
  w.count(commitments.size());
  for (const auto& c : commitments) w.raw(c);
  w.count(dealings.size());
  for (const auto& d : dealings) w.bytes(d.encode());
  w.count(shares.size());
  for (const auto& s : shares) w.bytes(s);
  w.count(complaints.size());
  for (const auto& c : complaints) {
    w.u32(c.dealer).u32(c.complainer).flag(c.published.has_value());
    if (c.published) w.raw(c.published->bytes());
  }
  return w.take();
}

base::Result<CeremonyBody> CeremonyBody::decode(ByteView bytes) {
  base::Reader r(bytes);
  CeremonyBody b;
  for (auto n = r.count(kMaxTrustees); n > 0 && !r.failed(); --n) b.commitments.push_back(r.fixed<64>());
  for (auto n = r.count(kMaxTrustees); n > 0 && !r.failed(); --n) {
    auto dealing = proof::Dealing::decode(r.bytes());
    if (!dealing.ok()) return dealing.error();
    b.dealings.push_back(std::move(*dealing));
  }
  for (auto n = r.count(kMaxTrustees * kMaxTrustees); n > 0 && !r.failed(); --n) b.shares.push_back(r.bytes(64));
  for (auto n = r.count(kMaxTrustees * kMaxTrustees); n > 0 && !r.failed(); --n) {
    Complaint c{r.u32(), r.u32(), std::nullopt};
    if (r.flag()) c.published = read_scalar(r);
    b.complaints.push_back(c);
  }
  IPPYO_TRY(r.finish("ceremony"));
  return b;
}

Bytes TokensBody::encode() const {
  base::Writer w;
  w.text(station).count(hashes.size());
  for (const auto& h : hashes) w.raw(h);
  return w.take();
}

base::Result<TokensBody> TokensBody::decode(ByteView bytes) {
  base::Reader r(bytes);
  TokensBody b{r.text(32), {}};
  for (auto n = r.count(kMaxTokens); n > 0 && !r.failed(); --n) b.hashes.push_back(r.fixed<32>());
  IPPYO_TRY(r.finish("station tokens"));
  return b;
}

Bytes32 token_hash(const base::Bytes16& token) { return base::hash32("token", ByteView(token)); }

Bytes RehearsalBody::encode() const { return base::Writer().text(day).u32(trustee).u32(n).bytes(header).bytes(rows).take(); }

base::Result<RehearsalBody> RehearsalBody::decode(ByteView bytes) {
  base::Reader r(bytes);
  RehearsalBody b{r.text(10), r.u32(), r.u32(), r.bytes(256), r.bytes(kMaxEntrySize)};
  IPPYO_TRY(r.finish("rehearsal"));
  return b;
}

Bytes StationBallotRow::encode() const {
  base::Writer w;
  w.raw(token).u16(style).u32(amendment).count(ballots.size());
  for (const auto& b : ballots) w.bytes(b);
  return w.take();
}

base::Result<StationBallotRow> StationBallotRow::decode(ByteView bytes) {
  base::Reader r(bytes);
  StationBallotRow b{r.fixed<16>(), r.u16(), r.u32(), {}};
  for (auto n = r.count(kMaxContests); n > 0 && !r.failed(); --n) b.ballots.push_back(r.bytes(kMaxBlobSize));
  IPPYO_TRY(r.finish("station ballot"));
  return b;
}

Bytes PollBookCount::encode() const {
  base::Writer w;
  const auto numbers = [&](const std::vector<std::uint64_t>& list) {
    w.count(list.size());
    for (const auto v : list) w.u64(v);
  };
  numbers(overridden);
  w.count(stations.size());
  for (const auto& s : stations) {
    w.text(s.station);
    numbers(s.check_ins);
    numbers(s.abandoned);
    w.count(s.opened_tokens.size());
    for (const auto& t : s.opened_tokens) w.raw(t);
  }
  return w.take();
}

base::Result<PollBookCount> PollBookCount::decode(ByteView bytes) {
  base::Reader r(bytes);
  const auto numbers = [&] {
    std::vector<std::uint64_t> list;
    for (auto n = r.count(kMaxStyles); n > 0 && !r.failed(); --n) list.push_back(r.u64());
    return list;
  };
  PollBookCount b;
  b.overridden = numbers();
  for (auto n = r.count(kMaxStations); n > 0 && !r.failed(); --n) {
    Station s;
    s.station = r.text(32);
    s.check_ins = numbers();
    s.abandoned = numbers();
    for (auto m = r.count(kMaxTokens); m > 0 && !r.failed(); --m) s.opened_tokens.push_back(r.fixed<16>());
    b.stations.push_back(std::move(s));
  }
  IPPYO_TRY(r.finish("poll book count"));
  return b;
}

Bytes SettlementHeader::encode() const {
  base::Writer w;
  w.count(delta.size());
  for (const auto& d : delta) w.raw(d.bytes());
  return w.take();
}

base::Result<SettlementHeader> SettlementHeader::decode(ByteView bytes) {
  base::Reader r(bytes);
  SettlementHeader h;
  for (auto n = r.count(kMaxStyles); n > 0 && !r.failed(); --n) h.delta.push_back(read_scalar(r));
  IPPYO_TRY(r.finish("settlement header"));
  return h;
}

Bytes AuditedBody::encode() const { return base::Writer().u64(entries).raw(root).text(statement).take(); }

base::Result<AuditedBody> AuditedBody::decode(ByteView bytes) {
  base::Reader r(bytes);
  AuditedBody b{r.u64(), r.fixed<32>(), r.text()};
  IPPYO_TRY(r.finish("settlement audited"));
  return b;
}

Bytes StatementBody::encode() const { return base::Writer().raw(hash).text(text).take(); }

base::Result<StatementBody> StatementBody::decode(ByteView bytes) {
  base::Reader r(bytes);
  StatementBody b{r.fixed<32>(), r.text()};
  IPPYO_TRY(r.finish("statement"));
  return b;
}

namespace {

void write_counts(base::Writer& w, const std::map<std::uint32_t, std::uint64_t>& counts) {
  w.count(counts.size());
  for (const auto& [number, votes] : counts) w.u32(number).u64(votes);
}

std::map<std::uint32_t, std::uint64_t> read_counts(base::Reader& r) {
  std::map<std::uint32_t, std::uint64_t> counts;
  for (auto n = r.count(4096); n > 0 && !r.failed(); --n) {
    const auto number = r.u32();
    if (!counts.empty() && number <= counts.rbegin()->first) r.refuse();  // ascending: one encoding per value
    counts[number] = r.u64();
  }
  return counts;
}

void write_options(base::Writer& w, const std::vector<std::uint16_t>& options) {
  w.count(options.size());
  for (const auto o : options) w.u16(o);
}

std::vector<std::uint16_t> read_options(base::Reader& r) {
  std::vector<std::uint16_t> options;
  for (auto n = r.count(4096); n > 0 && !r.failed(); --n) options.push_back(r.u16());
  return options;
}

}  // namespace

Bytes ResultBody::encode() const {
  base::Writer w;
  w.count(counts.size());
  for (const auto& c : counts) {
    w.text(c.contest).u64(c.abstain).u64(c.blank).u64(c.null).u64(c.unused).u64(c.invalid);
    write_counts(w, c.valid);
    write_counts(w, c.withdrawn);
  }
  w.count(seats.size());
  for (const auto& s : seats) {
    write_options(w, s.elected);
    write_options(w, s.tied);
    w.u16(s.open);
  }
  return w.take();
}

base::Result<ResultBody> ResultBody::decode(ByteView bytes) {
  base::Reader r(bytes);
  ResultBody b;
  for (auto n = r.count(kMaxContests); n > 0 && !r.failed(); --n) {
    election::ContestCount c;
    c.contest = r.text(32);
    c.abstain = r.u64();
    c.blank = r.u64();
    c.null = r.u64();
    c.unused = r.u64();
    c.invalid = r.u64();
    c.valid = read_counts(r);
    c.withdrawn = read_counts(r);
    b.counts.push_back(std::move(c));
  }
  for (auto n = r.count(kMaxContests); n > 0 && !r.failed(); --n) {
    election::SeatAllocation s;
    s.elected = read_options(r);
    s.tied = read_options(r);
    s.open = r.u16();
    b.seats.push_back(std::move(s));
  }
  IPPYO_TRY(r.finish("result"));
  return b;
}

Bytes encode_lot(const election::Lot& lot) {
  base::Writer w;
  w.u16(lot.contest);
  write_options(w, lot.winners);
  return w.text(lot.statement).take();
}

base::Result<election::Lot> decode_lot(ByteView bytes) {
  base::Reader r(bytes);
  election::Lot lot{r.u16(), read_options(r), r.text()};
  IPPYO_TRY(r.finish("lot"));
  return lot;
}

}  // namespace ippyo::record
