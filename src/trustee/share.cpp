// SPDX-License-Identifier: Apache-2.0
#include "trustee/share.hpp"

#include "base/codec.hpp"

namespace ippyo::trustee {
namespace {

constexpr std::string_view kMemoryPurpose = "key ceremony", kSharePurpose = "election share";

/// Public bytes, then scalars: the scalars are written straight into memory that is wiped.
base::SecretBytes pack(ByteView open, std::span<const proof::Scalar> first, std::span<const proof::Scalar> second) {
  base::SecretBytes out(open.size() + 32 * (first.size() + second.size()));
  auto at = std::copy(open.begin(), open.end(), out.expose_mutable().begin());
  for (const auto part : {first, second}) {
    for (const auto& scalar : part) {
      auto bytes = scalar.bytes();
      at = std::copy(bytes.begin(), bytes.end(), at);
      base::wipe(bytes.data(), bytes.size());
    }
  }
  return out;
}

group::SecretScalar read_scalar(base::Reader& r) {
  auto parsed = proof::Scalar::parse(r.raw(32));
  if (!parsed) r.refuse();
  group::SecretScalar out(parsed.value_or(proof::Scalar{}));
  base::wipe(&parsed, sizeof parsed);
  return out;
}

}  // namespace

base::Result<void> keep_memory(const Vault& vault, const DealerMemory& m) {
  base::Writer w;
  w.raw(m.parameters.ctx0).u32(m.parameters.n).u32(m.parameters.k).raw(m.round).bytes(m.dealing.encode());
  return vault.keep(kMemoryFile, kMemoryPurpose, pack(w.data(), m.secret.polynomial.expose(), {&m.secret.share_key.expose(),
      1}).expose());
}

base::Result<DealerMemory> load_memory(const Vault& vault) {
  const auto bytes = vault.load(kMemoryFile, kMemoryPurpose);
  if (!bytes.ok()) return bytes.error();
  base::Reader r(bytes->expose());
  proof::CeremonyParameters parameters{r.fixed<32>(), r.u32(), r.u32()};
  const auto round = r.fixed<32>();
  auto dealing = proof::Dealing::decode(r.bytes());
  if (!dealing.ok()) return dealing.error();
  if (r.left() != 32 * (std::size_t{parameters.k} + 1)) r.refuse();
  group::SecretScalars polynomial(r.failed() ? 0 : parameters.k);
  for (auto& a : polynomial.expose_mutable()) a = read_scalar(r).expose();
  auto share_key = read_scalar(r);
  IPPYO_TRY(r.finish(vault.path(kMemoryFile).string()));
  return DealerMemory{parameters, round, std::move(*dealing), {std::move(polynomial), std::move(share_key)}};
}

base::Result<void> keep_share(const Vault& vault, const ElectionShare& s) {
  base::Writer w;
  w.raw(s.ctx0).u32(s.index).raw(s.ceremony);
  return vault.keep(kShareFile, kSharePurpose, pack(w.data(), {&s.z.expose(), 1}, {}).expose());
}

base::Result<ElectionShare> load_share(const Vault& vault) {
  if (!vault.holds(kShareFile)) return base::Error{"this folder holds no share of an election key: finish the key ceremony first"};
  const auto bytes = vault.load(kShareFile, kSharePurpose);
  if (!bytes.ok()) return bytes.error();
  base::Reader r(bytes->expose());
  const auto ctx0 = r.fixed<32>();
  const auto index = r.u32();
  const auto ceremony = r.fixed<64>();
  auto z = read_scalar(r);
  IPPYO_TRY(r.finish(vault.path(kShareFile).string()));
  return ElectionShare{ctx0, index, ceremony, std::move(z)};
}

}  // namespace ippyo::trustee
