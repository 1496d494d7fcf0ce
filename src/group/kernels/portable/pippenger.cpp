// SPDX-License-Identifier: Apache-2.0
// Sums of many public multiples (Pippenger): signed digits, one window after the other, buckets added up from the top.
#include "group/kernels/portable/sums.hpp"

namespace ippyo::group::portable {
namespace {

/// Windows of `width` bits for magnitudes of `bits` bits. Signed digits need one bit more, except at the full 252 bits:
/// a magnitude is at most q/2 = 2^251 + 2^124.., so its top digit takes no carry and is at most half a window.
unsigned windows_for(unsigned bits, unsigned width) { return (std::min(bits + 1, 252u) + width - 1) / width; }

/// Digits d_k in [-2^(w-1), 2^(w-1)] with sum d_k 2^(w k) = s; digit k to out[k * stride].
void public_digits(const PublicScalar& s, unsigned width, unsigned windows, std::size_t stride, std::int16_t* out) {
  const int half = 1 << (width - 1);
  int carry = 0;
  for (unsigned k = 0; k < windows; ++k) {
    const int v = static_cast<int>(window(s.magnitude, k * width, width)) + carry;
    carry = k + 1 < windows && v >= half ? 1 : 0;
    const int d = v - carry * 2 * half;
    out[k * stride] = static_cast<std::int16_t>(s.negative ? -d : d);
  }
}

/// The points with Z = 1; decoded points have it already.
std::vector<Extended> normal(std::span<const Point> points) {
  std::vector<Extended> out(points.begin(), points.end());
  if (std::any_of(out.begin(), out.end(), [](const Extended& p) { return p.Z != kOne; })) normalize(out);
  return out;
}

struct Buckets {
  std::vector<Extended> sum;
  std::vector<std::uint8_t> used;

  explicit Buckets(unsigned width) : sum(std::size_t{1} << (width - 1)), used(sum.size()) {}

  /// Sorts d P into the bucket of |d|; the first point of a bucket is copied, not added.
  void put(const Extended& p, const Affine& operand, int d) {
    if (d == 0) return;
    const auto j = static_cast<std::size_t>(d < 0 ? -d : d) - 1;
    if (used[j] == 0) {
      sum[j] = d > 0 ? p : Extended{negate(p.X), p.Y, p.Z, negate(p.T)};
      used[j] = 1;
    } else {
      sum[j] = d > 0 ? add(sum[j], operand) : sub(sum[j], operand);
    }
  }

  /// sum of j * bucket j, and all buckets empty again.
  Point collect() {
    Extended running = kIdentity, total = kIdentity;
    bool any = false;
    for (std::size_t j = sum.size(); j-- > 0;) {
      if (used[j] != 0) {
        running = any ? add(running, cache(sum[j])) : sum[j];
        any = true;
        used[j] = 0;
      }
      if (any) total = add(total, cache(running));
    }
    return total;
  }
};

}  // namespace

Point pippenger(std::span<const Point> points, const std::vector<PublicScalar>& s, unsigned width) {
  const auto n = points.size();
  const unsigned windows = windows_for(longest(s), width);
  const auto base = normal(points);
  std::vector<Affine> operands;
  std::vector<std::int16_t> digits(n * windows);
  operands.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    operands.push_back(affine(base[i]));
    public_digits(s[i], width, windows, n, &digits[i]);
  }
  Buckets buckets(width);
  Extended total = kIdentity;
  for (std::size_t k = windows; k-- > 0;) {
    if (k + 1 != windows) total = twice_times(projective(total), width);
    for (std::size_t i = 0; i < n; ++i) buckets.put(base[i], operands[i], digits[k * n + i]);
    total = add(total, cache(buckets.collect()));
  }
  return total;
}

/// A point costs 7 in every window, and 7 once to be normalized; a bucket 18, less the addition that its first point saves.
double pippenger_cost(std::size_t n, unsigned bits, unsigned width) {
  const auto points = static_cast<double>(n), buckets = static_cast<double>(1u << (width - 1));
  return 7 * points + windows_for(bits, width) * (7 * points + 11 * buckets);
}

}  // namespace ippyo::group::portable
