// SPDX-License-Identifier: Apache-2.0
// The key ceremony: Pedersen's distributed key generation with Feldman commitments. [SPEC 5.1 KeyCeremony]
#pragma once
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/verdict.hpp"
#include "proof/transcript.hpp"

namespace ippyo::proof {

inline constexpr base::Check kDealerIndex{19, 1, "dealers are not numbered 1..n"};
inline constexpr base::Check kDealerCommitment{19, 2, "dealing differs from the hash committed to before"};
inline constexpr base::Check kDealerCoefficients{19, 3, "not exactly k coefficients"};
inline constexpr base::Check kDealerEncoding{2, 10, "dealing: element or scalar not canonical, or identity"};
inline constexpr base::Check kDealerProof{19, 4, "proof of the coefficients does not hold"};
inline constexpr base::Check kShareKeyPossession{19, 5, "possession of the share key does not hold"};
inline constexpr base::Check kDealtShare{19, 6, "dealt share does not fit the public coefficients"};

struct CeremonyParameters {
  Bytes32 ctx0;
  std::uint32_t n, k;
};
/// What trustee i makes public (the guardian's half). Bytes in SPEC order: i u32, kappa, possession, k, A.., T.., z..
struct Dealing {
  std::uint32_t index;
  Element kappa;           ///< encryption key for shares
  Bytes kappa_possession;  ///< label ("kappa", ctx0, i)
  std::vector<Element> A;  ///< g^{a_m}
  std::vector<Element> T;
  std::vector<Scalar> z;
  Bytes encode() const;
  static base::Result<Dealing> decode(ByteView bytes);
};
/// What trustee i keeps.
struct DealerSecret {
  group::SecretScalars polynomial;  ///< a_0 .. a_{k-1}
  group::SecretScalar share_key;    ///< log of kappa
};
struct DealtDealing {
  DealerSecret secret;
  Dealing dealing;
};
DealtDealing deal(const CeremonyParameters&, std::uint32_t index, base::Rng&);
/// H("dkg-commit", ctx0, dealing bytes), published before any dealing is revealed.
Bytes64 dealing_commitment(const Bytes32& ctx0, const Dealing& dealing);
base::Verdict verify_dealing(const CeremonyParameters&, std::uint32_t expected_index, const Bytes64& commitment, const Dealing&);

/// f_i(j) encrypted to trustee j: R = g^r (32), share + hash_to_scalar("dkg-share", ctx0, i, j, R, kappa_j^r) (32).
Bytes encrypt_share(const CeremonyParameters&, std::uint32_t dealer, std::uint32_t receiver, const DealerSecret&, const Element& kappa_receiver,
                    base::Rng&);
/// errors: malformed bytes. Whether the share fits is verify_share_of.
base::Result<group::SecretScalar> decrypt_share_from(const CeremonyParameters&, std::uint32_t dealer, std::uint32_t receiver,
                                                     const group::SecretScalar& share_key, ByteView encrypted);
base::Verdict verify_share_of(const Dealing& dealer, std::uint32_t receiver, const group::SecretScalar& share);

/// A complaint is answered by publishing f_i(j) (or nothing, before the limit): who is the culprit?
enum class Culprit { dealer, complainer };
Culprit judge_complaint(const Dealing& dealer, std::uint32_t complainer, const std::optional<Scalar>& published);
/// f_i(j), to answer a complaint.
Scalar reveal_share(const DealerSecret&, std::uint32_t receiver);

/// y and Z_1..Z_n, recomputed by everybody.
struct ElectionKey {
  Element y;
  std::vector<Element> Z;  ///< Z[j-1] = g^{z_j}
};
ElectionKey election_key(const CeremonyParameters&, std::span<const Dealing> dealings);

}  // namespace ippyo::proof
