// SPDX-License-Identifier: Apache-2.0
#include "group/point.hpp"

#include "base/check.hpp"
#include "group/kernels/kernel.hpp"
#include "group/kernels/portable/curve.hpp"

namespace ippyo::group {

Point identity() { return portable::kIdentity; }
Point generator() { return {portable::kBaseX, portable::kBaseY, portable::kOne, portable::kBaseT}; }
Point add(const Point& a, const Point& b) { return portable::add(a, portable::cache(b)); }
Point sub(const Point& a, const Point& b) { return portable::sub(a, portable::cache(b)); }
Point negate(const Point& a) { return {portable::negate(a.X), a.Y, a.Z, portable::negate(a.T)}; }

/// RFC 9496, section 4.5: x1 y2 = y1 x2 or y1 y2 = x1 x2.
bool equal(const Point& a, const Point& b) {
  using namespace portable;
  const auto same = [](const Field& u, const Field& v) { return zero_mask(portable::sub(u, v)); };
  return (same(mul(a.X, b.Y), mul(a.Y, b.X)) | same(mul(a.Y, b.Y), mul(a.X, b.X))) != 0;
}

bool is_identity(const Point& a) { return (portable::zero_mask(a.X) | portable::zero_mask(a.Y)) != 0; }

std::optional<std::size_t> decode_batch(ByteView encodings, std::span<Point> out) {
  IPPYO_CHECK(encodings.size() == 32 * out.size());
  return kernel().decode(encodings, out);
}

std::optional<Point> decode(ByteView encoding) {
  Point out;
  if (encoding.size() != 32 || kernel().decode(encoding, {&out, 1})) return std::nullopt;
  return out;
}

void encode_batch(std::span<const Point> points, std::span<std::uint8_t> out) {
  IPPYO_CHECK(out.size() == 32 * points.size());
  kernel().encode(points, out);
}

Bytes32 encode(const Point& p) {
  Bytes32 out;
  kernel().encode({&p, 1}, out);
  return out;
}

void from_uniform_batch(std::span<const Bytes64> uniform, std::span<Point> out) {
  IPPYO_CHECK(uniform.size() == out.size());
  kernel().from_uniform(uniform, out);
}

Point from_uniform(const Bytes64& uniform) {
  Point out;
  kernel().from_uniform({&uniform, 1}, {&out, 1});
  return out;
}

FixedBase::FixedBase(const Point& base) : table_(kernel().make_table(base)), base_(base) {}

void fixed_mul_ct(const FixedBase& B, SecretScalarSpan s, std::span<Point> out) {
  IPPYO_CHECK(s.size() == out.size());
  kernel().fixed_mul(B.table(), s.data(), out);
}

void fixed_mul2_ct(const FixedBase& B, SecretScalarSpan s, const FixedBase& C, SecretScalarSpan t, std::span<Point> out) {
  IPPYO_CHECK(s.size() == out.size() && t.size() == out.size());
  kernel().fixed_mul2(B.table(), s.data(), C.table(), t.data(), out);
}

void mul_ct(std::span<const Point> P, SecretScalarSpan s, std::span<Point> out) {
  IPPYO_CHECK(s.size() == P.size() && out.size() == P.size());
  kernel().mul(P, s.data(), 1, out);
}

void mul_same_scalar_ct(std::span<const Point> P, const SecretScalar& s, std::span<Point> out) {
  IPPYO_CHECK(out.size() == P.size());
  kernel().mul(P, &s.expose(), 0, out);
}

Point msm_ct(std::span<const Point> P, SecretScalarSpan s) {
  IPPYO_CHECK(s.size() == P.size());
  return kernel().msm(P, s.data());
}

Point msm_vartime(std::span<const Point> P, std::span<const Scalar> s) {
  IPPYO_CHECK(s.size() == P.size());
  return kernel().msm_vartime(P, s.data());
}

Point mul_vartime(const Point& P, const Scalar& s) { return kernel().msm_vartime({&P, 1}, &s); }
Point fixed_mul_vartime(const FixedBase& B, const Scalar& s) { return kernel().fixed_mul_vartime(B.table(), s); }
std::string_view kernel_name() { return kernel().name; }

}  // namespace ippyo::group
