// SPDX-License-Identifier: Apache-2.0
// Commit, mix, decrypt and verify one list: microseconds per ciphertext. Usage: lists_bench [number of ciphertexts]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "base/parallel.hpp"
#include "proof/decryption.hpp"
#include "proof/shuffle.hpp"

namespace {

using namespace ippyo;
using base::MemoryRows;

template <class Fn>
auto timed(const char* what, std::uint64_t n, Fn fn) {
  const auto start = std::chrono::steady_clock::now();
  const auto cpu = std::clock();
  auto out = fn();
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
  const auto busy = static_cast<double>(std::clock() - cpu) * 1e6 / CLOCKS_PER_SEC;
  const auto each = [&](double total) { return total / static_cast<double>(n); };
  std::printf("%-22s %8.1f us, %8.1f us of processor time\n", what, each(took.count()), each(busy));
  return out;
}

bool holds(const base::Result<base::Verdict>& verdict) { return verdict.ok() && verdict.value().passed(); }

}  // namespace

int main(int argc, char** argv) {
  base::init_crypto();
  const auto n = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 14000ull;
  const auto scratch = std::filesystem::temp_directory_path();
  base::SystemRng rng;
  const group::SecretScalar x(group::Scalar::random(rng));
  const auto y = proof::Element::from(group::mul_vartime(group::generator(), x.expose()));
  const proof::ShuffleContext context{{}, "mayor", 1, 1, n};
  const proof::DecryptionStatement statement{"dec", {}, "mayor", 1, y};
  MemoryRows input(64), secret(40), commitment(160), mixed(96), shares(32);
  for (const auto& c : proof::rehearsal_ciphertexts({}, y, "2026-01-01", n)) IPPYO_CHECK(input.append(c.bytes()).ok());
  std::printf("%llu ciphertexts, %u threads, kernel %s; per ciphertext:\n", n, base::thread_count(),
      std::string(group::kernel_name()).c_str());
  timed("generators, once", n, [&] {
    std::vector<proof::Element> h(n);
    proof::shuffle_generators(1, h);
    return 0;
  });
  const auto first = timed("commit", n, [&] { return *proof::commit_permutation(context, rng, scratch, secret, commitment); });
  IPPYO_CHECK(timed("verify commitment", n, [&] { return holds(proof::verify_permutation_commitment(context, first,
      commitment)); }));
  const auto second = timed("mix", n, [&] { return *proof::mix(context, y, secret, first, commitment, input, rng, scratch,
      mixed); });
  IPPYO_CHECK(timed("verify mix", n, [&] { return holds(proof::verify_mix(context, y, first, commitment, input, second,
      mixed)); }));
  const auto third = timed("decrypt", n, [&] { return *proof::decrypt_list(statement, x, input, shares); });
  IPPYO_CHECK(timed("verify decryption", n, [&] { return holds(proof::verify_decryption(statement, input, third, shares)); }));
  const std::vector<proof::ShareOfList> used{{1, &shares}, {2, &shares}, {3, &shares}};
  IPPYO_CHECK(timed("combine 3 shares", n, [&] { return proof::combine(input, used, [](auto, auto&) {}).ok(); }));
}
