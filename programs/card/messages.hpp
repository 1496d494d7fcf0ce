// SPDX-License-Identifier: Apache-2.0
// The two messages between the booth's page and the agent, as JSON. [SPEC 14.2 Agent]
#pragma once
#include <optional>

#include "requests.hpp"

namespace ippyo::card_agent {

constexpr std::size_t kMaxTitle = 200, kMaxStatement = 4000;  // bytes

/// The question in a body, or nothing when it is not one. `origin` is what the browser says.
std::optional<Asked> read_asked(ByteView body, std::string_view origin);
std::string report_json(const Requests::Report& report);

}  // namespace ippyo::card_agent
