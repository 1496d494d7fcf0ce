// SPDX-License-Identifier: Apache-2.0
#include "run.hpp"

#include <cstdio>

#include "http/signals.hpp"

namespace ippyo::grant_issuer {

static constexpr std::chrono::seconds kDrain{5};

base::Result<void> serve(const Command& command) {
  if (command.options.board.empty() || command.options.data.empty() || command.key_file.empty())
    return base::Error{"--board, --data and --key are needed to serve; see --help"};
  const auto passphrase = base::Passphrase::read(command.passphrase_source, "Passphrase of the registrar's key");
  if (!passphrase.ok()) return passphrase.error();
  auto key = read_registrar_key(command.key_file, *passphrase);
  if (!key.ok()) return key.error();
  http::StopSignal stop;
  const base::SystemClock system;
  base::ManualClock manual(command.manual_clock.value_or(0));
  const base::Clock& clock = command.manual_clock ? static_cast<const base::Clock&>(manual) : system;
  auto service = Service::start(command.options, std::move(*key), clock, command.manual_clock ? &manual : nullptr, [](const std::string& text) {
    std::fprintf(stderr, "ippyo-grants: %s\n", text.c_str());
  });
  if (!service.ok()) return service.error();
  std::printf("%u\n", static_cast<unsigned>((*service)->port()));
  std::fflush(stdout);
  stop.wait();
  (*service)->stop(kDrain);
  return {};
}

base::Result<std::string> make_key(const std::string& file, const std::string& passphrase_source) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) return base::Error{file + " exists; choose a new name, old keys are never overwritten"};
  const auto passphrase = base::Passphrase::read(passphrase_source, "Passphrase for the new key");
  if (!passphrase.ok()) return passphrase.error();
  const auto key = base::SigningKey::generate();
  const auto seed = key.seed();
  IPPYO_TRY(base::write_sealed_file(file, kKeyPurpose, seed.expose(), *passphrase, base::kSealForRehearsals));
  return base::to_hex(key.public_key());
}

}  // namespace ippyo::grant_issuer
