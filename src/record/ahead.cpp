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

struct Ahead {
  Chunk chunk;
  Bytes rows;
};

/// Stops at the first entry that is not the next chunk of the same object; that one is for apply() to judge.
std::vector<Ahead> chunks_ahead(std::span<const Bytes> entries, const BlobSource& blobs) {
  std::vector<Ahead> out;
  for (const auto& bytes : entries.first(std::min(entries.size(), kChunksAhead))) {
    if (bytes.empty() || bytes[0] != static_cast<std::uint8_t>(EntryType::chunk)) break;
    const auto e = Entry::decode(bytes);
    if (!e.ok()) break;
    auto chunk = Chunk::decode(e->body);
    if (!chunk.ok() || (chunk->key.kind != EntryType::epoch && chunk->key.kind != EntryType::settlement)) break;
    if (!out.empty() && (out[0].chunk.key != chunk->key || out.back().chunk.first + out.back().chunk.rows != chunk->first)) break;
    auto rows = blobs.blob(chunk->sha256);
    if (!rows.ok() || rows->size() != chunk->length) break;
    out.push_back({std::move(*chunk), std::move(*rows)});
  }
  return out;
}

/// Cuts what was verified together into what belongs to each chunk.
std::vector<VerifiedRows> split(const VerifiedRows& whole, std::span<const Ahead> chunks, const std::function<std::size_t(std::uint64_t)>& width) {
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

std::size_t State::Impl::prepare(std::span<const Bytes> entries_ahead, const BlobSource& source, Prepared& out) const {
  if (!opening) return 1;
  const auto ahead = chunks_ahead(entries_ahead, source);
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
