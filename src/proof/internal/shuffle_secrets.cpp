// SPDX-License-Identifier: Apache-2.0
#include "proof/internal/shuffle_secrets.hpp"

#include <utility>

#include "proof/transcript.hpp"

namespace ippyo::proof {

Permutation Permutation::draw(std::uint64_t n, base::Rng& rng) {
  Permutation out{base::SecretVector<std::uint64_t>(n), base::SecretVector<std::uint64_t>(n)};
  const auto psi = out.psi.expose_mutable(), place = out.place.expose_mutable();
  for (std::uint64_t i = 0; i < n; ++i) psi[i] = i;
  for (std::uint64_t i = n; i > 1; --i) std::swap(psi[i - 1], psi[rng.below(i)]);
  for (std::uint64_t i = 0; i < n; ++i) place[psi[i]] = i;
  return out;
}

group::SecretScalars SecretStream::next(std::size_t n) {
  group::SecretScalars out(n);
  for (auto& s : out.expose_mutable()) s = Scalar::random(*rng_);
  return out;
}

group::SecretScalars permuted_challenges(std::string_view tag, const Bytes64& st, std::span<const std::uint64_t> psi) {
  group::SecretScalars out(psi.size());
  const auto u = out.expose_mutable();
  base::run_parallel(psi.size(), kGrain, [&](std::uint64_t first, std::uint64_t last) {
    for (auto i = first; i < last; ++i) u[i] = to_scalar(challenge_at(tag, st, psi[i]));
  });
  return out;
}

void add_products(group::SecretScalars& sums, std::size_t at, std::span<const Scalar> a, std::span<const Scalar> b) {
  auto& sum = sums.expose_mutable()[at];
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
}

}  // namespace ippyo::proof
