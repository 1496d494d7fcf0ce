// SPDX-License-Identifier: Apache-2.0
#include "registrar/staff_rows.hpp"

namespace ippyo::registrar {
namespace {

constexpr const char* kSelect = "SELECT id, role, active, invited_until, passkey FROM staff ";

MemberRow read_row(const db::Row& row) {
  MemberRow m{row.text(0), static_cast<Role>(row.integer(1)), row.integer(2) == 1, false, static_cast<base::UnixTime>(row.integer(3)), row.blob(4)};
  m.joined = !m.passkey.empty();
  return m;
}

}  // namespace

db::Outcome read_member(db::Database& db, std::string_view id, std::optional<MemberRow>& out) {
  out.reset();
  return db.prepare(kSelect + std::string("WHERE id = ?")).bind(id).each([&](const db::Row& row) { return out = read_row(row), false; });
}

db::Outcome read_members(db::Database& db, std::vector<MemberRow>& out) {
  return db.prepare(kSelect + std::string("ORDER BY id")).each([&](const db::Row& row) { return out.push_back(read_row(row)), true; });
}

db::Outcome write_invitation(db::Database& db, const std::string& id, Role role, const Bytes32& mac, base::UnixTime until) {
  IPPYO_DB_TRY(db.prepare("DELETE FROM staff WHERE id = ?").bind(id).run());
  return db.prepare("INSERT INTO staff (id, role, active, invitation_mac, invited_until, credential, passkey) VALUES (?, ?, 0, ?, ?, ?, ?)")
      .bind(id)
      .bind(static_cast<std::int64_t>(role))
      .bind(ByteView(mac))
      .bind(static_cast<std::int64_t>(until))
      .bind(std::string_view())
      .bind(ByteView())
      .run();
}

db::Outcome find_invitation(db::Database& db, const Bytes32& mac, base::UnixTime now, std::optional<MemberRow>& out) {
  out.reset();
  return db.prepare(kSelect + std::string("WHERE invitation_mac = ? AND invited_until > ?"))
      .bind(ByteView(mac))
      .bind(static_cast<std::int64_t>(now))
      .each([&](const db::Row& row) { return out = read_row(row), false; });
}

db::Outcome write_joined(db::Database& db, const std::string& id, const passkey::Credential& credential) {
  return db.prepare("UPDATE staff SET active = 1, invitation_mac = NULL, invited_until = 0, credential = ?, passkey = ? WHERE id = ?")
      .bind(passkey::to_base64url(credential.id))
      .bind(ByteView(credential.encode()))
      .bind(id)
      .run();
}

db::Outcome write_passkey(db::Database& db, const std::string& id, const passkey::Credential& credential) {
  return db.prepare("UPDATE staff SET passkey = ? WHERE id = ?").bind(ByteView(credential.encode())).bind(id).run();
}

db::Outcome write_disabled(db::Database& db, const std::string& id) {
  return db.prepare("UPDATE staff SET active = 0, invitation_mac = NULL, invited_until = 0, credential = ?, passkey = ? WHERE id = ?")
      .bind(std::string_view())
      .bind(ByteView())
      .bind(id)
      .run();
}

db::Outcome has_credential(db::Database& db, const Bytes& id, bool& out) {
  out = false;
  return db.prepare("SELECT 1 FROM staff WHERE credential = ?").bind(passkey::to_base64url(id)).each([&](const db::Row&) { return out = true, false; });
}

db::Outcome count_managers(db::Database& db, std::int64_t& out) {
  return db.prepare("SELECT count(*) FROM staff WHERE active = 1 AND role = ?")
      .bind(static_cast<std::int64_t>(Role::manager))
      .each([&](const db::Row& row) { return out = row.integer(0), false; });
}

}  // namespace ippyo::registrar
