// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/noise.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "proof/slot_proof.hpp"

namespace ippyo::ballot_box {
namespace {

constexpr std::size_t kCheckSize = 16;

/// Notices a torn write, and a file that was left by another seed.
base::Bytes64 check_of(const base::Secret<Bytes32>& seed, std::uint32_t epoch, std::uint64_t slot, ByteView row) {
  return base::hash("carried-row", ByteView(seed.expose()), std::uint64_t{epoch}, slot, row);
}

}  // namespace

Bytes carried_row(const record::State& state, std::uint64_t slot, std::uint32_t epoch, const base::Secret<Bytes32>& seed) {
  const auto previous = state.current().of(slot);
  base::Hasher h("carry");
  h.item(ByteView(seed.expose())).item(ByteView(state.ctx())).item(slot).item(std::uint64_t{epoch}).item(ByteView(state.key().y.bytes));
  h.item(ByteView(state.slots()[slot].X.bytes)).begin_item(64 * previous.size());
  for (const auto& c : previous) h.part(c.bytes());
  base::KeyedRng rng(base::Secret(h.finish32()));
  return proof::carry_over(state.ctx(), slot, epoch, state.key().y, state.y_base(), state.slots()[slot].X, previous, rng);
}

Noise::Noise(std::filesystem::path file, const record::State& state, std::uint32_t epoch, const base::Secret<Bytes32>& seed)
    : file_(std::move(file)), state_(state), epoch_(epoch), seed_(seed.clone()), offset_{0} {
  for (std::uint64_t i = 0; i < state_.slots().size(); ++i)
    offset_.push_back(offset_.back() + proof::slot_row_size(state_.current().of(i).size()) + kCheckSize);
  fd_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd_ >= 0) thread_ = std::thread([this] { run(); });
}

Noise::~Noise() {
  stop();
  if (fd_ >= 0) ::close(fd_);
}

void Noise::stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void Noise::run() {
  (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10);  // this thread only: voters go first
  for (std::uint64_t slot = 0; slot < state_.slots().size() && !stop_; ++slot) {
    if (!read(slot) && !write(slot, carried_row(state_, slot, epoch_, seed_))) return;  // a full disk: computed at the sealing
    done_ = slot + 1;
  }
}

bool Noise::write(std::uint64_t slot, const Bytes& row) {
  Bytes bytes = row;
  const auto check = check_of(seed_, epoch_, slot, row);
  bytes.insert(bytes.end(), check.begin(), check.begin() + kCheckSize);
  return ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset_[slot])) == static_cast<ssize_t>(bytes.size());
}

std::optional<Bytes> Noise::read(std::uint64_t slot) const {
  Bytes bytes(offset_[slot + 1] - offset_[slot]);
  if (fd_ < 0 || ::pread(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset_[slot])) != static_cast<ssize_t>(bytes.size())) return std::nullopt;
  const auto size = bytes.size() - kCheckSize;
  const auto check = check_of(seed_, epoch_, slot, ByteView(bytes).first(size));
  if (std::memcmp(&bytes[size], check.data(), kCheckSize) != 0) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

Bytes Noise::row(std::uint64_t slot) const {
  if (slot < done_)
    if (auto ready = read(slot)) return std::move(*ready);
  return carried_row(state_, slot, epoch_, seed_);
}

base::Result<void> erase_file(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT ? base::Result<void>{} : base::system_error("cannot erase " + file.string());
  struct stat info{};
  const Bytes zeros(1 << 16);
  bool ok = ::fstat(fd, &info) == 0;
  for (off_t at = 0; ok && at < info.st_size; at += static_cast<off_t>(zeros.size())) {
    const auto n = std::min<std::size_t>(zeros.size(), static_cast<std::size_t>(info.st_size - at));
    ok = ::pwrite(fd, zeros.data(), n, at) == static_cast<ssize_t>(n);
  }
  ok = ok && ::fsync(fd) == 0 && ::unlink(file.c_str()) == 0;
  ::close(fd);
  return ok ? base::Result<void>{} : base::system_error("cannot erase " + file.string());
}

}  // namespace ippyo::ballot_box
