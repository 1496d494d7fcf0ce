// SPDX-License-Identifier: Apache-2.0
// The ballot box's answer, which convinces the voter and nobody else. [SPEC 4.4 Acknowledgement]
#pragma once
#include "base/random.hpp"
#include "base/verdict.hpp"
#include "proof/transcript.hpp"

namespace ippyo::proof {

inline constexpr std::size_t kAcknowledgementSize = 160;  ///< T_0, T_1 (64), e_0, e_1 (32), z_0, z_1 (64)
inline constexpr base::Check kAcknowledgementEncoding{2, 5, "acknowledgement: length, element or scalar not canonical"};
inline constexpr base::Check kAcknowledgement{3, 3, "acknowledgement does not hold"};

/// Schnorr-OR over (B_t, X_i): e = H("ack-e", H("ack", ctx, t, i, H("cast", row)), g, B, X, T_0, T_1) = e_0 xor e_1.
struct AcknowledgementStatement {
  Bytes32 ctx;
  std::uint32_t epoch;
  std::uint64_t slot;
  ByteView row;  ///< the slot row that was sent: ciphertexts and proof
  const Element& B;
  const Element& X;
};
enum class AcknowledgementRole { box = 0, voter = 1 };  ///< the voter could have made it alone: that is its deniability
Bytes acknowledge(const AcknowledgementStatement&, AcknowledgementRole role, const group::SecretScalar& secret, base::Rng&);
base::Verdict verify_acknowledgement(const AcknowledgementStatement& statement, ByteView proof);

}  // namespace ippyo::proof
