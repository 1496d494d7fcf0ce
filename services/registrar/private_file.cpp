// SPDX-License-Identifier: Apache-2.0
#include "registrar/private_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/files.hpp"

namespace ippyo::registrar {
namespace {

using base::Result;

Result<void> write_all(int fd, base::ByteView left, const std::filesystem::path& path) {
  while (!left.empty()) {
    const auto n = ::write(fd, left.data(), left.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return base::system_error("cannot write " + path.string());
    left = left.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

Result<void> overwrite(int fd, std::uint64_t size, const std::filesystem::path& path) {
  static constexpr std::array<std::uint8_t, 1u << 16> kZeros{};
  for (std::uint64_t done = 0; done < size; done += kZeros.size())
    IPPYO_TRY(write_all(fd, base::ByteView(kZeros).first(std::min<std::uint64_t>(kZeros.size(), size - done)), path));
  return ::fsync(fd) == 0 ? Result<void>{} : Result<void>(base::system_error("cannot sync " + path.string()));
}

}  // namespace

Result<PrivateFile> PrivateFile::create(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return base::system_error("cannot create " + path.string());
  return PrivateFile(path, fd);
}

PrivateFile::PrivateFile(PrivateFile&& o) noexcept : path_(std::move(o.path_)), fd_(std::exchange(o.fd_, -1)) {}

PrivateFile::~PrivateFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  (void)erase_file(path_);
}

Result<void> PrivateFile::write(base::ByteView bytes) { return write_all(fd_, bytes, path_); }

Result<void> PrivateFile::finish() {
  if (::fsync(fd_) != 0) return base::system_error("cannot sync " + path_.string());
  ::close(std::exchange(fd_, -1));
  return base::sync_folder(path_.parent_path());
}

Result<void> erase_file(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return errno == ENOENT ? Result<void>{} : Result<void>(base::system_error("cannot open " + path.string()));
  const auto size = ::lseek(fd, 0, SEEK_END);
  const auto done = size < 0 || ::lseek(fd, 0, SEEK_SET) != 0 ? Result<void>(base::system_error("cannot measure " + path.string()))
                                                            : overwrite(fd, static_cast<std::uint64_t>(size), path);
  ::close(fd);
  if (::unlink(path.c_str()) != 0) return base::system_error("cannot remove " + path.string());
  return done;
}

Result<base::Bytes> read_piece(const std::filesystem::path& path, std::uint64_t from, std::size_t size) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return base::system_error("cannot open " + path.string());
  base::Bytes out(size);
  std::size_t got = 0;
  while (got < size) {
    const auto n = ::pread(fd, out.data() + got, size - got, static_cast<off_t>(from + got));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    got += static_cast<std::size_t>(n);
  }
  ::close(fd);
  out.resize(got);
  return out;
}

}  // namespace ippyo::registrar
