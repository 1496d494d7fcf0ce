// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/check.hpp"
#include "proof/internal/proof_bytes.hpp"
#include "proof/internal/slot_row.hpp"

namespace ippyo::proof {

Bytes64 slot_hash(const SlotEpoch& in, std::uint64_t slot, const Element& X, std::span<const Ciphertext> previous, ByteView row) {
  const auto w = previous.size();
  const SlotRowParts parts(row, w);
  base::Hasher h("slot");
  h.item(in.ctx).item(slot).item(std::uint64_t{in.epoch}).item(std::uint64_t{w});
  h.item(element_g().bytes).item(in.y.bytes).item(X.bytes).begin_item(64 * w);
  for (const auto& c : previous) h.part(c.a.bytes).part(c.b.bytes);
  return h.item(parts.ciphertexts).item(parts.T_1).item(parts.T_234).finish();
}

namespace {

/// Appends T_1, T_234 to a row that has ciphertexts and 16 bytes for e_V; returns the challenge.
Challenge append_commitments(const SlotEpoch& in, std::uint64_t slot, const Element& X, std::span<const Ciphertext> previous,
                             ByteView encodings, Bytes& row) {
  append(row, encodings);
  return challenge_from(slot_hash(in, slot, X, previous, row));
}

Bytes row_with(std::span<const Ciphertext> current) {
  Bytes row;
  row.reserve(slot_row_size(current.size()));
  for (const auto& c : current) append(row, c.bytes());
  row.resize(row.size() + 16);
  return row;
}

/// The proof of a carried-over row. `row` ends with 16 bytes for e_V. The simulated T_1, T_2 are made of e_V, z_x, z_r, X and
/// a', all of which are published in this very proof, so variable time tells nothing; where the voter wrote, this row is thrown
/// away unseen. The nonces k_s take constant time. Random bytes: e_V, z_x, z_r.., k_s..
struct CarryProof {
  Challenge e_v;
  std::vector<Scalar> z;  ///< z_x, z_r..
  group::SecretScalars k;

