// SPDX-License-Identifier: Apache-2.0
// {"now": n}: the body that sets the clock of a rehearsal. [SPEC 10.6 Interface]
#pragma once
#include <optional>

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace ippyo::grant_issuer {

std::optional<base::UnixTime> read_clock_body(base::ByteView body);

}  // namespace ippyo::grant_issuer
