// SPDX-License-Identifier: Apache-2.0
// The two ways to a sum of public multiples, and what each costs (in field multiplications, the shared doublings left out).
#pragma once
#include <span>

#include "group/kernels/portable/curve.hpp"
#include "group/kernels/portable/public_scalar.hpp"

namespace ippyo::group::portable {

Point straus(std::span<const Point> points, const std::vector<PublicScalar>& s);
double straus_cost(std::size_t n, unsigned bits);

/// requires: 2 <= width <= 15
Point pippenger(std::span<const Point> points, const std::vector<PublicScalar>& s, unsigned width);
double pippenger_cost(std::size_t n, unsigned bits, unsigned width);

}  // namespace ippyo::group::portable
