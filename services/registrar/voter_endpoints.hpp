// SPDX-License-Identifier: Apache-2.0
// Everything that voters ask of the registrar: enrolment, grants, the desk, and the lists that come of it. [SPEC 15.8 Interface]
#pragma once
#include "registrar/context.hpp"
#include "registrar/sessions.hpp"

namespace ippyo::registrar {

/// `context` and `sessions` outlive the endpoints.
Endpoints voter_endpoints(const Context& context, VoterSessions& sessions);

}  // namespace ippyo::registrar
