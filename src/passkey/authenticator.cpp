// SPDX-License-Identifier: Apache-2.0
#include "passkey/authenticator.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/codec.hpp"
#include "base/hash.hpp"
#include "passkey/authenticator_data.hpp"
#include "passkey/software_key.hpp"

namespace ippyo::passkey {
namespace {

using base::Error;
using nlohmann::json;

json::const_reference at(const json& object, const char* name) {
  static const json nothing;
  if (!object.is_object()) return nothing;
  const auto it = object.find(name);
  return it == object.end() ? nothing : *it;
}
std::optional<std::string> text(const json& object, const char* name) {
  const auto* value = at(object, name).get_ptr<const std::string*>();
  return value ? std::optional(*value) : std::nullopt;
}
std::optional<Bytes> bytes(const json& object, const char* name) {
  const auto value = text(object, name);
  return value ? from_base64url(*value) : std::nullopt;
}

/// Exactly as browsers write it (WebAuthn 5.8.1.1).
std::string client_data(const char* type, const std::string& challenge, std::string_view origin) {
  return "{\"type\":\"" + std::string(type) + "\",\"challenge\":" + json(challenge).dump() + ",\"origin\":" + json(origin).dump() +
         ",\"crossOrigin\":false}";
}

bool names(const json& descriptors, ByteView id) {
  const auto wanted = to_base64url(id);
  return descriptors.is_array() && std::any_of(descriptors.begin(), descriptors.end(), [&](const json& d) { return text(d, "id") == wanted; });
}

const json& prf_inputs(const json& options) { return at(at(at(options, "extensions"), "prf"), "eval"); }

/// The browser's half of the extension, then the authenticator's (WebAuthn 10.1.4, CTAP 2.1 12.5).
std::optional<base::Secret<Bytes32>> evaluate_prf(const json& options, bool verified, const base::Secret<Bytes32>& secret) {
  const auto salt = bytes(prf_inputs(options), "first");
  if (!salt || !verified) return std::nullopt;
  auto input = base::to_bytes(base::view("WebAuthn PRF"));
  input.push_back(0);
  input.insert(input.end(), salt->begin(), salt->end());
  return hmac_sha256(secret, base::sha256(input));
}

/// a3 "fmt" "none" "attStmt" {} "authData" bytes
Bytes attestation_object(const Bytes& data) {
  base::Writer w;
  w.u8(0xa3).u8(0x63).raw(base::view("fmt")).u8(0x64).raw(base::view("none")).u8(0x67).raw(base::view("attStmt")).u8(0xa0);
  w.u8(0x68).raw(base::view("authData")).u8(0x59).u16(static_cast<std::uint16_t>(data.size())).raw(data);
  return w.take();
}

}  // namespace

struct Authenticator::Key {
  std::string rp;
  Bytes user, id;
  SoftwareKey key;
  base::Secret<Bytes32> prf;
  std::uint32_t counter = 0;

