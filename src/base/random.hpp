// SPDX-License-Identifier: Apache-2.0
// Random bytes: from the system, or expanded from a key. [SPEC 1.4 Randomness]
#pragma once
#include <memory>
#include <span>

#include "base/bytes.hpp"
#include "base/secret.hpp"

namespace ippyo::base {

/// A source of bytes. Not shared between threads: every worker takes its own.
class Rng {
 public:
  virtual ~Rng() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
  template <std::size_t N>
  std::array<std::uint8_t, N> bytes() {
    std::array<std::uint8_t, N> out;
    fill(out);
    return out;
  }
  std::uint64_t u64();
  /// Uniform in [0, bound), by rejection. requires: bound > 0. timing: variable in the bytes drawn, not in the result.
  std::uint64_t below(std::uint64_t bound);
};

/// ChaCha20 under a key, counter from 0: the same key gives the same bytes. Wiped on destruction.
class KeyedRng final : public Rng {
  Secret<Bytes32> key_;
  std::uint64_t block_ = 0;
  std::array<std::uint8_t, 1024> buffer_{};
  std::size_t used_ = sizeof buffer_;

 public:
  explicit KeyedRng(Secret<Bytes32> key) : key_(std::move(key)) {}
  KeyedRng(const KeyedRng&) = delete;
  ~KeyedRng() override { wipe(buffer_.data(), buffer_.size()); }
  void fill(std::span<std::uint8_t> out) override;
};

/// Fresh bytes of the operating system, expanded in blocks so that a scalar does not cost a system call.
/// After every block the key is replaced: what was given out cannot be computed again.
class SystemRng final : public Rng {
  Secret<Bytes32> key_;
  std::array<std::uint8_t, 1024> buffer_{};
  std::size_t used_ = sizeof buffer_;

 public:
  SystemRng();
  ~SystemRng() override { wipe(buffer_.data(), buffer_.size()); }
  void fill(std::span<std::uint8_t> out) override;
};

/// Must be called once before any other function of the program; aborts if the system has no randomness.
void init_crypto();

}  // namespace ippyo::base
