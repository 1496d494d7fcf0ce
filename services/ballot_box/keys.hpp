// SPDX-License-Identifier: Apache-2.0
// The keys of a ballot box and of the board it keeps: one or more sealed files. [SPEC 10.9 KeyRing]
#pragma once
#include <string>
#include <vector>

#include "base/sealed_file.hpp"
#include "base/signature.hpp"
#include "proof/element.hpp"

namespace ippyo::ballot_box {

using base::Bytes;
using base::Bytes16;
using base::Bytes32;
using base::ByteView;
using proof::Element;

struct BoxKey {
  std::string id;  ///< signer id in the constitution
  base::SigningKey signing;
  group::SecretScalar b;
  Element B;  ///< g^b
};
struct NamedKey {
  std::string name;  ///< C2SP key name
  base::SigningKey key;
};
/// log: exactly one once the ring is complete; boxes: at least one.
struct KeyRing {
  std::vector<BoxKey> boxes;
  std::vector<NamedKey> logs;
  std::vector<NamedKey> cosigners;
  const BoxKey* box(std::string_view id) const;
};
BoxKey make_box_key(std::string id, base::SigningKey signing, group::SecretScalar b);

/// The sealed content: per item u8 kind (1 box, 2 log, 3 cosigner), text name, seed (32), for a box also b (32).
base::SecretBytes encode_keys(const KeyRing& ring);
base::Result<void> write_keys(const std::filesystem::path& file, const KeyRing& ring, const base::Passphrase& passphrase,
                              base::SealingCost cost = base::kSealForYears);
/// All files together. errors: wrong passphrase, malformed, a box or name twice, not exactly one log key, no box.
base::Result<KeyRing> read_keys(const std::vector<std::string>& files, const base::Passphrase& passphrase);

}  // namespace ippyo::ballot_box
