// SPDX-License-Identifier: Apache-2.0
// Chunks of one epoch or settlement, verified together and on all cores before they are applied one by one. [SPEC 8.4 Apply]
#include <algorithm>

#include "base/parallel.hpp"
#include "record/internal/state_impl.hpp"

namespace ippyo::record {
namespace {

constexpr std::size_t kChunksAhead = 256;

/// Chunks per product: many rows make it cheaper, and all cores get the same share twice over.
std::size_t chunks_per_batch(std::size_t chunks) {
  constexpr std::size_t kMost = 32;
  const std::size_t pieces = 2 * base::thread_count();
  return std::clamp<std::size_t>((chunks + pieces - 1) / pieces, 1, kMost);
}


/// Cuts what was verified together into what belongs to each chunk.
std::vector<VerifiedRows> split(const VerifiedRows& whole, std::span<const AheadChunk> chunks, const std::function<std::size_t(std::uint64_t)>& width) {
  std::vector<VerifiedRows> out;
  auto c = whole.ciphertexts.begin();
  auto d = whole.commitments.begin();
  for (const auto& a : chunks) {
    std::size_t n = 0;
    for (std::uint64_t i = 0; i < a.chunk.rows; ++i) n += width(a.chunk.first + i);
    const auto m = whole.commitments.empty() ? 0 : a.chunk.rows;
    VerifiedRows part;
    part.ciphertexts.assign(c, c + static_cast<std::ptrdiff_t>(n));
    part.commitments.assign(d, d + m);
    out.push_back(std::move(part));
    c += static_cast<std::ptrdiff_t>(n);
    d += m;
  }
  return out;
}

}  // namespace

/// The next chunk of the object, signed by who may, with exactly its own rows: whatever else it may be is for apply() to judge, and
/// nobody makes us work for it. Rows that were cut elsewhere must not be joined into ones that fit.
std::optional<AheadChunk> State::Impl::ahead_of(ByteView bytes, const BlobSource& source, const AheadChunk* before) const {
  if (bytes.empty() || bytes[0] != static_cast<std::uint8_t>(EntryType::chunk)) return std::nullopt;
  const auto e = Entry::decode(bytes);
  if (!e.ok()) return std::nullopt;
  const auto chunk = Chunk::decode(e->body);
  if (!chunk.ok() || (chunk->key.kind != EntryType::epoch && chunk->key.kind != EntryType::settlement)) return std::nullopt;
  const auto begun = open.find(chunk->key);
  const auto expected = before != nullptr ? before->chunk.first + before->chunk.rows : begun == open.end() ? 0 : begun->second.rows;
  if (before != nullptr && before->chunk.key != chunk->key) return std::nullopt;
  if (chunk->first != expected && (before != nullptr || chunk->first != 0)) return std::nullopt;
  const auto n = slots->size();
  if (chunk->rows > rows_per_chunk(largest_row(chunk->key)) || chunk->rows > n || chunk->first > n - chunk->rows) return std::nullopt;
  if (!check_object_start(chunk->key, *e).passed() || !check_signers(*e, chunk->key.kind, *constitution).passed() ||
      !check_signatures(*e, chunk->key.kind, *constitution).passed())
    return std::nullopt;
  std::size_t size = 0;
  for (std::uint64_t i = 0; i < chunk->rows; ++i) size += row_size(chunk->key, chunk->first + i);
  auto rows = source.blob(chunk->sha256);
  if (!rows.ok() || rows->size() != chunk->length || rows->size() != size) return std::nullopt;
  return AheadChunk{*chunk, std::move(*rows)};
}

std::size_t State::Impl::prepare(std::span<const Bytes> entries_ahead, const BlobSource& source, Prepared& out) const {
  if (!opening) return 1;
  std::vector<AheadChunk> ahead;
  for (const auto& bytes : entries_ahead.first(std::min(entries_ahead.size(), kChunksAhead))) {
    auto next = ahead_of(bytes, source, ahead.empty() ? nullptr : &ahead.back());
    if (!next) break;
    ahead.push_back(std::move(*next));
  }
  if (ahead.empty()) return 1;
  out.key = ahead[0].chunk.key;
  out.chunks.clear();
  std::vector<VerifiedRows> verified(ahead.size());
  base::run_parallel(ahead.size(), chunks_per_batch(ahead.size()), [&](std::uint64_t first, std::uint64_t last) {
    Bytes rows;
    std::uint64_t n = 0;
    for (auto i = first; i < last; ++i) {
      rows.insert(rows.end(), ahead[i].rows.begin(), ahead[i].rows.end());
      n += ahead[i].chunk.rows;
    }
    const auto whole = verify_rows(out.key, ahead[first].chunk.first, n, rows, Depth::full);
    if (whole.verdict.passed()) {
      auto parts = split(whole, std::span(ahead).subspan(first, last - first), [&](std::uint64_t slot) { return width(slot); });
      std::move(parts.begin(), parts.end(), verified.begin() + static_cast<std::ptrdiff_t>(first));
      return;
    }
    for (auto i = first; i < last; ++i)
      verified[i] = verify_rows(out.key, ahead[i].chunk.first, ahead[i].chunk.rows, ahead[i].rows, Depth::full);
  });
  for (std::size_t i = 0; i < ahead.size(); ++i)
    out.chunks.emplace(std::pair{ahead[i].chunk.first, ahead[i].chunk.sha256}, std::move(verified[i]));
  return ahead.size();
}

}  // namespace ippyo::record
