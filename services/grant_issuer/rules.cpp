// SPDX-License-Identifier: Apache-2.0
#include "grant_issuer/rules.hpp"

namespace ippyo::grant_issuer {

std::optional<GrantEpochs> grant_epochs(const record::State& state, base::UnixTime now) {
  if (state.phase() != record::Phase::open) return std::nullopt;
  const auto* next = state.next_epoch(now);
  if (next == nullptr || now < next->open) return std::nullopt;
  return GrantEpochs{next->number, next->number + 2};
}

Answer decide(const record::State& state, const record::GrantRequest& request, base::UnixTime now, const base::SigningKey& registrar,
              base::Rng& rng) {
  const auto epochs = grant_epochs(state, now);
  if (!epochs) return Refused{Refusal::for_now, {}};
  if (request.slot >= state.slots().size()) return Refused{Refusal::possession, "There is no such slot; compare the number with the polling card."};
  const auto verdict = record::verify_grant_request(request, state.ctx(), state.slots()[request.slot].X);
  if (!verdict.passed())
    return Refused{Refusal::possession, "This device does not hold the key of this slot (" + verdict.finding().check.number() + "); sign in with the passkey used at enrolment."};
  record::Grant grant{request.slot, rng.bytes<16>(), request.K, epochs->first, epochs->last, {}};
  grant.signature = registrar.sign(record::grant_hash(grant, state.ctx()));
  return grant;
}

}  // namespace ippyo::grant_issuer
