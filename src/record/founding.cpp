// SPDX-License-Identifier: Apache-2.0
// Constitution, key ceremony, evidence, slots, tokens, opening. [SPEC 8.4.1 Founding]
#include <algorithm>
#include <cstring>

#include "base/codec.hpp"
#include "base/hash.hpp"
#include "board/policy.hpp"
#include "proof/possession.hpp"
#include "record/internal/state_impl.hpp"

namespace ippyo::record {

Outcome State::Impl::found(const Step& s) {
  if (phase != Phase::empty) return Verdict::fail(kPhase, "a second constitution");
  IPPYO_DECODE(election::Constitution, c, s.entry.body);
  IPPYO_REQUIRE(election::check_constitution(c));
  IPPYO_REQUIRE(check_envelope(s.entry, EntryType::constitution, c));
  ctx0 = election::context0(c);
  constitution = std::make_shared<const election::Constitution>(std::move(c));
  phase = Phase::constituted;
  return Verdict::pass();
}

namespace {

Verdict check_dealings(const CeremonyBody& b, const proof::CeremonyParameters& p) {
  for (std::uint32_t i = 1; i <= p.n; ++i)
    IPPYO_REQUIRE(proof::verify_dealing(p, i, b.commitments[i - 1], b.dealings[i - 1]).at("dealer " + std::to_string(i)));
  return Verdict::pass();
}

Verdict check_complaints(const CeremonyBody& b, const proof::CeremonyParameters& p) {
  for (const auto& c : b.complaints) {
    const auto where = "dealer " + std::to_string(c.dealer) + ", complainer " + std::to_string(c.complainer);
    if (c.dealer < 1 || c.dealer > p.n || c.complainer < 1 || c.complainer > p.n || c.dealer == c.complainer)
      return Verdict::fail(kComplaint, where);
    if (proof::judge_complaint(b.dealings[c.dealer - 1], c.complainer, c.published) == proof::Culprit::dealer)
      return Verdict::fail(kComplaint, where);
  }
  return Verdict::pass();
}

}  // namespace

Outcome State::Impl::key_ceremony(const Step& s) {
  IPPYO_DECODE(CeremonyBody, body, s.entry.body);
  const proof::CeremonyParameters p{ctx0, constitution->trustees, constitution->threshold};
  const std::size_t n = p.n;
  if (body.commitments.size() != n || body.dealings.size() != n || body.shares.size() != n * n ||
      std::any_of(body.shares.begin(), body.shares.end(), [](const Bytes& b) { return b.size() != 64; }))
    return Verdict::fail(kCeremonyShape);
  if (s.full()) {
    IPPYO_REQUIRE(check_dealings(body, p));
    IPPYO_REQUIRE(check_complaints(body, p));
  }
  auto made = proof::election_key(p, body.dealings);
  if (made.y.is_identity()) return Verdict::fail(kElectionKeyIdentity);
  y_base = std::make_shared<const group::FixedBase>(made.y.point);
  election_key = std::make_shared<const proof::ElectionKey>(std::move(made));
  ceremony_hash = base::hash("ceremony", ByteView(s.entry.body));
  ceremony = std::make_shared<const CeremonyBody>(std::move(body));
  phase = Phase::keyed;
  return Verdict::pass();
}

Verdict State::Impl::take_evidence(ByteView rows, OpenObject& o) const {
  for (std::size_t at = 0; at < rows.size(); at += kEvidenceRowSize) {
    EvidenceItem item{};
    std::memcpy(item.hash.data(), &rows[at], 32);
    item.evidence_class = rows[at + 32];
    const auto& allowed = constitution->evidence;
    if (std::find(allowed.begin(), allowed.end(), static_cast<election::EvidenceClass>(item.evidence_class)) == allowed.end())
      return Verdict::fail(kEvidenceClass, "row " + std::to_string(o.evidence.size()));
    if (!o.evidence.empty() && !(o.evidence.back().hash < item.hash))
      return Verdict::fail(kEvidenceOrder, "row " + std::to_string(o.evidence.size()));
    o.evidence.push_back(item);
  }
  return Verdict::pass();
}

Outcome State::Impl::close_evidence(const Closing& c, const Step&, OpenObject& o) {
  if (!c.header.empty()) return Verdict::fail(kBodyEncoding, "evidence has no header");
  evidence = std::make_shared<const std::vector<EvidenceItem>>(std::move(o.evidence));
  phase = Phase::evidenced;
  return Verdict::pass();
}

namespace {

/// Label of a slot's possession proof: ctx0, X, evidence hash.
Bytes possession_label(const Bytes32& ctx0, ByteView X, ByteView evidence) {
  return base::Writer().raw(ctx0).raw(X).raw(evidence).take();
}

}  // namespace

Verdict State::Impl::take_slots(ByteView rows, Depth depth, OpenObject& o) const {
  const auto n = rows.size() / kSlotListRowSize, first = o.slots.size();
  std::vector<proof::Point> points(n);
  Bytes encodings(32 * n);
  for (std::size_t i = 0; i < n; ++i) std::memcpy(&encodings[32 * i], &rows[i * kSlotListRowSize], 32);
  if (const auto bad = group::decode_batch(encodings, points)) return Verdict::fail(kSlotKeyEncoding, "slot " + std::to_string(first + *bad));
  std::vector<Bytes> labels(n);
  std::vector<proof::PossessionCase> cases;
  o.slots.reserve(first + n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto row = rows.subspan(i * kSlotListRowSize, kSlotListRowSize);
    const auto where = "slot " + std::to_string(first + i);
    SlotInfo info{};
    std::memcpy(info.X.bytes.data(), row.data(), 32);
    info.X.point = points[i];
    info.style = static_cast<std::uint16_t>(row[32] << 8 | row[33]);
    std::memcpy(info.evidence.data(), &row[34], 32);
    info.evidence_class = static_cast<election::EvidenceClass>(row[66]);
    if (info.X.is_identity()) return Verdict::fail(kSlotKeyEncoding, where);
    if (!o.slots.empty() && !(o.slots.back().X.bytes < info.X.bytes)) return Verdict::fail(kSlotOrder, where);
    const auto item = std::lower_bound(evidence->begin(), evidence->end(), info.evidence,
                                       [](const EvidenceItem& e, const Bytes32& h) { return e.hash < h; });
    if (item == evidence->end() || item->hash != info.evidence || item->evidence_class != row[66]) return Verdict::fail(kSlotEvidence, where);
    labels[i] = possession_label(ctx0, info.X.bytes, info.evidence);
    o.slots.push_back(info);
  }
  if (depth == Depth::again) return Verdict::pass();
  for (std::size_t i = 0; i < n; ++i)
    cases.push_back({{"pop", labels[i], o.slots[first + i].X}, rows.subspan(i * kSlotListRowSize + 67, proof::kPossessionSize)});
  return proof::verify_possessions(cases).at("slots from " + std::to_string(first));
}

Outcome State::Impl::close_slots(const Closing& c, const Step& s, OpenObject& o) {
  if (!c.header.empty()) return Verdict::fail(kBodyEncoding, "the slot list has no header");
  std::vector<Bytes32> used;
  for (const auto& slot : o.slots) used.push_back(slot.evidence);
  std::sort(used.begin(), used.end());
  if (std::adjacent_find(used.begin(), used.end()) != used.end()) return Verdict::fail(kSlotEvidence, "one evidence hash for two slots");
  slots = std::make_shared<const SlotList>(std::move(o.slots));
  slot_list_hash = base::hash32("slots", ByteView(s.entry.body));
  phase = Phase::enrolled;
  return Verdict::pass();
}

/// All tokens without a ballot must fit into one entry when they are opened.
constexpr std::size_t kMostTokens = 3800, kMostChunks = 2000;

Outcome State::Impl::announce_tokens(const Step& s) {
  IPPYO_DECODE(TokensBody, body, s.entry.body);
  if (!constitution->paper) return Verdict::fail(kPhase, "stations need a settlement, and this election has no paper vote");
  if (body.station != s.entry.signers[0]) return Verdict::fail(kEntrySigner, "tokens of another station");
  const bool ascending = std::adjacent_find(body.hashes.begin(), body.hashes.end(), [](const auto& a, const auto& b) { return !(a < b); }) == body.hashes.end();
  if (body.hashes.empty() || !ascending) return Verdict::fail(kTokenOrder, body.station);
  for (const auto& other : stations) {
    if (other.station == body.station) return Verdict::fail(kTokenOrder, body.station + " has announced its tokens before");
    for (const auto& h : body.hashes)
      if (std::binary_search(other.hashes.begin(), other.hashes.end(), h)) return Verdict::fail(kTokenOrder, "one token of two stations");
  }
  std::size_t total = body.hashes.size();
  for (const auto& other : stations) total += other.hashes.size();
  if (total > kMostTokens) return Verdict::fail(kTooManyTokens, body.station);
  token_lists.push_back(base::hash32("tokens", ByteView(s.entry.body)));
  stations.push_back(std::move(body));
  return Verdict::pass();
}

namespace {

/// V10: C_0 = (1, m_abstain) for every contest of every slot; computed, never posted.
SlotCiphertexts trivial_ciphertexts(const SlotList& slots, const election::Opening& o, const Bytes32& ctx0) {
  std::vector<Ciphertext> abstain;
  for (const auto& c : o.contests) abstain.push_back({Element{}, proof::option_point(ctx0, c.id, "abstain")});
  auto offset = std::make_shared<std::vector<std::uint64_t>>(1, 0);
  SlotCiphertexts out;
  for (const auto& slot : slots) {
    for (const auto c : o.styles[slot.style].contests) out.all.push_back(abstain[c]);
    offset->push_back(out.all.size());
  }
  out.offset = std::move(offset);
  return out;
}

}  // namespace

/// N_mix of every contest: the slots that have it, and every token.
std::vector<std::uint64_t> State::Impl::places(const election::Opening& o) const {
  std::uint64_t tokens = 0;
  for (const auto& station : stations) tokens += station.hashes.size();
  std::vector<std::uint64_t> out(o.contests.size(), tokens);
  for (const auto& slot : *slots)
    for (const auto c : o.styles[slot.style].contests) ++out[c];
  return out;
}

/// Nobody is alone in a list or a style: placeholders of stations do not count as company, and n_S is public per style.
Verdict State::Impl::check_lengths(const election::Opening& o) const {
  std::vector<std::uint64_t> of_style(o.styles.size()), of_contest(o.contests.size());
  std::size_t w = 0;
  for (const auto& slot : *slots) {
    ++of_style[slot.style];
    for (const auto c : o.styles[slot.style].contests) ++of_contest[c];
  }
  for (std::size_t s = 0; s < of_style.size(); ++s) {
    w = std::max(w, o.styles[s].contests.size());
    if (of_style[s] != 0 && of_style[s] < constitution->min_list) return Verdict::fail(kMinList, "style " + o.styles[s].id);
  }
  for (std::size_t c = 0; c < of_contest.size(); ++c)
    if (of_contest[c] < constitution->min_list) return Verdict::fail(kMinList, "contest " + o.contests[c].id);
  const auto per_chunk = rows_per_chunk(std::max(proof::slot_row_size(w), proof::settlement_row_size(w)));
  return slots->size() <= kMostChunks * per_chunk ? Verdict::pass() : Verdict::fail(kTooManySlots);
}

Outcome State::Impl::open_election(const Step& s) {
  IPPYO_DECODE(election::Opening, o, s.entry.body);
  if (o.y != election_key->y || o.Z != constitution->Z || o.slot_list != slot_list_hash || o.token_lists != token_lists)
    return Verdict::fail(kOpeningContext);
  if (o.slots != slots->size()) return Verdict::fail(kSlotCount);
  IPPYO_REQUIRE(election::check_opening(*constitution, o));
  if (const auto policy = board::Policy::parse(o.policy); !policy.ok()) return Verdict::fail(kPolicy, policy.error().message);
  for (std::size_t i = 0; i < slots->size(); ++i)
    if ((*slots)[i].style >= o.styles.size()) return Verdict::fail(kSlotStyle, "slot " + std::to_string(i));
  if (!o.calendar.internet.empty() && s.entry.time > o.calendar.internet.front().from) return Verdict::fail(kOpeningTime);
  for (const auto& c : o.contests) IPPYO_REQUIRE(election::check_plaintexts(ctx0, c));
  IPPYO_REQUIRE(check_lengths(o));
  nulls.assign(o.styles.size(), {});
  for (std::size_t style = 0; style < o.styles.size(); ++style)
    for (const auto c : o.styles[style].contests) nulls[style].push_back(proof::option_point(ctx0, o.contests[c].id, "null"));
  ctx = election::context(ctx0, ceremony_hash, o);
  current = std::make_shared<const SlotValues>(trivial_ciphertexts(*slots, o, ctx0), true);
  schedules = {std::make_shared<const election::Schedule>(election::initial_schedule(o))};
  n_mix = places(o);
  mixes.resize(o.contests.size());
  mixers.resize(o.contests.size());
  shares.resize(o.contests.size());
  opening = std::make_shared<const election::Opening>(std::move(o));
  phase = Phase::open;
  return Verdict::pass();
}

}  // namespace ippyo::record
