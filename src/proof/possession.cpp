// SPDX-License-Identifier: Apache-2.0
#include "proof/possession.hpp"

#include "proof/internal/equations.hpp"
#include "proof/internal/proof_bytes.hpp"

namespace ippyo::proof {
namespace {

Bytes64 possession_hash(const PossessionStatement& s, ByteView T) {
  return base::Hasher(s.tag).item(s.label).item(element_g().bytes).item(s.X.bytes).item(T).finish();
}

base::Verdict verify_together(std::span<const PossessionCase> cases) {
  std::vector<Scalar> z(cases.size());
  Bytes encodings;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto& [statement, proof] = cases[i];
    if (proof.size() != kPossessionSize || statement.X.is_identity() || !read_scalars(proof.subspan(32), {&z[i], 1}))
      return base::Verdict::fail(kPossessionEncoding);
    append(encodings, proof.first(32));
  }
  std::vector<Point> T(cases.size());
  if (group::decode_batch(encodings, T)) return base::Verdict::fail(kPossessionEncoding);
  EquationSystem system;
  base::Hasher all("batch-pop");
  const auto g = system.add(group::generator());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto& [statement, proof] = cases[i];
    const auto hash = possession_hash(statement, proof.first(32));
    all.item(hash).item(proof);
    system.require(g, z[i], T[i], system.add(statement.X.point), EquationSystem::kNothing, challenge_from(hash));
  }
  return system.hold(all.finish32()) ? base::Verdict::pass() : base::Verdict::fail(kPossession);
}

}  // namespace

Bytes prove_possession(const PossessionStatement& statement, const group::SecretScalar& x, base::Rng& rng) {
  const group::SecretScalar k(Scalar::random(rng));
  Point T;
  group::fixed_mul_ct(base_g(), k, {&T, 1});
  Bytes proof = encodings_of({&T, 1});
  const auto e = challenge_from(possession_hash(statement, proof));
  append(proof, respond(k.expose(), e, x.expose()).bytes());
  return proof;
}

base::Verdict verify_possession(const PossessionStatement& statement, ByteView proof) {
  const PossessionCase one{statement, proof};
  return verify_together({&one, 1});
}

base::Verdict verify_possessions(std::span<const PossessionCase> cases) {
  if (auto all = verify_together(cases); all.passed()) return all;
  for (std::size_t i = 0; i < cases.size(); ++i)
    IPPYO_REQUIRE(verify_together(cases.subspan(i, 1)).at("row " + std::to_string(i)));
  return base::Verdict::pass();
}

}  // namespace ippyo::proof
