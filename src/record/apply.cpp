// SPDX-License-Identifier: Apache-2.0
// The way of every entry: form, time, signers, sequence, signatures, then the step of its type.
#include <algorithm>

#include "record/internal/state_impl.hpp"

namespace ippyo::record {
namespace {

using election::Role;

/// What a chunk's signers and context follow: the kind of the object that it belongs to.
base::Result<EntryType> kind_of(const Entry& e) {
  if (e.type != EntryType::chunk) return e.type;
  const auto chunk = Chunk::decode(e.body);
  if (!chunk.ok()) return chunk.error();
  return chunk->key.kind;
}

bool is_role(const election::Constitution& c, std::string_view id, Role role) {
  const auto* s = c.signer(id);
  return s != nullptr && s->role == role;
}

bool all_trustees(const Entry& e, const election::Constitution& c) {
  if (e.signers.size() != c.trustees) return false;
  for (std::uint32_t j = 1; j <= c.trustees; ++j)
    if (e.signers[j - 1] != c.trustee(j)->id) return false;
  return true;
}

/// More than half of the scrutineers, each once.
bool enough_scrutineers(const Entry& e, const election::Constitution& c) {
  const auto total = std::count_if(c.signers.begin(), c.signers.end(), [](const auto& s) { return s.role == Role::scrutineer; });
  return 2 * e.signers.size() > static_cast<std::size_t>(total) &&
         std::all_of(e.signers.begin(), e.signers.end(), [&](const auto& id) { return is_role(c, id, Role::scrutineer); });
}

/// A station, with at least one observer.
bool station_and_observers(const Entry& e, const election::Constitution& c) {
  return e.signers.size() >= 2 && is_role(c, e.signers[0], Role::station) &&
         std::all_of(e.signers.begin() + 1, e.signers.end(), [&](const auto& id) { return is_role(c, id, Role::observer); });
}

bool each_once(std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end());
  return std::adjacent_find(ids.begin(), ids.end()) == ids.end();
}

}  // namespace

std::uint32_t trustee_number(const election::Constitution& c, std::string_view signer) {
  for (std::uint32_t j = 1; j <= c.trustees; ++j)
    if (c.trustee(j)->id == signer) return j;
  return 0;
}

Verdict State::Impl::check_signers(const Entry& e, EntryType kind, const election::Constitution& c) const {
  const auto one = [&](Role role) { return e.signers.size() == 1 && is_role(c, e.signers[0], role); };
  const bool good = each_once(e.signers) && [&] {
    switch (kind) {
      case EntryType::constitution:
      case EntryType::opening:
      case EntryType::amendment:
      case EntryType::internet_close:
      case EntryType::polling_places_closed:
      case EntryType::lot:
      case EntryType::result:
      case EntryType::incident: return one(Role::commission);
      case EntryType::evidence:
      case EntryType::slots:
      case EntryType::poll_book_count:
      case EntryType::settlement:
      case EntryType::audit_head: return one(Role::registrar);
      case EntryType::permutation:
      case EntryType::mix:
      case EntryType::decryption:
      case EntryType::rehearsal: return one(Role::trustee);
      case EntryType::epoch: return one(Role::ballot_box);
      case EntryType::ceremony: return all_trustees(e, c);
      case EntryType::settlement_audited: return enough_scrutineers(e, c);
      case EntryType::tokens:
      case EntryType::station_batch: return station_and_observers(e, c);
      case EntryType::chunk: return false;
    }
    return false;
  }();
  return good ? Verdict::pass() : Verdict::fail(kEntrySigner, std::string(entry_name(e.type)) + " signed by " + e.signers[0]);
}

Verdict State::Impl::check_envelope(const Entry& e, EntryType kind, const election::Constitution& c) const {
  IPPYO_REQUIRE(check_signers(e, kind, c));
  const auto next = seq.find(e.signers[0]);
  if (e.seq != (next == seq.end() ? 0 : next->second)) return Verdict::fail(kEntrySequence, e.signers[0]);
  return check_signatures(e, kind, c);
}

