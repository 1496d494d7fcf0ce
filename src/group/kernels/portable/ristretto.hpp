// SPDX-License-Identifier: Apache-2.0
// The portable kernel's functions, as in kernel.hpp.
#pragma once
#include "group/kernels/kernel.hpp"
#include "group/kernels/portable/curve.hpp"

namespace ippyo::group::portable {

std::optional<std::size_t> decode(ByteView encodings, std::span<Point> out);
void encode(std::span<const Point> points, std::span<std::uint8_t> out);
void from_uniform(std::span<const Bytes64> uniform, std::span<Point> out);

std::shared_ptr<const void> make_table(const Point& base);
void fixed_mul(const void* table, const Scalar* s, std::span<Point> out);
void fixed_mul2(const void* table_b, const Scalar* s, const void* table_c, const Scalar* t, std::span<Point> out);
Point fixed_mul_vartime(const void* table, const Scalar& s);

void mul(std::span<const Point> points, const Scalar* s, std::size_t stride, std::span<Point> out);
Point msm(std::span<const Point> points, const Scalar* s);
Point msm_vartime(std::span<const Point> points, const Scalar* s);

}  // namespace ippyo::group::portable
