// SPDX-License-Identifier: Apache-2.0
// Long lists of rows: in steps where order matters, in ranges on all cores where only the sum matters. [SPEC 1.7 Rows, SPEC 1.10 Parallel work]
#pragma once
#include <filesystem>

#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "base/rows.hpp"
#include "proof/element.hpp"

namespace ippyo::proof {

struct Range {
  std::uint64_t first, last;
  std::size_t size() const { return last - first; }
};

/// Rows per call when one step is shared between cores.
inline constexpr std::uint64_t kGrain = 256;

/// Ranges of at most kRowsPerStep rows, as many as keep every core busy. Results must not depend on the cut.
std::vector<Range> ranges_of(std::uint64_t n);
/// Consecutive steps of kRowsPerStep rows.
std::vector<Range> steps_of(std::uint64_t n);

/// fn(range) -> Result<T> on all cores; the values in list order, or the first error in list order.
template <class T, class Fn>
base::Result<std::vector<T>> map_ranges(std::uint64_t n, const Fn& fn) {
  const auto ranges = ranges_of(n);
  std::vector<std::optional<base::Result<T>>> results(ranges.size());
  base::run_parallel(ranges.size(), 1, [&](std::uint64_t first, std::uint64_t last) {
    for (auto r = first; r < last; ++r) results[r].emplace(fn(ranges[r]));
  });
  std::vector<T> out;
  out.reserve(ranges.size());
  for (auto& result : results) {
    if (!result->ok()) return result->error();
    out.push_back(std::move(**result));
  }
  return out;
}

/// The whole list as one item.
base::Result<void> hash_rows(base::Hasher& hasher, const base::RowSource& rows);
/// h_1 .. h_n as one item.
void hash_generators(base::Hasher& hasher, std::uint64_t n);

base::Result<Bytes> read_rows(const base::RowSource& rows, Range range);

/// Rows without a name: the file is unlinked as soon as it is open, so that nothing stays behind, whatever happens.
base::Result<std::unique_ptr<base::FileRows>> scratch_rows(const std::filesystem::path& folder, std::size_t row_size);

enum class Identity { allowed, refused };

/// One range of a list in memory, read column by column; remembers the first row that does not decode.
class Columns {
  Bytes bytes_;
  std::size_t row_size_;
  Range range_;
  std::optional<std::uint64_t> bad_;
  Columns(Bytes bytes, std::size_t row_size, Range range) : bytes_(std::move(bytes)), row_size_(row_size), range_(range) {}
  void refuse(std::size_t i);

 public:
  static base::Result<Columns> read(const base::RowSource& rows, Range range);
  std::vector<Point> elements(std::size_t offset, Identity identity);
  std::vector<Scalar> scalars(std::size_t offset);
  /// Number, within the whole list, of the first row with a bad element or scalar among the columns read so far.
  std::optional<std::uint64_t> bad() const { return bad_; }
};

}  // namespace ippyo::proof
