// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "commands.hpp"
#include "http/signals.hpp"

namespace ippyo::registrar {

/// For calls taken before the stop: answers go out, then connections are cut.
static constexpr std::chrono::seconds kDrain{10};

base::Result<ServiceKeys> read_keys(const KeySources& sources) {
  if (sources.key_file.empty()) return base::Error{"--keys is needed; see --help"};
  if (sources.column_key_file.empty() == sources.module.empty())
    return base::Error{"give the key of the personal columns: either --column-key FILE, or --pkcs11 MODULE with a token"};
  auto passphrase = base::Passphrase::read(sources.passphrase, "Passphrase of the registrar's keys");
  if (!passphrase.ok()) return passphrase.error();
  auto keys = read_registrar_keys(sources.key_file, *passphrase);
  if (!keys.ok()) return keys.error();
  const auto column_key = [&]() -> base::Result<db::ColumnKey> {
    if (!sources.column_key_file.empty()) return db::read_column_key_file(sources.column_key_file, *passphrase);
    const auto pin = base::Passphrase::read(sources.pin, "PIN of the token");
    if (!pin.ok()) return pin.error();
    return db::column_key_from_token({sources.module, sources.token, sources.token_key}, *pin);
  }();
  if (!column_key.ok()) return column_key.error();
  return ServiceKeys{std::move(keys->signing),
                     {db::ColumnCipher(*column_key), std::move(keys->code_pepper), std::move(keys->evidence)},
                     std::move(*passphrase)};
}

base::Result<void> serve(const ServeCommand& command) {
  if (command.options.board.empty() || command.options.data.empty() || command.options.config.empty())
    return base::Error{"--board, --data and --config are needed to serve; see --help"};
  auto keys = read_keys(command.keys);
  if (!keys.ok()) return keys.error();
  http::StopSignal stop;
  const base::SystemClock system;
  base::ManualClock manual(command.manual_clock.value_or(0));
  const base::Clock& clock = command.manual_clock ? static_cast<const base::Clock&>(manual) : system;
  auto service = Service::start(command.options, std::move(*keys), clock, command.manual_clock ? &manual : nullptr, [](const std::string& text) {
    std::fprintf(stderr, "ippyo-registrar: %s\n", text.c_str());
  });
  if (!service.ok()) return service.error();
  std::printf("%u\n", static_cast<unsigned>((*service)->port()));
  std::fflush(stdout);
  stop.wait();
  (*service)->stop(kDrain);
  return {};
}

}  // namespace ippyo::registrar
