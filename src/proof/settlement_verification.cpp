// SPDX-License-Identifier: Apache-2.0
#include "proof/internal/equations.hpp"
#include "proof/internal/proof_bytes.hpp"
#include "proof/internal/settlement_row.hpp"

namespace ippyo::proof {
namespace {

using Place = EquationSystem::Place;
struct Bases {
  Place g, h, y, Z;
};

/// points: the ciphertexts, D, T of P, T of G; u: the responses.
void require_row(EquationSystem& system, const Bases& base, const SettlementSlot& slot, const Challenge& e_p, const Challenge& e_g,
                 std::span<const Point> points, std::span<const Scalar> u) {
  constexpr auto kNothing = EquationSystem::kNothing;
  const auto w = slot.previous.size();
  const auto D = system.add(points[2 * w]);
  const auto T_p = points.subspan(2 * w + 1, 2 * w + 1), T_g = points.subspan(4 * w + 2);
  const auto u_p = u.first(w + 1), u_g = u.subspan(w + 1);
  for (std::size_t c = 0; c < w; ++c) {
    const auto a = system.add(points[2 * c]), b = system.add(points[2 * c + 1]);
    system.require(base.g, u_p[c], T_p[2 * c], a, system.add(slot.previous[c].a.point), e_p);
    system.require(base.y, u_p[c], T_p[2 * c + 1], b, system.add(slot.previous[c].b.point), e_p);
    system.require(base.g, u_g[1 + c], T_g[1 + 2 * c], a, kNothing, e_g);
    system.require(base.y, u_g[1 + c], T_g[2 + 2 * c], b, system.add(slot.nulls[c].point), e_g);
  }
  system.require(base.h, u_p[w], T_p[2 * w], D, kNothing, e_p);
  system.require(base.g, u_g[0], T_g[0], base.Z, kNothing, e_g);
  system.require(base.h, u_g[1 + w], T_g[1 + 2 * w], D, base.g, e_g);
}

/// Per row the ciphertexts, D, all T; and all responses.
struct DecodedRows {
  std::vector<Point> points;
  std::vector<Scalar> scalars;
};

base::Verdict decode_rows(std::span<const SettlementRow> rows, DecodedRows& out) {
  Bytes encodings;
  for (const auto& [slot, row] : rows) {
    const SettlementLayout at{slot.previous.size()};
    if (at.w == 0 || slot.nulls.size() != at.w || row.size() != settlement_row_size(at.w))
      return base::Verdict::fail(kSettlementLength);
    bool fits = true;
    for (std::size_t i = 0; i < 2 * at.w + 1; ++i) fits &= !identity_at(row.subspan(32 * i));
    append(encodings, row.first(at.e_p()));
    append(encodings, row.subspan(at.T(), 32 * at.T_count()));
    out.scalars.resize(out.scalars.size() + at.response_count());
    if (!fits || !read_scalars(row.subspan(at.responses()), std::span(out.scalars).last(at.response_count())))
      return base::Verdict::fail(kSettlementEncoding);
  }
  out.points.resize(encodings.size() / 32);
  return group::decode_batch(encodings, out.points) ? base::Verdict::fail(kSettlementEncoding) : base::Verdict::pass();
}

base::Verdict verify_together(const SettlementContext& in, std::span<const SettlementRow> rows, std::vector<Ciphertext>& settled,
                              std::vector<Element>& commitments) {
  DecodedRows decoded;
  IPPYO_REQUIRE(decode_rows(rows, decoded));
  EquationSystem system;
  const Bases base{system.add(group::generator()), system.add(element_h().point), system.add(in.y.point), system.add(in.Z.point)};
  base::Hasher all("batch-settle");
  std::span<const Point> points = decoded.points;
  std::span<const Scalar> scalars = decoded.scalars;
  std::vector<Ciphertext> read;
  std::vector<Element> read_D;
  for (const auto& [slot, row] : rows) {
    const SettlementLayout at{slot.previous.size()};
    for (std::size_t c = 0; c < at.w; ++c) {
      read.push_back({element_at(row.subspan(64 * c), points[2 * c]), element_at(row.subspan(64 * c + 32), points[2 * c + 1])});
      if (read.back().a == slot.previous[c].a || read.back().b == slot.previous[c].b)
        return base::Verdict::fail(kSettlementUnchanged);
    }
    read_D.push_back(element_at(row.subspan(at.D()), points[2 * at.w]));
    const auto hash = settlement_hash(in, slot, row);
    all.item(hash).item(row);
    const auto e_p = read_challenge(row.subspan(at.e_p()));
    require_row(system, base, slot, e_p, challenge_from(hash) ^ e_p, points, scalars);
    points = points.subspan(6 * at.w + 4);
    scalars = scalars.subspan(at.response_count());
  }
  if (!system.hold(all.finish32())) return base::Verdict::fail(kSettlementProof);
  settled.insert(settled.end(), read.begin(), read.end());
  commitments.insert(commitments.end(), read_D.begin(), read_D.end());
  return base::Verdict::pass();
}

}  // namespace

base::Verdict verify_settlement_rows(const SettlementContext& in, std::span<const SettlementRow> rows,
                                     std::vector<Ciphertext>& settled, std::vector<Element>& commitments) {
  if (auto all = verify_together(in, rows, settled, commitments); all.passed()) return all;
  std::vector<Ciphertext> read;
  std::vector<Element> read_D;
  for (std::size_t i = 0; i < rows.size(); ++i)
    IPPYO_REQUIRE(
        verify_together(in, rows.subspan(i, 1), read, read_D).at("settlement, slot " + std::to_string(rows[i].slot.slot)));
  settled.insert(settled.end(), read.begin(), read.end());
  commitments.insert(commitments.end(), read_D.begin(), read_D.end());
  return base::Verdict::pass();
}

base::Verdict verify_settlement_total(std::span<const Element> commitments, std::uint64_t n, const Scalar& delta) {
  Point product = group::identity();
  for (const auto& D : commitments) product = group::add(product, D.point);
  const auto g_n = group::fixed_mul_vartime(base_g(), Scalar::from_u64(n));
  const auto expected = group::add(g_n, group::fixed_mul_vartime(base_h(), delta));
  return group::equal(product, expected) ? base::Verdict::pass() : base::Verdict::fail(kSettlementTotal);
}

base::Verdict verify_settlement_opening(const Element& D, bool overridden, const Scalar& d) {
  const std::array one{D};
  if (verify_settlement_total(one, overridden ? 1 : 0, d).passed()) return base::Verdict::pass();
  return base::Verdict::fail(kSettlementOpening);
}

}  // namespace ippyo::proof
