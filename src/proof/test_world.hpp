// SPDX-License-Identifier: Apache-2.0
// What the tests of this folder share: keys, statements, and public group arithmetic to build forgeries with.
#pragma once
#include <gtest/gtest.h>

#include <utility>

#include "proof/transcript.hpp"

namespace ippyo::proof {

inline base::KeyedRng& test_rng() {
  static base::KeyedRng one{base::Secret(Bytes32{11})};
  return one;
}
inline Scalar any_scalar() { return Scalar::random(test_rng()); }
inline Challenge any_challenge() { return test_rng().bytes<16>(); }
inline group::SecretScalar secret(const Scalar& s) { return group::SecretScalar(s); }
inline group::SecretScalars secrets(const std::vector<Scalar>& s) {
  group::SecretScalars out(s.size());
  std::copy(s.begin(), s.end(), out.expose_mutable().begin());
  return out;
}

/// product of base^exponent
inline Element product(const std::vector<std::pair<Element, Scalar>>& terms) {
  std::vector<Point> points;
  std::vector<Scalar> factors;
  for (const auto& [base, exponent] : terms) {
    points.push_back(base.point);
    factors.push_back(exponent);
  }
  return Element::from(group::msm_vartime(points, factors));
}
inline Element g_to(const Scalar& s) { return product({{element_g(), s}}); }
inline Element quotient(const Element& a, const Element& b) { return Element::from(group::sub(a.point, b.point)); }

/// The key of an election.
struct TestKey {
  Scalar log = any_scalar();
  Element y = g_to(log);
  group::FixedBase table{y.point};
  Element decrypted(const Ciphertext& c) const { return product({{c.b, Scalar::one()}, {c.a, -log}}); }
  Ciphertext encrypted(const Element& m, const Scalar& r) const { return encrypt(table, m.point, secret(r)); }
  Ciphertext renewed(const Ciphertext& c, const Scalar& s) const {
    return {product({{c.a, Scalar::one()}, {element_g(), s}}), product({{c.b, Scalar::one()}, {y, s}})};
  }
};

inline void expect_pass(const base::Verdict& v) { EXPECT_TRUE(v.passed()) << (v.passed() ? "" : v.finding().text()); }
inline void expect_refused(const base::Verdict& v, const base::Check& check, const std::string& where = {}) {
  ASSERT_FALSE(v.passed()) << "accepted, expected " << check.number();
  EXPECT_EQ(v.finding().check.number(), check.number());
  if (!where.empty()) {
    EXPECT_EQ(v.finding().where, where);
  }
}

/// Spoils bytes that the test replaces.
inline Bytes with(Bytes bytes, std::size_t at, ByteView part) {
  std::copy(part.begin(), part.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
  return bytes;
}
/// The encoding with the top bit set, which RFC 9496 refuses.
inline Bytes not_canonical(Bytes bytes, std::size_t at) {
  bytes[at + 31] |= 0x80;
  return bytes;
}
/// The same scalar plus q, as another spelling of the same value.
inline Bytes plus_order(Bytes bytes, std::size_t at) {
  const auto minus_one = (Scalar() - Scalar::one()).bytes();
  unsigned carry = 1;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += static_cast<unsigned>(bytes[at + i]) + minus_one[i];
    bytes[at + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  return bytes;
}

}  // namespace ippyo::proof
