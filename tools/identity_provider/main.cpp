// SPDX-License-Identifier: Apache-2.0
// ippyo-sample-provider: an OpenID provider whose people are those of the sample city. [SPEC 13.3 OpenIdConnect]
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <map>
#include <thread>

#include "base/files.hpp"
#include "base/random.hpp"
#include "http/signals.hpp"
#include "identity_provider/sample_provider.hpp"
#include "roll/day.hpp"
#include "roll/sample_city.hpp"

namespace {

using namespace ippyo;
using identity_provider::SampleProvider;

constexpr std::size_t kOffered = 12;

struct Arguments {
  identity_provider::Registered client;
  std::string jwk_file, secret_file, polling_day;
  roll::SamplePlan city{.voters = 1000};
  std::uint16_t port = 0;
};

/// The 32 bytes of the file; written by the first start that names it.
base::Result<std::optional<base::Secret<base::Bytes32>>> secret_of(const std::string& file) {
  using Secret = std::optional<base::Secret<base::Bytes32>>;
  if (file.empty()) return Secret();
  if (!std::filesystem::exists(file)) {
    Secret fresh(base::SystemRng().bytes<32>());
    IPPYO_TRY(base::write_file_durably(file, fresh->expose(), 0600));
    return fresh;
  }
  const auto bytes = base::read_file(file, 1024);
  if (!bytes.ok()) return bytes.error();
  base::Bytes32 secret;
  if (bytes->size() != secret.size()) return base::Error{"the file of the secret does not hold 32 bytes; name another one"};
  std::copy(bytes->begin(), bytes->end(), secret.begin());
  return Secret(secret);
}

base::Result<std::shared_ptr<SampleProvider>> open(Arguments a, const base::Clock& clock) {
  const auto jwk = base::read_file(a.jwk_file, 64 * 1024);
  if (!jwk.ok()) return jwk.error();
  a.client.jwk = base::to_string(*jwk);
  if (!a.polling_day.empty()) {
    const auto day = roll::parse_day(a.polling_day);
    if (!day) return base::Error{"the polling day is no day; write it as 2028-10-29"};
    a.city.polling_day = *day;
  }
  std::map<std::string, roll::Attributes> people;
  std::vector<std::string> offered;
  for (const auto& voter : roll::sample_voters(a.city)) {
    people[voter.number] = {voter.name, voter.address, voter.birth, voter.sex};
    if (offered.size() < kOffered) offered.push_back(voter.number);
  }
  auto secret = secret_of(a.secret_file);
  if (!secret.ok()) return secret.error();
  const auto find = [people = std::move(people)](const std::string& number) {
    const auto person = people.find(number);
    return person == people.end() ? std::nullopt : std::optional(person->second);
  };
  auto opened = SampleProvider::open(std::move(a.client), find, clock, a.port, std::move(*secret));
  if (!opened.ok()) return opened.error();
  (*opened)->offer(std::move(offered));
  return std::shared_ptr<SampleProvider>(std::move(*opened));
}

}  // namespace

int main(int argc, char** argv) {
  base::init_crypto();
  CLI::App app{"An OpenID provider for rehearsals; its people are those of the sample city.", "ippyo-sample-provider"};
  app.footer("Prints its issuer. A line \"rotate\" on standard input changes its key; the answer is \"rotated\". SIGTERM ends it.");
  Arguments a;
  app.add_option("--client-id", a.client.client_id, "of the registrar")->required();
  app.add_option("--redirect-uri", a.client.redirect_uri, "to which browsers return")->required();
  app.add_option("--jwk", a.jwk_file, "file with the registrar's public key")->required();
  app.add_option("--port", a.port, "on 127.0.0.1; 0: any free one")->capture_default_str();
  app.add_option("--voters", a.city.voters, "how many people the city has")->capture_default_str()->check(CLI::Range(1, 1'000'000));
  app.add_option("--seed", a.city.seed, "of the city")->capture_default_str();
  app.add_option("--polling-day", a.polling_day, "of the city");
  app.add_option("--secret", a.secret_file, "file that keeps subjects the same from one start to the next; made when missing");
  CLI11_PARSE(app, argc, argv);
  http::StopSignal stop;
  const base::SystemClock clock;
  const auto provider = open(std::move(a), clock);
  if (!provider.ok()) {
    std::cerr << "ippyo-sample-provider: " << provider.error().message << "\n";
    return 1;
  }
  std::cout << (*provider)->issuer() << std::endl;
  std::thread([weak = std::weak_ptr(*provider)] {
    char line[64];
    while (std::fgets(line, sizeof line, stdin) != nullptr) {
      const auto held = weak.lock();
      if (!held || std::string_view(line) != "rotate\n") continue;
      held->rotate_key();
      std::puts("rotated");
      std::fflush(stdout);
    }
  }).detach();
  stop.wait();
  return 0;
}
