// SPDX-License-Identifier: Apache-2.0
#include "group/scalar.hpp"

#include <cstring>

namespace ippyo::group {
namespace {

__extension__ using Wide = unsigned __int128;
using Limbs = std::array<std::uint64_t, 4>;

// q = 2^252 + c
constexpr Limbs kOrder{0x5812631a5cf5d3edULL, 0x14def9dea2f79cd6ULL, 0, 0x1000000000000000ULL};
constexpr std::uint64_t kC[2] = {kOrder[0], kOrder[1]};

/// a - b, and the borrow (0 or 1).
std::uint64_t subtract(const Limbs& a, const Limbs& b, Limbs& out) {
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const Wide d = Wide(a[i]) - b[i] - borrow;
    out[i] = static_cast<std::uint64_t>(d);
    borrow = static_cast<std::uint64_t>(d >> 64) & 1;
  }
  return borrow;
}

Limbs plus(const Limbs& a, const Limbs& b) {
  Limbs out;
  Wide c = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    c += Wide(a[i]) + b[i];
    out[i] = static_cast<std::uint64_t>(c);
    c >>= 64;
  }
  return out;
}

/// x - q if x >= q, else x.
Limbs reduce_once(const Limbs& x) {
  Limbs d;
  const auto keep = 0 - subtract(x, kOrder, d);
  for (std::size_t i = 0; i < 4; ++i) d[i] ^= keep & (d[i] ^ x[i]);
  return d;
}

/// out = a * b, with room for na + nb words.
void multiply(const std::uint64_t* a, std::size_t na, const std::uint64_t* b, std::size_t nb, std::uint64_t* out) {
  std::memset(out, 0, (na + nb) * 8);
  for (std::size_t i = 0; i < na; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < nb; ++j) {
      const Wide t = Wide(a[i]) * b[j] + out[i + j] + carry;
      out[i + j] = static_cast<std::uint64_t>(t);
      carry = static_cast<std::uint64_t>(t >> 64);
    }
    out[i + nb] = carry;
  }
}

/// The low 252 bits of x; `high` gets the n - 3 words above them.
Limbs split(const std::uint64_t* x, std::size_t n, std::uint64_t* high) {
  for (std::size_t i = 3; i < n; ++i) high[i - 3] = x[i] >> 60 | (i + 1 < n ? x[i + 1] << 4 : 0);
  return {x[0], x[1], x[2], x[3] & 0x0fffffffffffffffULL};
}

/// 512 bits modulo q. As 2^252 = -c: x = l1 - h1 c, h1 c = l2 + 2^252 h2, and so on; x = l1 - l2 + l3 - h3 c.
Limbs reduce_wide(const std::uint64_t* x) {
  std::uint64_t h1[5], p1[7], h2[4], p2[6], h3[3], p3[5];
  const Limbs l1 = split(x, 8, h1);
  multiply(h1, 5, kC, 2, p1);
  const Limbs l2 = split(p1, 7, h2);
  multiply(h2, 4, kC, 2, p2);
  const Limbs l3 = split(p2, 6, h3);
  multiply(h3, 3, kC, 2, p3);
  // Every term is below 2^252, so the sum with 2 q added lies in (0, 4 q).
  Limbs sum = plus(plus(l1, l3), plus(kOrder, kOrder));
  subtract(sum, l2, sum);
  subtract(sum, {p3[0], p3[1], p3[2], p3[3]}, sum);
  return reduce_once(reduce_once(reduce_once(sum)));
}

}  // namespace

Scalar Scalar::from_u64(std::uint64_t v) {
  Scalar out;
  out.limb_[0] = v;
  return out;
}

Scalar Scalar::from_128(const base::Bytes16& v) {
  Scalar out;
  std::memcpy(out.limb_.data(), v.data(), 16);
  return out;
}

Scalar Scalar::from_wide(const base::Bytes64& v) {
  std::uint64_t x[8];
  std::memcpy(x, v.data(), 64);
  Scalar out;
  out.limb_ = reduce_wide(x);
  base::wipe(x, sizeof x);
  return out;
}

Scalar Scalar::random(base::Rng& rng) {
  auto wide = rng.bytes<64>();
  const auto out = from_wide(wide);
  base::wipe(wide.data(), wide.size());
  return out;
}

std::optional<Scalar> Scalar::parse(base::ByteView bytes) {
  if (bytes.size() != 32) return std::nullopt;
  Scalar out;
  Limbs difference;
  std::memcpy(out.limb_.data(), bytes.data(), 32);
  if (subtract(out.limb_, kOrder, difference) == 0) return std::nullopt;
  return out;
}

base::Bytes32 Scalar::bytes() const {
  base::Bytes32 out;
  std::memcpy(out.data(), limb_.data(), 32);
  return out;
}

Scalar operator+(const Scalar& a, const Scalar& b) {
  Scalar out;
  out.limb_ = reduce_once(plus(a.limb_, b.limb_));
  return out;
}

Scalar operator-(const Scalar& a, const Scalar& b) {
  Scalar out;
  Limbs d;
  const auto borrow = 0 - subtract(a.limb_, b.limb_, d);
  out.limb_ = plus(d, {kOrder[0] & borrow, kOrder[1] & borrow, kOrder[2] & borrow, kOrder[3] & borrow});
  return out;
}

Scalar operator*(const Scalar& a, const Scalar& b) {
  std::uint64_t product[8];
  multiply(a.limb_.data(), 4, b.limb_.data(), 4, product);
  Scalar out;
  out.limb_ = reduce_wide(product);
  return out;
}

Scalar Scalar::inverse() const {
  Limbs exponent;
  subtract(kOrder, {2, 0, 0, 0}, exponent);  // public: the branch below depends on it alone
  Scalar out = one();
  for (unsigned i = 253; i-- > 0;) {
    out *= out;
    if (exponent[i / 64] >> (i % 64) & 1) out *= *this;
  }
  return out;
}

bool Scalar::is_zero() const { return (limb_[0] | limb_[1] | limb_[2] | limb_[3]) == 0; }

}  // namespace ippyo::group
