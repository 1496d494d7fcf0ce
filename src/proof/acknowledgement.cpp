// SPDX-License-Identifier: Apache-2.0
#include "proof/acknowledgement.hpp"

#include "proof/internal/equations.hpp"
#include "proof/internal/proof_bytes.hpp"

namespace ippyo::proof {
namespace {

/// H("ack-e", H("ack", ctx, t, i, H("cast", row)), g, B, X, T_0, T_1)
Bytes64 acknowledgement_hash(const AcknowledgementStatement& s, ByteView T) {
  const auto cast = base::hash("cast", s.row);
  const auto message = base::hash("ack", s.ctx, std::uint64_t{s.epoch}, s.slot, cast);
  return base::hash("ack-e", message, element_g().bytes, s.B.bytes, s.X.bytes, T.first(32), T.last(32));
}

}  // namespace

/// The other side is simulated from e, z and a public key, all of which are published: variable time tells nothing.
/// Random bytes: k, then e and z of the other side.
Bytes acknowledge(const AcknowledgementStatement& s, AcknowledgementRole role, const group::SecretScalar& secret, base::Rng& rng) {
  const bool voter = role == AcknowledgementRole::voter;
  const std::size_t mine = voter ? 1 : 0, other = 1 - mine;
  const Element& key = voter ? s.B : s.X;
  const group::SecretScalar k(Scalar::random(rng));
  std::array<Challenge, 2> e;
  std::array<Scalar, 2> z;
  e[other] = rng.bytes<16>();
  z[other] = Scalar::random(rng);
  std::array<Point, 2> T;
  group::fixed_mul_ct(base_g(), k, {&T[mine], 1});
  T[other] = group::add(group::fixed_mul_vartime(base_g(), z[other]),
                        group::mul_vartime(group::negate(key.point), to_scalar(e[other])));
  Bytes proof = encodings_of(T);
  e[mine] = challenge_from(acknowledgement_hash(s, proof)) ^ e[other];
  z[mine] = respond(k.expose(), e[mine], secret.expose());
  for (const auto& part : e) append(proof, part);
  for (const auto& response : z) append(proof, response.bytes());
  return proof;
}

base::Verdict verify_acknowledgement(const AcknowledgementStatement& s, ByteView proof) {
  std::array<Point, 2> T;
  std::array<Scalar, 2> z;
  if (proof.size() != kAcknowledgementSize || group::decode_batch(proof.first(64), T) || !read_scalars(proof.last(64), z))
    return base::Verdict::fail(kAcknowledgementEncoding);
  const std::array e{read_challenge(proof.subspan(64)), read_challenge(proof.subspan(80))};
  const auto hash = acknowledgement_hash(s, proof.first(64));
  EquationSystem system;
  const auto g = system.add(group::generator());
  system.require(g, z[0], T[0], system.add(s.B.point), EquationSystem::kNothing, e[0]);
  system.require(g, z[1], T[1], system.add(s.X.point), EquationSystem::kNothing, e[1]);
  const auto seed = base::hash32("batch-ack", hash, proof);
  const bool holds = (e[0] ^ e[1]) == challenge_from(hash) && system.hold(seed);
  return holds ? base::Verdict::pass() : base::Verdict::fail(kAcknowledgement);
}

}  // namespace ippyo::proof
