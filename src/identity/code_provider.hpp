// SPDX-License-Identifier: Apache-2.0
// The dedicated code of the letter as a factor; only its HKDF value is ever shown, only that value's HMAC is on file. [SPEC 12.1 DedicatedCode]
#pragma once
#include "base/secret.hpp"
#include "identity/provider.hpp"

namespace ippyo::identity {

/// The key outside the database: without it the stored records cannot be compared with guesses.
class CodePepper {
  base::Secret<Bytes32> key_;

 public:
  explicit CodePepper(base::Secret<Bytes32> key) : key_(std::move(key)) {}
  /// HMAC-SHA-256(key, proof): what stands on file. timing: constant in key and proof
  Bytes32 record(const Bytes32& proof) const;
};

/// begin gives {} and keeps nothing. finish takes {"proof": 64 hex digits} and compares with known.record (32 bytes) in constant time.
/// The caller limits the rate, and kills a code by emptying the record. Subject and record stay as they are on file; no evidence.
class CodeProvider final : public Provider {
  CodePepper pepper_;

 public:
  explicit CodeProvider(CodePepper pepper) : pepper_(std::move(pepper)) {}
  Factor factor() const override { return Factor::code; }
  Answer<Begun> begin(const Purpose& purpose, const OnFile& known, const Moment& moment) override;
  Answer<Shown> finish(const Purpose& purpose, const OnFile& known, ByteView kept, const nlohmann::json& answer, const Moment& moment) override;
  Answer<Shown> audit(const Purpose& purpose, ByteView evidence) const override;
};

}  // namespace ippyo::identity
