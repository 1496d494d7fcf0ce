// SPDX-License-Identifier: Apache-2.0
// The parts of which the office's endpoints are put together. Private to the office's side.
#pragma once
#include "registrar/context.hpp"
#include "registrar/staff.hpp"

namespace ippyo::registrar {

void add_staff_endpoints(Endpoints& out, const Context& context, StaffSessions& sessions);
void add_roll_endpoints(Endpoints& out, const Context& context);
void add_application_endpoints(Endpoints& out, const Context& context);
void add_letter_endpoints(Endpoints& out, const Context& context);
void add_report_endpoints(Endpoints& out, const Context& context);
/// Questionnaire and reports of coercion.
void add_voice_endpoints(Endpoints& out, const Context& context);

}  // namespace ippyo::registrar