  CarryProof(std::size_t w, base::Rng& rng) : e_v(rng.bytes<16>()) {
    for (std::size_t i = 0; i < 1 + w; ++i) z.push_back(Scalar::random(rng));
    k = random_scalars(w, rng);
  }
  /// g^{z} value^{-e_V}
  Point simulated(std::size_t i, const Point& value) const {
    return group::add(group::fixed_mul_vartime(base_g(), z[i]), group::mul_vartime(group::negate(value), to_scalar(e_v)));
  }
  /// T_1, then T_2, T_3, T_4 of every contest.
  std::vector<Point> commitments(const group::FixedBase& y_base, const Point& X, std::span<const Point> a_new) const {
    const auto w = a_new.size();
    std::vector<Point> g_k(w), y_k(w), T{simulated(0, X)};
    group::fixed_mul_ct(base_g(), k, g_k);
    group::fixed_mul_ct(y_base, k, y_k);
    for (std::size_t c = 0; c < w; ++c) T.insert(T.end(), {simulated(1 + c, a_new[c]), g_k[c], y_k[c]});
    return T;
  }
  /// Completes the row, whose T are in place.
  void finish(Bytes& row, const Challenge& e, std::span<const Scalar> s) const {
    const auto w = s.size();
    std::copy(e_v.begin(), e_v.end(), row.begin() + static_cast<std::ptrdiff_t>(64 * w));
    append_scalars(row, z);
    for (std::size_t c = 0; c < w; ++c) append(row, respond(k.expose()[c], e ^ e_v, s[c]).bytes());
  }
};

}  // namespace

/// The simulated T_3, T_4 are made of e_P, z_s and the ciphertexts, all published in this proof: variable time tells nothing.
/// Random bytes: e_P, k_x, k_r.., z_s..
Bytes prove_slot_author(const SlotStatement& s, const group::SecretScalar& x, const group::SecretScalars& r, base::Rng& rng) {
  const auto w = s.current.size();
  IPPYO_CHECK(w > 0 && s.previous.size() == w && r.size() == w);
  const Challenge e_p = rng.bytes<16>();
  const auto k = random_scalars(1 + w, rng);
  std::vector<Scalar> z_s;
  for (std::size_t c = 0; c < w; ++c) z_s.push_back(Scalar::random(rng));
  std::vector<Point> real(1 + w);
  group::fixed_mul_ct(base_g(), k, real);
  std::vector<Point> T{real[0]};
  for (std::size_t c = 0; c < w; ++c) {
    const auto &now = s.current[c], &before = s.previous[c];
    const std::array<Scalar, 2> factors{z_s[c], to_scalar(e_p)};
    const std::array<Point, 2> b_side{s.y.point, group::sub(before.b.point, now.b.point)};
    const auto a_side = group::mul_vartime(group::sub(before.a.point, now.a.point), factors[1]);
    const auto T_3 = group::add(group::fixed_mul_vartime(base_g(), z_s[c]), a_side);
    T.insert(T.end(), {real[1 + c], T_3, group::msm_vartime(b_side, factors)});
  }
  Bytes row = row_with(s.current);
  const auto e = append_commitments({s.ctx, s.epoch, s.y}, s.slot, s.X, s.previous, encodings_of(T), row);
  const auto e_v = e ^ e_p;
  std::copy(e_v.begin(), e_v.end(), row.begin() + static_cast<std::ptrdiff_t>(64 * w));
  append(row, respond(k.expose()[0], e_v, x.expose()).bytes());
  for (std::size_t c = 0; c < w; ++c) append(row, respond(k.expose()[1 + c], e_v, r.expose()[c]).bytes());
  append_scalars(row, z_s);
  return {row.begin() + static_cast<std::ptrdiff_t>(64 * w), row.end()};
}

Bytes prove_slot_carry(const SlotStatement& s, const group::FixedBase& y_base, const group::SecretScalars& secret, base::Rng& rng) {
  const auto w = s.current.size();
  IPPYO_CHECK(w > 0 && s.previous.size() == w && secret.size() == w);
  const CarryProof proof(w, rng);
  std::vector<Point> a_new;
  for (const auto& c : s.current) a_new.push_back(c.a.point);
  Bytes row = row_with(s.current);
  const auto T = encodings_of(proof.commitments(y_base, s.X.point, a_new));
  proof.finish(row, append_commitments({s.ctx, s.epoch, s.y}, s.slot, s.X, s.previous, T, row), secret.expose());
  return {row.begin() + static_cast<std::ptrdiff_t>(64 * w), row.end()};
}

/// One batch of encodings for the whole row: inversions are the larger part of an encoding. Random bytes: s.., then the proof's.
Bytes carry_over(const Bytes32& ctx, std::uint64_t slot, std::uint32_t epoch, const Element& y, const group::FixedBase& y_base,
                 const Element& X, std::span<const Ciphertext> previous, base::Rng& rng) {
  const auto w = previous.size();
  IPPYO_CHECK(w > 0);
  group::SecretScalars s(w);
  for (auto& one : s.expose_mutable())
    do one = Scalar::random(rng);
    while (one.is_zero());
  const CarryProof proof(w, rng);
  std::vector<Point> a_new(w), b_new(w), all;
  group::fixed_mul_ct(base_g(), s, a_new);
  group::fixed_mul_ct(y_base, s, b_new);
  for (std::size_t c = 0; c < w; ++c) {
    a_new[c] = group::add(previous[c].a.point, a_new[c]);
    b_new[c] = group::add(previous[c].b.point, b_new[c]);
    all.insert(all.end(), {a_new[c], b_new[c]});
  }
  const auto T = proof.commitments(y_base, X.point, a_new);
  all.insert(all.end(), T.begin(), T.end());
  const auto encodings = encodings_of(all);
  Bytes row(encodings.begin(), encodings.begin() + static_cast<std::ptrdiff_t>(64 * w));
  row.reserve(slot_row_size(w));
  row.resize(64 * w + 16);
  proof.finish(row, append_commitments({ctx, epoch, y}, slot, X, previous, ByteView(encodings).subspan(64 * w), row), s.expose());
  return row;
}

}  // namespace ippyo::proof
