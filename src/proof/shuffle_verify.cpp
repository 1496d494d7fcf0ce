// SPDX-License-Identifier: Apache-2.0
// The verifier's side of both parts. [SPEC 5.2 PermutationCommitment, SPEC 5.3 Mix]
// Every equation is decided by itself: c_i and h_i meet in two equations each, but plain sums and
// 128-bit exponents cost less than one product with merged exponents; only (e), one equation per row, is merged under weights.
#include "proof/internal/shuffle_transcript.hpp"

namespace ippyo::proof {

namespace {

using base::Verdict;
using group::add;
using group::mul_vartime;
using group::sub;

/// Lowest row over all parts that a member points to.
template <class Part>
std::optional<std::uint64_t> first_row(const std::vector<Part>& parts, std::optional<std::uint64_t> Part::*member) {
  for (const auto& part : parts)
    if (part.*member) return part.*member;
  return std::nullopt;
}

Point sum_of(std::span<const Point> points) {
  Point out = group::identity();
  for (const auto& p : points) out = add(out, p);
  return out;
}

std::vector<Point> generator_points(Range range) {
  std::vector<Element> h(range.size());
  shuffle_generators(range.first + 1, h);
  std::vector<Point> out;
  out.reserve(h.size());
  for (const auto& element : h) out.push_back(element.point);
  return out;
}

/// What one range adds to the equations of the off-line part.
struct CommitmentPart {
  std::optional<std::uint64_t> bad_row, bad_step;
  Point c = group::identity(), c_u = c, h = c, h_s = c;  ///< products of c_i, c_i^{u_i}, h_i, h_i^{s~_i}
  Scalar u = Scalar::one();                              ///< product of u_i
  Point chain_end = group::identity();                   ///< c^ of the last row
};

class CommitmentVerifier {
  const ShuffleContext& context_;
  const base::RowSource& rows_;
  PermutationHeader header_;
  Bytes64 st_{}, weights_{};
  Scalar e_;

  base::Result<CommitmentPart> part(Range range) const;
  std::optional<std::uint64_t> bad_step(Range range, std::span<const Point> chain, std::span<const Point> t,
                                        std::span<const Scalar> s_hat, std::span<const Scalar> s_tilde) const;
  Verdict equations(const std::vector<CommitmentPart>& parts) const;
  Verdict fail(const base::Check& check, std::optional<std::uint64_t> row = {}) const {
    return Verdict::fail(check, row ? "row " + std::to_string(*row) : "").at(place_of(context_));
  }

