// SPDX-License-Identifier: Apache-2.0
// The registrar's half of a sign-in, driven line by line from a test. Reads JSON lines, answers JSON lines.
#include <iostream>

#include "base/random.hpp"
#include "identity/oidc_provider.hpp"

using namespace ippyo;
using namespace ippyo::identity;
using nlohmann::json;

static json shown_as_json(const Answer<Shown>& answer) {
  if (const auto* refusal = std::get_if<Refusal>(&answer)) return {{"refused", refusal->word}};
  const auto& shown = std::get<Shown>(answer);
  json out{{"subject", shown.subject}, {"class", std::string(shown.evidence_class != 0, shown.evidence_class)}, {"evidence", base::to_hex(shown.evidence)}};
  if (shown.attributes) out["attributes"] = {shown.attributes->name, shown.attributes->address, shown.attributes->birth.year, static_cast<int>(shown.attributes->sex)};
  return out;
}

static OidcConfig configured(const json& line) {
  OidcConfig config;
  config.issuer = line.at("issuer");
  config.client_id = line.at("client_id");
  config.redirect_uri = line.at("redirect_uri");
  config.scope = "openid name address birthdate gender";
  config.acr_values = "aal3";
  config.accepted_acr = {"aal3"};
  config.max_age = 600;
  config.attributes = true;
  config.plain_http = true;
  config.report = [](std::string_view sentence) { std::cerr << sentence << '\n'; };
  return config;
}

int main() {
  base::init_crypto();
  base::SystemRng rng;
  auto key = ClientKey::generate();
  std::cout << key.registration() << std::endl;
  std::unique_ptr<OidcProvider> provider;
  Purpose purpose{Purpose::Action::enrol, Bytes32{1}, 0, Bytes32{2}, "Test"};
  Bytes kept;
  for (std::string text; std::getline(std::cin, text);) {
    const auto line = json::parse(text);
    const std::string verb = line.at("do");
    const Moment moment{base::SystemClock().now() + line.value("later", 0u), rng};
    json out;
    if (verb == "configure") {
      provider = std::make_unique<OidcProvider>(configured(line), std::move(*ClientKey::from_bytes(key.scalar().expose())));
    } else if (verb == "begin") {
      purpose.action = line.value("grant", false) ? Purpose::Action::grant : Purpose::Action::enrol;
      auto begun = provider->begin(purpose, {}, moment);
      if (const auto* refusal = std::get_if<Refusal>(&begun)) {
        out = {{"refused", refusal->word}};
      } else {
        out = std::get<Begun>(begun).to_voter;
        kept = std::get<Begun>(begun).kept;
      }
    } else if (verb == "finish") {
      out = shown_as_json(provider->finish(purpose, {}, kept, line.at("answer"), moment));
    } else if (verb == "audit") {
      out = shown_as_json(provider->audit(purpose, *base::from_hex(line.at("evidence").get<std::string>())));
    }
    std::cout << out.dump() << std::endl;
  }
}
