// SPDX-License-Identifier: Apache-2.0
// What the ballot box does for every slot and cast, and a verifier for every row.
#include <benchmark/benchmark.h>

#include "proof/membership.hpp"
#include "proof/settlement.hpp"
#include "proof/slot_proof.hpp"

namespace {

using namespace ippyo;
using namespace ippyo::proof;
using group::Scalar;

base::KeyedRng& rng() {
  static base::KeyedRng one{base::Secret(Bytes32{1})};
  return one;
}
group::SecretScalar any() { return group::SecretScalar(Scalar::random(rng())); }
Element power_of_g(const group::SecretScalar& s) {
  group::Point p;
  group::fixed_mul_ct(base_g(), s, {&p, 1});
  return Element::from(p);
}

/// 256 slots with w contests: one blob of an epoch.
struct Slots {
  group::SecretScalar x = any(), z = any();
  Element y = power_of_g(any()), X = power_of_g(x), Z = power_of_g(z);
  group::FixedBase table{y.point};
  Bytes32 ctx{};
  std::vector<Element> nulls;
  std::vector<Ciphertext> previous;
  explicit Slots(std::size_t w) {
    for (std::size_t c = 0; c < w; ++c) {
      nulls.push_back(option_point(ctx, std::to_string(c), "null"));
      previous.push_back(*Ciphertext::parse(encrypt(table, nulls.back().point, any()).bytes()));
    }
  }
};
constexpr std::size_t kRows = 256;
std::size_t contests(const benchmark::State& state) { return static_cast<std::size_t>(state.range(0)); }

void slot_carry(benchmark::State& state) {
  const Slots s(contests(state));
  for (auto _ : state) benchmark::DoNotOptimize(carry_over(s.ctx, 7, 3, s.y, s.table, s.X, s.previous, rng()));
  state.SetItemsProcessed(state.iterations());
}

void slot_author(benchmark::State& state) {
  const Slots s(contests(state));
  group::SecretScalars r(s.previous.size());
  std::vector<Ciphertext> current;
  for (std::size_t c = 0; c < s.previous.size(); ++c) {
    r.expose_mutable()[c] = Scalar::random(rng());
    current.push_back(encrypt(s.table, s.nulls[c].point, group::SecretScalar(r.expose()[c])));
  }
  const SlotStatement statement{s.ctx, 7, 3, s.y, s.X, s.previous, current};
  for (auto _ : state) benchmark::DoNotOptimize(prove_slot_author(statement, s.x, r, rng()));
}

void slot_verify(benchmark::State& state, std::size_t n) {
  const Slots s(contests(state));
  std::vector<Bytes> bytes;
  std::vector<SlotRow> rows;
  for (std::size_t i = 0; i < n; ++i) bytes.push_back(carry_over(s.ctx, i, 3, s.y, s.table, s.X, s.previous, rng()));
  for (std::size_t i = 0; i < n; ++i) rows.push_back({i, &s.X, s.previous, bytes[i]});
  for (auto _ : state) {
    std::vector<Ciphertext> current;
    if (!verify_slot_rows(s.ctx, 3, s.y, rows, current).passed()) state.SkipWithError("refused");
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * n));
}
void slot_verify_one(benchmark::State& state) { slot_verify(state, 1); }
void slot_verify_batch(benchmark::State& state) { slot_verify(state, kRows); }

void settlement_prove(benchmark::State& state) {
  const Slots s(contests(state));
  for (auto _ : state) benchmark::DoNotOptimize(settle({s.ctx, s.y, s.Z}, {7, s.nulls, s.previous}, true, s.z, s.table, rng()));
}

void settlement_verify_batch(benchmark::State& state) {
  const Slots s(contests(state));
  std::vector<Bytes> bytes;
  std::vector<SettlementRow> rows;
  for (std::size_t i = 0; i < kRows; ++i) {
    const SettlementSlot slot{i, s.nulls, s.previous};
    bytes.push_back(settle({s.ctx, s.y, s.Z}, slot, i % 9 == 0, s.z, s.table, rng()).row);
  }
  for (std::size_t i = 0; i < kRows; ++i) rows.push_back({{i, s.nulls, s.previous}, bytes[i]});
  for (auto _ : state) {
    std::vector<Ciphertext> settled;
    std::vector<Element> commitments;
    if (!verify_settlement_rows({s.ctx, s.y, s.Z}, rows, settled, commitments).passed()) state.SkipWithError("refused");
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kRows));
}

struct Choice {
  Slots s{1};
  std::vector<Element> options;
  group::SecretScalar r = any();
  Ciphertext ciphertext;
  Bytes label = slot_label(s.ctx, "council", 7, 3);
  explicit Choice(std::size_t n) {
    for (std::size_t v = 0; v < n; ++v) options.push_back(option_point(s.ctx, "council", std::to_string(v)));
    ciphertext = encrypt(s.table, options[n / 2].point, r);
  }
  MembershipStatement statement() const { return {label, s.y, options, ciphertext}; }
  Bytes proof() const {
    return prove_membership(statement(), base::Secret(static_cast<std::uint32_t>(options.size() / 2)), r, rng());
  }
};
void membership_prove(benchmark::State& state) {
  const Choice c(contests(state));
  for (auto _ : state) benchmark::DoNotOptimize(c.proof());
}
void membership_verify(benchmark::State& state) {
  const Choice c(contests(state));
  const auto proof = c.proof();
  for (auto _ : state)
    if (!verify_membership(c.statement(), proof).passed()) state.SkipWithError("refused");
}

BENCHMARK(slot_carry)->Arg(1)->Arg(2)->Arg(3)->Unit(benchmark::kMicrosecond);
BENCHMARK(slot_author)->Arg(1)->Arg(3)->Unit(benchmark::kMicrosecond);
BENCHMARK(slot_verify_one)->Arg(1)->Arg(3)->Unit(benchmark::kMicrosecond);
BENCHMARK(slot_verify_batch)->Arg(1)->Arg(2)->Arg(3)->Unit(benchmark::kMillisecond);
BENCHMARK(settlement_prove)->Arg(1)->Arg(3)->Unit(benchmark::kMicrosecond);
BENCHMARK(settlement_verify_batch)->Arg(1)->Arg(3)->Unit(benchmark::kMillisecond);
BENCHMARK(membership_prove)->Arg(46)->Unit(benchmark::kMillisecond);
BENCHMARK(membership_verify)->Arg(46)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  base::init_crypto();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
