// SPDX-License-Identifier: Apache-2.0
#include "registrar/providers.hpp"

#include "base/files.hpp"
#include "identity/code_provider.hpp"
#include "identity/oidc_provider.hpp"
#include "identity/passkey_provider.hpp"

namespace ippyo::registrar {
namespace {

using base::Error;
using base::Result;
using identity::Factor;
namespace fs = std::filesystem;

Result<std::vector<identity::Certificate>> read_roots(const std::vector<fs::path>& files) {
  std::vector<identity::Certificate> out;
  for (const auto& file : files) {
    const auto der = base::read_file(file, identity::Certificate::kMaxSize);
    if (!der.ok()) return der.error();
    auto root = identity::Certificate::parse(*der);
    if (!root) return Error{file.string() + " is not one certificate in DER; export the root anew"};
    out.push_back(std::move(*root));
  }
  return out;
}

Result<identity::CardRules> card_rules(const CardConfig& c) {
  identity::CardRules rules;
  auto authentication = read_roots(c.authentication_roots), signature = read_roots(c.signature_roots);
  if (!authentication.ok()) return authentication.error();
  if (!signature.ok()) return signature.error();
  rules.roots = {std::move(*authentication), std::move(*signature)};
  rules.types = identity::standard_card_types(c.test_cards);
  rules.enrol = c.enrol;
  rules.grant = c.grant;
  return rules;
}

Result<std::shared_ptr<identity::RevocationSource>> revocation(const CardConfig& c) {
  const auto when_down = identity::read_when_down(c.when_down);
  if (!when_down.ok()) return when_down.error();
  if (!c.ocsp.empty()) return std::shared_ptr<identity::RevocationSource>(new identity::OcspSource({.url = c.ocsp, .rules = *when_down}));
  return std::shared_ptr<identity::RevocationSource>(new identity::CrlSource({.places = c.crl, .rules = *when_down}));
}

Result<identity::EmailConfig> email_config(const EmailSettings& e) {
  identity::EmailConfig out;
  out.server.url = e.server;
  out.server.tls = e.tls;
  out.server.user = e.user;
  out.server.ca_file = e.ca_file;
  out.from = e.from;
  out.from_name = e.from_name;
  if (e.password_file.empty()) return out;
  const auto password = base::Passphrase::read("file:" + e.password_file.string());
  if (!password.ok()) return password.error();
  out.server.password = base::secret_bytes(password->expose());
  return out;
}

Result<identity::ClientKey> client_key(const fs::path& file, const base::Passphrase& passphrase) {
  const auto bytes = base::read_sealed_file(file, identity::ClientKey::kPurpose, passphrase);
  if (!bytes.ok()) return bytes.error();
  auto key = identity::ClientKey::from_bytes(bytes->expose());
  if (!key) return Error{file.string() + " holds no key of the right size; restore it from its copy"};
  return std::move(*key);
}

Result<void> check_real(const Config& c, const record::State& state) {
  if (state.constitution().clock != election::ClockKind::real) return {};
  if (c.card && c.card->test_cards) return Error{"this is a real election: take test_cards out of [card]"};
  if (c.oidc && c.oidc->provider.plain_http) return Error{"this is a real election: take plain_http out of [oidc]"};
  if (c.email && c.email->tls == identity::MailServer::Tls::none) return Error{"this is a real election: [email] needs tls"};
  return {};
}

void add_passkey(const Config& c, const record::State& state, Providers& out) {
  if (c.voter_passkey) out[Factor::passkey] = std::make_unique<identity::PasskeyProvider>(identity::PasskeySettings{*c.voter_passkey, state.ctx0()});
}

}  // namespace

Result<Providers> make_providers(const Config& c, const StoreKeys& keys, const base::Passphrase& passphrase, const record::State& state) {
  IPPYO_TRY(check_real(c, state));
  Providers out;
  out[Factor::code] = std::make_unique<identity::CodeProvider>(identity::CodePepper(keys.code_pepper.clone()));
  add_passkey(c, state, out);
  if (c.card) {
    auto rules = card_rules(*c.card);
    if (!rules.ok()) return rules.error();
    auto source = revocation(*c.card);
    if (!source.ok()) return source.error();
    out[Factor::card] = std::make_unique<identity::CardProvider>(std::move(*rules), std::move(*source));
  }
  if (c.oidc) {
    auto key = client_key(c.oidc->client_key, passphrase);
    if (!key.ok()) return key.error();
    out[Factor::oidc] = std::make_unique<identity::OidcProvider>(c.oidc->provider, std::move(*key));
  }
  if (c.email) {
    auto config = email_config(*c.email);
    if (!config.ok()) return config.error();
    out[Factor::email] = std::make_unique<identity::EmailProvider>(std::move(*config), keys.evidence.clone());
  }
  return out;
}

Result<Providers> make_audit_providers(const Config& c, const StoreKeys& keys, const record::State& state) {
  Providers out;
  add_passkey(c, state, out);
  if (c.card) {
    auto rules = card_rules(*c.card);
    if (!rules.ok()) return rules.error();
    out[Factor::card] = std::make_unique<identity::CardProvider>(std::move(*rules), std::make_shared<identity::RevocationUnchecked>());
  }
  if (c.oidc) out[Factor::oidc] = std::make_unique<identity::OidcProvider>(c.oidc->provider, identity::ClientKey::generate());
  if (c.email) out[Factor::email] = std::make_unique<identity::EmailProvider>(identity::EmailConfig{}, keys.evidence.clone());
  return out;
}

}  // namespace ippyo::registrar
