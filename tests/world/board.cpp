// SPDX-License-Identifier: Apache-2.0
#include "board.hpp"

#include "base/hash.hpp"
#include "board/merkle.hpp"
#include "record/context.hpp"

namespace ippyo::world {

base::Result<Bytes> MemoryBlobs::blob(const Bytes32& sha256) const {
  const auto found = blobs_.find(sha256);
  if (found == blobs_.end()) return base::Error{"no such blob"};
  return found->second;
}

Bytes32 MemoryBlobs::put(Bytes bytes) {
  const auto hash = base::sha256(bytes);
  blobs_[hash] = std::move(bytes);
  return hash;
}

std::size_t Board::find(EntryType type, std::size_t nth) const {
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (entries[i].type == type && nth-- == 0) return i;
  IPPYO_CHECK(false);
  return 0;
}

std::size_t Board::find(const ObjectKey& key) const {
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (entries[i].type == key.kind && record::Closing::decode(entries[i].body)->key == key) return i;
  IPPYO_CHECK(false);
  return 0;
}

Board Board::cut(std::size_t n) const {
  Board out = *this;
  out.entries.resize(n);
  out.blobs = std::make_shared<MemoryBlobs>(*blobs);
  return out;
}

namespace {

template <class Visit>
void each_chunk(Board& board, const ObjectKey& key, Visit visit) {
  for (auto& e : board.entries) {
    if (e.type != EntryType::chunk) continue;
    auto chunk = *record::Chunk::decode(e.body);
    if (chunk.key != key) continue;
    visit(chunk);
    e.body = chunk.encode();
  }
}

}  // namespace

Bytes Board::rows(const ObjectKey& key) const {
  Bytes out;
  Board copy = *this;
  each_chunk(copy, key, [&](const record::Chunk& chunk) {
    const auto bytes = blobs->blob(chunk.sha256);
    out.insert(out.end(), bytes->begin(), bytes->end());
  });
  return out;
}

void Board::replace_rows(const ObjectKey& key, const Bytes& rows, const std::vector<std::size_t>& sizes) {
  blobs = std::make_shared<MemoryBlobs>(*blobs);
  std::size_t at = 0, row = 0;
  std::vector<Bytes32> hashes;
  each_chunk(*this, key, [&](record::Chunk& chunk) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < chunk.rows; ++i) length += sizes[std::min(row++, sizes.size() - 1)];
    const auto piece = ByteView(rows).subspan(at, std::min(length, rows.size() - at));
    chunk.length = static_cast<std::uint32_t>(piece.size());
    chunk.sha256 = blobs->put(base::to_bytes(piece));
    hashes.push_back(chunk.sha256);
    at += piece.size();
  });
  for (auto& e : entries) {
    if (e.type != key.kind) continue;
    auto closing = *record::Closing::decode(e.body);
    if (closing.key != key) continue;
    closing.chunks = hashes;
    e.body = closing.encode();
  }
}

void Board::replace_header(const ObjectKey& key, Bytes header) {
  auto& e = entries[find(key)];
  auto closing = *record::Closing::decode(e.body);
  closing.header = std::move(header);
  e.body = closing.encode();
}

std::vector<Bytes> encoded(const Board& board) {
  std::vector<Bytes> out;
  for (const auto& e : board.entries) out.push_back(e.encode());
  return out;
}

void sign_again(Board& board, const Keys& keys) {
  std::map<std::string, std::uint64_t> seq;
  Bytes32 ctx0{}, ctx{};
  base::Bytes64 ceremony{};
  bool opened = false;
  board::Tree tree;
  for (auto& e : board.entries) {
    if (e.type == EntryType::constitution)
      if (const auto c = election::Constitution::decode(e.body); c.ok()) ctx0 = election::context0(*c);
    if (e.type == EntryType::ceremony) ceremony = base::hash("ceremony", ByteView(e.body));
    if (e.type == EntryType::settlement_audited) {
      auto body = *record::AuditedBody::decode(e.body);
      if (body.entries <= tree.size()) body.root = tree.root(body.entries);
      e.body = body.encode();
    }
    auto kind = e.type;
    if (kind == EntryType::chunk)
      if (const auto chunk = record::Chunk::decode(e.body); chunk.ok()) kind = chunk->key.kind;
    e.seq = seq[e.signers[0]]++;
    const auto hash = record::signing_hash(e, record::entry_context(ctx0, ctx, opened, kind));
    e.signatures.clear();
    for (const auto& id : e.signers) e.signatures.push_back(keys.of(id).sign(hash));
    if (e.type == EntryType::opening)
      if (const auto o = election::Opening::decode(e.body); o.ok()) {
        ctx = election::context(ctx0, ceremony, *o);
        opened = true;
      }
    tree.append(board::leaf_hash(e.encode()));
  }
}

std::optional<base::Finding> first_finding(const Board& board, record::State state, std::size_t first) {
  board::Tree tree;
  const auto entries = encoded(board);
  for (const auto& e : entries) tree.append(board::leaf_hash(e));
  std::uint64_t applied = 0;
  const auto verdict = state.apply_all(std::span(entries).subspan(std::min(first, entries.size())), board.blobs,
                                       [&](std::uint64_t n) { return n <= tree.size() ? tree.root(n) : Bytes32{}; }, record::Depth::full, applied);
  IPPYO_CHECK(verdict.ok());
  if (verdict->passed()) return std::nullopt;
  return verdict->finding();
}

}  // namespace ippyo::world
