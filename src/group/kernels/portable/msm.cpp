// SPDX-License-Identifier: Apache-2.0
// Sums of public multiples: chooses the cheaper way by the number of points and the length of the scalars.
#include "group/kernels/portable/ristretto.hpp"
#include "group/kernels/portable/sums.hpp"

namespace ippyo::group::portable {

Point msm_vartime(std::span<const Point> points, const Scalar* s) {
  const std::vector<PublicScalar> scalars(s, s + points.size());
  const unsigned bits = longest(scalars);
  if (bits == 0) return kIdentity;
  unsigned best = 0;
  double least = straus_cost(points.size(), bits);
  for (unsigned width = 4; width <= 15; ++width) {
    const double cost = pippenger_cost(points.size(), bits, width);
    if (cost >= least) continue;
    least = cost;
    best = width;
  }
  return best == 0 ? straus(points, scalars) : pippenger(points, scalars, best);
}

}  // namespace ippyo::group::portable
