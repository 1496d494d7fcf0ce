// SPDX-License-Identifier: Apache-2.0
// Objects as they come in pieces: may this object begin, does this chunk continue it, do its rows hold. [SPEC 8.2 Objects]
#include <algorithm>

#include "record/internal/state_impl.hpp"

namespace ippyo::record {
namespace {

/// Takes back what a refused chunk has added.
class Undo {
  OpenObject& o_;
  std::size_t ciphertexts_, commitments_, evidence_, slots_, ballots_;
  Bytes last_row_;

 public:
  explicit Undo(OpenObject& o)
      : o_(o), ciphertexts_(o.ciphertexts.size()), commitments_(o.commitments.size()), evidence_(o.evidence.size()), slots_(o.slots.size()),
        ballots_(o.ballots.size()), last_row_(o.last_row) {}
  void operator()() {
    o_.ciphertexts.resize(ciphertexts_);
    o_.commitments.resize(commitments_);
    o_.evidence.resize(evidence_);
    o_.slots.resize(slots_);
    o_.ballots.erase(o_.ballots.begin() + static_cast<std::ptrdiff_t>(ballots_), o_.ballots.end());
    o_.last_row = std::move(last_row_);
  }
};

/// The rows of these objects are taken into the state as they come; the others are lists, read when they are closed.
bool is_read_row_by_row(EntryType kind) {
  return kind == EntryType::evidence || kind == EntryType::slots || kind == EntryType::epoch || kind == EntryType::station_batch ||
         kind == EntryType::settlement;
}

}  // namespace

const election::Epoch* State::Impl::epoch(std::uint32_t number) const {
  for (const auto& e : schedule().epochs)
    if (e.number == number) return &e;
  return nullptr;
}

std::optional<std::uint16_t> State::Impl::contest_index(std::string_view id) const {
  for (std::size_t c = 0; c < opening->contests.size(); ++c)
    if (opening->contests[c].id == id) return static_cast<std::uint16_t>(c);
  return std::nullopt;
}

std::size_t State::Impl::largest_row(const ObjectKey& key) const {
  std::size_t w = 0;
  if (opening)
    for (const auto& style : opening->styles) w = std::max(w, style.contests.size());
  switch (key.kind) {
    case EntryType::evidence: return kEvidenceRowSize;
    case EntryType::slots: return kSlotListRowSize;
    case EntryType::epoch: return proof::slot_row_size(w);
    case EntryType::settlement: return proof::settlement_row_size(w);
    case EntryType::station_batch: return kStationRowLimit;
    case EntryType::permutation: return proof::kPermutationRowSize;
    case EntryType::mix: return proof::kMixRowSize;
    default: return proof::kShareRowSize;
  }
}

/// May an entry of this object stand here? Asked for every chunk and for the closing entry.
Verdict State::Impl::check_object_start(const ObjectKey& key, const Entry& e) const {
  const auto name = object_name(key);
  const auto in_phase = [&](Phase first, Phase last) {
    return phase >= first && phase <= last ? Verdict::pass() : Verdict::fail(kPhase, name);
  };
  switch (key.kind) {
    case EntryType::evidence: return in_phase(Phase::keyed, Phase::keyed);
    case EntryType::slots: return in_phase(Phase::evidenced, Phase::evidenced);
    case EntryType::settlement: return in_phase(Phase::counted, Phase::counted);
    case EntryType::epoch: {
      IPPYO_REQUIRE(in_phase(Phase::open, Phase::open));
      const auto* scheduled = epoch(key.number);
      if (scheduled == nullptr || key.number <= sealed) return Verdict::fail(kEpochNumber, name);
      if (e.signers[0] != scheduled->box) return Verdict::fail(kEpochBox, name + " by " + e.signers[0]);
      if (e.time < scheduled->close || e.time > scheduled->close + opening->calendar.grace_seconds) return Verdict::fail(kEpochTime, name);
      return Verdict::pass();
    }
    case EntryType::station_batch: {
      IPPYO_REQUIRE(in_phase(Phase::open, Phase::polling_closed));
      if (key.contest != e.signers[0]) return Verdict::fail(kEntrySigner, name);
      const bool closed = std::find(closed_stations.begin(), closed_stations.end(), key.contest) != closed_stations.end();
      return closed ? Verdict::fail(kStationTwice, name) : Verdict::pass();
    }
    default: break;
  }
  IPPYO_REQUIRE(in_phase(Phase::open, Phase::audited));
  const auto c = contest_index(key.contest);
  if (!c || key.trustee != trustee_number(*constitution, e.signers[0]) || key.number > constitution->mixes)
    return Verdict::fail(kContestUnknown, name);
  if (key.kind == EntryType::permutation) {
    if (permutations.contains({*c, key.number, key.trustee})) return Verdict::fail(kCommitmentTwice, name);
    return key.number > mixes[*c].size() ? Verdict::pass() : Verdict::fail(kMixNumber, name + ": that mix is done");
  }
  if (phase != Phase::audited) return Verdict::fail(kNotAudited, name);
  if (key.kind == EntryType::mix) {
    if (key.number != mixes[*c].size() + 1) return Verdict::fail(kMixNumber, name);
    if (std::find(mixers[*c].begin(), mixers[*c].end(), key.trustee) != mixers[*c].end()) return Verdict::fail(kMixerTwice, name);
    return permutations.contains({*c, key.number, key.trustee}) ? Verdict::pass() : Verdict::fail(kNoCommitment, name);
  }
  if (!all_mixed()) return Verdict::fail(kMixesMissing, name);
  for (const auto& [trustee, share] : shares[*c])
    if (trustee == key.trustee) return Verdict::fail(kShareTwice, name);
  return Verdict::pass();
}

Outcome State::Impl::add_chunk(const Step& s) {
  IPPYO_DECODE(Chunk, chunk, s.entry.body);
  const auto name = object_name(chunk.key);
  IPPYO_REQUIRE(check_object_start(chunk.key, s.entry));
  const auto per_chunk = rows_per_chunk(largest_row(chunk.key));
  const auto found = open.find(chunk.key);
  const std::uint64_t expected = found == open.end() ? 0 : found->second.rows;
  // A piece that begins at row 0 begins the object anew: its author may have stopped half-way before.
  const bool begins = chunk.first == 0;
  if (chunk.rows > per_chunk || (!begins && (chunk.first != expected || found->second.short_chunk)))
    return Verdict::fail(kChunkOrder, name + ", row " + std::to_string(chunk.first));
  Bytes rows;
  if (s.full() || is_read_row_by_row(chunk.key.kind)) {
    auto blob = s.blobs->blob(chunk.sha256);
    if (!blob.ok()) return blob.error();
    rows = std::move(*blob);
    if (rows.size() != chunk.length) return Verdict::fail(kRowLength, name + ", row " + std::to_string(chunk.first));
  }
  OpenObject fresh;
  OpenObject& o = begins ? fresh : found->second;
  Undo undo(o);
  if (auto v = take_rows(chunk.key, chunk, rows, s, o).at(name); !v.passed()) {
    undo();
    return v;
  }
  o.rows += chunk.rows;
  o.chunks.push_back(chunk.sha256);
  o.short_chunk = chunk.rows < per_chunk;
  if (begins) open[chunk.key] = std::move(fresh);
  if (chunk.key.kind == EntryType::epoch)  // a later epoch drops one that was begun and never closed
    std::erase_if(open, [&](const auto& item) { return item.first.kind == EntryType::epoch && item.first.number < chunk.key.number; });
  named_blobs.push_back(chunk.sha256);
  return Verdict::pass();
}

Verdict State::Impl::take_rows(const ObjectKey& key, const Chunk& chunk, ByteView rows, const Step& s, OpenObject& o) const {
  const auto fixed = [&](std::size_t row_size) {
    return chunk.length == chunk.rows * row_size ? Verdict::pass() : Verdict::fail(kRowLength, "row " + std::to_string(chunk.first));
  };
  switch (key.kind) {
    case EntryType::evidence: IPPYO_REQUIRE(fixed(kEvidenceRowSize)); return take_evidence(rows, o);
    case EntryType::slots: IPPYO_REQUIRE(fixed(kSlotListRowSize)); return take_slots(rows, s.depth, o);
    case EntryType::station_batch: return take_station_ballots(key, rows, chunk.rows, s.depth, o);
    case EntryType::epoch:
    case EntryType::settlement: {
      VerifiedRows verified;
      auto ready = s.prepared != nullptr && s.prepared->key == key ? s.prepared->chunks.extract({chunk.first, chunk.sha256})
                                                                   : decltype(s.prepared->chunks)::node_type{};
      verified = ready ? std::move(ready.mapped()) : verify_rows(key, chunk.first, chunk.rows, rows, s.depth);
      IPPYO_REQUIRE(verified.verdict);
      o.decoded = o.decoded && s.full();
      o.ciphertexts.insert(o.ciphertexts.end(), verified.ciphertexts.begin(), verified.ciphertexts.end());
      o.commitments.insert(o.commitments.end(), verified.commitments.begin(), verified.commitments.end());
      return Verdict::pass();
    }
    default: return fixed(largest_row(key));
  }
}

Outcome State::Impl::dispatch_object(const Step& s) {
  IPPYO_DECODE(Closing, c, s.entry.body);
  const auto name = object_name(c.key);
  if (c.key.kind != s.entry.type) return Verdict::fail(kClosing, name + " closed by an entry of another type");
  IPPYO_REQUIRE(check_object_start(c.key, s.entry));
  const auto found = open.find(c.key);
  OpenObject nothing;  // a station that nobody voted at closes an empty batch
  if (found == open.end() && c.key.kind != EntryType::station_batch) return Verdict::fail(kClosing, name + ": no rows");
  OpenObject o = found == open.end() ? nothing : found->second;
  if (c.rows != o.rows || c.chunks != o.chunks) return Verdict::fail(kClosing, name);
  auto outcome = [&]() -> Outcome {
    switch (c.key.kind) {
      case EntryType::evidence: return close_evidence(c, s, o);
      case EntryType::slots: return close_slots(c, s, o);
      case EntryType::epoch: return close_epoch(c, s, o);
      case EntryType::station_batch: return close_station(c, s, o);
      case EntryType::settlement: return close_settlement(c, s, o);
      case EntryType::permutation: return close_permutation(c, s, o);
      case EntryType::mix: return close_mix(c, s, o);
      default: return close_decryption(c, s, o);
    }
  }();
  if (!outcome.ok()) return outcome;
  if (!outcome->passed()) return std::move(*outcome).at(name);
  open.erase(c.key);
  return Verdict::pass();
}

}  // namespace ippyo::record
