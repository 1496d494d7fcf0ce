// SPDX-License-Identifier: Apache-2.0
// Sums of public multiples (Pippenger): signed digits, one window after the other, buckets added up from the top.
#include <algorithm>

#include "group/kernels/portable/digits.hpp"
#include "group/kernels/portable/ristretto.hpp"

namespace ippyo::group::portable {
namespace {

/// Bits per window with the fewest additions for n points.
unsigned window_for(std::size_t n) {
  unsigned best = 2;
  double least = 1e300;
  for (unsigned w = 2; w <= 16; ++w) {
    const double windows = 254.0 / w + 1;
    const double cost = windows * (static_cast<double>(n) + 2.0 * static_cast<double>(1u << (w - 1)));
    if (cost < least) {
      least = cost;
      best = w;
    }
  }
  return best;
}

/// Points as operands; a Z of 1, as decoded points have it, saves a multiplication at every addition.
struct Operands {
  std::vector<Cached> cached;
  std::vector<bool> affine;

  explicit Operands(std::span<const Point> points) : affine(points.size()) {
    cached.reserve(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      cached.push_back(cache(points[i]));
      affine[i] = points[i].Z == kOne;
    }
  }
  Point plus(const Point& sum, std::size_t i, bool negative) const {
    const Cached& q = cached[i];
    if (affine[i]) {
      const Affine a = negative ? Affine{q.difference, q.sum, negate(q.t2d)} : Affine{q.sum, q.difference, q.t2d};
      return add(sum, a);
    }
    return negative ? sub(sum, q) : add(sum, q);
  }
};

/// sum of j * bucket[j-1]
Point weigh(const std::vector<Point>& bucket, const std::vector<bool>& used) {
  Point running = kIdentity, total = kIdentity;
  bool any = false;
  for (std::size_t j = bucket.size(); j-- > 0;) {
    if (used[j]) {
      running = add(running, cache(bucket[j]));
      any = true;
    }
    if (any) total = add(total, cache(running));
  }
  return total;
}

}  // namespace

Point msm_vartime(std::span<const Point> points, const Scalar* s) {
  if (points.empty()) return kIdentity;
  const unsigned w = window_for(points.size()), windows = 254 / w + 1;
  std::vector<std::int32_t> digits(points.size() * windows);
  for (std::size_t i = 0; i < points.size(); ++i) signed_digits(s[i], w, windows, &digits[i * windows]);
  const Operands operands(points);
  std::vector<Point> bucket(std::size_t{1} << (w - 1));
  Point total = kIdentity;
  for (unsigned k = windows; k-- > 0;) {
    total = twice_times(total, k + 1 == windows ? 0 : static_cast<int>(w));
    std::vector<bool> used(bucket.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto d = digits[i * windows + k];
      if (d == 0) continue;
      const auto j = static_cast<std::size_t>(magnitude(d)) - 1;
      bucket[j] = operands.plus(used[j] ? bucket[j] : kIdentity, i, d < 0);
      used[j] = true;
    }
    total = add(total, cache(weigh(bucket, used)));
  }
  return total;
}

}  // namespace ippyo::group::portable
