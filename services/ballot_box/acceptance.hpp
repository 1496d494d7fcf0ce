// SPDX-License-Identifier: Apache-2.0
// The rules by which a cast is taken or refused: values in, a decision out. [SPEC 10.4 Answers]
#pragma once
#include <optional>
#include <span>

#include "ballot_box/epoch_view.hpp"
#include "record/cast.hpp"

namespace ippyo::ballot_box {

enum class Refusal {
  malformed,       ///< not a cast
  for_now,         ///< slot written, sealing, closed, queue or store full: one text and one status for all of them
  request_reused,  ///< the request id came before, with other bytes
  grant,           ///< not signed by the registrar, not for this epoch and slot, or used in this box
  signature,       ///< not signed by the grant's key
  proof,           ///< slot proof or membership proof does not hold
};
struct Refused {
  Refusal kind;
  std::string detail;                  ///< one sentence for the voter's device
  std::optional<base::Check> check{};  ///< of the proof that failed
};
/// Nothing: go on.
using Objection = std::optional<Refused>;

/// What the box remembers of the casts it took.
struct Remembered {
  bool slot_written = false, grant_used = false;
};

/// errors (as a Refused): malformed.
std::optional<record::Cast> read_cast(base::ByteView body);

/// The cheap rules, in this order: epoch open, registrar's signature, grant's epochs and slot, grant unused, cast signature, lengths,
/// slot unwritten.
Objection check_cheaply(const EpochView& view, const record::Cast& cast, const Remembered& remembered, base::UnixTime now);
/// The proofs of many casts of one epoch together; one answer each. `casts` passed check_cheaply() under the same view.
std::vector<Objection> check_proofs(const EpochView& view, std::span<const record::Cast* const> casts);

}  // namespace ippyo::ballot_box
