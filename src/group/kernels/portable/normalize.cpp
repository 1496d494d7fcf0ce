// SPDX-License-Identifier: Apache-2.0
// Many points to Z = 1 by Montgomery's simultaneous inversion: six multiplications each.
#include "group/kernels/portable/curve.hpp"

namespace ippyo::group::portable {

void normalize(std::vector<Extended>& points) {
  std::vector<Field> products(points.size());
  Field product = kOne;
  for (std::size_t i = 0; i < points.size(); ++i) {
    products[i] = product;
    product = mul(product, points[i].Z);
  }
  Field inverse = invert(product);
  for (std::size_t i = points.size(); i-- > 0;) {
    const Field z = mul(inverse, products[i]);
    inverse = mul(inverse, points[i].Z);
    points[i].X = mul(points[i].X, z);
    points[i].Y = mul(points[i].Y, z);
    points[i].Z = kOne;
    points[i].T = mul(points[i].X, points[i].Y);
  }
}

}  // namespace ippyo::group::portable
