// SPDX-License-Identifier: Apache-2.0
// When a grant is given: values in, a grant or a refusal out. [SPEC 10.1 Grant]
#pragma once
#include <variant>

#include "record/grant_request.hpp"
#include "record/state.hpp"

namespace ippyo::grant_issuer {

enum class Refusal {
  malformed,   ///< not a grant request
  for_now,     ///< no epoch is open, or too many requests for this slot
  possession,  ///< no such slot, or not its key
};
struct Refused {
  Refusal kind;
  std::string detail;
};
using Answer = std::variant<record::Grant, Refused>;

/// Epochs of a grant given now: the open one and two more for rebuilds. Nothing while none is open.
struct GrantEpochs {
  std::uint32_t first, last;
};
std::optional<GrantEpochs> grant_epochs(const record::State& state, base::UnixTime now);

/// Asks for possession of the slot key and for nothing else: not for a real election (docs/THREATS.md).
Answer decide(const record::State& state, const record::GrantRequest& request, base::UnixTime now, const base::SigningKey& registrar,
              base::Rng& rng);

}  // namespace ippyo::grant_issuer
