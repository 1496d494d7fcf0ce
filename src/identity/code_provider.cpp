// SPDX-License-Identifier: Apache-2.0
#include "identity/code_provider.hpp"

#include <sodium.h>

namespace ippyo::identity {

Bytes32 CodePepper::record(const Bytes32& proof) const {
  Bytes32 out;
  crypto_auth_hmacsha256(out.data(), proof.data(), proof.size(), key_.expose().data());
  return out;
}

Answer<Begun> CodeProvider::begin(const Purpose&, const OnFile&, const Moment&) { return Begun{nlohmann::json::object(), {}}; }

Answer<Shown> CodeProvider::finish(const Purpose&, const OnFile& known, ByteView, const nlohmann::json& answer, const Moment&) {
  const auto text = answer.is_object() && answer.contains("proof") && answer["proof"].is_string() ? answer["proof"].get<std::string>() : std::string();
  const auto proof = base::bytes32_from_hex(text);
  // One answer for a malformed proof, a wrong one and a person without a code: none of them says which.
  const auto record = pepper_.record(proof.value_or(Bytes32{}));
  const bool right = base::equal_ct(record, known.record);
  if (!proof || !right) return Refusal{"code-wrong", "The code is not right; please type it again exactly as it stands in your newest letter."};
  return Shown{known.subject, known.record, std::nullopt, 0, {}};
}

Answer<Shown> CodeProvider::audit(const Purpose&, ByteView) const {
  return Refusal{"code-no-evidence", "A dedicated code leaves no evidence; look for another factor of this person."};
}

}  // namespace ippyo::identity
