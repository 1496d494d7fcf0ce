// SPDX-License-Identifier: Apache-2.0
// Integers modulo the group order q = 2^252 + 27742317777372353535851937790883648493. [SPEC 2.1 Scalar]
#pragma once
#include <array>
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/secret.hpp"

namespace ippyo::group {

/// Always reduced. Arithmetic is constant time; comparison is not, and is for public values.
class Scalar {
  std::array<std::uint64_t, 4> limb_{};

 public:
  constexpr Scalar() = default;  ///< zero
  static Scalar one() { return from_u64(1); }
  static Scalar from_u64(std::uint64_t v);
  /// 16 bytes, little-endian: a challenge or a weight.
  static Scalar from_128(const base::Bytes16& v);
  /// 64 bytes, little-endian, reduced modulo q: hash-to-scalar and random scalars.
  static Scalar from_wide(const base::Bytes64& v);
  /// Uniform by from_wide of 64 random bytes.
  static Scalar random(base::Rng& rng);
  /// 32 bytes, little-endian. Refuses every value that is not below q.
  static std::optional<Scalar> parse(base::ByteView bytes);
  base::Bytes32 bytes() const;
  const std::array<std::uint64_t, 4>& limbs() const { return limb_; }

  friend Scalar operator+(const Scalar& a, const Scalar& b);
  friend Scalar operator-(const Scalar& a, const Scalar& b);
  friend Scalar operator*(const Scalar& a, const Scalar& b);
  Scalar operator-() const { return Scalar() - *this; }
  Scalar& operator+=(const Scalar& b) { return *this = *this + b; }
  Scalar& operator*=(const Scalar& b) { return *this = *this * b; }
  /// 1/x by Fermat; 0 for 0. timing: constant
  Scalar inverse() const;
  bool is_zero() const;
  friend bool operator==(const Scalar& a, const Scalar& b) { return a.limb_ == b.limb_; }
};

using SecretScalar = base::Secret<Scalar>;
using SecretScalars = base::SecretVector<Scalar>;

/// Secret scalars seen by the constant-time functions of point.hpp; no `_vartime` function accepts it.
class SecretScalarSpan {
  const Scalar* data_;
  std::size_t size_;

 public:
  SecretScalarSpan(const SecretScalars& v) : data_(v.expose().data()), size_(v.size()) {}
  SecretScalarSpan(const SecretScalars& v, std::size_t first, std::size_t n) : data_(v.expose().data() + first), size_(n) {}
  SecretScalarSpan(const SecretScalar& v) : data_(&v.expose()), size_(1) {}
  std::size_t size() const { return size_; }
  const Scalar* data() const { return data_; }
};

}  // namespace ippyo::group
