// SPDX-License-Identifier: Apache-2.0
#include "edit.hpp"

#include "base/codec.hpp"
#include "proof/settlement.hpp"
#include "proof/slot_proof.hpp"

namespace ippyo::tamper {

namespace {

std::ptrdiff_t place(std::size_t at) { return static_cast<std::ptrdiff_t>(at); }

std::size_t row_size(const World& world, const ObjectKey& key, std::size_t row, ByteView rest) {
  switch (key.kind) {
    case EntryType::epoch: return proof::slot_row_size(width_of(world, row));
    case EntryType::settlement: return proof::settlement_row_size(width_of(world, row));
    case EntryType::station_batch: return 4 + base::Reader(rest).u32();
    case EntryType::evidence: return record::kEvidenceRowSize;
    case EntryType::slots: return record::kSlotListRowSize;
    case EntryType::permutation: return proof::kPermutationRowSize;
    case EntryType::mix: return proof::kMixRowSize;
    default: return proof::kShareRowSize;
  }
}

Bytes joined(const std::vector<Bytes>& rows) {
  base::Writer w;
  for (const auto& row : rows) w.raw(row);
  return w.take();
}

Bytes32 put_blob(Board& board, Bytes bytes) {
  board.blobs = std::make_shared<world::MemoryBlobs>(*board.blobs);
  return board.blobs->put(std::move(bytes));
}

}  // namespace

std::vector<Bytes> rows_of(const World& world, const Board& board, const ObjectKey& key) {
  const auto all = board.rows(key);
  std::vector<Bytes> out;
  for (ByteView rest = all; !rest.empty();) {
    const auto size = row_size(world, key, out.size(), rest);
    out.push_back(base::to_bytes(rest.first(size)));
    rest = rest.subspan(size);
  }
  return out;
}

std::size_t chunk_of(const Board& board, const ObjectKey& key) {
  for (std::size_t i = 0; i < board.entries.size(); ++i)
    if (board.entries[i].type == EntryType::chunk && record::Chunk::decode(board.entries[i].body)->key == key) return i;
  IPPYO_CHECK(false);
  return 0;
}

std::size_t edit_chunk(Board& board, const ObjectKey& key, const std::function<void(record::Chunk&)>& edit) {
  return edit_body<record::Chunk>(board, chunk_of(board, key), edit);
}

std::size_t edit_closing(Board& board, const ObjectKey& key, const std::function<void(record::Closing&)>& edit) {
  return edit_body<record::Closing>(board, board.find(key), edit);
}

std::size_t edit_header(Board& board, const ObjectKey& key, const std::function<void(Bytes&)>& edit) {
  return edit_closing(board, key, [&](record::Closing& c) { edit(c.header); });
}

std::size_t put_rows(Board& board, const ObjectKey& key, const std::vector<Bytes>& rows) {
  auto bytes = joined(rows);
  const auto length = static_cast<std::uint32_t>(bytes.size());
  const auto hash = put_blob(board, std::move(bytes));
  edit_closing(board, key, [&](record::Closing& c) {
    c.rows = rows.size();
    c.chunks = {hash};
  });
  return edit_chunk(board, key, [&](record::Chunk& c) {
    c.rows = static_cast<std::uint32_t>(rows.size());
    c.length = length;
    c.sha256 = hash;
  });
}

std::size_t edit_row(const World& world, Board& board, const ObjectKey& key, std::size_t row,
                     const std::function<void(Bytes&)>& edit) {
  auto rows = rows_of(world, board, key);
  edit(rows[row]);
  return put_rows(board, key, rows);
}

namespace {

/// The audit says how many entries it covers: an entry more or less before its end is one that the scrutineers have seen, too.
void move_audit(Board& board, std::size_t at, int by) {
  for (auto& e : board.entries)
    if (e.type == EntryType::settlement_audited) {
      auto body = *record::AuditedBody::decode(e.body);
      if (at < body.entries) body.entries += static_cast<std::uint64_t>(by);
      e.body = body.encode();
    }
}

}  // namespace

std::size_t insert(Board& board, std::size_t at, EntryType type, Bytes body, std::vector<std::string> signers) {
  const auto time = board.entries[at - 1].time;
  move_audit(board, at, 1);
  board.entries.insert(board.entries.begin() + place(at), Entry{type, time, 0, std::move(signers), std::move(body), {}});
  return at;
}

std::size_t insert_object(Board& board, std::size_t at, const ObjectKey& key, const std::vector<Bytes>& rows, Bytes header,
                          std::vector<std::string> signers) {
  auto bytes = joined(rows);
  record::Chunk chunk{key, 0, static_cast<std::uint32_t>(rows.size()), static_cast<std::uint32_t>(bytes.size()), {}};
  chunk.sha256 = put_blob(board, std::move(bytes));
  insert(board, at, EntryType::chunk, chunk.encode(), signers);
  insert(board, at + 1, key.kind, record::Closing{key, rows.size(), std::move(header), {chunk.sha256}}.encode(),
         std::move(signers));
  return at;
}

std::size_t erase(Board& board, std::size_t at) {
  move_audit(board, at, -1);
  board.entries.erase(board.entries.begin() + place(at));
  return at;
}

std::size_t copy_entry(Board& board, std::size_t from, std::size_t to) {
  auto e = board.entries[from];
  e.time = board.entries[to - 1].time;
  move_audit(board, to, 1);
  board.entries.insert(board.entries.begin() + place(to), std::move(e));
  return to;
}

void exchange(Board& board, std::size_t a, std::size_t b) {
  std::swap(board.entries[a], board.entries[b]);
  std::swap(board.entries[a].time, board.entries[b].time);
}

void sign_alone(const World& world, Board& board, std::size_t at, const Bytes32& context) {
  auto& e = board.entries[at];
  e.signatures.clear();
  for (const auto& id : e.signers) e.signatures.push_back(world.keys.of(id).sign(record::signing_hash(e, context)));
}

void put_bytes(Bytes& bytes, std::size_t at, ByteView part) { std::copy(part.begin(), part.end(), bytes.begin() + place(at)); }

void spoil_element(Bytes& bytes, std::size_t at) {
  const auto p = *group::decode(ByteView(bytes).subspan(at, 32));
  put_bytes(bytes, at, group::encode(group::add(p, group::generator())));
}

void spoil_scalar(Bytes& bytes, std::size_t at) {
  put_bytes(bytes, at, (*proof::Scalar::parse(ByteView(bytes).subspan(at, 32)) + proof::Scalar::one()).bytes());
}

void spoil_bit(Bytes& bytes, std::size_t at) { bytes[at] ^= 1; }

void respell_element(Bytes& bytes, std::size_t at) { bytes[at + 31] |= 0x80; }

/// Plus q.
void respell_scalar(Bytes& bytes, std::size_t at) {
  const auto minus_one = (-proof::Scalar::one()).bytes();
  unsigned carry = 1;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += static_cast<unsigned>(bytes[at + i]) + minus_one[i];
    bytes[at + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
}

void put_identity(Bytes& bytes, std::size_t at) { put_bytes(bytes, at, Bytes32{}); }

ObjectKey epoch_key(std::uint32_t epoch) { return {EntryType::epoch, {}, epoch, 0}; }
ObjectKey slots_key() { return {EntryType::slots, {}, 0, 0}; }
ObjectKey evidence_key() { return {EntryType::evidence, {}, 0, 0}; }
ObjectKey settlement_key() { return {EntryType::settlement, {}, 0, 0}; }
ObjectKey station_key() { return {EntryType::station_batch, "station-1", 0, 0}; }
ObjectKey permutation_key(const std::string& contest, std::uint32_t mix, std::uint32_t trustee) {
  return {EntryType::permutation, contest, mix, trustee};
}
ObjectKey mix_key(const std::string& contest, std::uint32_t mix, std::uint32_t trustee) {
  return {EntryType::mix, contest, mix, trustee};
}
ObjectKey share_key(const std::string& contest, std::uint32_t trustee) { return {EntryType::decryption, contest, 0, trustee}; }

std::uint64_t slot_of(const World& world, std::uint16_t style, std::size_t nth) {
  const auto& slots = world.state.slots();
  for (std::uint64_t i = 0; i < slots.size(); ++i)
    if (slots[i].style == style && nth-- == 0) return i;
  IPPYO_CHECK(false);
  return 0;
}

std::size_t width_of(const World& world, std::uint64_t slot) {
  const auto& slots = world.state.slots();
  // A row too many is cut like the last one.
  return world.state.opening().styles[slots[std::min<std::size_t>(slot, slots.size() - 1)].style].contests.size();
}

base::Rng& liar_rng() {
  static base::KeyedRng rng{base::Secret(Bytes32{66})};
  return rng;
}

proof::Scalar any_scalar() { return proof::Scalar::random(liar_rng()); }

}  // namespace ippyo::tamper
