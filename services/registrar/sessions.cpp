// SPDX-License-Identifier: Apache-2.0
#include "registrar/sessions.hpp"

#include "base/hash.hpp"

namespace ippyo::registrar {

// Only the hash is kept: neither a look at the memory's order nor the time of a search says anything about a token.
static Bytes32 id_of(std::string_view token) { return base::hash32("voter-session", token); }

void VoterSessions::drop(const Bytes32& id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  by_use_[found->second.session->access].erase({found->second.used, id});
  sessions_.erase(found);
}

std::string VoterSessions::begin(std::shared_ptr<VoterSession> session, base::UnixTime now) {
  base::SystemRng rng;
  auto token = base::to_hex(rng.bytes<32>());
  const auto id = id_of(token);
  const std::lock_guard lock(mutex_);
  auto& order = by_use_[session->access];
  while (!order.empty() && (order.size() >= kMost || order.begin()->first + kIdle <= now)) drop(order.begin()->second);
  order.emplace(now, id);
  sessions_[id] = {std::move(session), now, now};
  return token;
}

std::shared_ptr<VoterSession> VoterSessions::find(std::string_view token, Access access, base::UnixTime now) {
  const auto id = id_of(token);
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return nullptr;
  auto& kept = found->second;
  if (kept.used + kIdle <= now || kept.begun + kLongest <= now) return drop(id), nullptr;
  if (kept.session->access != access) return nullptr;
  auto& order = by_use_[access];
  order.erase({kept.used, id});
  kept.used = std::max(kept.used, now);
  order.emplace(kept.used, id);
  return kept.session;
}

void VoterSessions::end(std::string_view token) {
  const std::lock_guard lock(mutex_);
  drop(id_of(token));
}

std::size_t VoterSessions::count() {
  const std::lock_guard lock(mutex_);
  return sessions_.size();
}

}  // namespace ippyo::registrar
