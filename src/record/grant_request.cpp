// SPDX-License-Identifier: Apache-2.0
#include "record/grant_request.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "base/hash.hpp"

namespace ippyo::record {

namespace {

constexpr std::string_view kRequest = "grant-request", kBegin = "grant-begin";

Bytes64 label_of(std::string_view tag, const GrantRequest& r, const Bytes32& ctx) {
  return base::hash(tag, base::ByteView(ctx), r.slot, base::ByteView(r.K));
}

void prove(GrantRequest& r, std::string_view tag, const Bytes32& ctx, const proof::Element& X, const group::SecretScalar& x, base::Rng& rng) {
  const auto label = label_of(tag, r, ctx);
  const auto proof = proof::prove_possession({"pop", label, X}, x, rng);
  IPPYO_CHECK(proof.size() == r.possession.size());
  std::copy(proof.begin(), proof.end(), r.possession.begin());
}

base::Verdict verify(const GrantRequest& r, std::string_view tag, const Bytes32& ctx, const proof::Element& X) {
  const auto label = label_of(tag, r, ctx);
  return proof::verify_possession({"pop", label, X}, r.possession).at(std::string(tag) + " of slot " + std::to_string(r.slot));
}

}  // namespace

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
  prove(out, kRequest, ctx, X, x, rng);
  return out;
}

base::Verdict verify_grant_request(const GrantRequest& request, const Bytes32& ctx, const proof::Element& X) {
  return verify(request, kRequest, ctx, X);
}

GrantRequest begin_grant(const Bytes32& ctx, std::uint64_t slot, const Bytes32& K, const proof::Element& X,
                         const group::SecretScalar& x, base::Rng& rng) {
  GrantRequest out{slot, K, {}};
  prove(out, kBegin, ctx, X, x, rng);
  return out;
}

base::Verdict verify_grant_begin(const GrantRequest& begin, const Bytes32& ctx, const proof::Element& X) {
  return verify(begin, kBegin, ctx, X);
}

}  // namespace ippyo::record
