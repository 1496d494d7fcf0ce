// SPDX-License-Identifier: Apache-2.0
// The judgement of answers, in the order of SPEC 13.5.
#include "passkey/passkey.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "passkey/answer.hpp"
#include "passkey/public_key.hpp"

namespace ippyo::passkey {
namespace {

/// What both ceremonies ask of the authenticator's part.
std::optional<Refusal> judge_flags(const RelyingParty& rp, const AuthenticatorData& data) {
  if (data.rp_hash != base::sha256(base::view(rp.id))) return Refusal::rp;
  if (!data.has(kUserPresent)) return Refusal::user_presence;
  if (!data.has(kUserVerified)) return Refusal::user_verification;
  return std::nullopt;
}

/// A counter that an authenticator does not keep stays zero for ever; any other must grow.
bool grows(std::uint32_t before, std::uint32_t now) { return now > before || (now == 0 && before == 0); }

}  // namespace

Answer<Credential> finish_registration(const RelyingParty& rp, const Bytes32& challenge, ByteView user_handle, const nlohmann::json& answer) {
  auto taken = take_apart(Ceremony::create, answer);
  if (const auto* refusal = std::get_if<Refusal>(&taken)) return *refusal;
  auto& parts = std::get<Parts>(taken);
  if (const auto refusal = judge_client_data(Ceremony::create, rp, challenge, parts.client_data)) return *refusal;
  const auto raw = authenticator_data_of(parts.attestation);
  const auto data = raw ? read_authenticator_data(*raw, true) : std::nullopt;
  if (!data || data->id != parts.id) return Refusal::malformed;
  if (const auto refusal = judge_flags(rp, *data)) return *refusal;
  const auto algorithm = algorithm_of(data->algorithm);
  if (!algorithm) return Refusal::algorithm;
  auto key = registered_key(*algorithm, *raw);
  if (!key) return Refusal::malformed;
  return Credential{std::move(parts.id), base::to_bytes(user_handle), *algorithm, std::move(*key), data->counter, data->has(kBackupEligible)};
}

Answer<Credential> finish_assertion(const RelyingParty& rp, const Bytes32& challenge, std::span<const Credential> known,
                                    const nlohmann::json& answer) {
  const auto taken = take_apart(Ceremony::get, answer);
  if (const auto* refusal = std::get_if<Refusal>(&taken)) return *refusal;
  const auto& parts = std::get<Parts>(taken);
  if (const auto refusal = judge_client_data(Ceremony::get, rp, challenge, parts.client_data)) return *refusal;
  const auto credential = std::find_if(known.begin(), known.end(), [&](const Credential& c) { return c.id == parts.id; });
  if (credential == known.end()) return Refusal::unknown_credential;
  if (parts.user_handle && *parts.user_handle != credential->user_handle) return Refusal::unknown_credential;
  const auto data = read_authenticator_data(parts.authenticator_data, false);
  if (!data || data->has(kBackupEligible) != credential->backup_eligible) return Refusal::malformed;
  if (const auto refusal = judge_flags(rp, *data)) return *refusal;
  if (!verify(*credential, rp.id, *data, parts.authenticator_data, parts.client_data, parts.signature)) return Refusal::signature;
  if (!grows(credential->counter, data->counter)) return Refusal::counter;
  auto now = *credential;
  now.counter = data->counter;
  return now;
}

}  // namespace ippyo::passkey
