// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "board/note.hpp"
#include "commands.hpp"
#include "proof/possession.hpp"

namespace ippyo::ballot_box {

base::Result<std::string> make_keys(const MakeKeysCommand& command) {
  std::error_code ignored;
  if (std::filesystem::exists(command.out, ignored)) return base::Error{command.out + " exists; choose a new name, old keys are never overwritten"};
  const auto passphrase = base::Passphrase::read(command.passphrase_source, "Passphrase for the new keys");
  if (!passphrase.ok()) return passphrase.error();
  base::SystemRng rng;
  KeyRing ring;
  nlohmann::ordered_json shown{{"boxes", nlohmann::ordered_json::array()}, {"cosigners", nlohmann::ordered_json::array()}};
  for (const auto& id : command.boxes) {
    ring.boxes.push_back(make_box_key(id, base::SigningKey::generate(), group::SecretScalar(group::Scalar::random(rng))));
    const auto& box = ring.boxes.back();
    const auto label = election::box_possession_label(command.election, id);
    const auto possession = proof::prove_possession({"pop", label, box.B}, box.b, rng);
    shown["boxes"].push_back({{"id", id}, {"key", base::to_hex(box.signing.public_key())}, {"B", base::to_hex(box.B.bytes)},
                              {"possession", base::to_hex(possession)}});
  }
  if (!command.log.empty()) {
    ring.logs.push_back({command.log, base::SigningKey::generate()});
    shown["log"] = board::log_key(command.log, ring.logs[0].key).text();
  }
  for (const auto& name : command.cosigners) {
    ring.cosigners.push_back({name, base::SigningKey::generate()});
    shown["cosigners"].push_back(board::cosigner_key(name, ring.cosigners.back().key).text());
  }
  IPPYO_TRY(write_keys(command.out, ring, *passphrase, command.rehearsal ? base::kSealForRehearsals : base::kSealForYears));
  return shown.dump(2);
}

}  // namespace ippyo::ballot_box
