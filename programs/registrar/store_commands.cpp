// SPDX-License-Identifier: Apache-2.0
#include "base/random.hpp"
#include "commands.hpp"

namespace ippyo::registrar {

static base::Result<std::unique_ptr<Store>> open_store(const ServeCommand& where) {
  if (where.options.data.empty() && where.options.store.empty()) return base::Error{"--data or --store is needed; see --help"};
  auto keys = read_keys(where.keys);
  if (!keys.ok()) return keys.error();
  std::error_code failed;
  if (!where.options.data.empty()) std::filesystem::create_directories(where.options.data, failed);
  return Store::open(where.options.store.empty() ? (where.options.data / "registrar.db").string() : where.options.store, std::move(keys->store));
}

base::Result<std::string> make_keys(const KeySources& sources, bool rehearsal) {
  const auto passphrase = base::Passphrase::read(sources.passphrase, "Passphrase for the new keys");
  if (!passphrase.ok()) return passphrase.error();
  const auto cost = rehearsal ? base::kSealForRehearsals : base::kSealForYears;
  const auto keys = RegistrarKeys::draw();
  IPPYO_TRY(write_registrar_keys(sources.key_file, keys, *passphrase, cost));
  if (!sources.column_key_file.empty()) IPPYO_TRY(db::create_column_key_file(sources.column_key_file, *passphrase, cost));
  return base::to_hex(keys.signing.public_key());
}

base::Result<std::string> invite_member(const ServeCommand& where, const std::string& id, const std::string& role) {
  const auto known = role_of(role);
  if (!known) return base::Error{"the role is one of clerk, manager, auditor"};
  auto store = open_store(where);
  if (!store.ok()) return store.error();
  const base::SystemClock clock;
  return invite(**store, id, *known, {"server", where.manual_clock.value_or(clock.now())});
}

base::Result<std::string> check_log(const ServeCommand& where) {
  auto store = open_store(where);
  if (!store.ok()) return store.error();
  AuditHead head;
  if (const auto read = (*store)->run([&](db::Database& db) { return audit_head(db, head, true); }); !read.ok()) return read.error();
  return std::to_string(head.lines) + " lines, head " + base::to_hex(head.hash);
}

}  // namespace ippyo::registrar
