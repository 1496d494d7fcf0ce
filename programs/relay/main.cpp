// SPDX-License-Identifier: Apache-2.0
// ippyo-relay: passes messages between two devices of one voter and keeps nothing. [SPEC 16.1 Relay]
#include <CLI/CLI.hpp>
#include <cstdio>

#include "http/signals.hpp"
#include "relay/service.hpp"

int main(int argc, char** argv) {
  using namespace ippyo;
  constexpr std::chrono::seconds kDrain{5};
  base::init_crypto();
  CLI::App app{"The relay of an ippyo election, for two devices of one voter. It serves until SIGTERM; the first line it prints is its port.", "ippyo-relay"};
  relay::ServiceOptions options;
  app.add_option("--address", options.address, "where to listen")->capture_default_str();
  app.add_option("--port", options.port, "0: any free port")->capture_default_str();
  app.add_option("--threads", options.threads, "of the HTTP server (default: one per core)");
  CLI11_PARSE(app, argc, argv);

  http::StopSignal stop;
  const base::SystemClock clock;
  auto service = relay::Service::start(options, clock);
  if (!service.ok()) {
    std::fprintf(stderr, "ippyo-relay: %s\n", service.error().message.c_str());
    return 1;
  }
  std::printf("%u\n", static_cast<unsigned>((*service)->port()));
  std::fflush(stdout);
  stop.wait();
  (*service)->stop(kDrain);
  return 0;
}
