// SPDX-License-Identifier: Apache-2.0
#include "trustee/permutation_record.hpp"

#include "base/codec.hpp"

namespace ippyo::trustee {
namespace {

constexpr std::string_view kPurpose = "permutation";

std::string file_of(const record::ObjectKey& key, const char* ending) {
  return "permutations/" + key.contest + "." + std::to_string(key.number) + ending;
}

}  // namespace

std::filesystem::path secret_rows_file(const Vault& vault, const record::ObjectKey& key) {
  return vault.path(file_of(key, ".secret"));
}
bool has_permutation(const Vault& vault, const record::ObjectKey& key) { return vault.holds(file_of(key, ".sealed")); }

base::Result<void> keep_permutation(const Vault& vault, const record::ObjectKey& key, const PermutationRecord& p) {
  base::Writer w;
  w.text(key.contest).u32(key.number).raw(p.ctx).u64(p.n).raw(p.commitment).raw(p.rows).flag(p.used_for.has_value());
  w.raw(p.used_for.value_or(Bytes64{}));
  base::SecretBytes all(w.data().size() + 32);
  const auto at = std::copy(w.data().begin(), w.data().end(), all.expose_mutable().begin());
  std::copy(p.rows_key.expose().begin(), p.rows_key.expose().end(), at);
  return vault.keep(file_of(key, ".sealed"), kPurpose, all.expose());
}

base::Result<PermutationRecord> load_permutation(const Vault& vault, const record::ObjectKey& key) {
  const auto bytes = vault.load(file_of(key, ".sealed"), kPurpose);
  if (!bytes.ok()) return bytes.error();
  base::Reader r(bytes->expose());
  const bool same = r.text(32) == key.contest && r.u32() == key.number;
  const auto ctx = r.fixed<32>();
  const auto n = r.u64();
  const auto commitment = r.fixed<64>(), rows = r.fixed<64>();
  const bool used = r.flag();
  const auto list = r.fixed<64>();
  auto key_bytes = r.fixed<32>();
  base::Secret<Bytes32> rows_key(key_bytes);
  base::wipe(key_bytes.data(), key_bytes.size());
  if (!same) r.refuse();
  IPPYO_TRY(r.finish(vault.path(file_of(key, ".sealed")).string()));
  return PermutationRecord{ctx, n, commitment, rows, std::move(rows_key), used ? std::optional(list) : std::nullopt};
}

}  // namespace ippyo::trustee
