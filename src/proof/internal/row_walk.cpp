// SPDX-License-Identifier: Apache-2.0
#include "proof/internal/row_walk.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>

namespace ippyo::proof {

static std::vector<Range> cut(std::uint64_t n, std::uint64_t length) {
  std::vector<Range> out;
  for (std::uint64_t first = 0; first < n; first += length) out.push_back({first, std::min(n, first + length)});
  return out;
}

std::vector<Range> ranges_of(std::uint64_t n) {
  const std::uint64_t cores = base::thread_count(), least = (n + base::kRowsPerStep - 1) / base::kRowsPerStep;
  const auto pieces = std::max<std::uint64_t>(1, (least + cores - 1) / cores * cores);
  return cut(n, std::max(kGrain, (n + pieces - 1) / pieces));
}

std::vector<Range> steps_of(std::uint64_t n) { return cut(n, base::kRowsPerStep); }

base::Result<void> hash_rows(base::Hasher& hasher, const base::RowSource& rows) {
  hasher.begin_item(rows.rows() * rows.row_size());
  for (const auto step : steps_of(rows.rows())) {
    const auto bytes = read_rows(rows, step);
    if (!bytes.ok()) return bytes.error();
    hasher.part(*bytes);
  }
  return {};
}

void hash_generators(base::Hasher& hasher, std::uint64_t n) {
  hasher.begin_item(32 * n);
  for (const auto step : steps_of(n)) {
    std::vector<Element> h(step.size());
    base::run_parallel(step.size(), kGrain, [&](std::uint64_t first, std::uint64_t last) {
      shuffle_generators(step.first + first + 1, std::span(h).subspan(first, last - first));
    });
    for (const auto& element : h) hasher.part(element.bytes);
  }
}

base::Result<Bytes> read_rows(const base::RowSource& rows, Range range) {
  Bytes out(range.size() * rows.row_size());
  IPPYO_TRY(rows.read(range.first, out));
  return out;
}

base::Result<std::unique_ptr<base::FileRows>> scratch_rows(const std::filesystem::path& folder, std::size_t row_size) {
  static std::atomic<std::uint64_t> made{0};
  const auto path = folder / ("rows-" + std::to_string(::getpid()) + "-" + std::to_string(made++) + ".tmp");
  auto rows = base::FileRows::create(path, row_size);
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  return rows;
}

base::Result<Columns> Columns::read(const base::RowSource& rows, Range range) {
  auto bytes = read_rows(rows, range);
  if (!bytes.ok()) return bytes.error();
  return Columns(std::move(*bytes), rows.row_size(), range);
}

void Columns::refuse(std::size_t i) { bad_ = std::min(bad_.value_or(range_.last), range_.first + i); }

std::vector<Point> Columns::elements(std::size_t offset, Identity identity) {
  static constexpr Bytes32 kIdentity{};
  Bytes column(32 * range_.size());
  for (std::size_t i = 0; i < range_.size(); ++i) {
    std::memcpy(&column[32 * i], &bytes_[row_size_ * i + offset], 32);
    if (identity == Identity::refused && std::equal(kIdentity.begin(), kIdentity.end(), &column[32 * i])) refuse(i);
  }
  std::vector<Point> out(range_.size());
  if (const auto i = group::decode_batch(column, out)) refuse(*i);
  return out;
}

std::vector<Scalar> Columns::scalars(std::size_t offset) {
  std::vector<Scalar> out(range_.size());
  for (std::size_t i = 0; i < range_.size(); ++i) {
    const auto s = Scalar::parse(ByteView(bytes_).subspan(row_size_ * i + offset, 32));
    if (s) out[i] = *s;
    else refuse(i);
  }
  return out;
}

}  // namespace ippyo::proof
