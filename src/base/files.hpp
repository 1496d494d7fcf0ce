// SPDX-License-Identifier: Apache-2.0
// Files that are either the old one or the new one, never half. [SPEC 1.8 Files]
#pragma once
#include <filesystem>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ippyo::base {

/// An Error that ends in the system's own words for errno ("No space left on device").
Error system_error(const std::string& what);

/// errors: missing, unreadable, or larger than `max` bytes.
Result<Bytes> read_file(const std::filesystem::path& path, std::uint64_t max = 1u << 30);

/// Temporary file in the same folder, write, fsync, rename, fsync of the folder. When it returns without
/// error the bytes survive a power cut; when it fails the old file is untouched.
Result<void> write_file_durably(const std::filesystem::path& path, ByteView bytes, unsigned mode = 0644);

/// fsync of a folder, so that names made in it survive.
Result<void> sync_folder(const std::filesystem::path& folder);

/// An exclusive advisory lock (flock) on a file, held until destruction.
class FileLock {
  int fd_ = -1;
  explicit FileLock(int fd) : fd_(fd) {}

 public:
  /// errors: says who to stop when another process holds the lock.
  static Result<FileLock> take(const std::filesystem::path& path);
  FileLock(FileLock&& o) noexcept : fd_(o.fd_) { o.fd_ = -1; }
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();
};

}  // namespace ippyo::base
