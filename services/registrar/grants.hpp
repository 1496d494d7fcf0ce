// SPDX-License-Identifier: Apache-2.0
// A grant for whoever shows the factors of the constitution and holds the slot key. Nothing is logged. [SPEC 15.4 GrantFactors]
#pragma once
#include "registrar/context.hpp"
#include "registrar/sessions.hpp"

namespace ippyo::registrar {

inline constexpr std::uint32_t kGrantsPerMinute = 20, kGrantBeginsPerMinute = 20;

void add_grant_endpoints(Endpoints& out, const Context& context, VoterSessions& sessions);

}  // namespace ippyo::registrar
