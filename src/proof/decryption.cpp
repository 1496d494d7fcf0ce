// SPDX-License-Identifier: Apache-2.0
// A trustee's share of the decryption of a whole list. [SPEC 5.4 Decryption]
#include "proof/decryption.hpp"

#include "base/codec.hpp"
#include "proof/internal/proof_bytes.hpp"
#include "proof/internal/row_walk.hpp"

namespace ippyo::proof {

namespace {

using base::Verdict;
constexpr std::string_view kWeight = "dec-rho";

struct ShareHeader {
  Element T1, T2;
  Scalar s;
  static std::optional<ShareHeader> parse(ByteView bytes) {
    if (bytes.size() != kShareHeaderSize) return std::nullopt;
    const auto first = Element::parse(bytes.first(32)), second = Element::parse(bytes.subspan(32, 32));
    const auto response = Scalar::parse(bytes.subspan(64));
    if (!first || !second || !response) return std::nullopt;
    return ShareHeader{*first, *second, *response};
  }
};

/// st_j up to the column a; M is still missing.
base::Result<base::Hasher> share_statement(const DecryptionStatement& statement, const base::RowSource& list) {
  const auto hash = list_hash(statement.ctx, statement.contest, list);
  if (!hash.ok()) return hash.error();
  base::Hasher st(statement.tag);
  st.item(statement.ctx).item(statement.contest).item(*hash).item(statement.trustee).item(element_g().bytes).item(statement.Z.bytes);
  IPPYO_TRY(hash_rows(st, base::ColumnRows(list, 0, 32)));
  return st;
}

Challenge share_challenge(const Bytes64& st, const Element& A, const Element& B, const Element& T1, const Element& T2) {
  base::Hasher e("dec-e");
  e.item(st).item(A.bytes).item(B.bytes).begin_item(64).part(T1.bytes).part(T2.bytes);
  return challenge(e);
}

std::vector<Scalar> weights(const Bytes64& st, Range range) {
  std::vector<Scalar> out;
  for (auto i = range.first; i < range.last; ++i) out.push_back(to_scalar(challenge_at(kWeight, st, i)));
  return out;
}

base::Error bad_list() { return {"the list holds a row that is not a ciphertext: verify the last mix before decrypting"}; }

/// One step of M_i = a_i^z, as encodings.
base::Result<Bytes> share_step(const group::SecretScalar& z, const base::RowSource& list, Range step) {
  auto columns = Columns::read(list, step);
  if (!columns.ok()) return columns.error();
  const auto a = columns->elements(0, Identity::allowed);
  if (columns->bad()) return bad_list();
  Bytes out(kShareRowSize * step.size());
  base::run_parallel(step.size(), kGrain, [&](std::uint64_t first, std::uint64_t last) {
    std::vector<Point> M(last - first);
    group::mul_same_scalar_ct(std::span(a).subspan(first, M.size()), z, M);
    group::encode_batch(M, std::span(out).subspan(kShareRowSize * first, kShareRowSize * M.size()));
  });
  return out;
}

/// A = prod a_i^{rho_i}
base::Result<Point> weighted_product(const base::RowSource& list, const Bytes64& st) {
  const auto parts = map_ranges<Point>(list.rows(), [&](Range range) -> base::Result<Point> {
    auto columns = Columns::read(list, range);
    if (!columns.ok()) return columns.error();
    const auto a = columns->elements(0, Identity::allowed);
    return group::msm_vartime(a, weights(st, range));
  });
  if (!parts.ok()) return parts.error();
  Point sum = group::identity();
  for (const auto& part : *parts) sum = group::add(sum, part);
  return sum;
}

struct VerifiedPart {
  std::optional<std::uint64_t> bad_list_row, bad_row;
  Point A = group::identity(), B = A;
};

base::Result<VerifiedPart> verified_part(const base::RowSource& list, const base::RowSource& rows, const Bytes64& st, Range range) {
  VerifiedPart out;
  auto inputs = Columns::read(list, range), shares = Columns::read(rows, range);
  if (!inputs.ok()) return inputs.error();
  if (!shares.ok()) return shares.error();
  const auto a = inputs->elements(0, Identity::allowed), M = shares->elements(0, Identity::allowed);
  out.bad_list_row = inputs->bad();
  out.bad_row = shares->bad();
  if (out.bad_list_row || out.bad_row) return out;
  const auto rho = weights(st, range);
  out.A = group::msm_vartime(a, rho);
  out.B = group::msm_vartime(M, rho);
  return out;
}

/// g^s = T_1 Z^e and A^s = T_2 B^e
bool equations_hold(const ShareHeader& header, const Element& Z, const Element& A, const Element& B, const Scalar& e) {
  const auto equal = [&](const Point& left, const Element& T, const Element& base) {
    return group::equal(left, group::add(T.point, group::mul_vartime(base.point, e)));
  };
  return equal(group::fixed_mul_vartime(base_g(), header.s), header.T1, Z) &&
         equal(group::mul_vartime(A.point, header.s), header.T2, B);
}

}  // namespace

base::Result<Bytes64> list_hash(const Bytes32& ctx, std::string_view contest, const base::RowSource& list) {
  base::Hasher hash("list");
  hash.item(ctx).item(contest).item(list.rows());
  IPPYO_TRY(hash_rows(hash, list));
  return hash.finish();
}

base::Result<Bytes> decrypt_list(const DecryptionStatement& statement, const group::SecretScalar& z, const base::RowSource& list,
                                 base::RowSink& out) {
  IPPYO_CHECK(list.row_size() == kCiphertextSize);
  auto hasher = share_statement(statement, list);
  if (!hasher.ok()) return hasher.error();
  hasher->begin_item(kShareRowSize * list.rows());
  for (const auto step : steps_of(list.rows())) {
    const auto M = share_step(z, list, step);
    if (!M.ok()) return M.error();
    hasher->part(*M);
    IPPYO_TRY(out.append(*M));
  }
  const auto st = hasher->finish();
  const auto product = weighted_product(list, st);
  if (!product.ok()) return product.error();
  const base::Secret z_bytes(z.expose().bytes());
  const group::SecretScalar t(hash_to_scalar(base::Hasher("dec-nonce").item(z_bytes.expose()).item(st)));
  std::array<Point, 4> points{*product};
  group::mul_ct({&*product, 1}, z, {&points[1], 1});
  group::fixed_mul_ct(base_g(), t, {&points[2], 1});
  group::mul_ct({&*product, 1}, t, {&points[3], 1});
  const auto elements = elements_from(points);
  const auto& [A, B, T1, T2] = std::tie(elements[0], elements[1], elements[2], elements[3]);
  const auto s = respond(t.expose(), share_challenge(st, A, B, T1, T2), z.expose());
  return base::Writer().raw(T1.bytes).raw(T2.bytes).raw(s.bytes()).take();
}

base::Result<Verdict> verify_decryption(const DecryptionStatement& statement, const base::RowSource& list, ByteView header,
                                        const base::RowSource& rows) {
  IPPYO_CHECK(list.row_size() == kCiphertextSize && rows.row_size() == kShareRowSize);
  const auto place = "contest " + statement.contest + ", trustee " + std::to_string(statement.trustee);
  const auto parsed = ShareHeader::parse(header);
  if (!parsed || rows.rows() != list.rows()) return Verdict::fail(kShareEncoding, place);
  auto hasher = share_statement(statement, list);
  if (!hasher.ok()) return hasher.error();
  IPPYO_TRY(hash_rows(*hasher, rows));
  const auto st = hasher->finish();
  const auto parts = map_ranges<VerifiedPart>(list.rows(), [&](Range range) { return verified_part(list, rows, st, range); });
  if (!parts.ok()) return parts.error();
  std::array<Point, 2> sums{group::identity(), group::identity()};
  for (const auto& part : *parts) {
    if (part.bad_list_row) return Verdict::fail(kShareEncoding, place + ", list row " + std::to_string(*part.bad_list_row));
    if (part.bad_row) return Verdict::fail(kShareEncoding, place + ", row " + std::to_string(*part.bad_row));
    sums = {group::add(sums[0], part.A), group::add(sums[1], part.B)};
  }
  const auto AB = elements_from(sums);
  const auto e = to_scalar(share_challenge(st, AB[0], AB[1], parsed->T1, parsed->T2));
  if (!equations_hold(*parsed, statement.Z, AB[0], AB[1], e)) return Verdict::fail(kShareProof, place);
  return Verdict::pass();
}

}  // namespace ippyo::proof
