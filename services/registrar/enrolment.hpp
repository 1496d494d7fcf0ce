// SPDX-License-Identifier: Apache-2.0
// From the letter's code to a place in the slot list: passkey, key, evidence, possession. [SPEC 15.3 Enrolment]
#pragma once
#include "registrar/context.hpp"
#include "registrar/sessions.hpp"

namespace ippyo::registrar {

void add_enrolment_endpoints(Endpoints& out, const Context& context, VoterSessions& sessions);

}  // namespace ippyo::registrar
