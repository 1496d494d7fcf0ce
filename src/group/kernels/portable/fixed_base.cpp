// SPDX-License-Identifier: Apache-2.0
// Multiplication of a base that is used often: 51 windows of 5 bits, 16 multiples each, read in full at every look-up.
#include <sodium.h>

#include <vector>

#include "group/kernels/portable/ristretto.hpp"
#include "group/kernels/portable/scan.hpp"

namespace ippyo::group::portable {
namespace {

constexpr unsigned kWindow = 5, kWindows = 51, kEntries = 1u << (kWindow - 1);

struct Table {
  std::array<std::array<Affine, kEntries>, kWindows> row;  ///< row[i][j] = (j + 1) 2^(5 i) B
};

constexpr Affine kNeutral{kOne, kOne, kZero};

/// The entry |d| of a row (the neutral one for 0), negated for d < 0. timing: constant in d
Affine look_up(const std::array<Affine, kEntries>& row, std::int64_t d) {
  const Affine out = scan(row, kNeutral, magnitude(d));
  const auto negative = sign_mask(d);
  return {select(out.sum, out.difference, negative), select(out.difference, out.sum, negative),
          select(out.xy2d, negate(out.xy2d), negative)};
}

Extended accumulate(Extended sum, const Table& table, const Scalar& s) {
  std::array<std::int8_t, kWindows> digits;
  signed_digits(s, kWindow, kWindows, digits.data());
  for (unsigned i = 0; i < kWindows; ++i) sum = add(sum, look_up(table.row[i], digits[i]));
  sodium_memzero(digits.data(), digits.size());
  return sum;
}

}  // namespace

std::shared_ptr<const void> make_table(const Point& base) {
  std::vector<Extended> points;
  points.reserve(kWindows * kEntries);
  Extended window_base = base;
  for (unsigned i = 0; i < kWindows; ++i) {
    const Cached step = cache(window_base);
    Extended p = window_base;
    for (unsigned j = 0; j < kEntries; ++j, p = add(p, step)) points.push_back(p);
    window_base = twice_times(projective(window_base), kWindow);
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
    const Extended first = accumulate(kIdentity, *static_cast<const Table*>(table_b), s[i]);
    out[i] = accumulate(first, *static_cast<const Table*>(table_c), t[i]);
  }
}

Point fixed_mul_vartime(const void* table, const Scalar& s) {
  const auto& rows = static_cast<const Table*>(table)->row;
  std::array<std::int8_t, kWindows> digits;
  signed_digits(s, kWindow, kWindows, digits.data());
  Extended sum = kIdentity;
  for (unsigned i = 0; i < kWindows; ++i) {
    if (digits[i] == 0) continue;
    const Affine& entry = rows[i][static_cast<std::size_t>(magnitude(digits[i])) - 1];
    sum = digits[i] > 0 ? add(sum, entry) : sub(sum, entry);
  }
  return sum;
}

}  // namespace ippyo::group::portable
