// SPDX-License-Identifier: Apache-2.0
#include "proof/internal/proof_bytes.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace ippyo::proof {

bool read_scalars(ByteView bytes, std::span<Scalar> out) {
  IPPYO_CHECK(bytes.size() == 32 * out.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto s = Scalar::parse(bytes.subspan(32 * i, 32));
    if (!s) return false;
    out[i] = *s;
  }
  return true;
}

group::SecretScalars random_scalars(std::size_t n, base::Rng& rng) {
  group::SecretScalars out(n);
  for (auto& s : out.expose_mutable()) s = Scalar::random(rng);
  return out;
}

Bytes encodings_of(std::span<const Point> points) {
  Bytes out(32 * points.size());
  group::encode_batch(points, out);
  return out;
}

Challenge read_challenge(ByteView bytes) {
  Challenge out;
  std::copy_n(bytes.begin(), out.size(), out.begin());
  return out;
}

Element element_at(ByteView bytes, const Point& p) {
  Element out{{}, p};
  std::copy_n(bytes.begin(), out.bytes.size(), out.bytes.begin());
  return out;
}

bool identity_at(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.begin() + 32, [](auto b) { return b == 0; });
}

void append_scalars(Bytes& out, std::span<const Scalar> scalars) {
  for (const auto& s : scalars) append(out, s.bytes());
}

}  // namespace ippyo::proof
