// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "proof/internal/equations.hpp"
#include "proof/internal/proof_bytes.hpp"
#include "proof/internal/slot_row.hpp"

namespace ippyo::proof {
namespace {

/// Rows whose bytes are well formed, decoded: per row a', b' of every contest, T_1, then T_2, T_3, T_4 of every contest.
struct DecodedRows {
  std::vector<Point> points;
  std::vector<Scalar> scalars;  ///< per row z_x, z_r.., z_s..
};

base::Verdict decode_rows(std::span<const SlotRow> rows, DecodedRows& out) {
  Bytes encodings;
  for (const auto& r : rows) {
    const auto w = r.previous.size();
    if (w == 0 || r.row.size() != slot_row_size(w)) return base::Verdict::fail(kSlotLength);
    const SlotRowParts parts(r.row, w);
    bool fits = !r.X->is_identity();
    for (std::size_t i = 0; i < 2 * w; ++i) fits &= !identity_at(parts.ciphertexts.subspan(32 * i));
    append(encodings, parts.ciphertexts);
    append(encodings, parts.T_1);
    append(encodings, parts.T_234);
    out.scalars.resize(out.scalars.size() + 1 + 2 * w);
    if (!fits || !read_scalars(parts.responses, std::span(out.scalars).last(1 + 2 * w))) return base::Verdict::fail(kSlotEncoding);
  }
  out.points.resize(encodings.size() / 32);
  if (group::decode_batch(encodings, out.points)) return base::Verdict::fail(kSlotEncoding);
  return base::Verdict::pass();
}

bool renewed(const SlotRow& r) {
  for (std::size_t c = 0; c < r.previous.size(); ++c) {
    const auto now = r.row.subspan(64 * c, 64);
    const auto& before = r.previous[c];
    if (std::equal(before.a.bytes.begin(), before.a.bytes.end(), now.begin()) ||
        std::equal(before.b.bytes.begin(), before.b.bytes.end(), now.begin() + 32))
      return false;
  }
  return true;
}

/// The 1 + 3 w equations of one row. points and scalars are those of this row alone.
void require_row(EquationSystem& system, EquationSystem::Place g, EquationSystem::Place y, const SlotRow& r, const Challenge& e,
                 std::span<const Point> points, std::span<const Scalar> z) {
  const auto w = r.previous.size();
  const auto e_v = read_challenge(SlotRowParts(r.row, w).e_v), e_p = e_v ^ e;
  const auto T = points.subspan(2 * w);
  constexpr auto kNothing = EquationSystem::kNothing;
  system.require(g, z[0], T[0], system.add(r.X->point), kNothing, e_v);
  for (std::size_t c = 0; c < w; ++c) {
    const auto a_new = system.add(points[2 * c]), b_new = system.add(points[2 * c + 1]);
    const auto a_old = system.add(r.previous[c].a.point), b_old = system.add(r.previous[c].b.point);
    system.require(g, z[1 + c], T[1 + 3 * c], a_new, kNothing, e_v);
    system.require(g, z[1 + w + c], T[2 + 3 * c], a_new, a_old, e_p);
    system.require(y, z[1 + w + c], T[3 + 3 * c], b_new, b_old, e_p);
  }
}

/// One product for all rows. The finding says which check failed, not where: with one row that is enough.
base::Verdict verify_together(const SlotEpoch& in, std::span<const SlotRow> rows, std::vector<Ciphertext>& current) {
  DecodedRows decoded;
  IPPYO_REQUIRE(decode_rows(rows, decoded));
  if (!std::all_of(rows.begin(), rows.end(), renewed)) return base::Verdict::fail(kSlotUnchanged);
  EquationSystem system;
  const auto g = system.add(group::generator()), y = system.add(in.y.point);
  base::Hasher all("batch-slot");
  std::span<const Point> points = decoded.points;
  std::span<const Scalar> scalars = decoded.scalars;
  std::vector<Ciphertext> read;
  for (const auto& r : rows) {
    const auto w = r.previous.size();
    const auto hash = slot_hash(in, r.slot, *r.X, r.previous, r.row);
    all.item(hash).item(r.row);
    require_row(system, g, y, r, challenge_from(hash), points, scalars);
    for (std::size_t c = 0; c < w; ++c)
      read.push_back({element_at(r.row.subspan(64 * c), points[2 * c]), element_at(r.row.subspan(64 * c + 32), points[2 * c + 1])});
    points = points.subspan(5 * w + 1);
    scalars = scalars.subspan(2 * w + 1);
  }
  if (!system.hold(all.finish32())) return base::Verdict::fail(kSlotProof);
  current.insert(current.end(), read.begin(), read.end());
  return base::Verdict::pass();
}

std::string place_of(std::uint32_t epoch, std::uint64_t slot) {
  return "epoch " + std::to_string(epoch) + ", slot " + std::to_string(slot);
}

}  // namespace

base::Verdict verify_slot(const SlotStatement& s, ByteView proof) {
  const auto w = s.previous.size();
  const auto where = place_of(s.epoch, s.slot);
  if (s.current.size() != w || proof.size() != slot_proof_size(w)) return base::Verdict::fail(kSlotLength, where);
  Bytes row;
  for (const auto& c : s.current) append(row, c.bytes());
  append(row, proof);
  const SlotRow one{s.slot, &s.X, s.previous, row};
  std::vector<Ciphertext> read;
  return verify_together({s.ctx, s.epoch, s.y}, {&one, 1}, read).at(where);
}

base::Verdict verify_slot_rows(const Bytes32& ctx, std::uint32_t epoch, const Element& y, std::span<const SlotRow> rows,
                               std::vector<Ciphertext>& current) {
  const SlotEpoch in{ctx, epoch, y};
  if (auto all = verify_together(in, rows, current); all.passed()) return all;
  std::vector<Ciphertext> read;
  for (std::size_t i = 0; i < rows.size(); ++i)
    IPPYO_REQUIRE(verify_together(in, rows.subspan(i, 1), read).at(place_of(epoch, rows[i].slot)));
  current.insert(current.end(), read.begin(), read.end());
  return base::Verdict::pass();
}

}  // namespace ippyo::proof
