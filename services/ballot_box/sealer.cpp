// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/sealer.hpp"

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "proof/slot_proof.hpp"

namespace ippyo::ballot_box {
namespace {

constexpr std::uint64_t kSlotsPerStep = 4096, kSlotsPerTask = 16;

std::size_t largest_row(const record::State& state) {
  std::size_t w = 0;
  for (const auto& style : state.opening().styles) w = std::max(w, style.contests.size());
  return proof::slot_row_size(w);
}

}  // namespace

base::Result<Bytes32> seal_digest(const std::filesystem::path& submission) {
  const auto entries = base::read_file(submission / "entries");
  if (!entries.ok()) return entries.error();
  return base::hash32("seal", ByteView(*entries));
}

std::optional<std::string> Sealer::why_void(const EpochRecord& e, UnixTime now) const {
  const auto& state = ledger_.state();
  if (state.sealed_epoch() >= e.number) return std::nullopt;  // it stands on the board
  const auto* scheduled = find_epoch(state, e.number);
  if (scheduled == nullptr || state.phase() != record::Phase::open) return "it is no longer scheduled";
  if (now > scheduled->close + state.opening().calendar.grace_seconds) return "its grace time is over";
  if (state.sealed_epoch() != e.built_on) return "the epoch before it was sealed meanwhile";
  return std::nullopt;
}

base::Result<void> Sealer::fix(const EpochRecord& e, UnixTime now) {
  const auto* scheduled = find_epoch(ledger_.state(), e.number);
  IPPYO_CHECK(scheduled != nullptr);
  return inbox_.fix(e.number, std::max({now, scheduled->close, ledger_.state().last_time()}));
}

base::Result<Bytes32> Sealer::write_submission(const EpochRecord& e, const Noise& noise) const {
  const auto& state = ledger_.state();
  const auto* box = keys_.box(find_epoch(state, e.number)->box);
  IPPYO_CHECK(box != nullptr);
  const auto voted = inbox_.rows(e.number);
  if (!voted.ok()) return voted.error();
  std::error_code failed;
  std::filesystem::remove_all(folder(e.number), failed);  // half of it, from before a crash
  auto writer = record::SubmissionWriter::create(folder(e.number), state, {{box->id}, {&box->signing}}, e.entry_time);
  if (!writer.ok()) return writer.error();
  auto sink = writer->begin_object({record::EntryType::epoch, {}, e.number, 0}, largest_row(state), 0);
  if (!sink.ok()) return sink.error();
  const auto slots = state.slots().size();
  for (std::uint64_t first = 0; first < slots; first += kSlotsPerStep) {
    std::vector<Bytes> rows(std::min<std::uint64_t>(kSlotsPerStep, slots - first));
    base::run_parallel(rows.size(), kSlotsPerTask, [&](std::uint64_t from, std::uint64_t until) {
      for (auto i = from; i < until; ++i) {
        const auto cast = voted->find(first + i);
        rows[i] = cast != voted->end() ? cast->second : noise.row(first + i);
      }
    });
    for (const auto& row : rows) IPPYO_TRY((*sink)->append(row));
  }
  IPPYO_TRY(writer->close_object({}));
  IPPYO_TRY(writer->finish());
  return seal_digest(folder(e.number));
}

base::Result<void> Sealer::write(const EpochRecord& e, Noise& noise) {
  noise.stop();
  const auto digest = write_submission(e, noise);
  if (!digest.ok()) return digest.error();
  return inbox_.record_seal(e.number, *digest);
}

base::Result<Sealed> Sealer::post(const EpochRecord& e) {
  if (ledger_.state().sealed_epoch() < e.number) {
    auto digest = seal_digest(folder(e.number));
    if (!digest.ok() || *digest != e.digest) {
      // The disk lost or altered what was finished: it is made again, and only the same bytes will do.
      Noise noise(noise_file(e.number), ledger_.state(), e.number, e.seed);
      noise.stop();
      digest = write_submission(e, noise);
      if (!digest.ok()) return digest.error();
      if (*digest != e.digest) return Sealed::void_now;
    }
    const auto submission = record::Submission::open(folder(e.number));
    if (!submission.ok()) return submission.error();
    const auto verdict = ledger_.post(*submission);
    if (!verdict.ok()) return verdict.error();
    if (!verdict->passed()) return base::Error{"the board refuses the seal of epoch " + std::to_string(e.number) + ": " + verdict->finding().text()};
  }
  IPPYO_TRY(inbox_.set_step(e.number, Step::posted));
  return Sealed::advanced;
}

base::Result<void> Sealer::finish(const EpochRecord& e) {
  if (ledger_.lacks_cosignature()) IPPYO_TRY(ledger_.cosign());
  IPPYO_TRY(erase_file(noise_file(e.number)));
  std::error_code failed;
  std::filesystem::remove_all(folder(e.number), failed);
  IPPYO_TRY(inbox_.erase(e.number, e.number));
  return inbox_.set_step(e.number, Step::cosigned);
}

base::Result<void> Sealer::drop(const EpochRecord& e) {
  IPPYO_TRY(erase_file(noise_file(e.number)));
  std::error_code failed;
  std::filesystem::remove_all(folder(e.number), failed);
  return inbox_.drop(e.number);
}

}  // namespace ippyo::ballot_box
