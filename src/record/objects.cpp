// SPDX-License-Identifier: Apache-2.0
#include "record/objects.hpp"

#include <algorithm>
#include <mutex>

#include "base/codec.hpp"

namespace ippyo::record {
namespace {

constexpr std::size_t kMaxChunks = 2000;  // as many hashes as fit into one entry

void write_key(base::Writer& w, const ObjectKey& key) {
  w.u8(static_cast<std::uint8_t>(key.kind)).text(key.contest).u32(key.number).u32(key.trustee);
}

/// Only objects of the kinds below exist, and a key uses exactly the fields of its kind.
bool key_fits(const ObjectKey& k) {
  switch (k.kind) {
    case EntryType::evidence:
    case EntryType::slots:
    case EntryType::settlement: return k.contest.empty() && k.number == 0 && k.trustee == 0;
    case EntryType::epoch: return k.contest.empty() && k.number > 0 && k.trustee == 0;
    case EntryType::station_batch: return !k.contest.empty() && k.number == 0 && k.trustee == 0;
    case EntryType::decryption: return !k.contest.empty() && k.number == 0 && k.trustee > 0;
    case EntryType::permutation:
    case EntryType::mix: return !k.contest.empty() && k.number > 0 && k.trustee > 0;
    default: return false;
  }
}

ObjectKey read_key(base::Reader& r) {
  ObjectKey key{};
  key.kind = static_cast<EntryType>(r.u8());
  key.contest = r.text(32);
  key.number = r.u32();
  key.trustee = r.u32();
  if (!key_fits(key)) r.refuse();
  return key;
}

/// Reads rows through a small cache of blobs; the last few serve neighbouring reads of several threads.
class ChunkRows final : public base::RowSource {
  static constexpr std::size_t kKept = 8;
  struct Kept {
    std::uint64_t chunk;
    std::shared_ptr<const Bytes> bytes;
  };
  std::shared_ptr<const BlobSource> blobs_;
  std::vector<Bytes32> chunks_;
  std::size_t row_size_;
  std::uint64_t rows_, per_chunk_;
  mutable std::mutex mutex_;
  mutable std::vector<Kept> kept_;

  base::Result<std::shared_ptr<const Bytes>> chunk(std::uint64_t index) const {
    {
      const std::lock_guard lock(mutex_);
      for (const auto& k : kept_)
        if (k.chunk == index) return k.bytes;
    }
    auto blob = blobs_->blob(chunks_[index]);
    if (!blob.ok()) return blob.error();
    const auto expected = std::min(per_chunk_, rows_ - index * per_chunk_) * row_size_;
    if (blob->size() != expected) return base::Error{"a blob of the board does not hold the rows that its entry says; get the board anew"};
    auto bytes = std::make_shared<const Bytes>(std::move(*blob));
    const std::lock_guard lock(mutex_);
    if (kept_.size() == kKept) kept_.erase(kept_.begin());
    kept_.push_back({index, bytes});
    return bytes;
  }

 public:
  ChunkRows(std::shared_ptr<const BlobSource> blobs, std::vector<Bytes32> chunks, std::size_t row_size, std::uint64_t rows)
      : blobs_(std::move(blobs)), chunks_(std::move(chunks)), row_size_(row_size), rows_(rows), per_chunk_(rows_per_chunk(row_size)) {}
  std::uint64_t rows() const override { return rows_; }
  std::size_t row_size() const override { return row_size_; }

  base::Result<void> read(std::uint64_t first, std::span<std::uint8_t> out) const override {
    IPPYO_CHECK(out.size() % row_size_ == 0 && first + out.size() / row_size_ <= rows_);
    while (!out.empty()) {
      const auto bytes = chunk(first / per_chunk_);
      if (!bytes.ok()) return bytes.error();
      const auto offset = (first % per_chunk_) * row_size_, n = std::min<std::uint64_t>(out.size(), (*bytes)->size() - offset);
      std::copy_n((*bytes)->begin() + static_cast<std::ptrdiff_t>(offset), n, out.begin());
      first += n / row_size_;
      out = out.subspan(n);
    }
    return {};
  }
};

}  // namespace

std::string object_name(const ObjectKey& key) {
  std::string out = entry_name(key.kind);
  if (!key.contest.empty()) out += " " + key.contest;
  if (key.number != 0) out += " " + std::to_string(key.number);
  if (key.trustee != 0) out += " of trustee " + std::to_string(key.trustee);
  return out;
}

Bytes Chunk::encode() const {
  base::Writer w;
  write_key(w, key);
  return w.u64(first).u32(rows).u32(length).raw(sha256).take();
}

base::Result<Chunk> Chunk::decode(ByteView bytes) {
  base::Reader r(bytes);
  Chunk c{read_key(r), r.u64(), r.u32(), r.u32(), r.fixed<32>()};
  if (c.rows == 0 || c.length == 0 || c.length > kMaxBlobSize) r.refuse();
  IPPYO_TRY(r.finish("chunk"));
  return c;
}

Bytes Closing::encode() const {
  base::Writer w;
  write_key(w, key);
  w.u64(rows).bytes(header).count(chunks.size());
  for (const auto& hash : chunks) w.raw(hash);
  return w.take();
}

base::Result<Closing> Closing::decode(ByteView bytes) {
  base::Reader r(bytes);
  Closing c{read_key(r), r.u64(), r.bytes(), {}};
  const auto n = r.count(kMaxChunks);
  for (std::uint32_t i = 0; i < n && !r.failed(); ++i) c.chunks.push_back(r.fixed<32>());
  IPPYO_TRY(r.finish("closing entry"));
  return c;
}

std::uint32_t rows_per_chunk(std::size_t largest_row_size) {
  std::uint32_t rows = 256;
  while (rows > 1 && rows * largest_row_size > kMaxBlobSize) rows /= 2;
  return rows;
}

std::unique_ptr<base::RowSource> chunk_rows(std::shared_ptr<const BlobSource> blobs, std::vector<Bytes32> chunks, std::size_t row_size,
                                            std::uint64_t rows) {
  return std::make_unique<ChunkRows>(std::move(blobs), std::move(chunks), row_size, rows);
}

}  // namespace ippyo::record
