// SPDX-License-Identifier: Apache-2.0
// ippyo-grants: the built-in issuer of grants, for rehearsals and schools. [SPEC 10.6 Interface]
#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/random.hpp"
#include "run.hpp"

int main(int argc, char** argv) {
  using namespace ippyo;
  base::init_crypto();
  CLI::App app{"Gives a grant to whoever holds the key of a slot. It serves until SIGTERM; the first line it prints is its port.", "ippyo-grants"};
  grant_issuer::Command command;
  auto& o = command.options;
  app.add_option("--board", o.board, "the board directory, which it follows");
  app.add_option("--data", o.data, "its own memory of what it has verified");
  app.add_option("--key", command.key_file, "the registrar's sealed signing key");
  app.add_option("--passphrase", command.passphrase_source, "of the key: tty, fd:N, file:PATH or env:NAME")->capture_default_str();
  app.add_option("--address", o.address, "where to listen")->capture_default_str();
  app.add_option("--port", o.port, "0: any free port")->capture_default_str();
  app.add_option("--threads", o.threads, "of the HTTP server (default: one per core)");
  app.add_option("--manual-clock", command.manual_clock, "rehearsals only: seconds since 1970 to begin at; POST /rehearsal/clock moves it");
  std::string new_key;
  auto& make = *app.add_subcommand("make-key", "draw the registrar's signing key and print its public half");
  make.fallthrough();
  make.add_option("--out", new_key, "the new sealed file")->required();
  CLI11_PARSE(app, argc, argv);

  const auto outcome = [&]() -> base::Result<void> {
    if (!make.parsed()) return grant_issuer::serve(command);
    const auto shown = grant_issuer::make_key(new_key, command.passphrase_source);
    if (shown.ok()) std::printf("%s\n", shown->c_str());
    return shown.ok() ? base::Result<void>{} : base::Result<void>(shown.error());
  }();
  if (outcome.ok()) return 0;
  std::fprintf(stderr, "ippyo-grants: %s\n", outcome.error().message.c_str());
  return 1;
}
