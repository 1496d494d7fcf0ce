// SPDX-License-Identifier: Apache-2.0
// Who holds which key and by which rules: fixed before anything else, hashed into ctx0. [SPEC 7.1 Constitution]
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/verdict.hpp"
#include "proof/element.hpp"

namespace ippyo::election {

using base::Bytes;
using base::Bytes32;
using base::ByteView;
using proof::Element;

enum class Role : std::uint8_t { commission = 1, registrar, ballot_box, trustee, scrutineer, station, observer };

/// A body that signs entries: exactly one commission and one registrar, n trustees in order, boxes, and as many others as needed.
struct Signer {
  std::string id;       ///< [a-z0-9-]{1,32}, unique: "commission", "registrar", "box-1", "trustee-1", ..
  Role role;
  std::string name;     ///< of the body, for people
  Bytes32 key;          ///< Ed25519
};
/// The ristretto key B of a ballot box, for acknowledgements.
struct BoxKey {
  std::string signer;
  Element B;
  Bytes possession;     ///< tag "pop", label ("box", election id, signer)
};
/// What an enrolled voter must show: A signing certificate, B authentication certificate, C OIDC, D e-mail (schools only).
enum class EvidenceClass : std::uint8_t { A = 1, B, C, D };
enum class ClockKind : std::uint8_t { real = 1, rehearsal };

struct Constitution {
  std::string election_id;              ///< [a-z0-9-]{1,64}
  std::string title, title_en;
  std::string host;                     ///< of the voter's page; the passkeys' RP ID
  ClockKind clock = ClockKind::rehearsal;
  bool paper = true;                    ///< a paper vote exists: there is a settlement
  std::uint32_t trustees = 0;           ///< n
  std::uint32_t threshold = 0;          ///< k > n/2
  std::uint32_t mixes = 0;              ///< k <= mixes <= n, distinct trustees
  std::uint32_t min_list = 100;         ///< lists shorter than this are not formed (less only in a rehearsal)
  std::vector<EvidenceClass> evidence;  ///< classes that count
  std::vector<std::string> factors;     ///< required at every opening of the app: "code", "card", "oidc", "passkey", "email"
  std::string penalties, penalties_en;  ///< what buying, forcing and spying on votes costs
  Element Z;                            ///< the registrar's settlement key
  Bytes Z_possession;                   ///< tag "pop", label ("registrar", election id)
  std::vector<Signer> signers;
  std::vector<BoxKey> boxes;

  Bytes encode() const;
  static base::Result<Constitution> decode(ByteView bytes);
  const Signer* signer(std::string_view id) const;
  const Signer* trustee(std::uint32_t j) const;  ///< j from 1
  const BoxKey* box(std::string_view id) const;
};

/// What the possession proofs of Z and of a box key are bound to, as base::Writer texts.
Bytes registrar_possession_label(std::string_view election_id);
Bytes box_possession_label(std::string_view election_id, std::string_view signer);

/// ctx0 = H32("ctx0", constitution bytes). [SPEC 7.2 Contexts]
Bytes32 context0(const Constitution& c);

inline constexpr base::Check kConstitutionRules{19, 30, "constitution: k > n/2 and k <= mixes <= n do not hold"};
inline constexpr base::Check kConstitutionBodies{4, 30, "constitution: bodies missing, doubled or badly named"};
inline constexpr base::Check kConstitutionForm{4, 31, "constitution: id, title, host, evidence or factors missing or not allowed"};
inline constexpr base::Check kConstitutionKeys{2, 30, "constitution: Z or a box key is the identity"};
inline constexpr base::Check kConstitutionPossession{3, 30, "constitution: possession of Z or of a box key does not hold"};
inline constexpr base::Check kConstitutionMinList{15, 30, "constitution: min_list below 100 outside a rehearsal"};
base::Verdict check_constitution(const Constitution& c);

}  // namespace ippyo::election
