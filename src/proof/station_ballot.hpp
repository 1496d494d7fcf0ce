// SPDX-License-Identifier: Apache-2.0
// One contest of a ballot cast on a loaned device at a station. [SPEC 4.6 StationBallot]
#pragma once
#include "proof/membership.hpp"
#include "proof/possession.hpp"

namespace ippyo::proof {

inline constexpr base::Check kStationBallotLength{2, 8, "station ballot: wrong length"};
inline constexpr base::Check kStationBallotEncoding{2, 9, "station ballot: ciphertext not canonical, or identity"};

/// ciphertext (64), proof of r with tag "station-r" (64), membership proof.
constexpr std::size_t station_ballot_size(std::size_t options) { return 128 + membership_size(options); }

struct StationStatement {
  Bytes32 ctx;
  std::string_view station;
  Bytes32 token_hash;
  std::string_view contest;
  const Element& y;
  std::span<const Element> options;
};
/// Draws r, which never leaves this function.
Bytes prove_station_ballot(const StationStatement&, const base::Secret<std::uint32_t>& index, base::Rng&);
/// On pass sets `ciphertext`.
base::Verdict verify_station_ballot(const StationStatement&, ByteView ballot, Ciphertext& ciphertext);

}  // namespace ippyo::proof
