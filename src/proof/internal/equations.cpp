// SPDX-License-Identifier: Apache-2.0
#include "proof/internal/equations.hpp"

namespace ippyo::proof {

EquationSystem::Place EquationSystem::add(const Point& p) {
  points_.push_back(p);
  return static_cast<Place>(points_.size() - 1);
}

void EquationSystem::require(Place base, const Scalar& z, const Point& T, Place value, Place divisor, const Challenge& e) {
  equations_.push_back({base, value, divisor, z, to_scalar(e)});
  negated_T_.push_back(group::negate(T));
}

bool EquationSystem::hold(const Bytes32& seed) const {
  base::KeyedRng rng{base::Secret<Bytes32>(seed)};
  std::vector<Point> points = points_;
  points.insert(points.end(), negated_T_.begin(), negated_T_.end());
  std::vector<Scalar> factors(points_.size());
  factors.reserve(points.size());
  for (const auto& eq : equations_) {
    auto drawn = rng.bytes<16>();
    if (drawn == Challenge{}) drawn[0] = 1;
    const auto weight = to_scalar(drawn), power = weight * eq.e;
    factors[eq.base] += weight * eq.z;
    factors[eq.value] += -power;
    if (eq.divisor != kNothing) factors[eq.divisor] += power;
    factors.push_back(weight);
  }
  return group::is_identity(group::msm_vartime(points, factors));
}

}  // namespace ippyo::proof
