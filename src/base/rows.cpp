// SPDX-License-Identifier: Apache-2.0
#include "base/rows.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/check.hpp"
#include "base/files.hpp"

namespace ippyo::base {

Result<void> MemoryRows::read(std::uint64_t first, std::span<std::uint8_t> out) const {
  const auto offset = first * row_size_;
  IPPYO_CHECK(out.size() % row_size_ == 0 && offset + out.size() <= bytes_.size());
  if (!out.empty()) std::memcpy(out.data(), bytes_.data() + offset, out.size());
  return {};
}

Result<void> MemoryRows::append(ByteView rows) {
  bytes_.insert(bytes_.end(), rows.begin(), rows.end());
  return {};
}

Result<std::unique_ptr<FileRows>> FileRows::create(const std::filesystem::path& path, std::size_t row_size) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return system_error("cannot create " + path.string());
  return std::unique_ptr<FileRows>(new FileRows(fd, row_size, 0));
}

Result<std::unique_ptr<FileRows>> FileRows::open(const std::filesystem::path& path, std::size_t row_size) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return system_error("cannot open " + path.string());
  struct stat info {};
  if (::fstat(fd, &info) != 0 || static_cast<std::uint64_t>(info.st_size) % row_size != 0) {
    ::close(fd);
    return Error{path.string() + " is not a whole number of rows of " + std::to_string(row_size) + " bytes"};
  }
  return std::unique_ptr<FileRows>(new FileRows(fd, row_size, static_cast<std::uint64_t>(info.st_size)));
}

FileRows::~FileRows() { ::close(fd_); }

Result<void> FileRows::read(std::uint64_t first, std::span<std::uint8_t> out) const {
  IPPYO_CHECK(out.size() % row_size_ == 0 && first * row_size_ + out.size() <= size_);
  std::uint64_t at = first * row_size_;
  while (!out.empty()) {
    const auto n = ::pread(fd_, out.data(), out.size(), static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return system_error("cannot read a list of rows");
    at += static_cast<std::uint64_t>(n);
    out = out.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

Result<void> FileRows::append(ByteView rows) {
  while (!rows.empty()) {
    const auto n = ::pwrite(fd_, rows.data(), rows.size(), static_cast<off_t>(size_));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return system_error("cannot write a list of rows");
    size_ += static_cast<std::uint64_t>(n);
    rows = rows.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

Result<void> ColumnRows::read(std::uint64_t first, std::span<std::uint8_t> out) const {
  IPPYO_CHECK(out.size() % size_ == 0);
  const auto n = out.size() / size_;
  Bytes whole(n * base_.row_size());
  IPPYO_TRY(base_.read(first, whole));
  for (std::size_t i = 0; i < n; ++i)
    std::memcpy(out.data() + i * size_, whole.data() + i * base_.row_size() + offset_, size_);
  return {};
}

}  // namespace ippyo::base
