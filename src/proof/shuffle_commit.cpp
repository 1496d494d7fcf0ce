// SPDX-License-Identifier: Apache-2.0
// Before the close: a commitment to a permutation and the proof that it is one. [SPEC 5.2 PermutationCommitment]
#include <cstring>

#include "base/codec.hpp"
#include "proof/internal/proof_bytes.hpp"
#include "proof/internal/shuffle_secrets.hpp"
#include "proof/internal/shuffle_transcript.hpp"

namespace ippyo::proof {

namespace {

/// A commitment in the making. Blinding values are drawn again from their streams in every pass; only public rows reach the disk.
class Commitment {
  const ShuffleContext& context_;
  Permutation permutation_;
  SecretStream rho_, r_hat_, omega_hat_, omega_tilde_;
  group::SecretScalars omega_{3};
  enum { kSumRho, kSumRhoU, kR, kU };
  group::SecretScalars sums_{4};  ///< after chain(), kR is r^
  Point t3_sum_ = group::identity();
  std::unique_ptr<base::FileRows> c_, chain_, t_;
  PermutationHeader header_;
  Bytes64 st_{};

  base::Result<void> open(const std::filesystem::path& scratch);
  base::Result<void> commit(base::RowSink& secret);
  base::Result<void> chain();
  base::Result<void> chain_step(Range step);
  void finish_header(const Challenge& e);
  base::Result<void> respond_rows(const Challenge& e, base::RowSink& rows);

