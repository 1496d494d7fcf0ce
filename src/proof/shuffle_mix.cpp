// SPDX-License-Identifier: Apache-2.0
// After the close: re-encryption, permutation, and the short proof that ties them to the commitment. [SPEC 5.3 Mix]
#include <atomic>

#include "base/codec.hpp"
#include "proof/internal/proof_bytes.hpp"
#include "proof/internal/shuffle_secrets.hpp"
#include "proof/internal/shuffle_transcript.hpp"

namespace ippyo::proof {

namespace {

/// The rows that commit_permutation left for the mixer.
struct KeptSecret {
  base::SecretVector<std::uint64_t> psi;
  const base::RowSource& rows;

  /// errors: not the rows of a permutation of n places.
  static base::Result<KeptSecret> open(const base::RowSource& rows, std::uint64_t n);
  base::Result<group::SecretScalars> rho(Range range) const;
};

base::Result<base::SecretVector<std::uint8_t>> read_secret(const base::RowSource& rows, Range range) {
  base::SecretVector<std::uint8_t> out(range.size() * kPermutationSecretRowSize);
  IPPYO_TRY(rows.read(range.first, out.expose_mutable()));
  return out;
}

base::Error damaged() { return {"the secret of the permutation is damaged or belongs to another list: restore it from its backup"}; }

base::Result<KeptSecret> KeptSecret::open(const base::RowSource& rows, std::uint64_t n) {
  IPPYO_CHECK(rows.row_size() == kPermutationSecretRowSize);
  if (rows.rows() != n) return damaged();
  KeptSecret out{base::SecretVector<std::uint64_t>(n), rows};
  std::vector<bool> seen(n);
  for (const auto step : steps_of(n)) {
    const auto bytes = read_secret(rows, step);
    if (!bytes.ok()) return bytes.error();
    for (std::size_t i = 0; i < step.size(); ++i) {
      std::uint64_t from = 0;
      for (const auto b : bytes->expose().subspan(kPermutationSecretRowSize * i, 8)) from = from << 8 | b;
      if (from >= n || seen[from]) return damaged();
      seen[from] = true;
      out.psi.expose_mutable()[step.first + i] = from;
    }
  }
  return out;
}

base::Result<group::SecretScalars> KeptSecret::rho(Range range) const {
  const auto bytes = read_secret(rows, range);
  if (!bytes.ok()) return bytes.error();
  group::SecretScalars out(range.size());
  for (std::size_t i = 0; i < range.size(); ++i) {
    const auto s = Scalar::parse(bytes->expose().subspan(kPermutationSecretRowSize * i + 8, 32));
    if (!s) return damaged();
    out.expose_mutable()[i] = *s;
  }
  return out;
}

/// A mix in the making.
class Mixer {
  const ShuffleContext& context_;
  const Element& y_;
  const group::FixedBase y_base_;
  const KeptSecret& kept_;
  SecretStream r_, omega_tilde_;
  group::SecretScalars omega3_{1}, omega4_{1}, sums_{2};
  enum { kSumRhoU, kSumRU };
  enum { kH, kA, kB };
  std::array<Point, 3> products_{group::identity(), group::identity(), group::identity()};  ///< of h_i, a~_i, b~_i to omega~_i
  std::unique_ptr<base::FileRows> input_, output_;
  MixHeader header_;

  base::Result<void> copy(const base::RowSource& input, const std::filesystem::path& scratch);
  base::Result<void> encrypt_step(Range step);
  base::Result<void> add_responses(const Bytes64& st);
  void finish_commitments();
  base::Result<void> respond_rows(const Bytes64& st, const Challenge& e, base::RowSink& out);

