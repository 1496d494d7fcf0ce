// SPDX-License-Identifier: Apache-2.0
// One table of coarse batch functions per instruction set; point.hpp says what each does and promises. [SPEC 2.2 Element]
#pragma once
#include <memory>
#include <optional>
#include <span>

#include "group/point.hpp"

namespace ippyo::group {

struct Kernel {
  const char* name;
  std::optional<std::size_t> (*decode)(ByteView encodings, std::span<Point> out);
  void (*encode)(std::span<const Point> points, std::span<std::uint8_t> out);
  void (*from_uniform)(std::span<const Bytes64> uniform, std::span<Point> out);
  std::shared_ptr<const void> (*make_table)(const Point& base);
  void (*fixed_mul)(const void* table, const Scalar* s, std::span<Point> out);
  void (*fixed_mul2)(const void* table_b, const Scalar* s, const void* table_c, const Scalar* t, std::span<Point> out);
  Point (*fixed_mul_vartime)(const void* table, const Scalar& s);
  void (*mul)(std::span<const Point> points, const Scalar* s, std::size_t stride, std::span<Point> out);  ///< stride 0: one scalar for all
  Point (*msm)(std::span<const Point> points, const Scalar* s);
  Point (*msm_vartime)(std::span<const Point> points, const Scalar* s);
};

/// The kernel chosen at start: the best that the processor has, or the one named by IPPYO_KERNEL.
const Kernel& kernel();
/// Every kernel that this processor can run, for tests.
std::span<const Kernel* const> available_kernels();

extern const Kernel kPortableKernel;

}  // namespace ippyo::group
