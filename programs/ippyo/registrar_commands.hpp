// SPDX-License-Identifier: Apache-2.0
// ippyo registrar ..: the office's people at a terminal.
#pragma once
#include <CLI/CLI.hpp>
#include <memory>

#include "base/sealed_file.hpp"
#include "registrar_connection.hpp"

namespace ippyo::office_tool {

using Run = std::function<base::Result<void>()>;

/// Adds a command that is signed in when `work` runs; `run` is set when it was chosen.
void add_command(CLI::App* command, const std::shared_ptr<Settings>& settings, Run& run, std::function<base::Result<void>(Connection&)> work);

void add_review_commands(CLI::App& app, const std::shared_ptr<Settings>& settings, Run& run);
void add_desk_commands(CLI::App& app, const std::shared_ptr<Settings>& settings, Run& run);
void add_voice_commands(CLI::App& app, const std::shared_ptr<Settings>& settings, Run& run);
/// For scrutineers, without a server.
void add_audit_command(CLI::App& app, Run& run);
inline constexpr std::string_view kScrutineerKey = "scrutineer key";  ///< purpose of the sealed file
void add_scrutineer_key_command(CLI::App& app, Run& run);
/// `ippyo registrar` with everything below it. After parsing, `run` holds the chosen command, if it was one of these.
void add_registrar_commands(CLI::App& app, Run& run);

}  // namespace ippyo::office_tool
