// SPDX-License-Identifier: Apache-2.0
#include "trustee/vault.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>

#include "base/codec.hpp"

namespace ippyo::trustee {
namespace {

constexpr std::string_view kKeyFile = "trustee.sealed", kKeyPurpose = "trustee key";

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 32 && id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

/// Seed, key of the folder, id: the secrets first, so that nothing else has to hold them.
base::SecretBytes pack(const base::Secret<Bytes32>& seed, const base::Secret<Bytes32>& folder_key, const std::string& id) {
  base::SecretBytes out(64 + id.size());
  const auto at = out.expose_mutable();
  std::copy_n(seed.expose().begin(), 32, at.begin());
  std::copy_n(folder_key.expose().begin(), 32, at.begin() + 32);
  std::copy(id.begin(), id.end(), at.begin() + 64);
  return out;
}

base::Secret<Bytes32> secret32(ByteView bytes) {
  Bytes32 out;
  std::copy_n(bytes.begin(), 32, out.begin());
  base::Secret<Bytes32> secret(out);
  base::wipe(out.data(), out.size());
  return secret;
}

base::Secret<Bytes32> fresh_key() {
  base::SecretBytes bytes(32);
  randombytes_buf(bytes.expose_mutable().data(), 32);
  return secret32(bytes.expose());
}

}  // namespace

base::Result<Bytes32> Vault::create(const std::filesystem::path& folder, const std::string& id, const base::Passphrase& passphrase,
                                    base::SealingCost cost) {
  if (!is_id(id)) return base::Error{"'" + id + "' is no id: use up to 32 of a-z, 0-9 and '-', as in trustee-1"};
  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  if (fault) return base::Error{"cannot make the folder " + folder.string() + ": " + fault.message()};
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, fault);  // a stick without permissions stays usable
  auto lock = base::FileLock::take(folder / "lock");
  if (!lock.ok()) return lock.error();
  if (std::filesystem::exists(folder / kKeyFile))
    return base::Error{folder.string() + " holds a trustee's key already: choose an empty folder"};
  const auto key = base::SigningKey::generate();
  IPPYO_TRY(base::write_sealed_file(folder / kKeyFile, kKeyPurpose, pack(key.seed(), fresh_key(), id).expose(), passphrase, cost));
  IPPYO_TRY(base::write_file_durably(folder / "public", base::view(id + " " + base::to_hex(key.public_key()) + "\n")));
  return key.public_key();
}

base::Result<Vault> Vault::open(const std::filesystem::path& folder, const base::Passphrase& passphrase) {
  if (!std::filesystem::exists(folder / kKeyFile))
    return base::Error{folder.string() + " is not a trustee's folder: put in the right medium, or begin with init"};
  auto lock = base::FileLock::take(folder / "lock");
  if (!lock.ok()) return lock.error();
  const auto bytes = base::read_sealed_file(folder / kKeyFile, kKeyPurpose, passphrase);
  if (!bytes.ok()) return bytes.error();
  const auto all = bytes->expose();
  if (all.size() < 64 || !is_id(base::to_string(all.subspan(64))))
    return base::Error{(folder / kKeyFile).string() + " is damaged: use a backup copy"};
  return Vault(folder, base::to_string(all.subspan(64)), base::SigningKey::from_seed(secret32(all.first(32))),
      secret32(all.subspan(32, 32)),
               std::move(*lock));
}

base::Result<std::filesystem::path> Vault::scratch() const {
  const auto folder = path("scratch");
  std::error_code fault;
  std::filesystem::remove_all(folder, fault);
  if (!fault) std::filesystem::create_directories(folder, fault);
  if (fault) return base::Error{"cannot make the folder " + folder.string() + ": " + fault.message()};
  return folder;
}

bool Vault::holds(std::string_view name) const { return std::filesystem::exists(path(name)); }

base::Result<void> Vault::keep(std::string_view name, std::string_view purpose, ByteView secret) const {
  return base::write_sealed_file(path(name), purpose, secret, folder_key_);
}

base::Result<base::SecretBytes> Vault::load(std::string_view name, std::string_view purpose) const {
  return base::read_sealed_file(path(name), purpose, folder_key_);
}

base::Result<void> Vault::forget(std::string_view name) const {
  const auto file = path(name);
  std::error_code fault;
  const auto size = std::filesystem::file_size(file, fault);
  if (fault) return {};
  const int fd = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return base::system_error("cannot wipe " + file.string());
  const Bytes zeros(65536);
  bool written = true;
  for (std::uint64_t at = 0; at < size && written;) {
    const auto n = ::write(fd, zeros.data(), std::min<std::uint64_t>(zeros.size(), size - at));
    written = n > 0;
    at += written ? static_cast<std::uint64_t>(n) : 0;
  }
  if (!written || ::fsync(fd) != 0) {
    const auto error = base::system_error("cannot wipe " + file.string());
    ::close(fd);
    return error;
  }
  ::close(fd);
  if (::unlink(file.c_str()) != 0) return base::system_error("cannot remove " + file.string());
  return base::sync_folder(file.parent_path());
}

base::Result<void> sync_file(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return base::system_error("cannot open " + file.string());
  const bool synced = ::fsync(fd) == 0;
  const auto error = base::system_error("cannot sync " + file.string());
  ::close(fd);
  if (!synced) return error;
  return {};
}

}  // namespace ippyo::trustee
