// SPDX-License-Identifier: Apache-2.0
#include "base/random.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "base/check.hpp"

namespace ippyo::base {

void init_crypto() { IPPYO_CHECK(sodium_init() >= 0); }

std::uint64_t Rng::u64() {
  std::uint64_t out = 0;
  for (const auto b : bytes<8>()) out = out << 8 | b;
  return out;
}

std::uint64_t Rng::below(std::uint64_t bound) {
  IPPYO_CHECK(bound > 0);
  const std::uint64_t reject = (0 - bound) % bound;  // 2^64 mod bound
  for (;;) {
    const auto v = u64();
    if (v >= reject) return v % bound;
  }
}

void KeyedRng::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    if (used_ == buffer_.size()) {
      static constexpr std::uint8_t kNonce[crypto_stream_chacha20_NONCEBYTES] = {};
      buffer_.fill(0);
      crypto_stream_chacha20_xor_ic(buffer_.data(), buffer_.data(), buffer_.size(), kNonce, block_,
                                    key_.expose().data());
      block_ += buffer_.size() / 64;
      used_ = 0;
    }
    const auto n = std::min(out.size(), buffer_.size() - used_);
    std::memcpy(out.data(), buffer_.data() + used_, n);
    used_ += n;
    out = out.subspan(n);
  }
}

static Secret<Bytes32> system_key() {
  Bytes32 key;
  randombytes_buf(key.data(), key.size());
  return Secret<Bytes32>(key);
}

SystemRng::SystemRng() : key_(system_key()) {}

void SystemRng::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    if (used_ == buffer_.size()) {
      static constexpr std::uint8_t kNonce[crypto_stream_chacha20_NONCEBYTES] = {};
      crypto_stream_chacha20(buffer_.data(), buffer_.size(), kNonce, key_.expose().data());
      Bytes32 next;
      std::copy_n(buffer_.begin(), next.size(), next.begin());
      key_ = Secret<Bytes32>(next);
      wipe(next.data(), next.size());
      used_ = next.size();
    }
    const auto n = std::min(out.size(), buffer_.size() - used_);
    std::memcpy(out.data(), buffer_.data() + used_, n);
    wipe(buffer_.data() + used_, n);
    used_ += n;
    out = out.subspan(n);
  }
}

}  // namespace ippyo::base
