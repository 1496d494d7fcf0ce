// SPDX-License-Identifier: Apache-2.0
// Values that must not leak. [SPEC 1.6 Secrets]
#pragma once
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace ippyo::base {

/// Overwrites memory in a way that the compiler may not remove.
void wipe(void* memory, std::size_t size) noexcept;

/// One secret value: move-only, wiped when moved from and when destroyed, not printable, not comparable.
/// No `_vartime` function accepts it. Read it only through expose(), and only in constant time.
template <class T>
class Secret {
  static_assert(std::is_trivially_copyable_v<T>);
  T v_;

 public:
  explicit Secret(T v) noexcept : v_(v) { wipe(&v, sizeof v); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& o) noexcept : v_(o.v_) { wipe(&o.v_, sizeof o.v_); }
  Secret& operator=(Secret&& o) noexcept {
    if (this != &o) {
      v_ = o.v_;
      wipe(&o.v_, sizeof o.v_);
    }
    return *this;
  }
  ~Secret() { wipe(&v_, sizeof v_); }
  const T& expose() const noexcept { return v_; }
  /// A second holder of the same secret, said aloud.
  Secret clone() const { return Secret(v_); }
};

/// Many secrets of one size, wiped together. Fixed length: it never reallocates and leaves no copies behind.
template <class T>
class SecretVector {
  static_assert(std::is_trivially_copyable_v<T>);
  std::vector<T> v_;

 public:
  SecretVector() = default;
  explicit SecretVector(std::size_t n) : v_(n) {}
  SecretVector(const SecretVector&) = delete;
  SecretVector& operator=(const SecretVector&) = delete;
  SecretVector(SecretVector&&) noexcept = default;
  SecretVector& operator=(SecretVector&& o) noexcept {
    if (this != &o) {
      clear();
      v_ = std::move(o.v_);
    }
    return *this;
  }
  ~SecretVector() { clear(); }
  void clear() noexcept {
    if (!v_.empty()) wipe(v_.data(), v_.size() * sizeof(T));
    v_.clear();
  }
  std::size_t size() const noexcept { return v_.size(); }
  std::span<const T> expose() const noexcept { return v_; }
  std::span<T> expose_mutable() noexcept { return v_; }
};

}  // namespace ippyo::base
