// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "commands.hpp"
#include "http/signals.hpp"

namespace ippyo::ballot_box {

/// For what was taken before the stop: answers go out, then connections are cut.
static constexpr std::chrono::seconds kDrain{10};

base::Result<void> serve(const ServeCommand& command) {
  if (command.options.board.empty() || command.options.data.empty() || command.key_files.empty())
    return base::Error{"--board, --data and --keys are needed to serve; see --help"};
  const auto passphrase = base::Passphrase::read(command.passphrase_source, "Passphrase of the ballot box's keys");
  if (!passphrase.ok()) return passphrase.error();
  auto keys = read_keys(command.key_files, *passphrase);
  if (!keys.ok()) return keys.error();
  http::StopSignal stop;
  const base::SystemClock system;
  base::ManualClock manual(command.manual_clock.value_or(0));
  const base::Clock& clock = command.manual_clock ? static_cast<const base::Clock&>(manual) : system;
  auto service = Service::start(command.options, std::move(*keys), clock, command.manual_clock ? &manual : nullptr, [](const std::string& text) {
    std::fprintf(stderr, "ippyo-box: %s\n", text.c_str());
  });
  if (!service.ok()) return service.error();
  std::printf("%u\n", static_cast<unsigned>((*service)->port()));
  std::fflush(stdout);
  stop.wait();
  (*service)->stop(kDrain);
  return {};
}

}  // namespace ippyo::ballot_box
