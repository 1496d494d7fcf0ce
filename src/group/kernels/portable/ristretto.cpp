// SPDX-License-Identifier: Apache-2.0
// RFC 9496, section 4.3: decode, encode, element derivation.
#include "group/kernels/portable/ristretto.hpp"

#include <sodium.h>

namespace ippyo::group::portable {
namespace {

struct Root {
  Field r;
  std::uint64_t was_square;  ///< mask
};

/// SQRT_RATIO_M1(u, v) of RFC 9496, section 4.2.
Root sqrt_ratio(const Field& u, const Field& v) {
  const Field v3 = mul(sqr(v), v), v7 = mul(sqr(v3), v);
  Field r = mul(mul(u, v3), pow22523(mul(u, v7)));
  const Field check = mul(v, sqr(r)), minus_u = negate(u), minus_u_i = mul(minus_u, kSqrtM1);
  const auto same = [](const Field& a, const Field& b) { return zero_mask(sub(a, b)); };
  const auto correct = same(check, u), flipped = same(check, minus_u), flipped_i = same(check, minus_u_i);
  r = select(r, mul(r, kSqrtM1), flipped | flipped_i);
  return {absolute(r), correct | flipped};
}

bool decode_one(const std::uint8_t* in, Point& out) {
  const Field s = from_bytes(in);
  const auto again = to_bytes(s);
  const bool canonical = std::memcmp(again.data(), in, 32) == 0 && (in[0] & 1) == 0;
  const Field ss = sqr(s), u1 = carry(sub(kOne, ss)), u2 = add(kOne, ss), u2_sqr = sqr(u2);
  const Field v = carry(sub(negate(mul(kD, sqr(u1))), u2_sqr));
  const auto root = sqrt_ratio(kOne, mul(v, u2_sqr));
  const Field den_x = mul(root.r, u2), den_y = mul(mul(root.r, den_x), v);
  const Field x = absolute(mul(add(s, s), den_x)), y = mul(u1, den_y), t = mul(x, y);
  const bool good = canonical && root.was_square != 0 && negative_mask(t) == 0 && zero_mask(y) == 0;
  out = good ? Extended(x, y, kOne, t) : kIdentity;
  return good;
}

void encode_one(const Extended& p, std::uint8_t* out) {
  const Field u1 = mul(carry(add(p.Z, p.Y)), carry(sub(p.Z, p.Y))), u2 = mul(p.X, p.Y);
  const auto root = sqrt_ratio(kOne, mul(u1, sqr(u2)));
  const Field den1 = mul(root.r, u1), den2 = mul(root.r, u2), z_inv = mul(mul(den1, den2), p.T);
  const Field ix = mul(p.X, kSqrtM1), iy = mul(p.Y, kSqrtM1), enchanted = mul(den1, kInvSqrtAMinusD);
  const auto rotate = negative_mask(mul(p.T, z_inv));
  const Field x = select(p.X, iy, rotate), den_inv = select(den2, enchanted, rotate);
  Field y = select(p.Y, ix, rotate);
  y = select(y, negate(y), negative_mask(mul(x, z_inv)));
  const auto bytes = to_bytes(absolute(mul(den_inv, sub(p.Z, y))));
  std::memcpy(out, bytes.data(), 32);
}

/// MAP of RFC 9496, section 4.3.4.
Extended map(const Field& t) {
  const Field r = mul(kSqrtM1, sqr(t)), u = mul(carry(add(r, kOne)), kOneMinusDSquared);
  const Field v = mul(carry(sub(negate(kOne), mul(r, kD))), carry(add(r, kD)));
  const auto root = sqrt_ratio(u, v);
  const Field s_prime = negate(absolute(mul(root.r, t)));
  const Field s = select(s_prime, root.r, root.was_square);
  const Field c = select(r, negate(kOne), root.was_square);
  const Field n = carry(sub(mul(mul(c, carry(sub(r, kOne))), kDMinusOneSquared), v));
  const Field s_sqr = sqr(s), w0 = mul(carry(add(s, s)), v), w1 = mul(n, kSqrtAdMinusOne);
  const Field w2 = carry(sub(kOne, s_sqr)), w3 = carry(add(kOne, s_sqr));
  return {mul(w0, w3), mul(w2, w1), mul(w1, w3), mul(w0, w2)};
}

}  // namespace

std::optional<std::size_t> decode(ByteView encodings, std::span<Point> out) {
  std::optional<std::size_t> first_bad;
  for (std::size_t i = 0; i < out.size(); ++i)
    if (!decode_one(encodings.data() + 32 * i, out[i]) && !first_bad) first_bad = i;
  return first_bad;
}

void encode(std::span<const Point> points, std::span<std::uint8_t> out) {
  for (std::size_t i = 0; i < points.size(); ++i) encode_one(points[i], out.data() + 32 * i);
}

void from_uniform(std::span<const Bytes64> uniform, std::span<Point> out) {
  for (std::size_t i = 0; i < uniform.size(); ++i)
    out[i] = add(map(from_bytes(uniform[i].data())), cache(map(from_bytes(uniform[i].data() + 32))));
}

}  // namespace ippyo::group::portable
