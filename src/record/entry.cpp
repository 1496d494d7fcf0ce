// SPDX-License-Identifier: Apache-2.0
#include "record/entry.hpp"

#include "base/codec.hpp"
#include "base/hash.hpp"

namespace ippyo::record {
namespace {

constexpr std::size_t kMaxSigners = 64, kMaxIdSize = 32;

void write_signers(base::Writer& w, const std::vector<std::string>& signers) {
  w.u8(static_cast<std::uint8_t>(signers.size()));
  for (const auto& id : signers) w.text(id);
}

}  // namespace

const char* entry_name(EntryType type) {
  switch (type) {
    case EntryType::constitution: return "constitution";
    case EntryType::ceremony: return "ceremony";
    case EntryType::evidence: return "evidence";
    case EntryType::slots: return "slots";
    case EntryType::tokens: return "tokens";
    case EntryType::opening: return "opening";
    case EntryType::amendment: return "amendment";
    case EntryType::rehearsal: return "rehearsal";
    case EntryType::permutation: return "permutation";
    case EntryType::epoch: return "epoch";
    case EntryType::station_batch: return "station batch";
    case EntryType::internet_close: return "internet close";
    case EntryType::polling_places_closed: return "polling places closed";
    case EntryType::poll_book_count: return "poll book count";
    case EntryType::settlement: return "settlement";
    case EntryType::settlement_audited: return "settlement audited";
    case EntryType::mix: return "mix";
    case EntryType::decryption: return "decryption";
    case EntryType::lot: return "lot";
    case EntryType::result: return "result";
    case EntryType::incident: return "incident";
    case EntryType::audit_head: return "audit head";
    case EntryType::chunk: return "chunk";
  }
  return "unknown";
}

Bytes Entry::encode() const {
  base::Writer w;
  w.u8(static_cast<std::uint8_t>(type)).u64(time).u64(seq);
  write_signers(w, signers);
  w.bytes(body);
  for (const auto& s : signatures) w.raw(s);
  return w.take();
}

base::Result<Entry> Entry::decode(ByteView bytes) {
  base::Reader r(bytes);
  Entry e{};
  const auto type = r.u8();
  if (type < 1 || type > static_cast<std::uint8_t>(EntryType::chunk)) r.refuse();
  e.type = static_cast<EntryType>(type);
  e.time = r.u64();
  e.seq = r.u64();
  const auto n = r.u8();
  if (n < 1 || n > kMaxSigners) r.refuse();
  for (std::size_t i = 0; i < n && !r.failed(); ++i) e.signers.push_back(r.text(kMaxIdSize));
  e.body = r.bytes(kMaxEntrySize);
  for (std::size_t i = 0; i < n && !r.failed(); ++i) e.signatures.push_back(r.fixed<64>());
  IPPYO_TRY(r.finish("entry"));
  return e;
}

Bytes64 signing_hash(const Entry& e, const Bytes32& context) {
  base::Writer signers;
  write_signers(signers, e.signers);
  return base::hash("entry", static_cast<std::uint64_t>(e.type), ByteView(context), e.time, e.seq, ByteView(signers.data()), ByteView(e.body));
}

}  // namespace ippyo::record
