// SPDX-License-Identifier: Apache-2.0
// A secret in a file of its own, sealed under a passphrase. [SPEC 1.12 SealedFile]
#pragma once
#include <filesystem>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace ippyo::base {

/// Secret bytes of any length.
using SecretBytes = SecretVector<std::uint8_t>;
SecretBytes secret_bytes(ByteView bytes);

/// What a person types. Never taken from the command line: that is visible to every process of the machine.
class Passphrase {
  SecretBytes bytes_;

 public:
  explicit Passphrase(std::string_view text) : bytes_(secret_bytes(view(text))) {}
  explicit Passphrase(SecretBytes bytes) : bytes_(std::move(bytes)) {}
  ByteView expose() const { return bytes_.expose(); }

  /// `source` is "fd:N" (read to its end), "file:PATH", "env:NAME", or "tty" (asks, without echo). One LF at the end is not part
  /// of the passphrase. errors: unknown form, unreadable, empty, longer than 1024 bytes.
  static Result<Passphrase> read(std::string_view source, std::string_view prompt = "Passphrase");
};

/// Argon2id 1.3: what one guess costs.
struct SealingCost {
  std::uint32_t passes;
  std::uint32_t memory_kib;
};
inline constexpr SealingCost kSealForYears{3, 256u << 10};      ///< shares and signing keys
inline constexpr SealingCost kSealForRehearsals{2, 64u << 10};

/// The sealed bytes. `purpose` says what is inside ("trustee key") and is authenticated: one file cannot stand for another.
/// errors: not enough memory for the cost.
Result<Bytes> seal(std::string_view purpose, ByteView secret, const Passphrase& passphrase, SealingCost cost = kSealForYears);
/// errors: damaged bytes, another purpose, wrong passphrase: each with its own sentence. `name` is the file, for the sentence.
Result<SecretBytes> unseal(std::string_view purpose, ByteView sealed, const Passphrase& passphrase, const std::string& name);

/// The same, durably written with mode 0600.
Result<void> write_sealed_file(const std::filesystem::path& path, std::string_view purpose, ByteView secret, const Passphrase& passphrase,
                               SealingCost cost = kSealForYears);
Result<SecretBytes> read_sealed_file(const std::filesystem::path& path, std::string_view purpose, const Passphrase& passphrase);

/// Many files under one 32-byte key that itself lies in a sealed file: no Argon2id, everything else alike.
Result<void> write_sealed_file(const std::filesystem::path& path, std::string_view purpose, ByteView secret, const Secret<Bytes32>& key);
Result<SecretBytes> read_sealed_file(const std::filesystem::path& path, std::string_view purpose, const Secret<Bytes32>& key);

}  // namespace ippyo::base
