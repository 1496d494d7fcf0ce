// SPDX-License-Identifier: Apache-2.0
// Drives a rehearsal by lines: a command in, one line of JSON out. For tests with a browser; time stands still between commands.
#pragma once
#include "demo/serving.hpp"

namespace ippyo::demo {

class Control {
  ServedElection& election_;

  base::Result<nlohmann::json> state();
  base::Result<nlohmann::json> letters();
  base::Result<nlohmann::json> close_enrolment();

 public:
  explicit Control(ServedElection& election) : election_(election) {}
  /// The answer of a command without its "ok". errors: what was wrong, and what to write instead.
  base::Result<nlohmann::json> run(const std::string& line);
};

/// Reads commands until `quit` or the end of the input; writes the first line when everything is ready. SIGINT and SIGTERM end it too.
base::Result<void> serve_under_control(const ServeOptions& options, const Progress& progress);

}  // namespace ippyo::demo
