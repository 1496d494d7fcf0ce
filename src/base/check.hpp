// SPDX-License-Identifier: Apache-2.0
// The third kind of failure: our own bug. It aborts; bytes from outside never reach it. [SPEC 1.5 Failures]
#pragma once

namespace ippyo::base {
[[noreturn]] void check_failed(const char* what, const char* file, int line);
}

#define IPPYO_CHECK(condition) \
  ((condition) ? void() : ::ippyo::base::check_failed(#condition, __FILE__, __LINE__))
