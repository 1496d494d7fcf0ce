// SPDX-License-Identifier: Apache-2.0
// ippyo registrar scrutineer-key: the key with which a scrutineer signs what the audit found. [SPEC 15.7 ScrutineerAudit]
#include <cstdio>
#include <filesystem>

#include "base/signature.hpp"
#include "registrar_commands.hpp"

namespace ippyo::office_tool {
namespace {

using base::Result;

struct Options {
  std::filesystem::path file;
  std::string passphrase = "tty";
  bool rehearsal = false;
};

Result<void> make(const Options& o) {
  std::error_code ignored;
  if (std::filesystem::exists(o.file, ignored)) return base::Error{o.file.string() + " exists; choose a new name, old keys are never overwritten"};
  const auto passphrase = base::Passphrase::read(o.passphrase, "Passphrase for the new key");
  if (!passphrase.ok()) return passphrase.error();
  const auto key = base::SigningKey::generate();
  IPPYO_TRY(base::write_sealed_file(o.file, kScrutineerKey, key.seed().expose(), *passphrase, o.rehearsal ? base::kSealForRehearsals : base::kSealForYears));
  std::printf("%s\n", base::to_hex(key.public_key()).c_str());
  return {};
}

}  // namespace

void add_scrutineer_key_command(CLI::App& app, Run& run) {
  auto o = std::make_shared<Options>();
  auto* command = app.add_subcommand("scrutineer-key", "for scrutineers: makes the sealed key; prints the public one, which goes into the constitution");
  command->add_option("FILE", o->file, "new file")->required();
  command->add_option("--scrutineer-passphrase", o->passphrase, "tty, fd:N, file:PATH or env:NAME")->capture_default_str();
  command->add_flag("--rehearsal", o->rehearsal, "cheap sealing: opens quickly, also for who guesses");
  command->callback([o, &run] { run = [o] { return make(*o); }; });
}

}  // namespace ippyo::office_tool