  Bytes data(std::uint8_t flags) const {
    base::Writer w;
    w.raw(base::sha256(base::view(rp))).u8(flags).u32(counter);
    return w.take();
  }
  /// aaguid of zeros, id, COSE key {1: 2, 3: -7, -1: 1, -2: x, -3: y}
  Bytes attested(std::uint8_t flags) const {
    static constexpr std::array<std::uint8_t, 9> head{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58};
    const ByteView xy(key.public_key());
    base::Writer w;
    w.raw(data(flags)).raw(Bytes(16)).u16(static_cast<std::uint16_t>(id.size())).raw(id);
    w.raw(head).u8(32).raw(xy.first(32)).u8(0x22).u8(0x58).u8(32).raw(xy.subspan(32));
    if ((flags & kExtensions) != 0) w.u8(0xa1).u8(0x6b).raw(base::view("hmac-secret")).u8(0xf5);
    return w.take();
  }
  json answer(json response, json extensions) const {
    return {{"id", to_base64url(id)}, {"rawId", to_base64url(id)}, {"type", "public-key"}, {"authenticatorAttachment", "platform"},
            {"clientExtensionResults", std::move(extensions)}, {"response", std::move(response)}};
  }
};

Authenticator::Authenticator() = default;
Authenticator::~Authenticator() = default;
Authenticator::Authenticator(Authenticator&&) noexcept = default;
Authenticator& Authenticator::operator=(Authenticator&&) noexcept = default;
std::size_t Authenticator::size() const { return keys_.size(); }

base::Result<Authenticator::Made> Authenticator::create(const json& options, std::string_view origin, base::Rng& rng) {
  const auto rp = text(at(options, "rp"), "id"), challenge = text(options, "challenge");
  const auto user = bytes(at(options, "user"), "id");
  if (!rp || !challenge || !user) return Error{"the options of the registration cannot be read: ask the server again"};
  const auto& kinds = at(options, "pubKeyCredParams");
  if (!kinds.is_array() || std::none_of(kinds.begin(), kinds.end(), [](const json& k) { return at(k, "alg") == -7; }))
    return Error{"the server does not accept ES256 keys: use another authenticator"};
  for (const auto& k : keys_)
    if (k.rp == *rp && names(at(options, "excludeCredentials"), k.id)) return Error{"this authenticator is registered already"};
  // An authenticator has one discoverable key per rp and user; the old one goes.
  std::erase_if(keys_, [&](const Key& k) { return k.rp == *rp && k.user == *user; });
  const auto id = rng.bytes<32>();
  keys_.push_back({*rp, *user, base::to_bytes(id), SoftwareKey::generate(rng), base::Secret(rng.bytes<32>())});
  const auto& key = keys_.back();
  const bool prf = at(at(options, "extensions"), "prf").is_object();
  const auto flags = (user_present_ ? kUserPresent : 0) | (user_verified_ ? kUserVerified : 0) | kAttested | (prf ? kExtensions : 0);
  const auto data = key.attested(static_cast<std::uint8_t>(flags));
  json response{{"clientDataJSON", to_base64url(base::view(client_data("webauthn.create", *challenge, origin)))},
                {"attestationObject", to_base64url(attestation_object(data))},
                {"authenticatorData", to_base64url(data)},
                {"publicKey", to_base64url(key.key.public_key_info())},
                {"publicKeyAlgorithm", -7},
                {"transports", {"internal"}}};
  auto extensions = prf ? json{{"prf", {{"enabled", true}}}} : json::object();
  return Made{key.answer(std::move(response), std::move(extensions)), evaluate_prf(options, user_verified_, key.prf)};
}

base::Result<Authenticator::Made> Authenticator::get(const json& options, std::string_view origin) {
  const auto rp = text(options, "rpId"), challenge = text(options, "challenge");
  if (!rp || !challenge) return Error{"the options of the login cannot be read: ask the server again"};
  const auto& allowed = at(options, "allowCredentials");
  const bool any = !allowed.is_array() || allowed.empty();
  const auto found =
      std::find_if(keys_.rbegin(), keys_.rend(), [&](const Key& k) { return k.rp == *rp && (any || names(allowed, k.id)); });
  if (found == keys_.rend()) return Error{"this authenticator has no key for that service: register it first, or use another"};
  auto& key = *found;
  ++key.counter;
  const auto flags = (user_present_ ? kUserPresent : 0) | (user_verified_ ? kUserVerified : 0);
  const auto data = key.data(static_cast<std::uint8_t>(flags));
  const auto client = client_data("webauthn.get", *challenge, origin);
  auto message = data;
  const auto client_hash = base::sha256(base::view(client));
  message.insert(message.end(), client_hash.begin(), client_hash.end());
  json response{{"clientDataJSON", to_base64url(base::view(client))},
                {"authenticatorData", to_base64url(data)},
                {"signature", to_base64url(key.key.sign(message))},
                {"userHandle", to_base64url(key.user)}};
  return Made{key.answer(std::move(response), json::object()), evaluate_prf(options, user_verified_, key.prf)};
}

base::SecretBytes Authenticator::secret() const {
  base::Writer head;
  head.u8(1).count(keys_.size());
  std::vector<Bytes> open;
  std::size_t size = head.data().size();
  for (const auto& k : keys_) {
    base::Writer w;
    w.text(k.rp).bytes(k.user).bytes(k.id).u32(k.counter).raw(k.key.public_key());
    size += w.data().size() + 64;
    open.push_back(w.take());
  }
  base::SecretBytes out(size);
  auto to = std::copy(head.data().begin(), head.data().end(), out.expose_mutable().begin());
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    to = std::copy(open[i].begin(), open[i].end(), to);
    for (const auto* s : {&keys_[i].key.secret().expose(), &keys_[i].prf.expose()}) to = std::copy(s->begin(), s->end(), to);
  }
  return out;
}

base::Result<Authenticator> Authenticator::open(ByteView secret) {
  constexpr std::size_t kMostKeys = 10'000;
  base::Reader r(secret);
  Authenticator out;
  if (r.u8() != 1) r.refuse();
  const auto n = r.count(kMostKeys);
  for (std::uint32_t i = 0; i < n && !r.failed(); ++i) {
    auto rp = r.text();
    auto user = r.bytes(kLongestHandle), id = r.bytes(kLongestId);
    const auto counter = r.u32();
    const auto public_key = r.fixed<64>();
    SoftwareKey key(base::Secret(r.fixed<32>()), public_key);
    out.keys_.push_back({std::move(rp), std::move(user), std::move(id), std::move(key), base::Secret(r.fixed<32>()), counter});
  }
  IPPYO_TRY(r.finish("file of passkeys"));
  return out;
}

}  // namespace ippyo::passkey
