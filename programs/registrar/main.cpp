// SPDX-License-Identifier: Apache-2.0
// ippyo-registrar: who may vote, and the proof of it. [SPEC 15.8 Interface]
#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/random.hpp"
#include "commands.hpp"

namespace {

using namespace ippyo;

void add_options(CLI::App& app, registrar::ServeCommand& command) {
  auto& o = command.options;
  auto& k = command.keys;
  app.add_option("--board", o.board, "the board directory, which it follows");
  app.add_option("--data", o.data, "its own store, and its memory of what it has verified");
  app.add_option("--config", o.config, "registrar.toml");
  app.add_option("--store", o.store, "where the store is: a path or a PostgreSQL address without a password (default: registrar.db in --data)");
  app.add_option("--keys", k.key_file, "the registrar's sealed keys");
  app.add_option("--passphrase", k.passphrase, "of the key files: tty, fd:N, file:PATH or env:NAME")->capture_default_str();
  app.add_option("--column-key", k.column_key_file, "sealed file with the key of the personal columns");
  app.add_option("--pkcs11", k.module, "instead: PKCS#11 library of the token that holds it");
  app.add_option("--token", k.token, "label of the token")->capture_default_str();
  app.add_option("--token-key", k.token_key, "label of the key in it")->capture_default_str();
  app.add_option("--pin", k.pin, "of the token: tty, fd:N, file:PATH or env:NAME")->capture_default_str();
  app.add_option("--address", o.address, "where to listen")->capture_default_str();
  app.add_option("--port", o.port, "0: any free port")->capture_default_str();
  app.add_option("--threads", o.threads, "of the HTTP server (default: one per core)");
  app.add_option("--manual-clock", command.manual_clock, "rehearsals only: seconds since 1970 to begin at; POST /rehearsal/clock moves it");
}

int tell(const base::Result<std::string>& shown) {
  if (shown.ok()) {
    if (!shown->empty()) std::printf("%s\n", shown->c_str());
    return 0;
  }
  std::fprintf(stderr, "ippyo-registrar: %s\n", shown.error().message.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  base::init_crypto();
  CLI::App app{"The registrar of an ippyo election. It serves until SIGTERM; the first line it prints is its port.", "ippyo-registrar"};
  registrar::ServeCommand command;
  add_options(app, command);
  app.fallthrough();
  auto& make = *app.add_subcommand("make-keys", "draw the keys into the new files --keys and --column-key; print the public one for the constitution");
  bool rehearsal = false;
  make.add_flag("--rehearsal", rehearsal, "cheap sealing: opens quickly, also for who guesses");
  auto& invitation = *app.add_subcommand("invite", "print a one-time invitation for a member of the office");
  std::string id, role;
  invitation.add_option("ID", id, "a-z, 0-9, dot, hyphen; no name of a person")->required();
  invitation.add_option("ROLE", role, "clerk, manager or auditor")->required();
  auto& log = *app.add_subcommand("check-log", "go over the whole audit log and print its head");
  auto& head = *app.add_subcommand("audit-head", "go over the whole audit log and write its head for the board into submissions of --config");
  auto& cards = *app.add_subcommand("polling-cards", "write the polling cards of everybody who has a slot: a PDF, or a list when the name ends in .csv");
  std::string cards_out;
  std::uint32_t first_card = 1;
  cards.add_option("--out", cards_out, "the new file; private: it holds names and slot numbers")->required();
  cards.add_option("--first", first_card, "number of the first card")->capture_default_str();
  auto& erasing = *app.add_subcommand("erase", "count the personal data that is past its time; with --really erase it (stop the registrar before)");
  std::string before;
  bool really = false;
  erasing.add_option("--before", before, "a day of Japan: applications last changed before it, and a roll that none since needs")->required();
  erasing.add_flag("--really", really, "erase; there is no way back");
  for (auto* sub : {&make, &invitation, &log, &head, &cards, &erasing}) sub->fallthrough();
  app.failure_message([](const CLI::App*, const CLI::Error& e) { return "ippyo-registrar: " + std::string(e.what()) + "; see --help\n"; });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 1;
  }

  if (make.parsed()) return tell(registrar::make_keys(command.keys, rehearsal));
  if (invitation.parsed()) return tell(registrar::invite_member(command, id, role));
  if (log.parsed()) return tell(registrar::check_log(command));
  if (head.parsed()) return tell(registrar::write_audit_head(command));
  if (cards.parsed()) return tell(registrar::print_polling_cards(command, cards_out, first_card));
  if (erasing.parsed()) return tell(registrar::erase(command, before, really));
  const auto served = registrar::serve(command);
  return tell(served.ok() ? base::Result<std::string>(std::string()) : base::Result<std::string>(served.error()));
}
