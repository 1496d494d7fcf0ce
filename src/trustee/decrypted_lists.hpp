// SPDX-License-Identifier: Apache-2.0
// The memory that keeps a trustee from decrypting two lists of one contest. [SPEC 11.5 Duties]
#pragma once
#include "trustee/vault.hpp"

namespace ippyo::trustee {

/// Records (ctx, contest, list hash) durably; nothing is ever cleared. The same list again is admitted, another list of that
/// contest
/// or any list of another ctx is not: one key, one election, one list per contest.
base::Result<void> admit_list(const Vault& vault, const Bytes32& ctx, const std::string& contest, const Bytes64& list_hash);

}  // namespace ippyo::trustee
