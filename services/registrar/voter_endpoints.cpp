// SPDX-License-Identifier: Apache-2.0
#include "registrar/voter_endpoints.hpp"

#include "registrar/desk.hpp"
#include "registrar/enrolment.hpp"
#include "registrar/grants.hpp"
#include "registrar/publication.hpp"

namespace ippyo::registrar {

Endpoints voter_endpoints(const Context& context, VoterSessions& sessions) {
  Endpoints out;
  add_enrolment_endpoints(out, context, sessions);
  add_grant_endpoints(out, context, sessions);
  add_desk_endpoints(out, context, sessions);
  add_publication_endpoints(out, context);
  return out;
}

}  // namespace ippyo::registrar
