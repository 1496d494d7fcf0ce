// SPDX-License-Identifier: Apache-2.0
#include "record/cast.hpp"

#include "base/codec.hpp"
#include "base/hash.hpp"

namespace ippyo::record {
namespace {
constexpr std::size_t kMaxContests = 64, kMaxRowSize = 80 + 224 * kMaxContests, kMaxMembershipSize = 112 * 1024;
}

Bytes Grant::encode() const {
  return base::Writer().u64(slot).raw(nonce).raw(K).u32(first).u32(last).raw(signature).take();
}

base::Result<Grant> Grant::decode(ByteView bytes) {
  base::Reader r(bytes);
  Grant g{};
  g.slot = r.u64();
  g.nonce = r.fixed<16>();
  g.K = r.fixed<32>();
  g.first = r.u32();
  g.last = r.u32();
  if (g.first < 1 || g.last < g.first || g.last - g.first > 2) r.refuse();
  g.signature = r.fixed<64>();
  IPPYO_TRY(r.finish("grant"));
  return g;
}

Bytes64 grant_hash(const Grant& g, const Bytes32& ctx) {
  return base::hash("grant", ByteView(ctx), g.slot, ByteView(g.nonce), ByteView(g.K), std::uint64_t{g.first}, std::uint64_t{g.last});
}

Bytes Cast::encode() const {
  base::Writer w;
  w.raw(request).raw(grant.encode()).u32(epoch).bytes(row).count(membership.size());
  for (const auto& proof : membership) w.bytes(proof);
  return w.raw(signature).take();
}

base::Result<Cast> Cast::decode(ByteView bytes) {
  base::Reader r(bytes);
  const auto request = r.fixed<16>();
  const auto grant = Grant::decode(r.raw(kGrantSize));
  if (!grant.ok()) return grant.error();
  Cast c{request, *grant, r.u32(), r.bytes(kMaxRowSize), {}, {}};
  const auto n = r.count(kMaxContests);
  for (std::uint32_t i = 0; i < n && !r.failed(); ++i) c.membership.push_back(r.bytes(kMaxMembershipSize));
  c.signature = r.fixed<64>();
  IPPYO_TRY(r.finish("cast"));
  return c;
}

Bytes64 cast_hash(const Cast& c, const Bytes32& ctx) {
  return base::hash("cast-signature", ByteView(ctx), ByteView(c.request), ByteView(c.grant.encode()), std::uint64_t{c.epoch}, ByteView(c.row));
}

}  // namespace ippyo::record