Verdict State::Impl::check_signatures(const Entry& e, EntryType kind, const election::Constitution& c) const {
  const auto hash = signing_hash(e, entry_context(ctx0, ctx, opening != nullptr, kind));
  for (std::size_t i = 0; i < e.signers.size(); ++i)
    if (!base::verify_signature(c.signer(e.signers[i])->key, hash, e.signatures[i])) return Verdict::fail(kEntrySignature, e.signers[i]);
  return Verdict::pass();
}

Outcome State::Impl::apply(ByteView bytes, const std::shared_ptr<const BlobSource>& source, const RootOf& root, Depth depth,
                           Prepared* prepared) {
  if (bytes.size() > kMaxEntrySize) return Verdict::fail(kOversized);
  if (bytes.empty() || bytes[0] < 1 || bytes[0] > static_cast<std::uint8_t>(EntryType::chunk)) return Verdict::fail(kUnknownType);
  const auto e = Entry::decode(bytes);
  if (!e.ok()) return Verdict::fail(kEntryEncoding, e.error().message);
  if (e->time < last_time) return Verdict::fail(kTime, entry_name(e->type));
  const auto kind = kind_of(*e);
  if (!kind.ok()) return Verdict::fail(kBodyEncoding, kind.error().message);
  const Step step{*e, source, root, depth, prepared};
  if (e->type == EntryType::constitution) {
    if (auto v = found(step); !v.ok() || !v->passed()) return v;
  } else {
    if (phase == Phase::empty) return Verdict::fail(kPhase, std::string(entry_name(e->type)) + " before the constitution");
    IPPYO_REQUIRE(check_envelope(*e, *kind, *constitution));
    if (auto v = dispatch(step); !v.ok() || !v->passed()) return v;
  }
  ++entries;
  last_time = e->time;
  seq[e->signers[0]] = e->seq + 1;
  blobs = source;
  return Verdict::pass();
}

Outcome State::Impl::dispatch(const Step& s) {
  const auto type = s.entry.type;
  const auto out_of_order = [&] { return Verdict::fail(kPhase, entry_name(type)); };
  const auto between = [&](Phase first, Phase last) { return phase >= first && phase <= last; };
  switch (type) {
    case EntryType::ceremony: return phase == Phase::constituted ? key_ceremony(s) : out_of_order();
    case EntryType::tokens: return phase == Phase::enrolled ? announce_tokens(s) : out_of_order();
    case EntryType::opening: return phase == Phase::enrolled ? open_election(s) : out_of_order();
    case EntryType::amendment: return between(Phase::open, Phase::polling_closed) ? amend(s) : out_of_order();
    case EntryType::rehearsal: return between(Phase::keyed, Phase::settled) ? rehearse(s) : out_of_order();
    case EntryType::internet_close: return phase == Phase::open ? close_internet(s) : out_of_order();
    case EntryType::polling_places_closed: return phase == Phase::internet_closed ? close_polling(s) : out_of_order();
    case EntryType::poll_book_count: return phase == Phase::polling_closed ? count_poll_book(s) : out_of_order();
    case EntryType::settlement_audited: return phase == Phase::settled ? audit(s) : out_of_order();
    case EntryType::lot: return between(Phase::audited, Phase::result) ? draw_lot(s) : out_of_order();
    case EntryType::result: return phase == Phase::audited ? publish_result(s) : out_of_order();
    case EntryType::incident:
    case EntryType::audit_head: return state_something(s);
    case EntryType::chunk: return add_chunk(s);
    case EntryType::constitution: break;
    case EntryType::evidence:
    case EntryType::slots:
    case EntryType::permutation:
    case EntryType::epoch:
    case EntryType::station_batch:
    case EntryType::settlement:
    case EntryType::mix:
    case EntryType::decryption: return dispatch_object(s);
  }
  return out_of_order();
}

Outcome State::Impl::state_something(const Step& s) {
  IPPYO_DECODE(StatementBody, body, s.entry.body);
  (void)body;
  return Verdict::pass();
}

}  // namespace ippyo::record
