// SPDX-License-Identifier: Apache-2.0
// The counter: a voter who is present shows a card and may learn how often a vote from the slot was accepted. [SPEC 15.4 GrantFactors]
#pragma once
#include "registrar/context.hpp"
#include "registrar/sessions.hpp"

namespace ippyo::registrar {

void add_desk_endpoints(Endpoints& out, const Context& context, VoterSessions& sessions);

}  // namespace ippyo::registrar
