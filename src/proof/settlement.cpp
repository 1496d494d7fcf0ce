// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/check.hpp"
#include "proof/internal/proof_bytes.hpp"
#include "proof/internal/settlement_row.hpp"

namespace ippyo::proof {

Bytes64 settlement_hash(const SettlementContext& in, const SettlementSlot& slot, ByteView row) {
  const SettlementLayout at{slot.previous.size()};
  base::Hasher hash("settle");
  hash.item(in.ctx).item(slot.slot).item(std::uint64_t{at.w}).item(element_g().bytes).item(element_h().bytes);
  hash.item(in.y.bytes).item(in.Z.bytes).begin_item(32 * at.w);
  for (const auto& m : slot.nulls) hash.part(m.bytes);
  hash.begin_item(64 * at.w);
  for (const auto& c : slot.previous) hash.part(c.a.bytes).part(c.b.bytes);
  return hash.item(row.first(64 * at.w)).item(row.subspan(at.D(), 32)).item(row.subspan(at.T(), 32 * at.T_count())).finish();
}

namespace {

/// The values whose logarithms the two branches know, in the order of T: P a'/a, b'/b, .., D; G Z, a', b'/m_null, .., D/g.
std::vector<Point> branch_values(const SettlementContext& in, const SettlementSlot& slot, std::span<const Point> current) {
  const Point& D = current.back();
  std::vector<Point> out;
  for (std::size_t c = 0; c < slot.previous.size(); ++c)
    for (const auto& [now, before] : {std::pair(current[2 * c], slot.previous[c].a), {current[2 * c + 1], slot.previous[c].b}})
      out.push_back(group::sub(now, before.point));
  out.insert(out.end(), {D, in.Z.point});
  for (std::size_t c = 0; c < slot.previous.size(); ++c)
    out.insert(out.end(), {current[2 * c], group::sub(current[2 * c + 1], slot.nulls[c].point)});
  out.push_back(group::sub(D, group::generator()));
  return out;
}

/// a where the mask is zero, b where it is all ones.
Point select(const Point& a, const Point& b, std::uint64_t mask) {
  Point out;
  for (auto part : {&Point::X, &Point::Y, &Point::Z, &Point::T})
    for (std::size_t i = 0; i < 5; ++i) (out.*part)[i] = (a.*part)[i] ^ (mask & ((a.*part)[i] ^ (b.*part)[i]));
  return out;
}

Challenge masked(const Challenge& c, std::uint64_t mask) {
  Challenge out;
  for (std::size_t i = 0; i < c.size(); ++i) out[i] = c[i] & static_cast<std::uint8_t>(mask);
  return out;
}

/// base^{u} of every response u, in the order of T: each contest's response serves g and y.
std::vector<Point> response_powers(std::size_t w, const group::SecretScalars& u, const group::FixedBase& y_base) {
  std::vector<Point> g_u(2 * w + 3), y_u(2 * w + 3), h_u(2), out;
  group::fixed_mul_ct(base_g(), u, g_u);
  group::fixed_mul_ct(y_base, u, y_u);
  group::fixed_mul_ct(base_h(), group::SecretScalarSpan(u, w, 1), {&h_u[0], 1});
  group::fixed_mul_ct(base_h(), group::SecretScalarSpan(u, 2 * w + 2, 1), {&h_u[1], 1});
  for (std::size_t c = 0; c < w; ++c) out.insert(out.end(), {g_u[c], y_u[c]});
  out.insert(out.end(), {h_u[0], g_u[w + 1]});
  for (std::size_t c = 0; c < w; ++c) out.insert(out.end(), {g_u[w + 2 + c], y_u[w + 2 + c]});
  out.push_back(h_u[1]);
  return out;
}

/// What was drawn for one row.
struct Drawn {
  group::SecretScalars t;  ///< s_c or r'_c
  group::SecretScalar d;
  base::Secret<Challenge> f;  ///< challenge of the simulated branch
  group::SecretScalars u;  ///< nonces of the true branch and responses of the simulated one

