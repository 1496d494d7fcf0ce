// SPDX-License-Identifier: Apache-2.0
// Members of the office: invited, joined with a passkey, signed in for a while, disabled. [SPEC 15.5 Staff]
#pragma once
#include <map>
#include <mutex>

#include "registrar/endpoint.hpp"
#include "registrar/store.hpp"

namespace ippyo::registrar {

inline constexpr base::UnixTime kStaffIdle = 15 * 60, kStaffLongest = 10 * 3600, kInvitationLife = 24 * 3600, kChallengeLife = 300;

/// Who is signed in. In memory: a restart signs everybody out. May be used from several threads.
class StaffSessions {
  struct Session {
    Member member;
    base::UnixTime begun, used;
  };
  std::mutex mutex_;
  std::map<Bytes32, Session> sessions_;  ///< by the hash of the token: memory shows no token
  static bool over(const Session& session, base::UnixTime now);

 public:
  static constexpr std::size_t kMost = 1000;
  /// 32 random bytes as 64 hex digits. The oldest session ends when there are too many.
  std::string begin(const Member& member, base::UnixTime now, base::Rng& rng);
  /// Who calls with this token, and a use of the session.
  std::optional<Member> member_of(std::string_view token, base::UnixTime now);
  void end(std::string_view token);
  /// A disabled member is out at once.
  void end_all_of(std::string_view id);
};

/// [a-z0-9.-]{1,32}: no name of a person needs to be in it.
bool is_staff_id(std::string_view id);

/// A new member, or a new invitation for one who has not joined yet or has been disabled. The invitation is 64 hex digits, shown
/// once; the store keeps its HMAC. errors: a bad id; a member who has joined and is active.
base::Result<std::string> invite(Store& store, const std::string& id, Role role, const Actor& actor);

struct MemberRow {
  std::string id;
  Role role;
  bool active = false, joined = false;
  base::UnixTime invited_until = 0;
  Bytes passkey;  ///< passkey::Credential, when joined
};
db::Outcome read_member(db::Database& db, std::string_view id, std::optional<MemberRow>& out);
db::Outcome read_members(db::Database& db, std::vector<MemberRow>& out);

}  // namespace ippyo::registrar
