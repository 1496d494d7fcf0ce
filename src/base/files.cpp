// SPDX-License-Identifier: Apache-2.0
#include "base/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace ippyo::base {

Error system_error(const std::string& what) { return Error{what + ": " + std::strerror(errno)}; }

namespace {

/// A file descriptor that closes itself.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

Result<void> write_all(int fd, ByteView bytes, const std::string& name) {
  while (!bytes.empty()) {
    const auto n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return system_error("cannot write " + name);
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path, std::uint64_t max) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};  // a pipe must not hold us
  struct stat info {};
  if (file.fd < 0 || ::fstat(file.fd, &info) != 0) return system_error("cannot open " + path.string());
  if (!S_ISREG(info.st_mode)) return Error{path.string() + " is not a file"};
  if (static_cast<std::uint64_t>(info.st_size) > max) return Error{path.string() + " is larger than allowed"};
  Bytes out(static_cast<std::size_t>(info.st_size));
  for (std::size_t at = 0; at < out.size();) {
    const auto n = ::read(file.fd, out.data() + at, out.size() - at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return system_error("cannot read " + path.string());
    at += static_cast<std::size_t>(n);
  }
  return out;
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const Descriptor dir{::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (dir.fd < 0 || ::fsync(dir.fd) != 0) return system_error("cannot sync " + folder.string());
  return {};
}

Result<void> write_file_durably(const std::filesystem::path& path, ByteView bytes, unsigned mode) {
  const auto temporary = path.string() + ".tmp";
  {
    const Descriptor file{::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)};
    if (file.fd < 0) return system_error("cannot create " + temporary);
    const auto written = write_all(file.fd, bytes, temporary);
    if (!written.ok() || ::fsync(file.fd) != 0) {
      const auto error = written.ok() ? system_error("cannot sync " + temporary) : written.error();
      ::unlink(temporary.c_str());
      return error;
    }
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const auto error = system_error("cannot rename " + temporary);
    ::unlink(temporary.c_str());
    return error;
  }
  return sync_folder(path.parent_path());
}

Result<FileLock> FileLock::take(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return system_error("cannot open " + path.string());
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd);
    return Error{"another program is writing here (" + path.string() + " is locked): stop it first"};
  }
  return FileLock(fd);
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace ippyo::base
