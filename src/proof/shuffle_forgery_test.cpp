// SPDX-License-Identifier: Apache-2.0
// Mixes by a prover who knows everything and cheats: a second, plain prover that does what the honest one never would.
#include "proof/internal/shuffle_fixture.hpp"

namespace ippyo::proof {
namespace {

struct Pair {
  Point a, b;
};

/// The mixer's knowledge in the open, and a proof over any output with any weights.
struct Cheat {
  Shuffled s{8};
  std::size_t n = s.context.n;
  std::vector<std::size_t> psi;
  std::vector<Scalar> rho, r;
  std::vector<Pair> input, output;
  base::KeyedRng rng{base::Secret(seed(42))};

  Cheat() {
    for (std::size_t i = 0; i < n; ++i) {
      const auto row = ByteView(s.secret.bytes()).subspan(kPermutationSecretRowSize * i, kPermutationSecretRowSize);
      psi.push_back(row[7]);
      rho.push_back(*Scalar::parse(row.subspan(8)));
      r.push_back(Scalar::random(rng));
      const auto c = Ciphertext::parse(ByteView(s.input.bytes()).subspan(kCiphertextSize * i, kCiphertextSize));
      input.push_back({c->a.point, c->b.point});
    }
    encrypt_from(psi);
  }
  void encrypt_from(const std::vector<std::size_t>& source) {
    output.clear();
    for (std::size_t i = 0; i < n; ++i)
      output.push_back({group::add(input[source[i]].a, group::fixed_mul_vartime(base_g(), r[i])),
                        group::add(input[source[i]].b, group::mul_vartime(s.y.point, r[i]))});
  }
  Bytes output_bytes() const {
    Bytes out;
    for (const auto& [a, b] : output)
      for (const auto& p : {a, b}) {
        const auto bytes = group::encode(p);
        out.insert(out.end(), bytes.begin(), bytes.end());
      }
    return out;
  }
  std::vector<Scalar> off_line_u() const {
    auto st = permutation_statement(s.context);
    EXPECT_TRUE(hash_rows(st, base::ColumnRows(s.commitment, kColumnC, 32)).ok());
    return challenges(kOffLineU, st.finish(), {0, n});
  }
  Bytes64 statement() const {
    return *mix_statement(s.context, s.y, s.commitment_header, s.commitment, s.input, base::MemoryRows(kCiphertextSize,
        output_bytes()));
  }
  std::vector<Scalar> on_line_u() const { return challenges(kOnLineU, statement(), {0, n}); }

