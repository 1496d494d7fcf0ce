// SPDX-License-Identifier: Apache-2.0
#include "board/file_batch.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/files.hpp"

namespace ippyo::board {

using base::Result;
using base::system_error;
namespace fs = std::filesystem;

namespace {

Result<void> write_and_sync(const fs::path& file, base::ByteView bytes) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return system_error("cannot create " + file.string());
  const auto give_up = [&](const char* what) {
    const auto error = system_error(what + file.string());
    ::close(fd);
    return error;
  };
  while (!bytes.empty()) {
    const auto n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return give_up("cannot write ");
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  if (::fsync(fd) != 0) return give_up("cannot sync ");
  if (::close(fd) != 0) return system_error("cannot close " + file.string());
  return {};
}

}  // namespace

FileBatch::FileBatch(fs::path board, fs::path staging) : board_(std::move(board)), staging_(std::move(staging)) {}

void FileBatch::keep(const fs::path& path) {
  // Ancestors too: a folder made before a crash may exist without its name being durable.
  for (auto folder = path.parent_path();; folder = folder.parent_path()) {
    folders_.insert(folder);
    if (folder.empty()) return;
  }
}

Result<void> FileBatch::make_folders(const fs::path& folder) {
  if (folder.empty()) return {};
  IPPYO_TRY(make_folders(folder.parent_path()));
  const auto path = board_ / folder;
  if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return system_error("cannot create " + path.string());
  return {};
}

Result<void> FileBatch::put(const fs::path& path, base::ByteView bytes) {
  const auto staged = staging_ / path.filename();
  IPPYO_TRY(make_folders(path.parent_path()));
  IPPYO_TRY(write_and_sync(staged, bytes));
  if (::rename(staged.c_str(), (board_ / path).c_str()) != 0) return system_error("cannot rename " + staged.string());
  keep(path);
  return {};
}

Result<void> FileBatch::remove(const fs::path& path) {
  if (::unlink((board_ / path).c_str()) != 0 && errno != ENOENT) return system_error("cannot remove " + (board_ / path).string());
  return prune(path.parent_path());
}

Result<void> FileBatch::prune(fs::path folder) {
  for (; !folder.empty(); folder = folder.parent_path()) {
    if (::rmdir((board_ / folder).c_str()) == 0) {
      folders_.erase(folder);
      continue;
    }
    if (errno == ENOENT) continue;
    if (errno == ENOTEMPTY || errno == EEXIST) break;
    return system_error("cannot remove " + (board_ / folder).string());
  }
  folders_.insert(folder);
  return {};
}

Result<void> FileBatch::finish() {
  for (const auto& folder : folders_) IPPYO_TRY(base::sync_folder(board_ / folder));
  folders_.clear();
  return {};
}

}  // namespace ippyo::board
