// SPDX-License-Identifier: Apache-2.0
// Lists of equal-sized rows that never have to be in memory at once. [SPEC 1.7 Rows]
#pragma once
#include <filesystem>
#include <memory>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ippyo::base {

/// A list of rows of `row_size` bytes, readable in any ranges, as often as needed. Safe to read from several threads.
class RowSource {
 public:
  virtual ~RowSource() = default;
  virtual std::uint64_t rows() const = 0;
  virtual std::size_t row_size() const = 0;
  /// Reads the rows [first, first + out.size() / row_size()). requires: that range lies inside the list.
  virtual Result<void> read(std::uint64_t first, std::span<std::uint8_t> out) const = 0;
};

/// Where rows are written, in order.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual Result<void> append(ByteView rows) = 0;
};

/// Rows in memory: for tests, and for lists that are small by their nature.
class MemoryRows final : public RowSource, public RowSink {
  std::size_t row_size_;
  Bytes bytes_;

 public:
  explicit MemoryRows(std::size_t row_size, Bytes bytes = {}) : row_size_(row_size), bytes_(std::move(bytes)) {}
  std::uint64_t rows() const override { return bytes_.size() / row_size_; }
  std::size_t row_size() const override { return row_size_; }
  Result<void> read(std::uint64_t first, std::span<std::uint8_t> out) const override;
  Result<void> append(ByteView rows) override;
  Bytes& bytes() { return bytes_; }
};

/// Rows in one file. Created for writing (truncated, mode 0600), or opened for reading.
class FileRows final : public RowSource, public RowSink {
  int fd_ = -1;
  std::size_t row_size_;
  std::uint64_t size_ = 0;
  FileRows(int fd, std::size_t row_size, std::uint64_t size) : fd_(fd), row_size_(row_size), size_(size) {}

 public:
  static Result<std::unique_ptr<FileRows>> create(const std::filesystem::path& path, std::size_t row_size);
  static Result<std::unique_ptr<FileRows>> open(const std::filesystem::path& path, std::size_t row_size);
  FileRows(const FileRows&) = delete;
  ~FileRows() override;
  std::uint64_t rows() const override { return size_ / row_size_; }
  std::size_t row_size() const override { return row_size_; }
  Result<void> read(std::uint64_t first, std::span<std::uint8_t> out) const override;
  Result<void> append(ByteView rows) override;
};

/// Some columns of another list: bytes [offset, offset + size) of each of its rows.
class ColumnRows final : public RowSource {
  const RowSource& base_;
  std::size_t offset_, size_;

 public:
  ColumnRows(const RowSource& base, std::size_t offset, std::size_t size) : base_(base), offset_(offset), size_(size) {}
  std::uint64_t rows() const override { return base_.rows(); }
  std::size_t row_size() const override { return size_; }
  Result<void> read(std::uint64_t first, std::span<std::uint8_t> out) const override;
};

/// Rows per step when a list is streamed: large enough for batches, small enough for the cache.
inline constexpr std::uint64_t kRowsPerStep = 4096;

}  // namespace ippyo::base
