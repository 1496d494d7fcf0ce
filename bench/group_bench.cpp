// SPDX-License-Identifier: Apache-2.0
// The group's operations beside libsodium's, in one run.
#include <benchmark/benchmark.h>
#include <sodium.h>

#include "group/point.hpp"

namespace {

using namespace ippyo::group;

struct Inputs {
  std::vector<Point> points;
  std::vector<Scalar> scalars, shorts;
  SecretScalars secret;
  ippyo::base::Bytes encodings;

  explicit Inputs(std::size_t n) : points(n), secret(n), encodings(32 * n) {
    ippyo::base::KeyedRng rng{ippyo::base::Secret(Bytes32{1})};
    for (std::size_t i = 0; i < n; ++i) {
      scalars.push_back(Scalar::random(rng));
      shorts.push_back(Scalar::from_128(rng.bytes<16>()));
      secret.expose_mutable()[i] = scalars.back();
      points[i] = from_uniform(rng.bytes<64>());
    }
    encode_batch(points, encodings);
    decode_batch(encodings, points);
  }
};

const Inputs& inputs() {
  static const Inputs all(16384);
  return all;
}
constexpr std::size_t kBatch = 64;
auto some(std::size_t n) { return std::span(inputs().points).first(n); }

void per_item(benchmark::State& state, std::size_t n) { state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * n)); }

void decode_ours(benchmark::State& state) {
  std::vector<Point> out(kBatch);
  for (auto _ : state) benchmark::DoNotOptimize(decode_batch(ByteView(inputs().encodings).first(32 * kBatch), out));
  per_item(state, kBatch);
}
void encode_ours(benchmark::State& state) {
  ippyo::base::Bytes out(32 * kBatch);
  for (auto _ : state) encode_batch(some(kBatch), out);
  per_item(state, kBatch);
}
void hash_to_group_ours(benchmark::State& state) {
  Bytes64 in{};
  for (auto _ : state) benchmark::DoNotOptimize(from_uniform(in));
  per_item(state, 1);
}
void fixed_base_ours(benchmark::State& state) {
  const FixedBase base(inputs().points[0]);
  std::vector<Point> out(kBatch);
  for (auto _ : state) fixed_mul_ct(base, SecretScalarSpan(inputs().secret, 0, kBatch), out);
  per_item(state, kBatch);
}
void variable_base_ours(benchmark::State& state) {
  std::vector<Point> out(kBatch);
  for (auto _ : state) mul_ct(some(kBatch), SecretScalarSpan(inputs().secret, 0, kBatch), out);
  per_item(state, kBatch);
}
void sum_constant_time_ours(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(msm_ct(some(1024), SecretScalarSpan(inputs().secret, 0, 1024)));
  per_item(state, 1024);
}
void sum_ours(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(msm_vartime(some(n), std::span(inputs().scalars).first(n)));
  per_item(state, n);
}
void sum_of_short_ours(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(msm_vartime(some(n), std::span(inputs().shorts).first(n)));
  per_item(state, n);
}
void scalar_product_ours(benchmark::State& state) {
  Scalar a = inputs().scalars[0];
  for (auto _ : state) benchmark::DoNotOptimize(a *= inputs().scalars[1]);
  per_item(state, 1);
}

void fixed_base_libsodium(benchmark::State& state) {
  Bytes32 out;
  const auto s = inputs().scalars[0].bytes();
  for (auto _ : state) benchmark::DoNotOptimize(crypto_scalarmult_ristretto255_base(out.data(), s.data()));
  per_item(state, 1);
}
void variable_base_libsodium(benchmark::State& state) {
  Bytes32 out;
  const auto s = inputs().scalars[0].bytes();
  for (auto _ : state) benchmark::DoNotOptimize(crypto_scalarmult_ristretto255(out.data(), s.data(), inputs().encodings.data()));
  per_item(state, 1);
}
void decode_libsodium(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(crypto_core_ristretto255_is_valid_point(inputs().encodings.data()));
  per_item(state, 1);
}
void scalar_product_libsodium(benchmark::State& state) {
  Bytes32 a = inputs().scalars[0].bytes();
  const Bytes32 b = inputs().scalars[1].bytes();
  for (auto _ : state) crypto_core_ristretto255_scalar_mul(a.data(), a.data(), b.data());
  per_item(state, 1);
}

BENCHMARK(decode_ours);
BENCHMARK(decode_libsodium);
BENCHMARK(encode_ours);
BENCHMARK(hash_to_group_ours);
BENCHMARK(fixed_base_ours);
BENCHMARK(fixed_base_libsodium);
BENCHMARK(variable_base_ours);
BENCHMARK(variable_base_libsodium);
BENCHMARK(sum_constant_time_ours);
BENCHMARK(sum_ours)->Arg(256)->Arg(2048)->Arg(16384);
BENCHMARK(sum_of_short_ours)->Arg(2048)->Arg(16384);
BENCHMARK(scalar_product_ours);
BENCHMARK(scalar_product_libsodium);

}  // namespace

int main(int argc, char** argv) {
  ippyo::base::init_crypto();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