 public:
  CommitmentVerifier(const ShuffleContext& context, const base::RowSource& rows) : context_(context), rows_(rows) {}
  base::Result<Verdict> verify(ByteView header);
};

/// (e) for the rows of one range: t^_i c^_i^e g^{-s^_i} c^_{i-1}^{-s~_i} = 1, merged under weights;
/// chain[k] is c^ of row first + k - 1.
std::optional<std::uint64_t> CommitmentVerifier::bad_step(Range range, std::span<const Point> chain, std::span<const Point> t,
                                                          std::span<const Scalar> s_hat, std::span<const Scalar> s_tilde) const {
  const auto n = range.size();
  const auto w = challenges(kStepWeight, weights_, range);
  std::vector<Scalar> x(n + 1);
  Scalar g;
  for (std::size_t i = 0; i < n; ++i) {
    x[i] = x[i] - w[i] * s_tilde[i];
    x[i + 1] = w[i] * e_;
    g += w[i] * s_hat[i];
  }
  const auto left = add(group::msm_vartime(t, w), group::msm_vartime(chain, x));
  if (group::equal(left, group::fixed_mul_vartime(base_g(), g))) return std::nullopt;
  for (std::size_t i = 0; i < n; ++i) {
    const auto right = add(group::fixed_mul_vartime(base_g(), s_hat[i]), mul_vartime(chain[i], s_tilde[i]));
    if (!group::equal(add(t[i], mul_vartime(chain[i + 1], e_)), right)) return range.first + i;
  }
  return std::nullopt;
}

base::Result<CommitmentPart> CommitmentVerifier::part(Range range) const {
  CommitmentPart out;
  auto columns = Columns::read(rows_, range);
  if (!columns.ok()) return columns.error();
  const auto c = columns->elements(kColumnC, Identity::refused);
  auto chain = columns->elements(kColumnChain, Identity::refused);
  const auto t = columns->elements(kColumnT, Identity::allowed);
  const auto s_hat = columns->scalars(kColumnSHat), s_tilde = columns->scalars(kColumnSTilde);
  out.bad_row = columns->bad();
  Point before = element_h().point;
  if (range.first > 0) {
    auto previous = Columns::read(rows_, {range.first - 1, range.first});
    if (!previous.ok()) return previous.error();
    before = previous->elements(kColumnChain, Identity::refused)[0];
  }
  if (out.bad_row) return out;
  chain.insert(chain.begin(), before);
  const auto u = challenges(kOffLineU, st_, range);
  const auto h = generator_points(range);
  out.c = sum_of(c);
  out.c_u = group::msm_vartime(c, u);
  out.h = sum_of(h);
  out.h_s = group::msm_vartime(h, s_tilde);
  for (const auto& x : u) out.u *= x;
  out.chain_end = chain.back();
  out.bad_step = bad_step(range, chain, t, s_hat, s_tilde);
  return out;
}

Verdict CommitmentVerifier::equations(const std::vector<CommitmentPart>& parts) const {
  CommitmentPart all;
  for (const auto& part : parts) {
    all.c = add(all.c, part.c);
    all.c_u = add(all.c_u, part.c_u);
    all.h = add(all.h, part.h);
    all.h_s = add(all.h_s, part.h_s);
    all.u *= part.u;
  }
  const auto g_to = [](const Scalar& s) { return group::fixed_mul_vartime(base_g(), s); };
  const auto last = sub(parts.back().chain_end, group::fixed_mul_vartime(base_h(), all.u));
  const auto& [t1, t2, t3, s1, s2, s3] = header_;
  if (!group::equal(add(t1.point, mul_vartime(sub(all.c, all.h), e_)), g_to(s1))) return fail(kPermutationSum);
  if (!group::equal(add(t2.point, mul_vartime(last, e_)), g_to(s2))) return fail(kPermutationChain);
  if (!group::equal(add(t3.point, mul_vartime(all.c_u, e_)), add(g_to(s3), all.h_s))) return fail(kPermutationOpening);
  if (const auto row = first_row(parts, &CommitmentPart::bad_step)) return fail(kPermutationSteps, row);
  return Verdict::pass();
}

base::Result<Verdict> CommitmentVerifier::verify(ByteView header) {
  const auto parsed = PermutationHeader::parse(header);
  if (!parsed || context_.n == 0 || rows_.rows() != context_.n) return fail(kPermutationEncoding);
  header_ = *parsed;
  auto statement = permutation_statement(context_);
  IPPYO_TRY(hash_rows(statement, base::ColumnRows(rows_, kColumnC, 32)));
  st_ = statement.finish();
  const auto e = permutation_challenge(st_, base::ColumnRows(rows_, kColumnChain, 32), header_,
                                       base::ColumnRows(rows_, kColumnT, 32));
  const auto digest = permutation_commitment_digest(header, rows_);
  if (!e.ok()) return e.error();
  if (!digest.ok()) return digest.error();
  e_ = to_scalar(*e);
  weights_ = base::hash("mix-off-weights", st_, *digest);
  const auto parts = map_ranges<CommitmentPart>(context_.n, [&](Range range) { return part(range); });
  if (!parts.ok()) return parts.error();
  if (const auto row = first_row(*parts, &CommitmentPart::bad_row)) return fail(kPermutationEncoding, row);
  return equations(*parts);
}

/// What one range adds to the equations of the on-line part.
struct MixPart {
  std::optional<std::uint64_t> bad_commitment, bad_input, bad_row;
  Point c_u = group::identity(), a_u = c_u, b_u = c_u;  ///< products of c_i^{u_i}, a_i^{u_i}, b_i^{u_i}
  Point h_s = c_u, a_s = c_u, b_s = c_u;                ///< products of h_i^{s~_i}, a~_i^{s~_i}, b~_i^{s~_i}
};

struct MixLists {
  const base::RowSource &commitment, &input, &output;
};

base::Result<MixPart> mix_part(const MixLists& lists, const Bytes64& st, Range range) {
  MixPart out;
  auto commitment = Columns::read(lists.commitment, range), input = Columns::read(lists.input, range),
      output = Columns::read(lists.output, range);
  for (const auto* columns : {&commitment, &input, &output})
    if (!columns->ok()) return columns->error();
  const auto c = commitment->elements(kColumnC, Identity::refused);
  const auto a = input->elements(kColumnA, Identity::allowed), b = input->elements(kColumnB, Identity::allowed);
  const auto a2 = output->elements(kColumnA, Identity::allowed), b2 = output->elements(kColumnB, Identity::allowed);
  const auto s = output->scalars(kColumnMixSTilde);
  out.bad_commitment = commitment->bad();
  out.bad_input = input->bad();
  out.bad_row = output->bad();
  if (out.bad_commitment || out.bad_input || out.bad_row) return out;
  const auto u = challenges(kOnLineU, st, range);
  out.c_u = group::msm_vartime(c, u);
  out.a_u = group::msm_vartime(a, u);
  out.b_u = group::msm_vartime(b, u);
  out.h_s = group::msm_vartime(generator_points(range), s);
  out.a_s = group::msm_vartime(a2, s);
  out.b_s = group::msm_vartime(b2, s);
  return out;
}

/// (c) and both halves of (d).
Verdict mix_equations(const std::vector<MixPart>& parts, const MixHeader& header, const Element& y, const Scalar& e) {
  MixPart all;
  for (const auto& part : parts)
    for (const auto member : {&MixPart::c_u, &MixPart::a_u, &MixPart::b_u, &MixPart::h_s, &MixPart::a_s, &MixPart::b_s})
      all.*member = add(all.*member, part.*member);
  const auto opened = add(group::fixed_mul_vartime(base_g(), header.s3), all.h_s);
  if (!group::equal(add(header.t3.point, mul_vartime(all.c_u, e)), opened)) return Verdict::fail(kMixOpening);
  const auto a = sub(all.a_s, group::fixed_mul_vartime(base_g(), header.s4)), b = sub(all.b_s, mul_vartime(y.point, header.s4));
  if (!group::equal(add(header.t4.a.point, mul_vartime(all.a_u, e)), a) ||
      !group::equal(add(header.t4.b.point, mul_vartime(all.b_u, e)), b))
    return Verdict::fail(kMixCiphertexts);
  return Verdict::pass();
}

}  // namespace

base::Result<Verdict> verify_permutation_commitment(const ShuffleContext& context, ByteView header, const base::RowSource& rows) {
  IPPYO_CHECK(rows.row_size() == kPermutationRowSize);
  return CommitmentVerifier(context, rows).verify(header);
}

base::Result<Verdict> verify_mix(const ShuffleContext& context, const Element& y, ByteView commitment_header,
                                 const base::RowSource& commitment_rows, const base::RowSource& input, ByteView header,
                                 const base::RowSource& rows) {
  IPPYO_CHECK(commitment_rows.row_size() == kPermutationRowSize && input.row_size() == kCiphertextSize &&
      rows.row_size() == kMixRowSize);
  const auto place = place_of(context);
  const auto parsed = MixHeader::parse(header);
  const auto n = context.n;
  if (!parsed || n == 0 || commitment_rows.rows() != n || input.rows() != n || rows.rows() != n)
    return Verdict::fail(kMixEncoding, place);
  const auto st = mix_statement(context, y, commitment_header, commitment_rows, input,
                                base::ColumnRows(rows, kColumnA, kCiphertextSize));
  if (!st.ok()) return st.error();
  const MixLists lists{commitment_rows, input, rows};
  const auto parts = map_ranges<MixPart>(n, [&](Range range) { return mix_part(lists, *st, range); });
  if (!parts.ok()) return parts.error();
  const auto at = [&](const base::Check& check, const char* list, std::uint64_t row) {
    return Verdict::fail(check, place + ", " + list + " " + std::to_string(row));
  };
  if (const auto row = first_row(*parts, &MixPart::bad_commitment)) return at(kPermutationEncoding, "row", *row);
  if (const auto row = first_row(*parts, &MixPart::bad_input)) return at(kMixEncoding, "input row", *row);
  if (const auto row = first_row(*parts, &MixPart::bad_row)) return at(kMixEncoding, "row", *row);
  return mix_equations(*parts, *parsed, y, to_scalar(mix_challenge(*st, *parsed))).at(place);
}

}  // namespace ippyo::proof
