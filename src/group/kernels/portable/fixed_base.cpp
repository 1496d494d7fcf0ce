// SPDX-License-Identifier: Apache-2.0
// Multiplication of a base that is used often: 51 windows of 5 bits, 16 multiples each, read in full at every look-up.
#include <vector>

#include "group/kernels/portable/digits.hpp"
#include "group/kernels/portable/ristretto.hpp"

namespace ippyo::group::portable {
namespace {

constexpr unsigned kWindow = 5, kWindows = 51, kEntries = 1u << (kWindow - 1);

struct Table {
  std::array<std::array<Affine, kEntries>, kWindows> row;  ///< row[i][j] = (j + 1) 2^(5 i) B
};

/// Divides all points by their Z with one inversion.
void normalize(std::vector<Point>& points) {
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

/// The entry |d| of a row (the neutral one for 0), negated for d < 0. timing: constant in d
Affine look_up(const std::array<Affine, kEntries>& row, std::int64_t d) {
  const auto index = magnitude(d);
  Affine out{kOne, kOne, kZero};
  for (std::uint64_t j = 0; j < kEntries; ++j) {
    const auto mask = equal_mask(index, j + 1);
    out.sum = select(out.sum, row[j].sum, mask);
    out.difference = select(out.difference, row[j].difference, mask);
    out.xy2d = select(out.xy2d, row[j].xy2d, mask);
  }
  const auto negative = sign_mask(d);
  return {select(out.sum, out.difference, negative), select(out.difference, out.sum, negative),
          select(out.xy2d, negate(out.xy2d), negative)};
}

Point accumulate(Point sum, const Table& table, const Scalar& s) {
  std::array<std::int8_t, kWindows> digits;
  signed_digits(s, kWindow, kWindows, digits.data());
  for (unsigned i = 0; i < kWindows; ++i) sum = add(sum, look_up(table.row[i], digits[i]));
  return sum;
}

}  // namespace

std::shared_ptr<const void> make_table(const Point& base) {
  std::vector<Point> points;
  points.reserve(kWindows * kEntries);
  Point window_base = base;
  for (unsigned i = 0; i < kWindows; ++i) {
    const Cached step = cache(window_base);
    Point p = window_base;
    for (unsigned j = 0; j < kEntries; ++j, p = add(p, step)) points.push_back(p);
    window_base = twice_times(window_base, kWindow);
  }
  normalize(points);
  auto table = std::make_shared<Table>();
  for (unsigned i = 0; i < kWindows; ++i)
    for (unsigned j = 0; j < kEntries; ++j) table->row[i][j] = affine(points[i * kEntries + j]);
  return table;
}

void fixed_mul(const void* table, const Scalar* s, std::span<Point> out) {
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = accumulate(kIdentity, *static_cast<const Table*>(table), s[i]);
}

void fixed_mul2(const void* table_b, const Scalar* s, const void* table_c, const Scalar* t, std::span<Point> out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Point first = accumulate(kIdentity, *static_cast<const Table*>(table_b), s[i]);
    out[i] = accumulate(first, *static_cast<const Table*>(table_c), t[i]);
  }
}

Point fixed_mul_vartime(const void* table, const Scalar& s) {
  const auto& rows = static_cast<const Table*>(table)->row;
  std::array<std::int8_t, kWindows> digits;
  signed_digits(s, kWindow, kWindows, digits.data());
  Point sum = kIdentity;
  for (unsigned i = 0; i < kWindows; ++i) {
    if (digits[i] == 0) continue;
    const Affine& entry = rows[i][static_cast<std::size_t>(magnitude(digits[i])) - 1];
    sum = add(sum, digits[i] > 0 ? entry : Affine{entry.difference, entry.sum, negate(entry.xy2d)});
  }
  return sum;
}

}  // namespace ippyo::group::portable
