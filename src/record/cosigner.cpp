// SPDX-License-Identifier: Apache-2.0
#include "record/cosigner.hpp"

#include <algorithm>
#include <optional>
#include <thread>



namespace ippyo::record {

base::Result<Cosigner> Cosigner::open(const std::filesystem::path& board, const std::string& name, base::SigningKey key,
                                      const std::filesystem::path& head_file, const base::Clock& clock) {
  auto follower = Follower::open(board, head_file);
  if (!follower.ok()) return follower.error();
  auto vkey = board::cosigner_key(name, key);
  Cosigner out(std::move(vkey), std::move(key), clock, std::move(*follower));
  const auto history = out.follower_.reader().history();
  if (!history.ok()) return history.error();
  for (const auto& c : *history) out.remember(c);
  return out;
}

void Cosigner::remember(const board::SignedCheckpoint& c) {
  for (const auto& s : c.note.signatures)
    if (s.name == name_.name && s.id == name_.id() && board::verify_note_signature(name_, c.note.text, s).passed())
      last_ = std::max(last_, board::cosignature_time(s));
}

base::Result<board::NoteSignature> Cosigner::cosign() {
  const auto verdict = follower_.catch_up();
  if (!verdict.ok()) return base::Error{name_.name + " does not cosign: " + verdict.error().message};
  if (!verdict->passed()) return base::Error{name_.name + " does not cosign: " + verdict->finding().text()};
  const auto& latest = follower_.reader().latest();
  if (!latest) return base::Error{name_.name + " does not cosign: the board is empty"};
  const auto& state = follower_.state();
  if (state.constitution().clock == election::ClockKind::real && state.last_time() > clock_->now() + kCosignerPatience)
    return base::Error{name_.name + " does not cosign: an entry is dated in the future; compare the clocks of its signer and of this machine"};
  last_ = std::max(last_, clock_->now());
  return board::cosign(name_, key_, latest->note.text, last_);
}

base::Result<void> cosign_latest(board::Log& log, std::span<Cosigner> cosigners) {
  const auto latest = log.latest();
  if (!latest) return base::Error{"the board is empty; there is nothing to cosign"};
  std::vector<board::NoteSignature> lines;
  std::string refused;
  // Side by side: while one hashes or waits for the disk, another one's proofs use the cores.
  std::vector<std::optional<base::Result<board::NoteSignature>>> answers(cosigners.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < cosigners.size(); ++i) threads.emplace_back([&, i] { answers[i].emplace(cosigners[i].cosign()); });
  }
  for (std::size_t i = 0; i < cosigners.size(); ++i) {
    const auto& cosigner = cosigners[i];
    auto& line = *answers[i];
    if (line.ok() && board::verify_note_signature(cosigner.verifier_key(), latest->note.text, *line).passed())
      lines.push_back(std::move(*line));
    else if (line.ok())
      refused += (refused.empty() ? "" : "; ") + cosigner.verifier_key().name + " signed another checkpoint than the latest";
    else
      refused += (refused.empty() ? "" : "; ") + line.error().message;
  }
  IPPYO_TRY(log.add_signatures(latest->checkpoint.size, lines));
  if (!refused.empty()) return base::Error{refused};
  return {};
}

}  // namespace ippyo::record
