// SPDX-License-Identifier: Apache-2.0
// What ippyo-registrar can be told to do. [SPEC 15.8 Interface]
#pragma once
#include <optional>

#include "db/column_key.hpp"
#include "registrar/keys.hpp"
#include "registrar/service.hpp"

namespace ippyo::registrar {

/// Where the secrets are; they are asked for once, at the start.
struct KeySources {
  std::string key_file, passphrase = "tty";
  std::string column_key_file;                       ///< or:
  std::string module, token = "ippyo", token_key = "column key", pin = "tty";
};
base::Result<ServiceKeys> read_keys(const KeySources& sources);

struct ServeCommand {
  ServiceOptions options;
  KeySources keys;
  std::optional<base::UnixTime> manual_clock;
};
/// Serves until SIGTERM or SIGINT. The first line of stdout is the port.
base::Result<void> serve(const ServeCommand& command);

/// Draws keys into new sealed files; the public half of the signing key, for the constitution.
base::Result<std::string> make_keys(const KeySources& sources, bool rehearsal);
/// A one-time invitation for a member of the office; how the first manager comes in.
base::Result<std::string> invite_member(const ServeCommand& where, const std::string& id, const std::string& role);
/// Goes over the whole audit log. errors: the line at which it was changed.
base::Result<std::string> check_log(const ServeCommand& where);
/// Goes over the whole audit log and writes a submission with its head for the board. errors: also the board, registrar.toml.
base::Result<std::string> write_audit_head(const ServeCommand& where);
/// Polling cards of everybody who has a slot: a PDF, or with a name in .csv a list for the printing house. errors: also no [polling] in registrar.toml.
base::Result<std::string> print_polling_cards(const ServeCommand& where, const std::filesystem::path& out, std::uint32_t first_number);
/// Counts the personal data of before this day of Japan; with `really` erases it too. errors: not a day, or a day to come.
base::Result<std::string> erase(const ServeCommand& where, const std::string& before, bool really);

}  // namespace ippyo::registrar
