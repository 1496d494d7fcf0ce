// SPDX-License-Identifier: Apache-2.0
// Group elements together with their canonical bytes, and ElGamal ciphertexts. [SPEC 3.1 Element, SPEC 3.2 Ciphertext]
#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "group/point.hpp"

namespace ippyo::proof {

using base::Bytes;
using base::Bytes16;
using base::Bytes32;
using base::Bytes64;
using base::ByteView;
using group::Point;
using group::Scalar;

/// An element and its canonical encoding, always in step: statements hash the bytes, equations use the point.
struct Element {
  Bytes32 bytes{};  ///< all zero: the identity
  Point point = group::identity();

  static std::optional<Element> parse(ByteView bytes);
  static Element from(const Point& p);
  bool is_identity() const { return bytes == Bytes32{}; }
  friend bool operator==(const Element& a, const Element& b) { return a.bytes == b.bytes; }
};

/// Encodes a whole batch.
std::vector<Element> elements_from(std::span<const Point> points);

/// (a, b) = (g^r, m y^r). 64 bytes on the wire: a, then b.
struct Ciphertext {
  Element a, b;
  static std::optional<Ciphertext> parse(ByteView bytes64);
  Bytes64 bytes() const;
  friend bool operator==(const Ciphertext&, const Ciphertext&) = default;
};
inline constexpr std::size_t kCiphertextSize = 64;

/// Encrypts m under y with randomness r. timing: constant in r and m
Ciphertext encrypt(const group::FixedBase& y, const Point& m, const group::SecretScalar& r);

/// g, h = hash_to_group("h"), and their tables. [SPEC 2.4 Generators]
const Element& element_g();
const Element& element_h();
const group::FixedBase& base_g();
const group::FixedBase& base_h();

/// h_i = hash_to_group("h_i", i) for i = first .. first + out.size() - 1, i from 1: the same for all elections. Cached
/// up to an implementation limit, so that several proofs over one list length pay once. Safe from several threads.
void shuffle_generators(std::uint64_t first, std::span<Element> out);

/// m_{contest,name}: name is a decimal option number ("0" is blank), "abstain", "null", "unused", or "test" in contest
/// "rehearsal". [SPEC 3.3 OptionPoint]
Element option_point(const Bytes32& ctx0, std::string_view contest, std::string_view name);

}  // namespace ippyo::proof
