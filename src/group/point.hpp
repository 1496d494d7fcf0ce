// SPDX-License-Identifier: Apache-2.0
// ristretto255 (RFC 9496): elements, batches, multi-scalar products. [SPEC 2.2 Element]
// Written additively here, multiplicatively in SPEC. Batches go in and out; the kernel is chosen once at start.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/bytes.hpp"
#include "group/scalar.hpp"

namespace ippyo::group {

using base::Bytes32;
using base::Bytes64;
using base::ByteView;

/// One group element: some representative of its class in extended Edwards coordinates, five limbs of 51 bits each.
/// Every value that can be made is a valid element; compare with equal(), never by coordinates.
struct Point {
  std::array<std::uint64_t, 5> X, Y, Z, T;
};

Point identity();
Point generator();
Point add(const Point& a, const Point& b);
Point sub(const Point& a, const Point& b);
Point negate(const Point& a);
bool equal(const Point& a, const Point& b);
bool is_identity(const Point& a);

/// RFC 9496 decode of n*32 bytes into n points. Returns the index of the first encoding that is not canonical, or
/// nothing when all are good; out[i] is then set for all i (bad ones become the identity). timing: variable (public data)
std::optional<std::size_t> decode_batch(ByteView encodings, std::span<Point> out);
std::optional<Point> decode(ByteView encoding);
/// RFC 9496 encode. requires: out.size() == 32 * points.size(). timing: constant in the points
void encode_batch(std::span<const Point> points, std::span<std::uint8_t> out);
Bytes32 encode(const Point& p);

/// RFC 9496 element derivation from 64 uniform bytes each. timing: constant
void from_uniform_batch(std::span<const Bytes64> uniform, std::span<Point> out);
Point from_uniform(const Bytes64& uniform);

/// A base that is used often, with its table (about 100-200 kB).
class FixedBase {
  std::shared_ptr<const void> table_;
  Point base_;

 public:
  explicit FixedBase(const Point& base);
  const Point& point() const { return base_; }
  const void* table() const { return table_.get(); }
};

/// out[i] = s[i] * B. timing: constant
void fixed_mul_ct(const FixedBase& B, SecretScalarSpan s, std::span<Point> out);
/// out[i] = s[i] * B + t[i] * C. timing: constant
void fixed_mul2_ct(const FixedBase& B, SecretScalarSpan s, const FixedBase& C, SecretScalarSpan t, std::span<Point> out);
/// out[i] = s[i] * P[i]. timing: constant
void mul_ct(std::span<const Point> P, SecretScalarSpan s, std::span<Point> out);
/// out[i] = s * P[i]: threshold decryption. timing: constant in s
void mul_same_scalar_ct(std::span<const Point> P, const SecretScalar& s, std::span<Point> out);
/// sum of s[i] * P[i]. timing: constant in s, and slow: for blinding values
Point msm_ct(std::span<const Point> P, SecretScalarSpan s);
/// sum of s[i] * P[i] by Pippenger; short scalars (128 bits) cost half. One thread. timing: variable (public data)
Point msm_vartime(std::span<const Point> P, std::span<const Scalar> s);
/// s * P. timing: variable (public data)
Point mul_vartime(const Point& P, const Scalar& s);
/// s * B by the table of B. timing: variable (public data)
Point fixed_mul_vartime(const FixedBase& B, const Scalar& s);

/// "portable", later "avx2", "avx512ifma": the kernel in use (IPPYO_KERNEL overrides; an unknown name aborts at start).
std::string_view kernel_name();

}  // namespace ippyo::group