 public:
  Commitment(const ShuffleContext& context, base::Rng& rng)
      : context_(context), permutation_(Permutation::draw(context.n, rng)), rho_(rng), r_hat_(rng), omega_hat_(rng),
          omega_tilde_(rng) {
    for (auto& omega : omega_.expose_mutable()) omega = Scalar::random(rng);
    sums_.expose_mutable()[kU] = Scalar::one();
  }
  base::Result<Bytes> make(const std::filesystem::path& scratch, base::RowSink& secret, base::RowSink& rows);
};

base::Result<void> Commitment::open(const std::filesystem::path& scratch) {
  for (auto* list : {&c_, &chain_, &t_}) {
    auto rows = scratch_rows(scratch, 32);
    if (!rows.ok()) return rows.error();
    *list = std::move(*rows);
  }
  return {};
}

/// c_j = g^{rho_j} h_{place of j}, and st°.
base::Result<void> Commitment::commit(base::RowSink& secret) {
  auto statement = permutation_statement(context_);
  statement.begin_item(32 * context_.n);
  const auto psi = permutation_.psi.expose(), place = permutation_.place.expose();
  auto& rho_sum = sums_.expose_mutable()[kSumRho];
  for (const auto step : steps_of(context_.n)) {
    const auto rho = rho_.next(step.size());
    std::vector<Point> c(step.size());
    Bytes encoded(32 * step.size());
    base::run_parallel(step.size(), kGrain, [&](std::uint64_t first, std::uint64_t last) {
      const auto part = std::span(c).subspan(first, last - first);
      group::fixed_mul_ct(base_g(), group::SecretScalarSpan(rho, first, part.size()), part);
      for (auto i = first; i < last; ++i) {
        Element h;
        shuffle_generators(place[step.first + i] + 1, {&h, 1});
        c[i] = group::add(c[i], h.point);
      }
      group::encode_batch(part, std::span(encoded).subspan(32 * first, 32 * part.size()));
    });
    statement.part(encoded);
    IPPYO_TRY(c_->append(encoded));
    base::SecretVector<std::uint8_t> kept(kPermutationSecretRowSize * step.size());
    for (std::size_t i = 0; i < step.size(); ++i) {
      const auto row = kept.expose_mutable().subspan(kPermutationSecretRowSize * i, kPermutationSecretRowSize);
      for (std::size_t b = 0; b < 8; ++b) row[b] = static_cast<std::uint8_t>(psi[step.first + i] >> (56 - 8 * b));
      const base::Secret bytes(rho.expose()[i].bytes());
      std::memcpy(&row[8], bytes.expose().data(), 32);
      rho_sum += rho.expose()[i];
    }
    IPPYO_TRY(secret.append(kept.expose()));
  }
  st_ = statement.finish();
  return {};
}

/// c^_i = g^{R_i} h^{U_i} and t^_i = g^{omega^_i + R_{i-1} omega~_i} h^{U_{i-1} omega~_i}, after a scan over the scalars.
base::Result<void> Commitment::chain_step(Range step) {
  const auto n = step.size();
  const auto u_tilde = permuted_challenges(kOffLineU, st_, permutation_.psi.expose().subspan(step.first, n));
  const auto r_hat = r_hat_.next(n), omega_hat = omega_hat_.next(n), omega_tilde = omega_tilde_.next(n);
  add_products(sums_, kSumRhoU, rho_.next(n).expose(), challenges(kOffLineU, st_, step));
  group::SecretScalars chain_g(n), chain_h(n), t_g(n), t_h(n);
  auto &R = sums_.expose_mutable()[kR], &U = sums_.expose_mutable()[kU];
  for (std::size_t i = 0; i < n; ++i) {
    const auto &omega = omega_tilde.expose()[i], &u = u_tilde.expose()[i];
    t_g.expose_mutable()[i] = omega_hat.expose()[i] + R * omega;
    t_h.expose_mutable()[i] = U * omega;
    chain_g.expose_mutable()[i] = R = r_hat.expose()[i] + R * u;
    chain_h.expose_mutable()[i] = U = U * u;
  }
  Bytes chain_bytes(32 * n), t_bytes(32 * n);
  std::vector<Point> sums((n + kGrain - 1) / kGrain);
  base::run_parallel(n, kGrain, [&](std::uint64_t first, std::uint64_t last) {
    const auto m = last - first;
    std::vector<Point> points(m);
    group::fixed_mul2_ct(base_g(), {chain_g, first, m}, base_h(), {chain_h, first, m}, points);
    group::encode_batch(points, std::span(chain_bytes).subspan(32 * first, 32 * m));
    group::fixed_mul2_ct(base_g(), {t_g, first, m}, base_h(), {t_h, first, m}, points);
    group::encode_batch(points, std::span(t_bytes).subspan(32 * first, 32 * m));
    std::vector<Element> h(m);
    shuffle_generators(step.first + first + 1, h);
    for (std::size_t i = 0; i < m; ++i) points[i] = h[i].point;
    sums[first / kGrain] = group::msm_ct(points, {omega_tilde, first, m});
  });
  for (const auto& sum : sums) t3_sum_ = group::add(t3_sum_, sum);
  IPPYO_TRY(chain_->append(chain_bytes));
  return t_->append(t_bytes);
}

base::Result<void> Commitment::chain() {
  rho_.rewind();
  for (const auto step : steps_of(context_.n)) IPPYO_TRY(chain_step(step));
  std::vector<Point> t(3);
  group::fixed_mul_ct(base_g(), omega_, t);
  t[2] = group::add(t[2], t3_sum_);
  const auto elements = elements_from(t);
  header_.t1 = elements[0];
  header_.t2 = elements[1];
  header_.t3 = elements[2];
  return {};
}

void Commitment::finish_header(const Challenge& e) {
  const auto omega = omega_.expose(), sums = sums_.expose();
  header_.s1 = respond(omega[0], e, sums[kSumRho]);
  header_.s2 = respond(omega[1], e, sums[kR]);
  header_.s3 = respond(omega[2], e, sums[kSumRhoU]);
}

base::Result<void> Commitment::respond_rows(const Challenge& e, base::RowSink& rows) {
  for (auto* stream : {&r_hat_, &omega_hat_, &omega_tilde_}) stream->rewind();
  for (const auto step : steps_of(context_.n)) {
    const auto n = step.size();
    const auto u_tilde = permuted_challenges(kOffLineU, st_, permutation_.psi.expose().subspan(step.first, n));
    const auto r_hat = r_hat_.next(n), omega_hat = omega_hat_.next(n), omega_tilde = omega_tilde_.next(n);
    const auto c = read_rows(*c_, step), chain = read_rows(*chain_, step), t = read_rows(*t_, step);
    for (const auto* list : {&c, &chain, &t})
      if (!list->ok()) return list->error();
    base::Writer out;
    for (std::size_t i = 0; i < n; ++i) {
      for (const auto* list : {&c, &chain, &t}) out.raw(ByteView(**list).subspan(32 * i, 32));
      out.raw(respond(omega_hat.expose()[i], e, r_hat.expose()[i]).bytes());
      out.raw(respond(omega_tilde.expose()[i], e, u_tilde.expose()[i]).bytes());
    }
    IPPYO_TRY(rows.append(out.data()));
  }
  return {};
}

base::Result<Bytes> Commitment::make(const std::filesystem::path& scratch, base::RowSink& secret, base::RowSink& rows) {
  IPPYO_TRY(open(scratch));
  IPPYO_TRY(commit(secret));
  IPPYO_TRY(chain());
  const auto e = permutation_challenge(st_, *chain_, header_, *t_);
  if (!e.ok()) return e.error();
  finish_header(*e);
  IPPYO_TRY(respond_rows(*e, rows));
  return header_.bytes();
}

}  // namespace

base::Result<Bytes> commit_permutation(const ShuffleContext& context, base::Rng& rng, const std::filesystem::path& scratch,
                                       base::RowSink& secret, base::RowSink& rows) {
  IPPYO_CHECK(context.n > 0);
  return Commitment(context, rng).make(scratch, secret, rows);
}

}  // namespace ippyo::proof