  Point product(auto base, const std::vector<Scalar>& x) const {
    Point out = group::identity();
    for (std::size_t i = 0; i < n; ++i) out = group::add(out, group::mul_vartime(base(i), x[i]));
    return out;
  }
  Point h(std::size_t i) const {
    Element one;
    shuffle_generators(i + 1, {&one, 1});
    return one.point;
  }
  /// Replaces the mix of `s` by a proof over `output` under the weights u.
  void prove(const std::vector<Scalar>& u) {
    const auto st = statement();
    const auto w3 = Scalar::random(rng), w4 = Scalar::random(rng);
    std::vector<Scalar> w;
    for (std::size_t i = 0; i < n; ++i) w.push_back(Scalar::random(rng));
    const auto out_a = [&](std::size_t i) { return output[i].a; };
    const auto out_b = [&](std::size_t i) { return output[i].b; };
    MixHeader header;
    header.t3 = Element::from(group::add(group::mul_vartime(group::generator(), w3),
        product([&](std::size_t i) { return h(i); }, w)));
    header.t4.a = Element::from(group::sub(product(out_a, w), group::mul_vartime(group::generator(), w4)));
    header.t4.b = Element::from(group::sub(product(out_b, w), group::mul_vartime(s.y.point, w4)));
    const auto e = to_scalar(mix_challenge(st, header));
    header.s3 = w3;
    header.s4 = w4;
    s.output.bytes().clear();
    const auto bytes = output_bytes();
    for (std::size_t i = 0; i < n; ++i) {
      header.s3 += e * rho[i] * u[i];
      header.s4 += e * r[i] * u[psi[i]];
      EXPECT_TRUE(s.output.append(ByteView(bytes).subspan(kCiphertextSize * i, kCiphertextSize)).ok());
      EXPECT_TRUE(s.output.append((w[i] + e * u[psi[i]]).bytes()).ok());
    }
    s.header = header.bytes();
  }
  /// The equations as SPEC 5.3 writes them, one row after the other, with given weights.
  bool equations_hold(const std::vector<Scalar>& u) {
    const auto header = *MixHeader::parse(s.header);
    const auto e = to_scalar(mix_challenge(statement(), header));
    std::vector<Scalar> x;
    for (std::size_t i = 0; i < n; ++i) x.push_back(*Scalar::parse(ByteView(s.output.bytes()).subspan(kMixRowSize * i + kColumnMixSTilde, 32)));
    const auto c = [&](std::size_t i) { return *group::decode(ByteView(s.commitment.bytes()).subspan(kPermutationRowSize * i,
        32)); };
    const auto power = [&](const Point& p) { return group::mul_vartime(p, -e); };
    auto right = group::add(group::add(power(product(c, u)), group::mul_vartime(group::generator(), header.s3)),
                            product([&](std::size_t i) { return h(i); }, x));
    if (!group::equal(header.t3.point, right)) return false;
    right = group::add(group::sub(power(product([&](std::size_t i) { return input[i].a; }, u)),
        group::mul_vartime(group::generator(), header.s4)),
                       product([&](std::size_t i) { return output[i].a; }, x));
    if (!group::equal(header.t4.a.point, right)) return false;
    right = group::add(group::sub(power(product([&](std::size_t i) { return input[i].b; }, u)), group::mul_vartime(s.y.point,
        header.s4)),
                       product([&](std::size_t i) { return output[i].b; }, x));
    return group::equal(header.t4.b.point, right);
  }
};

TEST(MixForgery, ThePlainProverIsAcceptedWhenItIsHonest) {
  Cheat c;
  c.prove(c.on_line_u());
  EXPECT_TRUE(c.equations_hold(c.on_line_u()));
  EXPECT_PASSES(c.s.mix_verdict());
}

TEST(MixForgery, ThePlainEquationsHoldForTheHonestMix) {
  Cheat c;
  for (std::size_t i = 0; i < c.n; ++i) {
    const auto row = Ciphertext::parse(ByteView(c.s.output.bytes()).subspan(kMixRowSize * i, kCiphertextSize));
    c.output[i] = {row->a.point, row->b.point};
  }
  EXPECT_TRUE(c.equations_hold(c.on_line_u()));
}

TEST(MixForgery, AnAlteredVoteIsRefused) {
  Cheat c;
  c.output[3].b = group::add(c.output[3].b, group::generator());
  c.prove(c.on_line_u());
  EXPECT_REFUSED(c.s.mix_verdict(), kMixCiphertexts);
}

TEST(MixForgery, AnAlteredRandomnessIsRefused) {
  Cheat c;
  c.output[3].a = group::add(c.output[3].a, group::generator());
  c.prove(c.on_line_u());
  EXPECT_REFUSED(c.s.mix_verdict(), kMixCiphertexts);
}

TEST(MixForgery, OneInputTwiceAndAnotherDroppedIsRefused) {
  Cheat c;
  auto source = c.psi;
  source[0] = source[1];
  c.encrypt_from(source);
  c.prove(c.on_line_u());
  EXPECT_REFUSED(c.s.mix_verdict(), kMixCiphertexts);
}

TEST(MixForgery, APermutationOtherThanTheCommittedOneIsRefused) {
  Cheat c;
  std::swap(c.psi[0], c.psi[1]);
  c.encrypt_from(c.psi);
  c.prove(c.on_line_u());
  EXPECT_REFUSED(c.s.mix_verdict(), kMixOpening);
}

/// Weights known before the output: what output 0 gains, output 1 can be made to lose.
TEST(MixForgery, TheWeightsOfTheCommitmentUsedForTheMixAreRefused) {
  Cheat c;
  const auto u = c.off_line_u();
  const auto D = group::generator();
  c.output[0].b = group::add(c.output[0].b, D);
  c.output[1].b = group::sub(c.output[1].b, group::mul_vartime(D, u[c.psi[0]] * u[c.psi[1]].inverse()));
  c.prove(u);
  EXPECT_TRUE(c.equations_hold(u));  // a verifier with these weights would accept the forgery
  EXPECT_REFUSED(c.s.mix_verdict(), kMixOpening);
}

}  // namespace
}  // namespace ippyo::proof
