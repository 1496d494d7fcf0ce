// SPDX-License-Identifier: Apache-2.0
// A board in memory whose every key we hold: the strongest adversary. It may change anything and sign again; only the mathematics objects.
#pragma once
#include <functional>
#include <map>

#include "record/state.hpp"

namespace ippyo::world {

using base::Bytes;
using base::Bytes32;
using base::ByteView;
using record::Entry;
using record::EntryType;
using record::ObjectKey;

class MemoryBlobs final : public record::BlobSource {
  std::map<Bytes32, Bytes> blobs_;

 public:
  base::Result<Bytes> blob(const Bytes32& sha256) const override;
  Bytes32 put(Bytes bytes);
  const std::map<Bytes32, Bytes>& all() const { return blobs_; }
};

struct Keys {
  std::map<std::string, base::SigningKey> signing;  ///< of every signer of the constitution
  const base::SigningKey& of(const std::string& id) const { return signing.at(id); }
};

struct Board {
  std::vector<Entry> entries;
  std::shared_ptr<MemoryBlobs> blobs = std::make_shared<MemoryBlobs>();

  /// Index of the nth entry of a type (for objects: of its closing entry, if `key` is given).
  std::size_t find(EntryType type, std::size_t nth = 0) const;
  std::size_t find(const ObjectKey& key) const;
  /// Keeps the first n entries.
  Board cut(std::size_t n) const;
  /// All rows of an object, joined; and the object with other rows in their place, cut as before (rows of one size, or as `sizes` says).
  Bytes rows(const ObjectKey& key) const;
  void replace_rows(const ObjectKey& key, const Bytes& rows, const std::vector<std::size_t>& sizes);
  /// Replaces the header of a closing entry.
  void replace_header(const ObjectKey& key, Bytes header);
};

/// Everybody signs whatever stands there: sequence numbers, contexts and the audited root made right again.
void sign_again(Board& board, const Keys& keys);

/// The board's entries one after the other: the finding that stops it, or nothing. `state` is what stands before entry `first`.
std::optional<base::Finding> first_finding(const Board& board, record::State state = {}, std::size_t first = 0);
std::vector<Bytes> encoded(const Board& board);

}  // namespace ippyo::world
