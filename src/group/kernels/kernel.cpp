// SPDX-License-Identifier: Apache-2.0
#include "group/kernels/kernel.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace ippyo::group {

std::span<const Kernel* const> available_kernels() {
  static const std::vector<const Kernel*> kernels{&kPortableKernel};  // best first
  return kernels;
}

static const Kernel& choose() {
  const char* wanted = std::getenv("IPPYO_KERNEL");
  if (wanted == nullptr || *wanted == '\0') return *available_kernels().front();
  for (const auto* k : available_kernels())
    if (std::string_view(k->name) == wanted) return *k;
  std::fprintf(stderr, "IPPYO_KERNEL=%s: this machine has no such kernel; unset it or choose one of:", wanted);
  for (const auto* k : available_kernels()) std::fprintf(stderr, " %s", k->name);
  std::fprintf(stderr, "\n");
  std::exit(2);
}

const Kernel& kernel() {
  static const Kernel& chosen = choose();
  return chosen;
}

}  // namespace ippyo::group
