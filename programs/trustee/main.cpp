// SPDX-License-Identifier: Apache-2.0
// ippyo-trustee: a trustee's machine. Works by files only; no network code is linked. [SPEC 11.6 Commands]
#include <cstdio>
#include <memory>

#include "base/random.hpp"
#include "commands.hpp"
#include "ticker.hpp"

namespace ippyo::trustee {

base::Result<Trustee> Session::open(const std::filesystem::path& folder) const {
  const auto passphrase = base::Passphrase::read(passphrase_source, "Passphrase of " + folder.string());
  if (!passphrase.ok()) return passphrase.error();
  return Trustee::open(folder, *passphrase, clock);
}

}  // namespace ippyo::trustee

int main(int argc, char** argv) {
  using namespace ippyo;
  base::init_crypto();
  CLI::App app{"A trustee of an ippyo election: key ceremony, rehearsal, mixes, shares of decryption. By files only.",
      "ippyo-trustee"};
  app.require_subcommand(1);
  trustee::Session session;
  app.add_option("--passphrase", session.passphrase_source, "where the passphrase comes from: tty, fd:N, file:PATH or env:NAME")
      ->capture_default_str();
  trustee::add_init(app, session);
  trustee::add_ceremony(app, session);
  trustee::add_duties(app, session);
  CLI11_PARSE(app, argc, argv);

  trustee::Ticker ticker;
  session.progress = [&](std::string_view what, std::uint64_t done, std::uint64_t total) { ticker.set(what, done, total); };
  const auto outcome = session.action();
  if (!outcome.ok()) {
    std::fprintf(stderr, "ippyo-trustee: %s\n", outcome.error().message.c_str());
    return 1;
  }
  std::printf("%s\n", outcome->c_str());
  return 0;
}
