// SPDX-License-Identifier: Apache-2.0
// What a trustee keeps sealed: its polynomial during the ceremony, its share afterwards. [SPEC 11.2 Secrets]
#pragma once
#include "proof/ceremony.hpp"
#include "trustee/vault.hpp"

namespace ippyo::trustee {

/// During the ceremony. File "ceremony.sealed".
struct DealerMemory {
  proof::CeremonyParameters parameters;
  Bytes32 round{};  ///< set before the dealing is revealed, never changed: nobody may see it and then commit to another
  proof::Dealing dealing;
  proof::DealerSecret secret;
};
base::Result<void> keep_memory(const Vault& vault, const DealerMemory& memory);
base::Result<DealerMemory> load_memory(const Vault& vault);

/// After the ceremony. File "share.sealed".
struct ElectionShare {
  Bytes32 ctx0;
  std::uint32_t index;
  Bytes64 ceremony;  ///< H("ceremony", body)
  group::SecretScalar z;
};
base::Result<void> keep_share(const Vault& vault, const ElectionShare& share);
base::Result<ElectionShare> load_share(const Vault& vault);

inline constexpr const char* kMemoryFile = "ceremony.sealed";
inline constexpr const char* kShareFile = "share.sealed";

}  // namespace ippyo::trustee
