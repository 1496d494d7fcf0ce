// SPDX-License-Identifier: Apache-2.0
// When a grant is given to somebody who has shown everything: values in, a grant or a refusal out. [SPEC 15.4 GrantFactors]
#pragma once
#include <optional>
#include <variant>

#include "record/grant_request.hpp"
#include "record/state.hpp"

namespace ippyo::registrar {

/// Epochs of a grant given now: the open one and two more for rebuilds. Nothing while none is open.
struct GrantEpochs {
  std::uint32_t first, last;
};
std::optional<GrantEpochs> grant_epochs(const record::State& state, base::UnixTime now);

enum class NoGrant {
  for_now,     ///< no epoch is open
  possession,  ///< no such slot, or not its key
};
/// By the board and the clock alone: what anybody did at a polling place is not among its values, so it cannot show in the answer.
std::variant<record::Grant, NoGrant> decide(const record::State& state, const record::GrantRequest& request, base::UnixTime now,
                                            const base::SigningKey& registrar, base::Rng& rng);

}  // namespace ippyo::registrar
