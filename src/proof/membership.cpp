// SPDX-License-Identifier: Apache-2.0
#include "proof/membership.hpp"

#include "base/check.hpp"
#include "base/codec.hpp"
#include "proof/internal/equations.hpp"
#include "proof/internal/proof_bytes.hpp"

namespace ippyo::proof {
namespace {

/// H("member", label, g, y, n, all m_v, a', b', all T)
Bytes64 membership_hash(const MembershipStatement& s, ByteView T) {
  base::Hasher h("member");
  h.item(s.label).item(element_g().bytes).item(s.y.bytes).item(std::uint64_t{s.options.size()}).begin_item(32 * s.options.size());
  for (const auto& m : s.options) h.part(m.bytes);
  return h.item(s.ciphertext.a.bytes).item(s.ciphertext.b.bytes).item(T).finish();
}

/// All ones where i is the secret index.
std::uint64_t is_index(const base::Secret<std::uint32_t>& index, std::size_t i) {
  const std::uint64_t difference = index.expose() ^ i;
  return 0 - ((difference - 1) >> 63);
}

/// T_g = g^{k_v}, T_y = y^{k_v} (m / m_v)^{-e_v} with m = b' y^{-r} the plaintext: for the true option the last factor is 1
/// whatever e_v is, so that the true and the simulated parts are the same operations.
Bytes membership_commitments(const MembershipStatement& s, const group::SecretScalars& k, const std::vector<Challenge>& e,
                             const group::SecretScalar& r) {
  const auto n = s.options.size();
  const group::FixedBase y(s.y.point);
  Point y_r;
  group::fixed_mul_ct(y, r, {&y_r, 1});
  const auto m = group::sub(s.ciphertext.b.point, y_r);
  std::vector<Point> quotients, g_k(n), y_k(n), powers(n), T;
  group::SecretScalars exponents(n);
  for (std::size_t v = 0; v < n; ++v) {
    quotients.push_back(group::sub(s.options[v].point, m));
    exponents.expose_mutable()[v] = to_scalar(e[v]);
  }
  group::fixed_mul_ct(base_g(), k, g_k);
  group::fixed_mul_ct(y, k, y_k);
  group::mul_ct(quotients, exponents, powers);
  T.reserve(2 * n);
  for (std::size_t v = 0; v < n; ++v) T.insert(T.end(), {g_k[v], group::add(y_k[v], powers[v])});
  for (auto* secret : {&quotients, &y_k, &powers}) base::wipe(secret->data(), secret->size() * sizeof(Point));
  base::wipe(&y_r, sizeof y_r);
  return encodings_of(T);
}

}  // namespace

Bytes slot_label(const Bytes32& ctx, std::string_view contest, std::uint64_t slot, std::uint32_t epoch) {
  return base::Writer().text("member").raw(ctx).text(contest).u64(slot).u32(epoch).take();
}

Bytes station_label(const Bytes32& ctx, std::string_view station, const Bytes32& token_hash, std::string_view contest) {
  return base::Writer().text("station").raw(ctx).text(station).raw(token_hash).text(contest).take();
}

/// Random bytes: e_v for all options, then k_v for all options; z_v = k_v + e_v r.
Bytes prove_membership(const MembershipStatement& s, const base::Secret<std::uint32_t>& index, const group::SecretScalar& r,
                       base::Rng& rng) {
  const auto n = s.options.size();
  IPPYO_CHECK(index.expose() < n);
  std::vector<Challenge> e(n);
  for (auto& part : e) part = rng.bytes<16>();
  const auto k = random_scalars(n, rng);
  Bytes proof = membership_commitments(s, k, e, r);
  auto rest = challenge_from(membership_hash(s, proof));
  for (std::size_t v = 0; v < n; ++v)
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] ^= e[v][i] & static_cast<std::uint8_t>(~is_index(index, v));
  for (std::size_t v = 0; v < n; ++v)
    for (std::size_t i = 0; i < rest.size(); ++i) e[v][i] ^= static_cast<std::uint8_t>(is_index(index, v)) & (e[v][i] ^ rest[i]);
  for (const auto& part : e) append(proof, part);
  for (std::size_t v = 0; v < n; ++v) append(proof, respond(k.expose()[v], e[v], r.expose()).bytes());
  return proof;
}

base::Verdict verify_membership(const MembershipStatement& s, ByteView proof) {
  const auto n = s.options.size();
  if (proof.size() != membership_size(n)) return base::Verdict::fail(kMembershipEncoding);
  std::vector<Point> T(2 * n);
  std::vector<Scalar> z(n);
  if (group::decode_batch(proof.first(64 * n), T) || !read_scalars(proof.last(32 * n), z))
    return base::Verdict::fail(kMembershipEncoding);
  const auto hash = membership_hash(s, proof.first(64 * n));
  EquationSystem system;
  const auto g = system.add(group::generator()), y = system.add(s.y.point);
  const auto a = system.add(s.ciphertext.a.point), b = system.add(s.ciphertext.b.point);
  Challenge sum{};
  for (std::size_t v = 0; v < n; ++v) {
    const auto e = read_challenge(proof.subspan(64 * n + 16 * v));
    sum = sum ^ e;
    system.require(g, z[v], T[2 * v], a, EquationSystem::kNothing, e);
    system.require(y, z[v], T[2 * v + 1], b, system.add(s.options[v].point), e);
  }
  const bool holds = sum == challenge_from(hash) && system.hold(base::hash32("batch-member", hash, proof));
  return holds ? base::Verdict::pass() : base::Verdict::fail(kMembership);
}

}  // namespace ippyo::proof