 public:
  Mixer(const ShuffleContext& context, const Element& y, const KeptSecret& kept, base::Rng& rng)
      : context_(context), y_(y), y_base_(y.point), kept_(kept), r_(rng), omega_tilde_(rng) {
    omega3_.expose_mutable()[0] = Scalar::random(rng);
    omega4_.expose_mutable()[0] = Scalar::random(rng);
  }
  base::Result<Bytes> make(ByteView commitment_header, const base::RowSource& commitment_rows, const base::RowSource& input,
                           const std::filesystem::path& scratch, base::RowSink& out);
};

/// The input is copied once, front to back: afterwards single rows are read in the order of the permutation.
base::Result<void> Mixer::copy(const base::RowSource& input, const std::filesystem::path& scratch) {
  for (auto* list : {&input_, &output_}) {
    auto rows = scratch_rows(scratch, kCiphertextSize);
    if (!rows.ok()) return rows.error();
    *list = std::move(*rows);
  }
  for (const auto step : steps_of(context_.n)) {
    const auto bytes = read_rows(input, step);
    if (!bytes.ok()) return bytes.error();
    IPPYO_TRY(input_->append(*bytes));
  }
  return {};
}

/// E~_i = E_{psi(i)} (g^{r_i}, y^{r_i}), and the products under omega~, which do not wait for the challenge.
base::Result<void> Mixer::encrypt_step(Range step) {
  const auto n = step.size();
  const auto psi = kept_.psi.expose().subspan(step.first, n);
  const auto r = r_.next(n), omega = omega_tilde_.next(n);
  Bytes chosen(kCiphertextSize * n), mixed(kCiphertextSize * n);
  for (std::size_t i = 0; i < n; ++i)
    IPPYO_TRY(input_->read(psi[i], std::span(chosen).subspan(kCiphertextSize * i, kCiphertextSize)));
  std::vector<std::array<Point, 3>> products((n + kGrain - 1) / kGrain);
  std::atomic<bool> good{true};
  base::run_parallel(n, kGrain, [&](std::uint64_t first, std::uint64_t last) {
    const auto m = last - first;
    std::vector<Point> E(2 * m), a(m), b(m), h_points(m);
    if (group::decode_batch(ByteView(chosen).subspan(kCiphertextSize * first, kCiphertextSize * m), E)) good = false;
    group::fixed_mul_ct(base_g(), {r, first, m}, a);
    group::fixed_mul_ct(y_base_, {r, first, m}, b);
    std::vector<Element> h(m);
    shuffle_generators(step.first + first + 1, h);
    for (std::size_t i = 0; i < m; ++i) {
      E[2 * i] = a[i] = group::add(a[i], E[2 * i]);
      E[2 * i + 1] = b[i] = group::add(b[i], E[2 * i + 1]);
      h_points[i] = h[i].point;
    }
    group::encode_batch(E, std::span(mixed).subspan(kCiphertextSize * first, kCiphertextSize * m));
    const group::SecretScalarSpan weights(omega, first, m);
    products[first / kGrain] = {group::msm_ct(h_points, weights), group::msm_ct(a, weights), group::msm_ct(b, weights)};
  });
  if (!good) return base::Error{"the input of the mix holds a row that is not a ciphertext: verify the list before mixing it"};
  for (const auto& part : products)
    for (std::size_t k = 0; k < part.size(); ++k) products_[k] = group::add(products_[k], part[k]);
  return output_->append(mixed);
}

/// t3 = g^{omega3} prod h_i^{omega~_i}, t4 = (g^{-omega4} prod a~_i^{omega~_i}, y^{-omega4} prod b~_i^{omega~_i})
void Mixer::finish_commitments() {
  std::array<Point, 3> t;
  group::fixed_mul_ct(base_g(), omega3_, {&t[kH], 1});
  group::fixed_mul_ct(base_g(), omega4_, {&t[kA], 1});
  group::fixed_mul_ct(y_base_, omega4_, {&t[kB], 1});
  t[kH] = group::add(products_[kH], t[kH]);
  t[kA] = group::sub(products_[kA], t[kA]);
  t[kB] = group::sub(products_[kB], t[kB]);
  const auto elements = elements_from(t);
  header_.t3 = elements[kH];
  header_.t4 = {elements[kA], elements[kB]};
}

base::Result<void> Mixer::add_responses(const Bytes64& st) {
  r_.rewind();
  for (const auto step : steps_of(context_.n)) {
    const auto rho = kept_.rho(step);
    if (!rho.ok()) return rho.error();
    add_products(sums_, kSumRhoU, rho->expose(), challenges(kOnLineU, st, step));
    const auto u_tilde = permuted_challenges(kOnLineU, st, kept_.psi.expose().subspan(step.first, step.size()));
    add_products(sums_, kSumRU, r_.next(step.size()).expose(), u_tilde.expose());
  }
  return {};
}

base::Result<void> Mixer::respond_rows(const Bytes64& st, const Challenge& e, base::RowSink& out) {
  omega_tilde_.rewind();
  for (const auto step : steps_of(context_.n)) {
    const auto u_tilde = permuted_challenges(kOnLineU, st, kept_.psi.expose().subspan(step.first, step.size()));
    const auto omega = omega_tilde_.next(step.size());
    const auto mixed = read_rows(*output_, step);
    if (!mixed.ok()) return mixed.error();
    base::Writer rows;
    for (std::size_t i = 0; i < step.size(); ++i) {
      rows.raw(ByteView(*mixed).subspan(kCiphertextSize * i, kCiphertextSize));
      rows.raw(respond(omega.expose()[i], e, u_tilde.expose()[i]).bytes());
    }
    IPPYO_TRY(out.append(rows.data()));
  }
  return {};
}

base::Result<Bytes> Mixer::make(ByteView commitment_header, const base::RowSource& commitment_rows, const base::RowSource& input,
                                const std::filesystem::path& scratch, base::RowSink& out) {
  IPPYO_TRY(copy(input, scratch));
  for (const auto step : steps_of(context_.n)) IPPYO_TRY(encrypt_step(step));
  finish_commitments();
  const auto st = mix_statement(context_, y_, commitment_header, commitment_rows, *input_, *output_);
  if (!st.ok()) return st.error();
  const auto e = mix_challenge(*st, header_);
  IPPYO_TRY(add_responses(*st));
  header_.s3 = respond(omega3_.expose()[0], e, sums_.expose()[kSumRhoU]);
  header_.s4 = respond(omega4_.expose()[0], e, sums_.expose()[kSumRU]);
  IPPYO_TRY(respond_rows(*st, e, out));
  return header_.bytes();
}

}  // namespace

base::Result<Bytes> mix(const ShuffleContext& context, const Element& y, const base::RowSource& secret, ByteView commitment_header,
                        const base::RowSource& commitment_rows, const base::RowSource& input, base::Rng& rng,
                        const std::filesystem::path& scratch, base::RowSink& out) {
  IPPYO_CHECK(context.n > 0 && input.row_size() == kCiphertextSize && commitment_rows.row_size() == kPermutationRowSize);
  if (input.rows() != context.n || commitment_rows.rows() != context.n)
    return base::Error{"the list and the permutation commitment differ in length: mix the list that the commitment was made for"};
  const auto kept = KeptSecret::open(secret, context.n);
  if (!kept.ok()) return kept.error();
  return Mixer(context, y, *kept, rng).make(commitment_header, commitment_rows, input, scratch, out);
}

}  // namespace ippyo::proof
