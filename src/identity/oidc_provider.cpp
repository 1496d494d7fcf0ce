// SPDX-License-Identifier: Apache-2.0
#include "identity/oidc_provider.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "base/hash.hpp"
#include "identity/oidc_service.hpp"

namespace ippyo::identity {

using nlohmann::json;

static constexpr std::uint8_t kEvidenceClassC = 3;
static constexpr base::UnixTime kSignInTime = 600;

namespace {
/// Between begin and finish: what this one sign-in must come back with.
struct SignIn {
  base::UnixTime begun = 0;
  Bytes32 state{}, verifier{};
  Bytes nonce;  ///< of the server; empty at enrolment, where the ID token itself is the evidence

  Bytes bytes() const {
    return base::Writer().u8(1).u64(begun).raw(state).raw(verifier).bytes(nonce).take();
  }
  static std::optional<SignIn> from(ByteView kept) {
    base::Reader in(kept);
    if (in.u8() != 1) in.refuse();
    SignIn out;
    out.begun = in.u64();
    out.state = in.fixed<32>();
    out.verifier = in.fixed<32>();
    out.nonce = in.bytes(32);
    if (!in.finish("sign-in").ok()) return std::nullopt;
    return out;
  }
};
}  // namespace

OidcProvider::OidcProvider(OidcConfig config, ClientKey key)
    : config_(std::move(config)), key_(std::move(key)), service_(std::make_unique<OidcService>(config_, key_)) {
  IPPYO_CHECK(config_.check().ok());
}

OidcProvider::~OidcProvider() = default;

Answer<Begun> OidcProvider::begin(const Purpose& purpose, const OnFile&, const Moment& moment) {
  const auto where = service_->endpoints(moment.now);
  if (const auto* refusal = std::get_if<Refusal>(&where)) return *refusal;
  SignIn sign_in{moment.now, moment.rng.bytes<32>(), moment.rng.bytes<32>(), {}};
  if (purpose.action != Purpose::Action::enrol) sign_in.nonce = base::to_bytes(moment.rng.bytes<32>());
  const auto challenge = base::sha256(base::view(to_base64url(sign_in.verifier)));
  std::vector<std::pair<std::string_view, std::string>> query{{"response_type", "code"},
                                                              {"client_id", config_.client_id},
                                                              {"redirect_uri", config_.redirect_uri},
                                                              {"scope", config_.scope},
                                                              {"state", to_base64url(sign_in.state)},
                                                              {"nonce", to_base64url(purpose.claim(sign_in.nonce))},
                                                              {"code_challenge", to_base64url(challenge)},
                                                              {"code_challenge_method", "S256"}};
  if (!config_.acr_values.empty()) query.emplace_back("acr_values", config_.acr_values);
  if (config_.max_age) query.emplace_back("max_age", std::to_string(*config_.max_age));
  const auto& url = std::get<OidcService::Endpoints>(where).authorization;
  return Begun{{{"url", url + (url.find('?') == url.npos ? '?' : '&') + form(query)}}, sign_in.bytes()};
}

/// The word of what is wrong with the redirect; nothing when it answers this sign-in.
static std::optional<std::string_view> wrong_redirect(const json& answer, const SignIn& sign_in, const OidcConfig& config, bool names_itself,
                                                      base::UnixTime now) {
  if (now < sign_in.begun || now - sign_in.begun > kSignInTime) return "oidc-session";
  if (!answer.is_object()) return "oidc-malformed";
  if (!base::equal_ct(base::view(text_member(answer, "state")), base::view(to_base64url(sign_in.state)))) return "oidc-state";
  if (answer.contains("iss") ? text_member(answer, "iss") != config.issuer : names_itself) return "oidc-issuer";
  if (answer.contains("error")) return "oidc-denied";
  const auto code = text_member(answer, "code");
  const bool visible = std::all_of(code.begin(), code.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  if (code.empty() || code.size() > 4096 || !visible) return "oidc-malformed";
  return std::nullopt;
}

static Answer<json> verified_token(OidcService& service, const std::string& token, EcKey& key, base::UnixTime now) {
  const auto head = token_head(token);
  if (!head) return oidc_refusal("oidc-malformed");
  if (head->alg != "ES256") return oidc_refusal("oidc-algorithm");
  auto found = service.key(head->kid, now);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  key = std::get<EcKey>(std::move(found));
  auto claims = verified_claims(token, key);
  if (!claims) return oidc_refusal("oidc-signature");
  return *std::move(claims);
}

static Answer<std::optional<roll::Attributes>> asked_attributes(OidcService& service, const OidcConfig& config, const std::string& access_token,
                                                                const std::string& sub, base::UnixTime now) {
  if (!config.attributes) return std::optional<roll::Attributes>();
  const auto info = service.userinfo(access_token, now);
  if (const auto* refusal = std::get_if<Refusal>(&info)) return *refusal;
  if (text_member(std::get<json>(info), "sub") != sub) return oidc_refusal("oidc-subject");
  auto attributes = attributes_of(std::get<json>(info));
  if (!attributes) return oidc_refusal("oidc-attributes");
  return attributes;
}

static std::string subject_of(const json& claims) { return text_member(claims, "iss") + " " + text_member(claims, "sub"); }

Answer<Shown> OidcProvider::finish(const Purpose& purpose, const OnFile& known, ByteView kept, const json& answer, const Moment& moment) {
  const auto sign_in = SignIn::from(kept);
  if (!sign_in || sign_in->nonce.empty() != (purpose.action == Purpose::Action::enrol)) return oidc_refusal("oidc-session");
  const auto where = service_->endpoints(moment.now);
  if (const auto* refusal = std::get_if<Refusal>(&where)) return *refusal;
  if (const auto wrong = wrong_redirect(answer, *sign_in, config_, std::get<OidcService::Endpoints>(where).names_itself, moment.now))
    return oidc_refusal(*wrong);
  const auto exchanged = service_->exchange(text_member(answer, "code"), to_base64url(sign_in->verifier), moment);
  if (const auto* refusal = std::get_if<Refusal>(&exchanged)) return *refusal;
  const auto& tokens = std::get<OidcService::Tokens>(exchanged);

  EcKey key{};
  const auto verified = verified_token(*service_, tokens.id_token, key, moment.now);
  if (const auto* refusal = std::get_if<Refusal>(&verified)) return *refusal;
  const auto& claims = std::get<json>(verified);
  if (const auto wrong = wrong_claim(claims, config_, to_base64url(purpose.claim(sign_in->nonce)), Arrival{sign_in->begun, moment.now, tokens.access_token}))
    return oidc_refusal(*wrong);
  if (!known.subject.empty() && known.subject != subject_of(claims)) return oidc_refusal("oidc-other-person");
  auto attributes = asked_attributes(*service_, config_, tokens.access_token, text_member(claims, "sub"), moment.now);
  if (const auto* refusal = std::get_if<Refusal>(&attributes)) return *refusal;

  Shown shown{subject_of(claims), base::to_bytes(key.thumbprint()), std::get<0>(std::move(attributes)), 0, {}};
  if (purpose.action == Purpose::Action::enrol) {
    shown.evidence_class = 'C';
    shown.evidence = base::Writer().u8(kEvidenceClassC).text(tokens.id_token).text(key.jwk()).text(config_.issuer).text(config_.client_id).take();
  }
  return shown;
}

Answer<Shown> OidcProvider::audit(const Purpose& purpose, ByteView evidence) const {
  base::Reader in(evidence);
  if (in.u8() != kEvidenceClassC || purpose.action != Purpose::Action::enrol) in.refuse();
  const auto token = in.text(kMaxToken), jwk = in.text(), issuer = in.text(), client = in.text();
  if (!in.finish("evidence").ok()) return oidc_refusal("oidc-malformed");
  if (issuer != config_.issuer) return oidc_refusal("oidc-issuer");
  if (client != config_.client_id) return oidc_refusal("oidc-audience");
  const auto key = ec_key_of(json::parse(jwk, nullptr, false));
  if (!key || key->jwk() != jwk) return oidc_refusal("oidc-key");
  const auto thumbprint = key->thumbprint();
  const auto& audited = config_.audited_keys;
  if (!audited.empty() && std::find(audited.begin(), audited.end(), to_base64url(thumbprint)) == audited.end()) return oidc_refusal("oidc-key");
  const auto claims = verified_claims(token, *key);
  if (!claims) return oidc_refusal("oidc-signature");
  if (const auto wrong = wrong_claim(*claims, config_, to_base64url(purpose.claim()), std::nullopt)) return oidc_refusal(*wrong);
  return Shown{subject_of(*claims), base::to_bytes(thumbprint), std::nullopt, 'C', base::to_bytes(evidence)};
}

}  // namespace ippyo::identity
