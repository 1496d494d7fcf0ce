// SPDX-License-Identifier: Apache-2.0
// Many proof equations as one multi-scalar product under random weights. [SPEC 4.7 Batches]
#pragma once
#include "proof/transcript.hpp"

namespace ippyo::proof {

/// Equations base^z = T (value / divisor)^e. A point that stands in several equations is added once and paid once; the
/// weights of T stay 128 bits long, which halves their cost. All values are public.
class EquationSystem {
 public:
  using Place = std::uint32_t;
  static constexpr Place kNothing = ~Place{0};

  /// A base, value or divisor.
  Place add(const Point& p);
  void require(Place base, const Scalar& z, const Point& T, Place value, Place divisor, const Challenge& e);
  /// True when all hold, and otherwise with probability 2^-128 over the weights, which are ChaCha20 under `seed`: a hash
  /// over every byte of every statement and proof, so that nobody can choose a proof to suit its weight.
  bool hold(const Bytes32& seed) const;

 private:
  struct Equation {
    Place base, value, divisor;
    Scalar z, e;
  };
  std::vector<Point> points_, negated_T_;
  std::vector<Equation> equations_;
};

}  // namespace ippyo::proof
