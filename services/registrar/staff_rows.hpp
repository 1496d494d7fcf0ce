// SPDX-License-Identifier: Apache-2.0
// Members of the office in the store. [SPEC 15.5 Staff]
#pragma once
#include "passkey/passkey.hpp"
#include "registrar/staff.hpp"

namespace ippyo::registrar {

/// HMAC-SHA-256 under the code pepper of H32("invitation", the 32 bytes).
Bytes32 invitation_mac(const StoreKeys& keys, const Bytes32& invitation);
/// A new row, or the same member anew: without passkey, not active until joined.
db::Outcome write_invitation(db::Database& db, const std::string& id, Role role, const Bytes32& mac, base::UnixTime until);
/// Who is invited by this; nothing when it is wrong, used, or over.
db::Outcome find_invitation(db::Database& db, const Bytes32& mac, base::UnixTime now, std::optional<MemberRow>& out);
/// The member joins: the invitation is used up.
db::Outcome write_joined(db::Database& db, const std::string& id, const passkey::Credential& credential);
/// The new counter of the member's passkey.
db::Outcome write_passkey(db::Database& db, const std::string& id, const passkey::Credential& credential);
/// The passkey goes too: who comes back is invited again.
db::Outcome write_disabled(db::Database& db, const std::string& id);
db::Outcome has_credential(db::Database& db, const Bytes& id, bool& out);
db::Outcome count_managers(db::Database& db, std::int64_t& out);

}  // namespace ippyo::registrar
