// SPDX-License-Identifier: Apache-2.0
// What the server asks of a browser.
#include <nlohmann/json.hpp>

#include "base/check.hpp"
#include "passkey/passkey.hpp"

namespace ippyo::passkey {
namespace {

using nlohmann::json;

constexpr std::uint64_t kTimeoutMilliseconds = 300'000;  // long enough for somebody who has to find the other hand

json descriptors(std::span<const Bytes> ids) {
  auto list = json::array();
  for (const auto& id : ids) list.push_back({{"type", "public-key"}, {"id", to_base64url(id)}});
  return list;
}

json extensions(ByteView prf_salt) {
  if (prf_salt.empty()) return json::object();
  return {{"prf", {{"eval", {{"first", to_base64url(prf_salt)}}}}}};
}

}  // namespace

json creation_options(const RelyingParty& rp, const User& user, const Bytes32& challenge, Discoverable discoverable, ByteView prf_salt,
                      std::span<const Bytes> exclude) {
  IPPYO_CHECK(!user.handle.empty() && user.handle.size() <= kLongestHandle);
  auto kinds = json::array();
  for (const auto a : {Algorithm::es256, Algorithm::eddsa, Algorithm::rs256})
    kinds.push_back({{"type", "public-key"}, {"alg", static_cast<std::int32_t>(a)}});
  const bool required = discoverable == Discoverable::required;
  return {{"rp", {{"id", rp.id}, {"name", rp.name}}},
          {"user", {{"id", to_base64url(user.handle)}, {"name", user.name}, {"displayName", user.display_name}}},
          {"challenge", to_base64url(challenge)},
          {"pubKeyCredParams", std::move(kinds)},
          {"timeout", kTimeoutMilliseconds},
          {"excludeCredentials", descriptors(exclude)},
          {"authenticatorSelection",
           {{"residentKey", required ? "required" : "preferred"}, {"requireResidentKey", required}, {"userVerification", "required"}}},
          {"attestation", "none"},
          {"extensions", extensions(prf_salt)}};
}

json request_options(const RelyingParty& rp, const Bytes32& challenge, std::span<const Bytes> allowed, ByteView prf_salt) {
  return {{"challenge", to_base64url(challenge)},
          {"timeout", kTimeoutMilliseconds},
          {"rpId", rp.id},
          {"allowCredentials", descriptors(allowed)},
          {"userVerification", "required"},
          {"extensions", extensions(prf_salt)}};
}

}  // namespace ippyo::passkey
