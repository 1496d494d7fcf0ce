// SPDX-License-Identifier: Apache-2.0
// The registrar's half of a code by mail, driven line by line from a test. Reads JSON lines, answers JSON lines.
#include <iostream>

#include "base/random.hpp"
#include "identity/email_provider.hpp"
#include "identity/fetch.hpp"

using namespace ippyo;
using namespace ippyo::identity;
using nlohmann::json;

static constexpr base::UnixTime kNow = 1'800'000'000;

static MailServer server_of(const json& line) {
  MailServer server;
  server.url = line.at("url");
  server.tls = line.value("tls", "none") == "required" ? MailServer::Tls::required : line.value("tls", "none") == "if-offered" ? MailServer::Tls::if_offered : MailServer::Tls::none;
  server.user = line.value("user", "");
  server.password = base::secret_bytes(base::view(line.value("password", "")));
  server.ca_file = line.value("ca", "");
  server.hello = "registrar.example";
  server.timeout = std::chrono::milliseconds(4000);
  return server;
}

static json refused(const Refusal& refusal) { return {{"refused", refusal.word}, {"sentence", refusal.sentence}}; }

static json shown_as_json(const Answer<Shown>& answer) {
  if (const auto* refusal = std::get_if<Refusal>(&answer)) return refused(*refusal);
  const auto& shown = std::get<Shown>(answer);
  return {{"subject", shown.subject}, {"class", std::string(shown.evidence_class != 0, shown.evidence_class)}, {"evidence", base::to_hex(shown.evidence)}};
}

static json fetched(const json& line) {
  FetchRequest request{.url = line.at("url")};
  request.ca_file = line.value("ca", "");
  request.timeout = std::chrono::milliseconds(line.value("timeout", 4000));
  const auto answer = fetch(request);
  if (!answer) return {{"error", answer.error().message}};
  return {{"status", answer->status}, {"type", answer->content_type}, {"size", answer->body.size()}};
}

int main() {
  base::init_crypto();
  base::SystemRng rng;
  std::unique_ptr<EmailProvider> provider;
  Purpose purpose{Purpose::Action::enrol, Bytes32{1}, 0, Bytes32{2}, ""};
  OnFile known;
  std::optional<Bytes> kept;
  std::string reported;
  for (std::string text; std::getline(std::cin, text);) {
    const auto line = json::parse(text);
    const std::string verb = line.at("do");
    const Moment moment{kNow + line.value("later", 0u), rng};
    json out;
    if (verb == "configure") {
      EmailConfig config{server_of(line), "vote@city.example", "つくば市選挙管理委員会", [&](std::string_view sentence) { reported = sentence; }};
      provider = std::make_unique<EmailProvider>(std::move(config), base::Secret<Bytes32>(Bytes32{3}));
    } else if (verb == "begin") {
      known.subject = line.at("address");
      purpose.title = line.value("title", "生徒会役員選挙");
      purpose.action = line.value("grant", false) ? Purpose::Action::grant : Purpose::Action::enrol;
      auto begun = provider->begin(purpose, known, moment);
      out = begun.index() == 1 ? refused(std::get<Refusal>(begun)) : std::get<Begun>(begun).to_voter;
      out["reported"] = std::exchange(reported, "");
      if (begun.index() == 0) kept = std::get<Begun>(begun).kept;
      if (begun.index() == 0) out["kept"] = base::to_hex(*kept);
    } else if (verb == "finish") {  // as the header tells the caller: out of the session first, the next try in its place
      auto asked = purpose;
      if (line.value("other_key", false)) asked.key = Bytes32{9};
      const auto taken = kept;
      kept = taken ? provider->kept_for_next_try(*taken) : std::nullopt;
      out = shown_as_json(provider->finish(asked, known, taken.value_or(Bytes{}), line.at("answer"), moment));
      if (!out.contains("refused")) kept.reset();
    } else if (verb == "audit") {
      out = shown_as_json(provider->audit(purpose, *base::from_hex(line.at("evidence").get<std::string>())));
    } else if (verb == "fetch") {
      out = fetched(line);
    }
    std::cout << out.dump() << std::endl;
  }
}
