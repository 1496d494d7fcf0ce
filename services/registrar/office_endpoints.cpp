// SPDX-License-Identifier: Apache-2.0
#include "registrar/office_endpoints.hpp"

#include "registrar/endpoint_lists.hpp"

namespace ippyo::registrar {

Endpoints office_endpoints(const Context& context, StaffSessions& sessions) {
  Endpoints out;
  add_staff_endpoints(out, context, sessions);
  add_roll_endpoints(out, context);
  add_application_endpoints(out, context);
  add_letter_endpoints(out, context);
  add_report_endpoints(out, context);
  add_voice_endpoints(out, context);
  return out;
}

}  // namespace ippyo::registrar
