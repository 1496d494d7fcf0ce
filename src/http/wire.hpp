// SPDX-License-Identifier: Apache-2.0
// The header of an answer as text. Private to src/http. [ARCHITECTURE HTTP]
#pragma once
#include <string>

#include "http/message.hpp"

namespace ippyo::http {

/// False for the statuses that never carry a body (204, 304).
bool has_body(unsigned status);
/// Status line, length, type, security fields, the answer's own fields and the empty line. Control characters in values are dropped.
std::string wire_head(const Response& response, bool keep_alive);

}  // namespace ippyo::http
