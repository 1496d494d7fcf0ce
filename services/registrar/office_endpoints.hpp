// SPDX-License-Identifier: Apache-2.0
// Everything that the office's people and applicants ask of the registrar. [SPEC 15.8 Interface]
#pragma once
#include "registrar/context.hpp"
#include "registrar/staff.hpp"

namespace ippyo::registrar {

/// `context` and `sessions` outlive the endpoints. What the endpoints share (a pending import, letters in print) lives and ends with
/// them: a print under way is stopped and leaves nothing valid.
Endpoints office_endpoints(const Context& context, StaffSessions& sessions);

}  // namespace ippyo::registrar
