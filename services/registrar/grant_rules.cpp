// SPDX-License-Identifier: Apache-2.0
#include "registrar/grant_rules.hpp"

namespace ippyo::registrar {

std::optional<GrantEpochs> grant_epochs(const record::State& state, base::UnixTime now) {
  if (state.phase() != record::Phase::open) return std::nullopt;
  const auto* next = state.next_epoch(now);
  if (next == nullptr || now < next->open) return std::nullopt;
  return GrantEpochs{next->number, next->number + 2};
}

std::variant<record::Grant, NoGrant> decide(const record::State& state, const record::GrantRequest& request, base::UnixTime now,
                                            const base::SigningKey& registrar, base::Rng& rng) {
  const auto epochs = grant_epochs(state, now);
  if (!epochs) return NoGrant::for_now;
  if (request.slot >= state.slots().size()) return NoGrant::possession;
  if (!record::verify_grant_request(request, state.ctx(), state.slots()[request.slot].X).passed()) return NoGrant::possession;
  record::Grant grant{request.slot, rng.bytes<16>(), request.K, epochs->first, epochs->last, {}};
  grant.signature = registrar.sign(record::grant_hash(grant, state.ctx()));
  return grant;
}

}  // namespace ippyo::registrar
