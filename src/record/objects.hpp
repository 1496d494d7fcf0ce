// SPDX-License-Identifier: Apache-2.0
// Large objects: rows cut into blobs, one chunk entry each, closed by an entry that lists them. [SPEC 8.2 Objects]
#pragma once
#include <memory>

#include "base/rows.hpp"
#include "record/entry.hpp"

namespace ippyo::record {

/// Where blobs come from: a board directory, a submission, a test.
class BlobSource {
 public:
  virtual ~BlobSource() = default;
  /// errors: missing, or its bytes do not have that SHA-256.
  virtual base::Result<Bytes> blob(const Bytes32& sha256) const = 0;
};

/// Which object a chunk or a closing entry speaks of. Unused fields are empty or zero.
struct ObjectKey {
  EntryType kind;             ///< the closing type
  std::string contest;        ///< permutation, mix, decryption: contest id; station_batch: station id
  std::uint32_t number = 0;   ///< epoch; mix number (permutation, mix)
  std::uint32_t trustee = 0;  ///< permutation, mix, decryption
  auto operator<=>(const ObjectKey&) const = default;
};

/// "epoch 3", "mix council 2 of trustee 1": for findings.
std::string object_name(const ObjectKey& key);

/// Body of a chunk entry: key, first, rows, length, SHA-256.
struct Chunk {
  ObjectKey key;
  std::uint64_t first;
  std::uint32_t rows;
  std::uint32_t length;
  Bytes32 sha256;
  Bytes encode() const;
  static base::Result<Chunk> decode(ByteView bytes);
};
/// Body of a closing entry: key, number of rows, header, hashes of the chunks in order.
struct Closing {
  ObjectKey key;
  std::uint64_t rows;
  Bytes header;  ///< proof header or other fields of the object, per kind
  std::vector<Bytes32> chunks;
  Bytes encode() const;
  static base::Result<Closing> decode(ByteView bytes);
};

/// Rows per chunk: the largest power of two up to 256 for which that many of the largest row fit into 256 KiB.
inline constexpr std::size_t kMaxBlobSize = 256 * 1024;
std::uint32_t rows_per_chunk(std::size_t largest_row_size);

/// The rows of an object with rows of one size, read from its blobs as needed; a few blobs are kept.
std::unique_ptr<base::RowSource> chunk_rows(std::shared_ptr<const BlobSource> blobs, std::vector<Bytes32> chunks, std::size_t row_size,
                                            std::uint64_t rows);

}  // namespace ippyo::record
