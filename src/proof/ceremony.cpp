// SPDX-License-Identifier: Apache-2.0
#include "proof/ceremony.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "proof/internal/proof_bytes.hpp"
#include "proof/possession.hpp"

namespace ippyo::proof {

namespace {

constexpr std::size_t kCoefficientsMax = 1024, kEncryptedShareSize = 64;

Bytes kappa_label(const Bytes32& ctx0, std::uint32_t index) { return base::Writer().text("kappa").raw(ctx0).u32(index).take(); }

Bytes concatenated(std::span<const Element> elements) {
  base::Writer out;
  for (const auto& e : elements) out.raw(e.bytes);
  return out.take();
}

Challenge dealing_challenge(const CeremonyParameters& p, const Dealing& d) {
  return challenge(base::Hasher("dkg").item(p.ctx0).item(p.n).item(p.k).item(d.index).item(concatenated(d.A)).item(d.kappa.bytes)
                       .item(concatenated(d.T)));
}

/// f(x), by Horner. timing: constant in the coefficients
group::SecretScalar evaluate(const group::SecretScalars& polynomial, std::uint32_t x) {
  const auto at = Scalar::from_u64(x);
  Scalar sum;
  for (std::size_t m = polynomial.size(); m-- > 0;) sum = sum * at + polynomial.expose()[m];
  return group::SecretScalar(sum);
}

/// prod A_m^{x^m}
Point evaluate_public(std::span<const Element> A, std::uint32_t x) {
  std::vector<Point> points;
  std::vector<Scalar> powers;
  Scalar power = Scalar::one();
  for (const auto& a : A) {
    points.push_back(a.point);
    powers.push_back(power);
    power *= Scalar::from_u64(x);
  }
  return group::msm_vartime(points, powers);
}

std::vector<Element> powers_of_g(const group::SecretScalars& exponents) {
  std::vector<Point> points(exponents.size());
  group::fixed_mul_ct(base_g(), exponents, points);
  return elements_from(points);
}

/// What hides f_i(j) on its way.
group::SecretScalar share_mask(const CeremonyParameters& p, std::uint32_t dealer, std::uint32_t receiver, const Bytes32& R,
    const Point& shared) {
  const base::Secret bytes(group::encode(shared));
  return group::SecretScalar(
      hash_to_scalar(base::Hasher("dkg-share").item(p.ctx0).item(dealer).item(receiver).item(R).item(bytes.expose())));
}

}  // namespace

Bytes Dealing::encode() const {
  IPPYO_CHECK(T.size() == A.size() && z.size() == A.size() && kappa_possession.size() == kPossessionSize);
  base::Writer out;
  out.u32(index).raw(kappa.bytes).raw(kappa_possession).count(A.size()).raw(concatenated(A)).raw(concatenated(T));
  for (const auto& s : z) out.raw(s.bytes());
  return out.take();
}

base::Result<Dealing> Dealing::decode(ByteView bytes) {
  base::Reader in(bytes);
  Dealing out;
  const auto element = [&](Element& into) {
    if (const auto e = Element::parse(in.raw(32))) into = *e;
    else in.refuse();
  };
  out.index = in.u32();
  element(out.kappa);
  out.kappa_possession = base::to_bytes(in.raw(kPossessionSize));
  const auto k = in.count(std::min(kCoefficientsMax, in.left() / 96));
  out.A.resize(k);
  out.T.resize(k);
  out.z.resize(k);
  for (auto* list : {&out.A, &out.T})
    for (auto& e : *list) element(e);
  for (auto& z : out.z) {
    if (const auto s = Scalar::parse(in.raw(32))) z = *s;
    else in.refuse();
  }
  IPPYO_TRY(in.finish("dealing"));
  return out;
}

DealtDealing deal(const CeremonyParameters& p, std::uint32_t index, base::Rng& rng) {
  IPPYO_CHECK(p.k >= 1 && p.k <= kCoefficientsMax && index >= 1 && index <= p.n);
  DealtDealing out{{random_scalars(p.k, rng), group::SecretScalar(Scalar::random(rng))}, {}};
  const auto t = random_scalars(p.k, rng);
  auto& d = out.dealing;
  d.index = index;
  Point kappa;
  group::fixed_mul_ct(base_g(), out.secret.share_key, {&kappa, 1});
  d.kappa = Element::from(kappa);
  d.kappa_possession = prove_possession({"pop", kappa_label(p.ctx0, index), d.kappa}, out.secret.share_key, rng);
  d.A = powers_of_g(out.secret.polynomial);
  d.T = powers_of_g(t);
  const auto e = dealing_challenge(p, d);
  for (std::size_t m = 0; m < p.k; ++m) d.z.push_back(respond(t.expose()[m], e, out.secret.polynomial.expose()[m]));
  return out;
}

Bytes64 dealing_commitment(const Bytes32& ctx0, const Dealing& dealing) { return base::hash("dkg-commit", ctx0, dealing.encode()); }

base::Verdict verify_dealing(const CeremonyParameters& p, std::uint32_t expected_index, const Bytes64& commitment,
    const Dealing& d) {
  using base::Verdict;
  if (d.index != expected_index || d.index < 1 || d.index > p.n)
    return Verdict::fail(kDealerIndex, "index " + std::to_string(d.index));
  if (p.k < 1 || d.A.size() != p.k || d.T.size() != p.k || d.z.size() != p.k)
    return Verdict::fail(kDealerCoefficients, std::to_string(d.A.size()) + " coefficients");
  if (d.kappa_possession.size() != kPossessionSize) return Verdict::fail(kShareKeyPossession);
  if (dealing_commitment(p.ctx0, d) != commitment) return Verdict::fail(kDealerCommitment);
  if (d.A.front().is_identity() || d.A.back().is_identity() || d.kappa.is_identity()) return Verdict::fail(kDealerEncoding);
  const auto e = to_scalar(dealing_challenge(p, d));
  for (std::size_t m = 0; m < p.k; ++m) {
    const auto right = group::add(d.T[m].point, group::mul_vartime(d.A[m].point, e));
    if (!group::equal(group::fixed_mul_vartime(base_g(), d.z[m]), right))
      return Verdict::fail(kDealerProof, "coefficient " + std::to_string(m));
  }
  if (!verify_possession({"pop", kappa_label(p.ctx0, d.index), d.kappa}, d.kappa_possession).passed())
    return Verdict::fail(kShareKeyPossession);
  return Verdict::pass();
}

Bytes encrypt_share(const CeremonyParameters& p, std::uint32_t dealer, std::uint32_t receiver, const DealerSecret& secret,
                    const Element& kappa_receiver, base::Rng& rng) {
  IPPYO_CHECK(receiver >= 1);
  const group::SecretScalar r(Scalar::random(rng));
  Point R, shared;
  group::fixed_mul_ct(base_g(), r, {&R, 1});
  group::mul_ct({&kappa_receiver.point, 1}, r, {&shared, 1});
  const auto R_bytes = group::encode(R);
  const auto mask = share_mask(p, dealer, receiver, R_bytes, shared);
  const auto hidden = evaluate(secret.polynomial, receiver).expose() + mask.expose();
  return base::Writer().raw(R_bytes).raw(hidden.bytes()).take();
}

base::Result<group::SecretScalar> decrypt_share_from(const CeremonyParameters& p, std::uint32_t dealer, std::uint32_t receiver,
                                                     const group::SecretScalar& share_key, ByteView encrypted) {
  const auto from = "the encrypted share of dealer " + std::to_string(dealer);
  if (encrypted.size() != kEncryptedShareSize) return base::Error{from + " has a wrong length: ask for the file again, or complain"};
  const auto R = Element::parse(encrypted.first(32));
  const auto hidden = Scalar::parse(encrypted.subspan(32));
  if (!R || R->is_identity() || !hidden) return base::Error{from + " is not well formed: ask for the file again, or complain"};
  Point shared;
  group::mul_ct({&R->point, 1}, share_key, {&shared, 1});
  return group::SecretScalar(*hidden - share_mask(p, dealer, receiver, R->bytes, shared).expose());
}

base::Verdict verify_share_of(const Dealing& dealer, std::uint32_t receiver, const group::SecretScalar& share) {
  Point left;
  group::fixed_mul_ct(base_g(), share, {&left, 1});
  if (!group::equal(left, evaluate_public(dealer.A, receiver)))
    return base::Verdict::fail(kDealtShare, "dealer " + std::to_string(dealer.index) + ", receiver " + std::to_string(receiver));
  return base::Verdict::pass();
}

Culprit judge_complaint(const Dealing& dealer, std::uint32_t complainer, const std::optional<Scalar>& published) {
  if (!published) return Culprit::dealer;
  const auto fits = group::equal(group::fixed_mul_vartime(base_g(), *published), evaluate_public(dealer.A, complainer));
  return fits ? Culprit::complainer : Culprit::dealer;
}

Scalar reveal_share(const DealerSecret& secret, std::uint32_t receiver) { return evaluate(secret.polynomial, receiver).expose(); }

/// The products of equal coefficients first: one polynomial in the exponent for all dealers together.
ElectionKey election_key(const CeremonyParameters& p, std::span<const Dealing> dealings) {
  std::vector<Element> sums;
  for (const auto& d : dealings) {
    if (d.A.size() > sums.size()) sums.resize(d.A.size());
    for (std::size_t m = 0; m < d.A.size(); ++m) sums[m].point = group::add(sums[m].point, d.A[m].point);
  }
  std::vector<Point> points{evaluate_public(sums, 0)};
  for (std::uint32_t j = 1; j <= p.n; ++j) points.push_back(evaluate_public(sums, j));
  auto keys = elements_from(points);
  const auto y = keys.front();
  keys.erase(keys.begin());
  return {y, std::move(keys)};
}

}  // namespace ippyo::proof