  Drawn(std::size_t w, base::Rng& rng) : t(w), d(Scalar()), f(Challenge{}) {
    for (auto& one : t.expose_mutable())
      do one = Scalar::random(rng);
      while (one.is_zero());
    d = group::SecretScalar(Scalar::random(rng));
    f = base::Secret<Challenge>(rng.bytes<16>());
    u = random_scalars(2 * w + 3, rng);
  }
};

/// The new ciphertexts and D. timing: constant in null_mask
std::vector<Point> settled_points(const SettlementSlot& slot, const Drawn& drawn, std::uint64_t null_mask,
                                  const group::FixedBase& y_base) {
  const auto w = slot.previous.size();
  std::vector<Point> g_t(w), y_t(w), out;
  group::fixed_mul_ct(base_g(), drawn.t, g_t);
  group::fixed_mul_ct(y_base, drawn.t, y_t);
  for (std::size_t c = 0; c < w; ++c) {
    out.push_back(group::add(g_t[c], select(slot.previous[c].a.point, group::identity(), null_mask)));
    out.push_back(group::add(y_t[c], select(slot.previous[c].b.point, slot.nulls[c].point, null_mask)));
  }
  Point D;
  group::fixed_mul_ct(base_h(), drawn.d, {&D, 1});
  out.push_back(group::add(D, select(group::identity(), group::generator(), null_mask)));
  return out;
}

/// T = base^u value^{-f} with f = 0 in the true branch, by the same operations in both. timing: constant in null_mask
std::vector<Point> settlement_commitments(std::size_t w, const Drawn& drawn, std::span<const Point> values, std::uint64_t null_mask,
                                          const group::FixedBase& y_base) {
  group::SecretScalars f(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto simulated_mask = i <= 2 * w ? null_mask : ~null_mask;
    f.expose_mutable()[i] = to_scalar(masked(drawn.f.expose(), simulated_mask));
  }
  std::vector<Point> out = response_powers(w, drawn.u, y_base), simulated(values.size());
  group::mul_ct(values, f, simulated);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = group::sub(out[i], simulated[i]);
  base::wipe(simulated.data(), simulated.size() * sizeof(Point));
  return out;
}

}  // namespace

/// Random bytes: s_c or r'_c, d, the simulated challenge, then u in the order of the responses.
SettledRow settle(const SettlementContext& in, const SettlementSlot& slot, bool overridden, const group::SecretScalar& z,
                  const group::FixedBase& y_base, base::Rng& rng) {
  const auto w = slot.previous.size();
  IPPYO_CHECK(w > 0 && slot.nulls.size() == w);
  const auto null_mask = 0 - static_cast<std::uint64_t>(overridden);
  Drawn drawn(w, rng);
  const auto settled = settled_points(slot, drawn, null_mask, y_base);
  const auto values = branch_values(in, slot, settled);
  const auto T = settlement_commitments(w, drawn, values, null_mask, y_base);
  Bytes row = encodings_of(settled);
  row.resize(row.size() + 16);
  append(row, encodings_of(T));
  const auto mine = challenge_from(settlement_hash(in, slot, row)) ^ drawn.f.expose();
  const auto e_p = masked(mine, ~null_mask) ^ masked(drawn.f.expose(), null_mask);
  std::copy(e_p.begin(), e_p.end(), row.begin() + static_cast<std::ptrdiff_t>(SettlementLayout{w}.e_p()));
  const auto response = [&](std::size_t i, std::uint64_t true_mask, const Scalar& witness) {
    append(row, respond(drawn.u.expose()[i], masked(mine, true_mask), witness).bytes());
  };
  for (std::size_t c = 0; c < w; ++c) response(c, ~null_mask, drawn.t.expose()[c]);
  response(w, ~null_mask, drawn.d.expose());
  response(w + 1, null_mask, z.expose());
  for (std::size_t c = 0; c < w; ++c) response(w + 2 + c, null_mask, drawn.t.expose()[c]);
  response(2 * w + 2, null_mask, drawn.d.expose());
  return {std::move(row), {overridden, std::move(drawn.d)}};
}

}  // namespace ippyo::proof
