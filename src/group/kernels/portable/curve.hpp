// SPDX-License-Identifier: Apache-2.0
// Twisted Edwards arithmetic, a = -1: complete formulas, so no exceptional cases. All coordinates tight.
#pragma once
#include "group/kernels/portable/constants.hpp"
#include "group/point.hpp"

namespace ippyo::group::portable {

/// Y + X, Y - X (loose sums carried), 2 Z, 2 d T: an operand of several additions.
struct Cached {
  Field sum, difference, z2, t2d;
};
/// The same with Z = 1: a table entry.
struct Affine {
  Field sum, difference, xy2d;
};

inline constexpr Point kIdentity{kZero, kOne, kOne, kZero};

inline Cached cache(const Point& p) {
  return {carry(add(p.Y, p.X)), carry(sub(p.Y, p.X)), carry(add(p.Z, p.Z)), mul(p.T, kTwoD)};
}
/// requires: Z = 1
inline Affine affine(const Point& p) { return {carry(add(p.Y, p.X)), carry(sub(p.Y, p.X)), mul(p.T, kTwoD)}; }

/// The last step of every addition: (E F, G H, F G, E H) with E = a - b etc. a, b, c, d tight.
inline Point complete(const Field& a, const Field& b, const Field& c, const Field& d) {
  const Field e = sub(b, a), f = sub(d, c), g = add(d, c), h = add(b, a);
  return {mul(e, f), mul(g, h), mul(f, g), mul(e, h)};
}

/// 8 multiplications.
inline Point add(const Point& p, const Cached& q) {
  return complete(mul(sub(p.Y, p.X), q.difference), mul(add(p.Y, p.X), q.sum), mul(p.T, q.t2d), mul(p.Z, q.z2));
}
inline Point sub(const Point& p, const Cached& q) {
  const Field a = mul(sub(p.Y, p.X), q.sum), b = mul(add(p.Y, p.X), q.difference), c = mul(p.T, q.t2d), d = mul(p.Z, q.z2);
  const Field e = sub(b, a), f = add(d, c), g = sub(d, c), h = add(b, a);
  return {mul(e, f), mul(g, h), mul(f, g), mul(e, h)};
}
/// 7 multiplications.
inline Point add(const Point& p, const Affine& q) {
  return complete(mul(sub(p.Y, p.X), q.difference), mul(add(p.Y, p.X), q.sum), mul(p.T, q.xy2d), carry(add(p.Z, p.Z)));
}

/// 4 squarings, 4 multiplications.
inline Point twice(const Point& p) {
  const Field a = sqr(p.X), b = sqr(p.Y), zz = sqr(p.Z), xy = sqr(add(p.X, p.Y));
  const Field h = carry(add(a, b)), e = sub(h, xy), g = carry(sub(a, b)), f = carry(add(carry(add(zz, zz)), g));
  return {mul(e, f), mul(g, h), mul(f, g), mul(e, h)};
}
inline Point twice_times(Point p, int n) {
  while (n-- > 0) p = twice(p);
  return p;
}

inline Point select(const Point& a, const Point& b, std::uint64_t mask) {
  return {select(a.X, b.X, mask), select(a.Y, b.Y, mask), select(a.Z, b.Z, mask), select(a.T, b.T, mask)};
}

}  // namespace ippyo::group::portable
