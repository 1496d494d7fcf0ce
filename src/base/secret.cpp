// SPDX-License-Identifier: Apache-2.0
#include "base/secret.hpp"

#include <sodium.h>

namespace ippyo::base {
void wipe(void* memory, std::size_t size) noexcept { sodium_memzero(memory, size); }
}  // namespace ippyo::base
