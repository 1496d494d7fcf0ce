// SPDX-License-Identifier: Apache-2.0
// Files that hold codes: nobody else reads them, and what is removed is overwritten first.
#pragma once
#include <filesystem>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ippyo::registrar {

/// A new file of mode 0600 that grows. Without finish() it is erased.
class PrivateFile {
  std::filesystem::path path_;
  int fd_;
  PrivateFile(std::filesystem::path path, int fd) : path_(std::move(path)), fd_(fd) {}

 public:
  static base::Result<PrivateFile> create(const std::filesystem::path& path);
  PrivateFile(PrivateFile&& o) noexcept;
  PrivateFile& operator=(PrivateFile&&) = delete;
  ~PrivateFile();
  base::Result<void> write(base::ByteView bytes);
  /// Durable.
  base::Result<void> finish();
};

/// Overwritten with zeros, synced, removed. A file system that writes elsewhere (copy on write, flash) may still hold the old
/// bytes: the folder belongs on an encrypted disk. Missing is fine.
base::Result<void> erase_file(const std::filesystem::path& path);
/// At most `size` bytes from `from` on.
base::Result<base::Bytes> read_piece(const std::filesystem::path& path, std::uint64_t from, std::size_t size);

}  // namespace ippyo::registrar
