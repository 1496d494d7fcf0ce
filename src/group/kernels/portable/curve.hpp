// SPDX-License-Identifier: Apache-2.0
// Twisted Edwards arithmetic, a = -1: complete formulas, so no exceptional cases. Coordinates of points are tight.
#pragma once
#include <vector>

#include "group/kernels/portable/constants.hpp"
#include "group/point.hpp"

namespace ippyo::group::portable {

/// The working form of a point, x = X/Z, y = Y/Z, x y = T/Z; point.hpp's Point is how it is stored.
struct Extended {
  Field X, Y, Z, T;

  Extended() = default;  ///< not initialized
  constexpr Extended(const Field& x, const Field& y, const Field& z, const Field& t) : X(x), Y(y), Z(z), T(t) {}
  constexpr Extended(const Point& p) : X(p.X), Y(p.Y), Z(p.Z), T(p.T) {}
  constexpr operator Point() const { return {X, Y, Z, T}; }
};

/// Y + X, Y - X, 2 Z, 2 d T: an operand of several additions. All loose, t2d tight.
struct Cached {
  Field sum, difference, z2, t2d;
};
/// The same with Z = 1: a table entry. Two cache lines; read as pairs of words by scan.hpp.
struct alignas(64) Affine {
  Field sum, difference, xy2d;
};
/// A sum before its last multiplications: x = e/g, y = h/f. All loose.
struct Ratios {
  Field e, f, g, h;
};
/// A point without T, which a doubling does not read.
struct Projective {
  Field X, Y, Z;
};

inline constexpr Extended kIdentity{kZero, kOne, kOne, kZero};

inline Cached cache(const Extended& p) { return {add(p.Y, p.X), sub(p.Y, p.X), add(p.Z, p.Z), mul(p.T, kTwoD)}; }
/// requires: Z = 1
inline Affine affine(const Extended& p) { return {add(p.Y, p.X), sub(p.Y, p.X), mul(p.T, kTwoD)}; }

inline Extended extended(const Ratios& r) { return {mul(r.e, r.f), mul(r.g, r.h), mul(r.f, r.g), mul(r.e, r.h)}; }
inline Projective projective(const Ratios& r) { return {mul(r.e, r.f), mul(r.g, r.h), mul(r.f, r.g)}; }
inline Projective projective(const Extended& p) { return {p.X, p.Y, p.Z}; }

/// requires: a, b, c tight, d tight or a sum of two tight ones.
inline Ratios ratios(const Field& a, const Field& b, const Field& c, const Field& d) {
  return {sub(b, a), sub(d, c), add(d, c), add(b, a)};
}

/// 4 multiplications, and 3 or 4 to finish.
inline Ratios plus(const Extended& p, const Cached& q) {
  return ratios(mul(sub(p.Y, p.X), q.difference), mul(add(p.Y, p.X), q.sum), mul(p.T, q.t2d), mul(p.Z, q.z2));
}
inline Ratios minus(const Extended& p, const Cached& q) {
  const auto r = ratios(mul(sub(p.Y, p.X), q.sum), mul(add(p.Y, p.X), q.difference), mul(p.T, q.t2d), mul(p.Z, q.z2));
  return {r.e, r.g, r.f, r.h};
}
/// 3 multiplications, and 3 or 4 to finish.
inline Ratios plus(const Extended& p, const Affine& q) {
  return ratios(mul(sub(p.Y, p.X), q.difference), mul(add(p.Y, p.X), q.sum), mul(p.T, q.xy2d), add(p.Z, p.Z));
}
inline Ratios minus(const Extended& p, const Affine& q) {
  const auto r = ratios(mul(sub(p.Y, p.X), q.sum), mul(add(p.Y, p.X), q.difference), mul(p.T, q.xy2d), add(p.Z, p.Z));
  return {r.e, r.g, r.f, r.h};
}

inline Extended add(const Extended& p, const Cached& q) { return extended(plus(p, q)); }
inline Extended sub(const Extended& p, const Cached& q) { return extended(minus(p, q)); }
inline Extended add(const Extended& p, const Affine& q) { return extended(plus(p, q)); }
inline Extended sub(const Extended& p, const Affine& q) { return extended(minus(p, q)); }

/// 4 squarings, and 3 or 4 multiplications to finish. f is below 14 * 2^50, so no carries are needed.
inline Ratios twice(const Projective& p) {
  const Field a = sqr(p.X), b = sqr(p.Y), zz = sqr(p.Z), xy = sqr(add(p.X, p.Y));
  const Field h = add(a, b), g = sub(a, b);
  return {sub(h, xy), add(add(zz, zz), g), g, h};
}
/// 2^n p. requires: n > 0
inline Extended twice_times(Projective p, unsigned n) {
  while (--n > 0) p = projective(twice(p));
  return extended(twice(p));
}

/// Divides all points by their Z with one inversion. timing: constant
void normalize(std::vector<Extended>& points);

}  // namespace ippyo::group::portable
