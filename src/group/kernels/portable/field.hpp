// SPDX-License-Identifier: Apache-2.0
// GF(2^255 - 19) in five 51-bit limbs, 64-bit words. Everything is constant time unless it says otherwise.
// Bounds: "tight" = limbs below 2^51 + 2^17 (what mul, sqr and carry give), "loose" = below 2^54 (what mul and sqr take).
// tight + tight and tight - tight are loose; loose values are carried before they are added or subtracted again.
#pragma once
#include <array>
#include <cstdint>
#include <cstring>

namespace ippyo::group::portable {

/// Limbs as point.hpp stores them.
using Limbs = std::array<std::uint64_t, 5>;

/// Copies limb by limb: a copy in vector registers would have to wait until the limbs, just written one by one, have left the store buffer.
class Field {
  std::uint64_t limb_[5];

 public:
  Field() = default;  ///< not initialized
  constexpr Field(std::uint64_t l0, std::uint64_t l1, std::uint64_t l2, std::uint64_t l3, std::uint64_t l4) : limb_{l0, l1, l2, l3, l4} {}
  constexpr Field(const Limbs& a) : Field(a[0], a[1], a[2], a[3], a[4]) {}
  constexpr Field(const Field& a) : Field(a[0], a[1], a[2], a[3], a[4]) {}
  constexpr Field& operator=(const Field& a) {
    limb_[0] = a[0], limb_[1] = a[1], limb_[2] = a[2], limb_[3] = a[3], limb_[4] = a[4];
    return *this;
  }
  constexpr operator Limbs() const { return {limb_[0], limb_[1], limb_[2], limb_[3], limb_[4]}; }
  constexpr std::uint64_t operator[](std::size_t i) const { return limb_[i]; }
  constexpr std::uint64_t& operator[](std::size_t i) { return limb_[i]; }
  friend constexpr bool operator==(const Field&, const Field&) = default;
};

__extension__ using Wide = unsigned __int128;

inline constexpr std::uint64_t kMask51 = (1ULL << 51) - 1;
inline constexpr Field kZero{0, 0, 0, 0, 0}, kOne{1, 0, 0, 0, 0};

inline Field add(const Field& a, const Field& b) {
  return {a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]};
}

/// requires: a and b below 2^52 + 2^18, so tight or a sum of two tight ones (the bias is 4 p, limb by limb). Gives loose.
inline Field sub(const Field& a, const Field& b) {
  constexpr std::uint64_t kFirst = 4 * ((1ULL << 51) - 19), kOther = 4 * ((1ULL << 51) - 1);
  return {a[0] + kFirst - b[0], a[1] + kOther - b[1], a[2] + kOther - b[2], a[3] + kOther - b[3], a[4] + kOther - b[4]};
}

/// Limbs below 2^63 to tight ones; all five carries at once, so a limb may stay a little above 2^51.
inline Field carry(const Field& a) {
  return {(a[0] & kMask51) + 19 * (a[4] >> 51), (a[1] & kMask51) + (a[0] >> 51), (a[2] & kMask51) + (a[1] >> 51),
          (a[3] & kMask51) + (a[2] >> 51), (a[4] & kMask51) + (a[3] >> 51)};
}

inline Field negate(const Field& a) { return carry(sub(kZero, a)); }

/// A column's bits from position 51 on, and those below. requires: below 2^115.
inline std::uint64_t above(Wide r) { return (static_cast<std::uint64_t>(r >> 64) << 13) + (static_cast<std::uint64_t>(r) >> 51); }
inline std::uint64_t below(Wide r) { return static_cast<std::uint64_t>(r) & kMask51; }

/// Folds five columns into tight limbs without a chain of carries. requires: columns below 2^114.5, r3 below 2^113, r4 below 2^110.7:
/// then every limb that `carry` sees fits 64 bits, and its limb 4 is below 2^63.
inline Field fold(Wide r0, Wide r1, Wide r2, Wide r3, Wide r4) {
  return carry({below(r0) + 19 * above(r4), below(r1) + above(r0), below(r2) + above(r1), below(r3) + above(r2), below(r4) + above(r3)});
}

/// requires: both loose. Gives tight.
inline Field mul(const Field& a, const Field& b) {
  const std::uint64_t a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3], a4 = a[4];
  const std::uint64_t b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3], b4 = b[4];
  const std::uint64_t c1 = 19 * b1, c2 = 19 * b2, c3 = 19 * b3, c4 = 19 * b4;
  return fold(Wide(a0) * b0 + Wide(a1) * c4 + Wide(a2) * c3 + Wide(a3) * c2 + Wide(a4) * c1,
              Wide(a0) * b1 + Wide(a1) * b0 + Wide(a2) * c4 + Wide(a3) * c3 + Wide(a4) * c2,
              Wide(a0) * b2 + Wide(a1) * b1 + Wide(a2) * b0 + Wide(a3) * c4 + Wide(a4) * c3,
              Wide(a0) * b3 + Wide(a1) * b2 + Wide(a2) * b1 + Wide(a3) * b0 + Wide(a4) * c4,
              Wide(a0) * b4 + Wide(a1) * b3 + Wide(a2) * b2 + Wide(a3) * b1 + Wide(a4) * b0);
}

