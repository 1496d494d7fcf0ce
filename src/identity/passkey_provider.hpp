// SPDX-License-Identifier: Apache-2.0
// A passkey as a factor: registered at the enrolment, asked for at every grant. No evidence of who somebody is. [SPEC 13.5 Passkey]
#pragma once
#include "identity/provider.hpp"
#include "passkey/passkey.hpp"

namespace ippyo::identity {

struct PasskeySettings {
  passkey::RelyingParty rp;
  Bytes32 ctx0;  ///< of the election: the salt of the PRF is H32("prf", ctx0)
};

/// The challenge is Purpose::claim(nonce). Enrolment with nothing on file makes a new passkey; with one on file it asks for that one.
/// A lost device: the caller takes it off the file and enrols anew. Refusal words: passkey::word and "no-evidence".
/// The caller refuses a subject that another person has, and lets two answers of one person follow one another: the counter.
class PasskeyProvider final : public Provider {
  PasskeySettings settings_;

 public:
  explicit PasskeyProvider(PasskeySettings settings) : settings_(std::move(settings)) {}
  Factor factor() const override { return Factor::passkey; }
  Answer<Begun> begin(const Purpose& purpose, const OnFile& known, const Moment& moment) override;
  Answer<Shown> finish(const Purpose& purpose, const OnFile& known, ByteView kept, const nlohmann::json& answer,
                       const Moment& moment) override;
  Answer<Shown> audit(const Purpose& purpose, ByteView evidence) const override;
};

}  // namespace ippyo::identity
