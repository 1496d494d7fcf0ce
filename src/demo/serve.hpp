// SPDX-License-Identifier: Apache-2.0
// `ippyo demo --serve`: a rehearsal in step with the wall clock, and what its terminal says.
#pragma once
#include "demo/serving.hpp"

namespace ippyo::demo {

/// Until Ctrl-C. Enrolment waits for a person or for Enter; voting ends with its calendar or with Enter; the result stays served.
base::Result<void> serve_people(const ServeOptions& options, const Tell& tell, const Progress& progress);

}  // namespace ippyo::demo
