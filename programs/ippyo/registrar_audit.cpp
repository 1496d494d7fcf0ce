// SPDX-License-Identifier: Apache-2.0
// ippyo registrar audit: what scrutineers run at the registrar's, over its store and the board. [SPEC 15.7 ScrutineerAudit]
#include "registrar/audit.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/files.hpp"
#include "db/column_key.hpp"
#include "record/board_view.hpp"
#include "registrar/keys.hpp"
#include "registrar/providers.hpp"
#include "registrar_commands.hpp"

namespace ippyo::office_tool {
namespace {

using base::Error;
using base::Result;

struct Options {
  std::string board, config, store, keys, column_key, module, token = "ippyo", token_key = "column key", pin = "tty", passphrase = "tty";
  std::string openings, poll_book;
  std::string out, scrutineer, scrutineer_key, scrutineer_passphrase = "tty";
};

Result<registrar::StoreKeys> read_keys(const Options& o) {
  if (o.column_key.empty() == o.module.empty()) return Error{"give the key of the personal columns: either --column-key FILE, or --pkcs11 MODULE with a token"};
  const auto passphrase = base::Passphrase::read(o.passphrase, "Passphrase of the registrar's keys");
  if (!passphrase.ok()) return passphrase.error();
  auto keys = registrar::read_registrar_keys(o.keys, *passphrase);
  if (!keys.ok()) return keys.error();
  const auto column_key = [&]() -> Result<db::ColumnKey> {
    if (!o.column_key.empty()) return db::read_column_key_file(o.column_key, *passphrase);
    const auto pin = base::Passphrase::read(o.pin, "PIN of the token");
    if (!pin.ok()) return pin.error();
    return db::column_key_from_token({o.module, o.token, o.token_key}, *pin);
  }();
  if (!column_key.ok()) return column_key.error();
  return registrar::StoreKeys{db::ColumnCipher(*column_key), std::move(keys->code_pepper), std::move(keys->evidence)};
}

/// The key file's key, if it is that of this scrutineer in the constitution.
Result<base::SigningKey> read_scrutineer(const Options& o, const record::State& state) {
  const auto* signer = state.constitution().signer(o.scrutineer);
  if (signer == nullptr || signer->role != election::Role::scrutineer) return Error{"the constitution names no scrutineer '" + o.scrutineer + "'; look at its signers"};
  const auto passphrase = base::Passphrase::read(o.scrutineer_passphrase, "Passphrase of the scrutineer's key");
  if (!passphrase.ok()) return passphrase.error();
  const auto bytes = base::read_sealed_file(o.scrutineer_key, kScrutineerKey, *passphrase);
  if (!bytes.ok()) return bytes.error();
  if (bytes->size() != 32) return Error{o.scrutineer_key + " is malformed; restore it from its copy"};
  base::Bytes32 seed{};
  std::ranges::copy(bytes->expose(), seed.begin());
  base::Secret<base::Bytes32> secret(seed);
  base::wipe(seed.data(), seed.size());
  auto key = base::SigningKey::from_seed(secret);
  if (key.public_key() != signer->key) return Error{"the key is not that of " + o.scrutineer + " in the constitution; give the right key file"};
  return key;
}

Result<void> write_finding(const Options& o, const registrar::RegistrarAudit& audit, const record::State& state) {
  if (o.out.empty()) return {};
  const auto key = read_scrutineer(o, state);
  if (!key.ok()) return key.error();
  const auto finding = registrar::sign_finding(audit, state, o.scrutineer, *key, base::SystemClock().now());
  IPPYO_TRY(base::write_file_durably(o.out, base::view(finding.json), 0600));
  return base::write_file_durably(o.out + ".sig", base::view(base::to_hex(finding.signature) + "\n"), 0600);
}

void print(const registrar::RegistrarAudit& a) {
  std::printf("slots on the board  %llu\nenrolments checked  %llu\n", static_cast<unsigned long long>(a.slots), static_cast<unsigned long long>(a.checked));
  for (int c = 0; c < 4; ++c) std::printf("class %c             %llu\n", 'A' + c, static_cast<unsigned long long>(a.of_class[c]));
  std::printf("audit log           %llu lines, %s\n", static_cast<unsigned long long>(a.audit_lines), a.audit_log_whole ? "whole" : "CHANGED");
  for (const auto& f : a.faults) std::printf("slot %s: %s\n", f.slot == registrar::kNoSlot ? "(none)" : std::to_string(f.slot).c_str(), std::string(word(f.fault)).c_str());
  for (const auto slot : a.look) std::printf("slot %llu: look at it (the roll says something else)\n", static_cast<unsigned long long>(slot));
  if (a.settlement) {
    if (a.settlement->count_differs) std::printf("settlement: the poll book's numbers are not the signed ones\n");
    for (const auto& d : a.settlement->differences) std::printf("settlement: %s\n", d.text().c_str());
  }
  std::printf("%s\n", a.agrees() ? "AGREES" : "DOES NOT AGREE");
}

Result<bool> audit(const Options& o) {
  if (o.openings.empty() != o.poll_book.empty()) return Error{"give --openings and --poll-book together"};
  if (o.out.empty() == !(o.scrutineer.empty() && o.scrutineer_key.empty())) return Error{"give --out, --scrutineer and --scrutineer-key together"};
  auto follower = record::Follower::open(o.board, {});
  if (!follower.ok()) return follower.error();
  const auto verdict = follower->catch_up();
  if (!verdict.ok()) return verdict.error();
  if (!verdict->passed()) return Error{"the board breaks a rule: " + verdict->finding().text()};
  const auto& state = follower->state();
  if (state.phase() < record::Phase::constituted) return Error{"the board has no constitution yet"};
  const auto config = registrar::Config::load(o.config);
  if (!config.ok()) return config.error();
  const auto eligibility = roll::Eligibility::load(config->eligibility);
  if (!eligibility.ok()) return eligibility.error();
  const auto keys = read_keys(o);
  if (!keys.ok()) return keys.error();
  const auto providers = registrar::make_audit_providers(*config, *keys, state);
  if (!providers.ok()) return providers.error();
  const auto found = registrar::audit_registrar({o.store, *keys, *config, *eligibility, *providers, state, o.openings, o.poll_book});
  if (!found.ok()) return found.error();
  print(*found);
  IPPYO_TRY(write_finding(o, *found, state));
  return found->agrees();
}

}  // namespace

void add_audit_command(CLI::App& app, Run& run) {
  auto o = std::make_shared<Options>();
  auto* command = app.add_subcommand("audit", "for scrutineers: everything behind the slot list; 0 agrees, 1 does not, 2 could not be done");
  command->add_option("--board", o->board, "folder of the board")->required();
  command->add_option("--config", o->config, "registrar.toml")->required();
  command->add_option("--store", o->store, "the registrar's store; opened for reading only")->required();
  command->add_option("--keys", o->keys, "the registrar's key file")->required();
  command->add_option("--column-key", o->column_key, "key file of the personal columns, or");
  command->add_option("--pkcs11", o->module, "PKCS#11 library of the token that holds it");
  command->add_option("--token-label", o->token)->capture_default_str();
  command->add_option("--token-key", o->token_key)->capture_default_str();
  command->add_option("--pin", o->pin, "of the token: tty, fd:N, file:PATH or env:NAME")->capture_default_str();
  command->add_option("--keys-passphrase", o->passphrase, "of the registrar's keys")->capture_default_str();
  command->add_option("--openings", o->openings, "the settlement's openings");
  command->add_option("--poll-book", o->poll_book, "overridden slots, one number a line");
  command->add_option("--out", o->out, "finding file; its signature is FILE.sig");
  command->add_option("--scrutineer", o->scrutineer, "id in the constitution");
  command->add_option("--scrutineer-key", o->scrutineer_key, "sealed file");
  command->add_option("--scrutineer-passphrase", o->scrutineer_passphrase)->capture_default_str();
  command->callback([o, &run] {
    run = [o]() -> Result<void> {
      const auto agrees = audit(*o);
      if (!agrees.ok()) std::fprintf(stderr, "ippyo registrar audit: %s\n", agrees.error().message.c_str());
      // Three answers, where other commands have two. Everything secret is wiped by now.
      std::exit(!agrees.ok() ? 2 : *agrees ? 0 : 1);
    };
  });
}

}  // namespace ippyo::office_tool
