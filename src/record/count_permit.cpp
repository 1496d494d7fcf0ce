// SPDX-License-Identifier: Apache-2.0
#include "record/count_permit.hpp"

#include "base/codec.hpp"
#include "base/hash.hpp"

namespace ippyo::record {

Bytes CountPermit::encode() const { return base::Writer().u64(slot).raw(nonce).u64(until).raw(signature).take(); }

base::Result<CountPermit> CountPermit::decode(ByteView bytes) {
  base::Reader in(bytes);
  CountPermit out;
  out.slot = in.u64();
  out.nonce = in.fixed<16>();
  out.until = in.u64();
  out.signature = in.fixed<64>();
  IPPYO_TRY(in.finish("count permit"));
  return out;
}

Bytes64 permit_hash(const CountPermit& permit, const Bytes32& ctx) {
  return base::hash("count-permit", ByteView(ctx), permit.slot, ByteView(permit.nonce), permit.until);
}

}  // namespace ippyo::record
