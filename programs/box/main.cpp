// SPDX-License-Identifier: Apache-2.0
// ippyo-box: the ballot box, with the embedded board and its local cosigners. [SPEC 10.6 Interface]
#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/random.hpp"
#include "commands.hpp"

int main(int argc, char** argv) {
  using namespace ippyo;
  base::init_crypto();
  CLI::App app{"The ballot box of an ippyo election. It serves until SIGTERM; the first line it prints is its port.", "ippyo-box"};
  ballot_box::ServeCommand serve;
  auto& o = serve.options;
  app.add_option("--board", o.board, "the board directory; this program is its writer");
  app.add_option("--data", o.data, "its own store: inbox, seeds, memory of what was verified");
  app.add_option("--store", o.store, "where the inbox is: a path or a PostgreSQL address without a password (default: box.db in --data)");
  app.add_option("--submissions", o.submissions, "folder in which others lay their submissions; ends in done/ or refused/");
  app.add_option("--id", o.ids, "the ballot boxes to serve, as the constitution names them (default: all in the key files)");
  app.add_option("--keys", serve.key_files, "sealed key files: boxes, log, cosigners");
  app.add_option("--passphrase", serve.passphrase_source, "of the key files: tty, fd:N, file:PATH or env:NAME")->capture_default_str();
  app.add_option("--address", o.address, "where to listen")->capture_default_str();
  app.add_option("--port", o.port, "0: any free port")->capture_default_str();
  app.add_option("--threads", o.threads, "of the HTTP server (default: one per core)");
  app.add_option("--manual-clock", serve.manual_clock, "rehearsals only: seconds since 1970 to begin at; POST /rehearsal/clock moves it");

  ballot_box::MakeKeysCommand make;
  auto& keys = *app.add_subcommand("make-keys", "draw keys into a new sealed file and print their public halves");
  keys.add_option("--out", make.out, "the new file")->required();
  keys.add_option("--election", make.election, "election id, to which the boxes' possession is bound")->required();
  keys.add_option("--box", make.boxes, "ids of ballot boxes");
  keys.add_option("--log", make.log, "C2SP name of the log");
  keys.add_option("--cosigner", make.cosigners, "C2SP names of local cosigners");
  keys.add_option("--passphrase", make.passphrase_source, "tty, fd:N, file:PATH or env:NAME")->capture_default_str();
  keys.add_flag("--rehearsal", make.rehearsal, "cheap sealing: opens quickly, also for who guesses");
  CLI11_PARSE(app, argc, argv);

  const auto outcome = [&]() -> base::Result<void> {
    if (!keys.parsed()) return ballot_box::serve(serve);
    const auto shown = ballot_box::make_keys(make);
    if (shown.ok()) std::printf("%s\n", shown->c_str());
    return shown.ok() ? base::Result<void>{} : base::Result<void>(shown.error());
  }();
  if (outcome.ok()) return 0;
  std::fprintf(stderr, "ippyo-box: %s\n", outcome.error().message.c_str());
  return 1;
}
