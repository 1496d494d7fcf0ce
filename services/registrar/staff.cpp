// SPDX-License-Identifier: Apache-2.0
#include "registrar/staff.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "identity/code_provider.hpp"
#include "registrar/staff_rows.hpp"

namespace ippyo::registrar {
namespace {

Bytes32 hash_of(std::string_view token) { return base::hash32("staff-session", token); }

}  // namespace

bool StaffSessions::over(const Session& session, base::UnixTime now) {
  return now >= session.used + kStaffIdle || now >= session.begun + kStaffLongest;
}

std::string StaffSessions::begin(const Member& member, base::UnixTime now, base::Rng& rng) {
  const auto token = base::to_hex(rng.bytes<32>());
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [now](const auto& entry) { return over(entry.second, now); });
  if (sessions_.size() >= kMost)
    sessions_.erase(std::ranges::min_element(sessions_, {}, [](const auto& entry) { return entry.second.used; }));
  sessions_.emplace(hash_of(token), Session{member, now, now});
  return token;
}

std::optional<Member> StaffSessions::member_of(std::string_view token, base::UnixTime now) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(hash_of(token));
  if (found == sessions_.end()) return std::nullopt;
  if (over(found->second, now)) return sessions_.erase(found), std::nullopt;
  found->second.used = now;
  return found->second.member;
}

void StaffSessions::end(std::string_view token) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(hash_of(token));
}

void StaffSessions::end_all_of(std::string_view id) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [id](const auto& entry) { return entry.second.member.id == id; });
}

bool is_staff_id(std::string_view id) {
  constexpr std::size_t kLongest = 32;
  return !id.empty() && id.size() <= kLongest &&
         std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

Bytes32 invitation_mac(const StoreKeys& keys, const Bytes32& invitation) {
  // Codes and invitations have one key: the hash keeps the one from passing for the other.
  return identity::CodePepper(keys.code_pepper.clone()).record(base::hash32("invitation", ByteView(invitation)));
}

base::Result<std::string> invite(Store& store, const std::string& id, Role role, const Actor& actor) {
  if (!is_staff_id(id)) return base::Error{"a member's id has 1 to 32 of a-z, 0-9, dot and hyphen; choose another one"};
  base::SystemRng rng;
  const auto invitation = rng.bytes<32>();
  const auto mac = invitation_mac(store.keys(), invitation);
  const auto outcome = store.run([&](db::Database& db) -> db::Outcome {
    std::optional<MemberRow> row;
    IPPYO_DB_TRY(read_member(db, id, row));
    if (row && row->active && row->joined) return db::Outcome::conflict("this member has joined already; disable the member first");
    IPPYO_DB_TRY(write_invitation(db, id, role, mac, actor.now + kInvitationLife));
    return store.log(db, actor, "invite", "staff " + id + " as " + std::string(name(role)));
  });
  if (!outcome.ok()) return outcome.error();
  return base::to_hex(invitation);
}

}  // namespace ippyo::registrar
