// SPDX-License-Identifier: Apache-2.0
// What stands where on the board: a hint for devices that look for entries, each of which they verify by itself. [SPEC 10.6 Interface]
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "record/entry.hpp"

namespace ippyo::ballot_box {

/// Every entry but chunks, kept as entries are posted: nothing is read again for a request.
class Contents {
  struct Line {
    std::uint64_t index;
    record::EntryType type;
    base::UnixTime time;
    std::optional<std::uint32_t> number;  ///< of an epoch or an amendment
  };
  std::uint64_t size_ = 0;
  std::vector<Line> lines_;  ///< ascending by index

 public:
  /// The entries that follow those noted so far.
  void note(std::span<const base::Bytes> entries);
  std::uint64_t size() const { return size_; }
  /// {"size": n, "entries": [{"index", "type", "time", "number"?} ..]}: the entries from `from` on.
  std::string page(std::uint64_t from) const;
};

}  // namespace ippyo::ballot_box
