// SPDX-License-Identifier: Apache-2.0
#include "registrar_connection.hpp"

#include "base/files.hpp"
#include "passkey/authenticator.hpp"

namespace ippyo::office_tool {
namespace {

using base::Error;
using base::Result;

Error problem_of(const http::Response& response) {
  const auto body = json::parse(response.body, nullptr, false);
  if (!body.is_object()) return {"the registrar answered " + std::to_string(response.status)};
  const auto type = body.value("type", "");
  std::string text = body.value("detail", "") + " (" + type.substr(type.rfind(':') + 1) + ")";
  for (const auto& fault : body.value("faults", json::array()))
    text += "\n  line " + std::to_string(fault.value("line", 0)) + ", " + fault.value("column", "") + ": " + fault.value("message", "");
  return {text};
}

Result<json> json_of(const Result<http::Response>& response) {
  if (!response.ok()) return response.error();
  if (response->status >= 300) return problem_of(*response);
  if (response->body.empty()) return json();
  auto body = json::parse(response->body, nullptr, false);
  return body.is_discarded() ? Result<json>(Error{"the registrar's answer is no JSON"}) : Result<json>(std::move(body));
}

struct KeyFile {
  base::Passphrase passphrase;
  passkey::Authenticator keys;

  static Result<KeyFile> open(const Settings& s) {
    if (s.key.empty()) return Error{"no passkey is named; give --key FILE"};
    auto passphrase = base::Passphrase::read(s.passphrase, "Passphrase of the passkey");
    if (!passphrase.ok()) return passphrase.error();
    if (!std::filesystem::exists(s.key)) return KeyFile{std::move(*passphrase), {}};
    const auto secret = base::read_sealed_file(s.key, passkey::kSealedPurpose, *passphrase);
    if (!secret.ok()) return secret.error();
    auto keys = passkey::Authenticator::open(secret->expose());
    if (!keys.ok()) return keys.error();
    return KeyFile{std::move(*passphrase), std::move(*keys)};
  }
  /// Before an answer is sent: a counter must never go back.
  Result<void> save(const Settings& s) const {
    const auto secret = keys.secret();
    return base::write_sealed_file(s.key, passkey::kSealedPurpose, secret.expose(), passphrase, s.rehearsal ? base::kSealForRehearsals : base::kSealForYears);
  }
};

}  // namespace

Connection::Connection(Settings settings, std::vector<http::Url> addresses) : settings_(std::move(settings)), client_(std::move(addresses), {.max_body = 64u << 20}) {}

Result<Connection> Connection::open(const Settings& settings) {
  auto addresses = http::parse_urls(settings.server);
  if (!addresses.ok()) return addresses.error();
  return Connection(settings, std::move(*addresses));
}

Connection::~Connection() {
  if (own_session_ && !token_.empty()) (void)post("/staff/logout", json::object());
}

Result<http::Response> Connection::send(const http::Call& call) {
  auto with_token = call;
  if (!token_.empty()) with_token.fields.emplace_back("Authorization", "Bearer " + token_);
  return client_.send(with_token);
}

Result<http::Response> Connection::raw(const std::string& method, const std::string& target, base::Bytes body, const std::string& content_type) {
  auto response = send({method, target, std::move(body), content_type, {}, method == "GET"});
  if (response.ok() && response->status >= 300) return problem_of(*response);
  return response;
}

Result<json> Connection::get(const std::string& target) { return json_of(send({"GET", target, {}, {}, {}, true})); }

Result<json> Connection::post(const std::string& target, const json& body) {
  return json_of(send({"POST", target, base::to_bytes(base::view(body.dump())), "application/json", {}, false}));
}

Result<json> Connection::join(const std::string& invitation) {
  auto file = KeyFile::open(settings_);
  if (!file.ok()) return file.error();
  const auto begun = post("/staff/join/begin", {{"invitation", invitation}});
  if (!begun.ok()) return begun.error();
  base::SystemRng rng;
  const auto made = file->keys.create((*begun)["options"], settings_.origin, rng);
  if (!made.ok()) return made.error();
  IPPYO_TRY(file->save(settings_));
  return post("/staff/join", {{"invitation", invitation}, {"answer", made->answer}});
}

Result<void> Connection::sign_in() {
  if (settings_.id.empty()) return Error{"nobody is signed in; give --id, or sign in with 'ippyo registrar login'"};
  auto file = KeyFile::open(settings_);
  if (!file.ok()) return file.error();
  const auto begun = post("/staff/login/begin", {{"id", settings_.id}});
  if (!begun.ok()) return begun.error();
  const auto made = file->keys.get((*begun)["options"], settings_.origin);
  if (!made.ok()) return made.error();
  IPPYO_TRY(file->save(settings_));
  const auto answer = post("/staff/login", {{"id", settings_.id}, {"answer", made->answer}});
  if (!answer.ok()) return answer.error();
  token_ = answer->value("token", "");
  own_session_ = true;
  return {};
}

Result<json> Connection::login() {
  if (settings_.token.empty()) return Error{"no place for the token is named; give --token FILE"};
  IPPYO_TRY(sign_in());
  own_session_ = false;
  IPPYO_TRY(base::write_file_durably(settings_.token, base::view(token_), 0600));
  return json{{"id", settings_.id}};
}

Result<void> Connection::logout() {
  IPPYO_TRY(begin());
  const auto done = post("/staff/logout", json::object());
  std::error_code ignored;
  if (!settings_.token.empty()) std::filesystem::remove(settings_.token, ignored);
  own_session_ = false;
  return done.ok() ? Result<void>{} : Result<void>(done.error());
}

Result<void> Connection::begin() {
  if (!settings_.token.empty() && std::filesystem::exists(settings_.token)) {
    const auto token = base::read_file(settings_.token, 1024);
    if (!token.ok()) return token.error();
    token_ = base::to_string(*token);
    return {};
  }
  return sign_in();
}

}  // namespace ippyo::office_tool
