// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/ledger.hpp"

#include <algorithm>

#include "board/policy.hpp"

namespace ippyo::ballot_box {

namespace fs = std::filesystem;

base::Result<std::unique_ptr<Ledger>> Ledger::open(const fs::path& board, const fs::path& memory, const KeyRing& keys, const base::Clock& clock) {
  std::unique_ptr<Ledger> ledger(new Ledger(board, memory, keys));
  IPPYO_TRY(ledger->reopen());
  for (const auto& c : keys.cosigners) {
    auto name = c.name;
    std::replace(name.begin(), name.end(), '/', '_');
    auto cosigner = record::Cosigner::open(board, c.name, c.key.clone(), memory / ("head." + name), clock);
    if (!cosigner.ok()) return cosigner.error();
    ledger->cosigners_.push_back(std::move(*cosigner));
  }
  return ledger;
}

base::Result<void> Ledger::reopen() {
  poster_.reset();  // first: it holds the lock
  const auto& key = keys_->logs[0];
  auto log = board::Log::open(board_, key.name, key.key.clone());
  if (!log.ok()) return log.error();
  auto poster = record::Poster::open(board_, std::move(*log), memory_ / "head.box");
  if (!poster.ok()) return poster.error();
  poster_.emplace(std::move(*poster));
  state_ = poster_->state();
  return read_history();
}

/// Which chunks make up the last sealed epochs, and what stands where, is not part of the state: it is read once from the entries.
base::Result<void> Ledger::read_history() {
  auto reader = board::Reader::open(board_);
  if (!reader.ok()) return reader.error();
  {
    const std::lock_guard lock(mutex_);
    sealed_.clear();
    contents_ = {};
  }
  constexpr std::uint64_t kEntriesPerStep = 1 << 16;
  while (reader->read() < reader->size()) {
    const auto entries = reader->read_until(std::min(reader->size(), reader->read() + kEntriesPerStep));
    if (!entries.ok()) return entries.error();
    note(*entries);
  }
  return {};
}

void Ledger::note(std::span<const Bytes> entries) {
  {
    const std::lock_guard lock(mutex_);
    contents_.note(entries);
  }
  for (const auto& bytes : entries) {
    const auto entry = record::Entry::decode(bytes);
    if (!entry.ok() || entry->type != record::EntryType::epoch) continue;
    auto closing = record::Closing::decode(entry->body);
    if (!closing.ok() || closing->chunks.empty()) continue;
    // All chunks but the last hold the same number of rows, a power of two.
    std::uint32_t per_chunk = 1;
    while (std::uint64_t{per_chunk} * closing->chunks.size() < closing->rows) per_chunk *= 2;
    const std::lock_guard lock(mutex_);
    sealed_.push_back({closing->key.number, per_chunk, std::move(closing->chunks)});
    if (sealed_.size() > 2) sealed_.erase(sealed_.begin());
  }
}

base::Result<base::Verdict> Ledger::post(const record::Submission& submission) {
  if (!poster_) IPPYO_TRY(reopen());
  const auto before = state_.entries();
  auto verdict = poster_->post(submission);
  if (!verdict.ok()) {
    poster_.reset();
    return verdict;
  }
  state_ = poster_->state();
  if (verdict->passed() && state_.entries() > before) note(submission.entries);
  return verdict;
}

bool Ledger::lacks_cosignature() {
  if (!poster_) return false;
  const auto& latest = poster_->log().latest();
  if (!latest) return false;
  return std::any_of(cosigners_.begin(), cosigners_.end(), [&](const record::Cosigner& c) {
    return std::none_of(latest->note.signatures.begin(), latest->note.signatures.end(), [&](const board::NoteSignature& s) {
      return s.name == c.verifier_key().name && s.id == c.verifier_key().id();
    });
  });
}

base::Result<void> Ledger::cosign() {
  if (!poster_) IPPYO_TRY(reopen());
  missing_.clear();
  const auto signed_by_all = record::cosign_latest(poster_->log(), cosigners_);
  if (signed_by_all.ok() || state_.phase() < record::Phase::open) return signed_by_all;
  // One cosigner that refuses or fails must not stop the vote: the opening says how many are enough.
  const auto policy = board::Policy::parse(state_.opening().policy);
  const auto& latest = poster_->log().latest();
  if (policy.ok() && latest && board::check_checkpoint(*policy, *latest, true, true).passed()) {
    missing_ = signed_by_all.error().message;
    return {};
  }
  return signed_by_all;
}

std::string Ledger::contents(std::uint64_t from) const {
  const std::lock_guard lock(mutex_);
  return contents_.page(from);
}

std::vector<SealedEpoch> Ledger::sealed() const {
  const std::lock_guard lock(mutex_);
  return sealed_;
}

}  // namespace ippyo::ballot_box
