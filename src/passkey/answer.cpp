// SPDX-License-Identifier: Apache-2.0
#include "passkey/answer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "passkey/cbor_map.hpp"

namespace ippyo::passkey {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestClientData = 4096, kLongestAttestation = 16384, kLongestAuthenticatorData = 2048, kLongestSignature = 1024;

const json* member(const json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto it = object.find(name);
  return it == object.end() ? nullptr : &*it;
}

const std::string* text(const json& object, const char* name) {
  const auto* value = member(object, name);
  return value ? value->get_ptr<const std::string*>() : nullptr;
}

/// 1 to `longest` bytes, else nothing.
std::optional<Bytes> bytes(const json& object, const char* name, std::size_t longest) {
  const auto* value = text(object, name);
  if (!value || value->empty() || value->size() > longest * 4 / 3 + 2) return std::nullopt;
  auto out = from_base64url(*value);
  if (!out || out->size() > longest) return std::nullopt;
  return out;
}

bool take(Bytes& into, const json& object, const char* name, std::size_t longest) {
  auto value = bytes(object, name, longest);
  if (value) into = std::move(*value);
  return value.has_value();
}

/// The page must take the outputs out before it sends the answer; what is left may only say that there is a PRF.
std::optional<Refusal> judge_extensions(const json& answer) {
  const auto* results = member(answer, "clientExtensionResults");
  if (!results || !results->is_object()) return Refusal::malformed;
  if (results->contains("hmacGetSecret")) return Refusal::prf_leak;
  const auto* prf = member(*results, "prf");
  if (!prf) return std::nullopt;
  if (!prf->is_object()) return Refusal::prf_leak;
  for (const auto& [name, value] : prf->items())
    if (name != "enabled" || !value.is_boolean()) return Refusal::prf_leak;
  return std::nullopt;
}

bool take_response(Ceremony ceremony, const json& response, Parts& out) {
  if (!take(out.client_data, response, "clientDataJSON", kLongestClientData)) return false;
  if (ceremony == Ceremony::create) return take(out.attestation, response, "attestationObject", kLongestAttestation);
  if (!take(out.authenticator_data, response, "authenticatorData", kLongestAuthenticatorData)) return false;
  if (!take(out.signature, response, "signature", kLongestSignature)) return false;
  const auto* handle = member(response, "userHandle");
  if (!handle || handle->is_null()) return true;
  out.user_handle = bytes(response, "userHandle", kLongestHandle);
  return out.user_handle.has_value();
}

}  // namespace

Answer<Parts> take_apart(Ceremony ceremony, const json& answer) {
  if (const auto refusal = judge_extensions(answer)) return *refusal;
  Parts out;
  const auto *type = text(answer, "type"), *id = text(answer, "id"), *raw = text(answer, "rawId");
  const auto* response = member(answer, "response");
  if (!type || *type != "public-key" || !id || !raw || *id != *raw || !take(out.id, answer, "id", kLongestId)) return Refusal::malformed;
  if (!response || !take_response(ceremony, *response, out)) return Refusal::malformed;
  return out;
}

Bytes claimed_id(const json& answer) { return bytes(answer, "id", kLongestId).value_or(Bytes{}); }

std::optional<Refusal> judge_client_data(Ceremony ceremony, const RelyingParty& rp, const Bytes32& challenge, ByteView client_data) {
  const auto data = json::parse(client_data.begin(), client_data.end(), nullptr, false);
  const auto *type = text(data, "type"), *sent = text(data, "challenge"), *origin = text(data, "origin");
  if (!type || !sent || !origin) return Refusal::malformed;
  if (*type != (ceremony == Ceremony::create ? "webauthn.create" : "webauthn.get")) return Refusal::malformed;
  if (*sent != to_base64url(challenge)) return Refusal::challenge;
  if (std::find(rp.origins.begin(), rp.origins.end(), *origin) == rp.origins.end()) return Refusal::origin;
  const auto* cross = member(data, "crossOrigin");
  if (cross && !cross->is_boolean()) return Refusal::malformed;
  // Inside a page of somebody else the person cannot see who asks.
  if ((cross && cross->get<bool>()) || data.contains("topOrigin")) return Refusal::origin;
  return std::nullopt;
}

std::optional<Bytes> authenticator_data_of(ByteView attestation) {
  const auto map = CborMap::read(attestation);
  if (!map || !text_of(map->at("fmt")) || !map->at("attStmt") || !cbor_isa_map(map->at("attStmt"))) return std::nullopt;
  const auto data = bytes_of(map->at("authData"));
  if (!data) return std::nullopt;
  return base::to_bytes(*data);
}

}  // namespace ippyo::passkey
