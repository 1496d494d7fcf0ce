// SPDX-License-Identifier: Apache-2.0
// What a trustee remembers of a permutation it committed to: one list, once. [SPEC 11.2 Secrets]
#pragma once
#include "record/objects.hpp"
#include "trustee/vault.hpp"

namespace ippyo::trustee {

/// File permutations/<contest>.<mix>.sealed; the rows lie encrypted beside it, in .secret.
struct PermutationRecord {
  Bytes32 ctx;
  std::uint64_t n;
  Bytes64 commitment;                ///< digest of the public commitment
  Bytes64 rows;                      ///< digest of the secret rows
  base::Secret<Bytes32> rows_key;
  std::optional<Bytes64> used_for;   ///< hash of the list it serves; set before the mix is computed, never changed
};
std::filesystem::path secret_rows_file(const Vault& vault, const record::ObjectKey& key);
bool has_permutation(const Vault& vault, const record::ObjectKey& key);
base::Result<void> keep_permutation(const Vault& vault, const record::ObjectKey& key, const PermutationRecord& record);
base::Result<PermutationRecord> load_permutation(const Vault& vault, const record::ObjectKey& key);

}  // namespace ippyo::trustee
