// SPDX-License-Identifier: Apache-2.0
#include "record/grant_request.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "base/hash.hpp"

namespace ippyo::record {

static Bytes64 request_label(const Bytes32& ctx, std::uint64_t slot, const Bytes32& K) {
  return base::hash("grant-request", base::ByteView(ctx), slot, base::ByteView(K));
}

Bytes GrantRequest::encode() const { return base::Writer().u64(slot).raw(K).raw(possession).take(); }

base::Result<GrantRequest> GrantRequest::decode(ByteView bytes) {
  base::Reader in(bytes);
  GrantRequest out;
  out.slot = in.u64();
  out.K = in.fixed<32>();
  out.possession = in.fixed<64>();
  IPPYO_TRY(in.finish("grant request"));
  return out;
}

GrantRequest request_grant(const Bytes32& ctx, std::uint64_t slot, const Bytes32& K, const proof::Element& X,
                           const group::SecretScalar& x, base::Rng& rng) {
  GrantRequest out{slot, K, {}};
  const auto label = request_label(ctx, slot, K);
  const auto proof = proof::prove_possession({"pop", label, X}, x, rng);
  IPPYO_CHECK(proof.size() == out.possession.size());
  std::copy(proof.begin(), proof.end(), out.possession.begin());
  return out;
}

base::Verdict verify_grant_request(const GrantRequest& request, const Bytes32& ctx, const proof::Element& X) {
  const auto label = request_label(ctx, request.slot, request.K);
  return proof::verify_possession({"pop", label, X}, request.possession).at("grant request of slot " + std::to_string(request.slot));
}

}  // namespace ippyo::record
