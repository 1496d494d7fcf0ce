// SPDX-License-Identifier: Apache-2.0
// The commands of ippyo-trustee: a thin shell over src/trustee. [SPEC 11.6 Commands]
#pragma once
#include <CLI/CLI.hpp>
#include <functional>

#include "trustee/trustee.hpp"

namespace ippyo::trustee {

/// What every command shares. A command sets `action`; main runs it and prints its sentence.
struct Session {
  std::string passphrase_source = "tty";
  base::SystemClock clock;
  Progress progress;
  std::function<base::Result<std::string>()> action;

  base::Result<Trustee> open(const std::filesystem::path& folder) const;
};
/// The folders that most commands name.
struct Places {
  std::string folder, board, exchange, out;
};

void add_init(CLI::App& app, Session& session);
void add_ceremony(CLI::App& app, Session& session);
void add_duties(CLI::App& app, Session& session);

}  // namespace ippyo::trustee
