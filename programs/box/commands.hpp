// SPDX-License-Identifier: Apache-2.0
// What ippyo-box can be told to do. [SPEC 10.6 Interface]
#pragma once
#include <optional>

#include "ballot_box/service.hpp"

namespace ippyo::ballot_box {

struct ServeCommand {
  ServiceOptions options;
  std::vector<std::string> key_files;
  std::string passphrase_source = "tty";
  std::optional<UnixTime> manual_clock;
};
/// Serves until SIGTERM or SIGINT. The first line of stdout is the port.
base::Result<void> serve(const ServeCommand& command);

struct MakeKeysCommand {
  std::string out, election, passphrase_source = "tty";
  std::vector<std::string> boxes, cosigners;
  std::string log;
  bool rehearsal = false;  ///< cheap sealing
};
/// Draws keys, seals them into `out`, and returns their public halves as JSON for the constitution and the witness policy.
base::Result<std::string> make_keys(const MakeKeysCommand& command);

}  // namespace ippyo::ballot_box
