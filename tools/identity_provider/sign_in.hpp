// SPDX-License-Identifier: Apache-2.0
// The authorization endpoint: is the request right, and where does the browser go. [SPEC 13.3 OpenIdConnect]
#pragma once
#include "identity_provider/parameters.hpp"

namespace ippyo::identity_provider {

/// A request whose client and redirect address are the registered ones: every answer may go there.
struct SignIn {
  std::string redirect_uri, scope, state, nonce, challenge;
  bool silent = false;  ///< prompt=none: no page may be shown
};

/// Why a request cannot go on: the word of OAuth, and a sentence for whoever writes the client.
struct Fault {
  std::string_view error, description;
};

/// The first thing that is wrong with the request, client and redirect address apart.
std::optional<Fault> wrong_request(const Parameters& request);

/// requires: wrong_request found nothing.
SignIn sign_in_of(const Parameters& request);

/// Back to the client, with `state` and the name of this provider.
http::Response redirect(const std::string& redirect_uri, Pairs pairs, const std::string& issuer);

}  // namespace ippyo::identity_provider
