// SPDX-License-Identifier: Apache-2.0
#include "verify/verify.hpp"

#include <algorithm>
#include <limits>

#include "board/policy.hpp"
#include "record/cosigner.hpp"

namespace ippyo::verify {
namespace {

using base::Finding;
using base::Verdict;
using record::EntryType;

void keep(Report& report, const Verdict& verdict) {
  if (!verdict.passed()) report.findings.push_back(verdict.finding());
}

/// The blobs that chunk entries name. Nothing when an entry cannot be read: apply() will say which.
std::optional<std::vector<record::Bytes32>> blobs_named(const std::vector<base::Bytes>& entries) {
  std::vector<record::Bytes32> out;
  for (const auto& bytes : entries) {
    const auto e = record::Entry::decode(bytes);
    if (!e.ok()) return std::nullopt;
    if (e->type != EntryType::chunk) continue;
    const auto chunk = record::Chunk::decode(e->body);
    if (!chunk.ok()) return std::nullopt;
    out.push_back(chunk->sha256);
  }
  return out;
}

/// What apply() needs from the log, and how far it got.
class Replay {
  const board::Reader& reader_;
  std::shared_ptr<const record::BlobSource> blobs_;
  Report& report_;

 public:
  Replay(const board::Reader& reader, Report& report) : reader_(reader), blobs_(record::board_blobs(reader.board())), report_(report) {}

  /// Applies every entry with every proof; stops at the first that fails.
  base::Result<void> run(const std::vector<base::Bytes>& entries, const Progress& progress) {
    constexpr std::size_t kStep = 256;
    for (std::size_t at = 0; at < entries.size();) {
      const auto step = std::span(entries).subspan(at, std::min(kStep, entries.size() - at));
      std::uint64_t applied = 0;
      const auto verdict = report_.state.apply_all(step, blobs_, [&](std::uint64_t n) { return n <= reader_.read() ? reader_.root(n) : base::Bytes32{}; },
                                                   record::Depth::full, applied);
      report_.applied += applied;
      if (!verdict.ok()) {
        if (!report_.findings.empty()) return {};  // the missing blob has been named already
        return verdict.error();
      }
      if (!verdict->passed()) {
        keep(report_, *verdict);
        return {};
      }
      at += step.size();
      if (progress) progress("entries", at, entries.size());
    }
    return {};
  }
};

/// A cosigner that goes back in time has a broken clock or lends its key: said, and left to the quorum.
void remark_on_times(const board::Policy& policy, const std::vector<board::SignedCheckpoint>& history, Report& report) {
  std::map<std::string, base::UnixTime> last;
  for (const auto& c : history)
    for (const auto& s : c.note.signatures) {
      const auto* key = policy.key(s.name, s.id);
      if (key == nullptr || key->type != static_cast<std::uint8_t>(board::NoteKeyType::cosignature)) continue;
      const auto time = board::cosignature_time(s);
      auto& before = last[s.name];
      if (time < before) report.remarks.push_back({kCosignatureOrder, s.name + ", size " + std::to_string(c.checkpoint.size), std::nullopt});
      before = std::max(before, time);
    }
}

/// The board's own time of every entry: when the quorum had first cosigned a checkpoint over it. `none` if it never did.
std::vector<base::UnixTime> board_times(const board::Policy& policy, const std::vector<board::SignedCheckpoint>& history, std::size_t entries) {
  constexpr auto kNone = std::numeric_limits<base::UnixTime>::max();
  std::vector<base::UnixTime> out(entries, kNone);
  for (const auto& c : history)
    if (const auto time = board::quorum_time(policy, c))
      for (std::size_t i = 0; i < std::min<std::uint64_t>(c.checkpoint.size, entries); ++i) out[i] = std::min(out[i], *time);
  return out;
}

/// V7, V17: times that signers write are bounded by the quorum's. A rehearsal runs by a clock that the cosigners do not share.
Verdict check_real_times(const record::State& state, const board::Policy& policy, const std::vector<base::Bytes>& entries,
                         const std::vector<board::SignedCheckpoint>& history) {
  if (state.constitution().clock == election::ClockKind::rehearsal) return Verdict::pass();
  const auto times = board_times(policy, history, entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto e = record::Entry::decode(entries[i]);
    if (times[i] < e->time && e->time - times[i] > record::kCosignerPatience) return Verdict::fail(kFutureEntry).at_entry(i);
    // Not the grace time: an outage between posting and cosigning must not make a whole election unverifiable.
    if (e->type == EntryType::epoch && times[i] > state.opening().calendar.polling_day.from) return Verdict::fail(kEpochOnTime).at_entry(i);
  }
  return Verdict::pass();
}

/// Every checkpoint that was ever published: its root, its signatures against the policy; the latest with the quorum.
void check_checkpoints(const board::Reader& reader, const std::vector<board::SignedCheckpoint>& history,
                       const std::vector<base::Bytes>& entries, Report& report) {
  const auto& latest = *reader.latest();
  if (reader.root(latest.checkpoint.size) != latest.checkpoint.root)
    keep(report, Verdict::fail(board::kCheckpointRoot, "the latest, size " + std::to_string(latest.checkpoint.size)));
  for (const auto& c : history)
    if (c.checkpoint.size > reader.read() || reader.root(c.checkpoint.size) != c.checkpoint.root)
      keep(report, Verdict::fail(board::kCheckpointRoot, "size " + std::to_string(c.checkpoint.size)));
  if (report.state.phase() < record::Phase::open) return;
  const auto policy = board::Policy::parse(report.state.opening().policy);
  if (!policy.ok()) return;  // refused with the opening
  for (const auto& c : history) keep(report, board::check_checkpoint(*policy, c, false, true).at("size " + std::to_string(c.checkpoint.size)));
  keep(report, board::check_checkpoint(*policy, latest, true, true).at("the latest"));
  remark_on_times(*policy, history, report);
  if (report.applied == entries.size()) keep(report, check_real_times(report.state, *policy, entries, history));
}

}  // namespace

base::Result<Report> verify_board(const std::filesystem::path& board, const Progress& progress) {
  Report report;
  auto reader = board::Reader::open(board);
  if (!reader.ok()) return reader.error();
  if (!reader->latest()) return base::Error{board.string() + " holds no board: there is no file 'checkpoint' in it"};
  report.entries = reader->size();
  const auto entries = reader->read_until(reader->size());
  if (!entries.ok()) {
    keep(report, Verdict::fail(kEntryRange, entries.error().message));
    return report;
  }
  report.root = reader->root(report.entries);
  const auto history = reader->history();
  if (!history.ok()) keep(report, Verdict::fail(board::kCheckpointForm, history.error().message));
  report.checkpoints = history.ok() ? history->size() : 0;
  if (const auto blobs = blobs_named(*entries)) {
    const auto audited = board::audit_directory(*reader, *blobs);
    if (!audited.ok()) return audited.error();
    keep(report, *audited);
  }
  IPPYO_TRY(Replay(*reader, report).run(*entries, progress));
  check_checkpoints(*reader, history.ok() ? *history : std::vector<board::SignedCheckpoint>{}, *entries, report);
  if (report.state.phase() >= record::Phase::open) report.epochs = report.state.sealed_epoch();
  if (report.applied == entries->size() && report.state.result() == nullptr) keep(report, Verdict::fail(kUnfinished));
  return report;
}

}  // namespace ippyo::verify
