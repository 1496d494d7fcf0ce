// SPDX-License-Identifier: Apache-2.0
#include "record/cosigner.hpp"



namespace ippyo::record {

base::Result<Cosigner> Cosigner::open(const std::filesystem::path& board, const std::string& name, base::SigningKey key,
                                      const std::filesystem::path& head_file, const base::Clock& clock) {
  auto follower = Follower::open(board, head_file);
  if (!follower.ok()) return follower.error();
  auto vkey = board::cosigner_key(name, key);
  return Cosigner(std::move(vkey), std::move(key), clock, std::move(*follower));
}

base::Result<board::NoteSignature> Cosigner::cosign() {
  const auto verdict = follower_.catch_up();
  if (!verdict.ok()) return base::Error{name_.name + " does not cosign: " + verdict.error().message};
  if (!verdict->passed()) return base::Error{name_.name + " does not cosign: " + verdict->finding().text()};
  const auto& latest = follower_.reader().latest();
  if (!latest) return base::Error{name_.name + " does not cosign: the board is empty"};
  return board::cosign(name_, key_, latest->note.text, clock_->now());
}

base::Result<void> cosign_latest(board::Log& log, std::span<Cosigner> cosigners) {
  const auto latest = log.latest();
  if (!latest) return base::Error{"the board is empty; there is nothing to cosign"};
  std::vector<board::NoteSignature> lines;
  std::string refused;
  // One after the other: each uses all cores for its own verification.
  for (auto& cosigner : cosigners) {
    auto line = cosigner.cosign();
    if (line.ok())
      lines.push_back(std::move(*line));
    else
      refused += (refused.empty() ? "" : "; ") + line.error().message;
  }
  IPPYO_TRY(log.add_signatures(latest->checkpoint.size, lines));
  if (!refused.empty()) return base::Error{refused};
  return {};
}

}  // namespace ippyo::record