/// requires: loose. Gives tight.
[[gnu::always_inline]] inline Field sqr(const Field& a) {
  const std::uint64_t a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3], a4 = a[4];
  const std::uint64_t d0 = 2 * a0, d1 = 2 * a1, d3 = 19 * a3, d4 = 19 * a4;
  return fold(Wide(a0) * a0 + Wide(d1) * d4 + Wide(2 * a2) * d3, Wide(d0) * a1 + Wide(2 * a2) * d4 + Wide(a3) * d3,
              Wide(d0) * a2 + Wide(a1) * a1 + Wide(2 * a3) * d4, Wide(d0) * a3 + Wide(d1) * a2 + Wide(a4) * d4,
              Wide(d0) * a4 + Wide(d1) * a3 + Wide(a2) * a2);
}

/// One loop, out of line: the limbs stay in registers over all n squarings.
[[gnu::noinline]] inline Field sqr_times(Field a, int n) {
  while (n-- > 0) a = sqr(a);
  return a;
}

/// The integer modulo p as 32 bytes, little-endian, below p.
inline std::array<std::uint8_t, 32> to_bytes(const Field& in) {
  Field a = carry(in);                  // below 2 p now
  std::uint64_t q = (a[0] + 19) >> 51;  // 1 exactly when a >= p
  for (std::size_t i = 1; i < 5; ++i) q = (a[i] + q) >> 51;
  a[0] += 19 * q;
  std::uint64_t c = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    a[i] += c;
    c = a[i] >> 51;
    a[i] &= kMask51;
  }
  const std::uint64_t words[4] = {a[0] | a[1] << 51, a[1] >> 13 | a[2] << 38, a[2] >> 26 | a[3] << 25, a[3] >> 39 | a[4] << 12};
  std::array<std::uint8_t, 32> out;
  std::memcpy(out.data(), words, 32);
  return out;
}

/// 255 bits, little-endian; the top bit is ignored. Gives tight limbs, not necessarily below p.
inline Field from_bytes(const std::uint8_t* in) {
  std::uint64_t w[4];
  std::memcpy(w, in, 32);
  return {w[0] & kMask51, (w[0] >> 51 | w[1] << 13) & kMask51, (w[1] >> 38 | w[2] << 26) & kMask51, (w[2] >> 25 | w[3] << 39) & kMask51,
          w[3] >> 12 & kMask51};
}

/// All ones when the canonical integer is odd, else zero.
inline std::uint64_t negative_mask(const Field& a) { return 0 - static_cast<std::uint64_t>(to_bytes(a)[0] & 1); }

/// All ones when a is zero modulo p, else zero.
inline std::uint64_t zero_mask(const Field& a) {
  const auto bytes = to_bytes(a);
  std::uint64_t w[4];
  std::memcpy(w, bytes.data(), 32);
  const std::uint64_t any = w[0] | w[1] | w[2] | w[3];
  return ((any | (0 - any)) >> 63) - 1;
}

/// b where mask is all ones, a where it is zero.
inline Field select(const Field& a, const Field& b, std::uint64_t mask) {
  return {a[0] ^ (mask & (a[0] ^ b[0])), a[1] ^ (mask & (a[1] ^ b[1])), a[2] ^ (mask & (a[2] ^ b[2])), a[3] ^ (mask & (a[3] ^ b[3])),
          a[4] ^ (mask & (a[4] ^ b[4]))};
}

inline Field absolute(const Field& a) { return select(a, negate(a), negative_mask(a)); }

/// a^(2^252 - 3)
inline Field pow22523(const Field& a) {
  const Field a2 = sqr(a), a9 = mul(a, sqr_times(a2, 2)), a11 = mul(a2, a9);
  const Field e5 = mul(a9, sqr(a11));            // 2^5 - 1
  const Field e10 = mul(e5, sqr_times(e5, 5));   // 2^10 - 1
  const Field e20 = mul(e10, sqr_times(e10, 10));
  const Field e40 = mul(e20, sqr_times(e20, 20));
  const Field e50 = mul(e10, sqr_times(e40, 10));
  const Field e100 = mul(e50, sqr_times(e50, 50));
  const Field e200 = mul(e100, sqr_times(e100, 100));
  const Field e250 = mul(e50, sqr_times(e200, 50));
  return mul(a, sqr_times(e250, 2));
}

/// 1/a, and 0 for 0.
inline Field invert(const Field& a) {
  // a^(p-2) = (a^(2^252-3))^8 * a^3
  return mul(sqr_times(pow22523(a), 3), mul(a, sqr(a)));
}

}  // namespace ippyo::group::portable
