// SPDX-License-Identifier: Apache-2.0
#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace ippyo::base {
void check_failed(const char* what, const char* file, int line) {
  std::fprintf(stderr, "internal error: %s (%s:%d)\n", what, file, line);
  std::abort();
}
}  // namespace ippyo::base
