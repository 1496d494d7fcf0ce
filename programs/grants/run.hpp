// SPDX-License-Identifier: Apache-2.0
// What ippyo-grants can be told to do. [SPEC 10.6 Interface]
#pragma once
#include "grant_issuer/service.hpp"

namespace ippyo::grant_issuer {

struct Command {
  ServiceOptions options;
  std::string key_file, passphrase_source = "tty";
  std::optional<base::UnixTime> manual_clock;
};
/// Serves until SIGTERM or SIGINT. The first line of stdout is the port.
base::Result<void> serve(const Command& command);
/// Draws the registrar's signing key into a new sealed file; returns the public half in hexadecimal.
base::Result<std::string> make_key(const std::string& file, const std::string& passphrase_source);

}  // namespace ippyo::grant_issuer
