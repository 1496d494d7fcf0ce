// SPDX-License-Identifier: Apache-2.0
// The page on which a person in a browser says who they are. [SPEC 13.3 OpenIdConnect]
#pragma once
#include "identity_provider/parameters.hpp"

namespace ippyo::identity_provider {

/// Fields of the page's form, beside the parameters of the request that it carries on.
inline constexpr std::string_view kTyped = "sample_person", kChosen = "sample_choice", kCancel = "sample_cancel";

struct Offered {
  std::string person, name;
};
/// `action`: where the form goes. `unknown`: nobody of the typed name is known; the page says so.
http::Response sign_in_page(const Parameters& request, const std::string& action, const std::vector<Offered>& people,
                            bool unknown);
/// For a request that must not be sent back to anybody.
http::Response refusal_page();

}  // namespace ippyo::identity_provider
