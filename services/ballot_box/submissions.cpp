// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/submissions.hpp"

#include <algorithm>

#include "base/files.hpp"

namespace ippyo::ballot_box {

namespace fs = std::filesystem;

namespace {

/// A submission that is signed for later waits, but not for ever: what comes behind it waits too.
constexpr base::UnixTime kLongestWait = 86400;

base::Result<std::vector<fs::path>> complete_ones(const fs::path& inbox) {
  std::error_code failed;
  std::vector<fs::path> out;
  for (fs::directory_iterator it(inbox, failed), end; !failed && it != end; it.increment(failed)) {
    const auto name = it->path().filename();
    if (name == "done" || name == "refused" || !fs::is_directory(it->symlink_status())) continue;
    if (fs::exists(it->path() / "entries")) out.push_back(it->path());
  }
  if (failed) return base::Error{"cannot read the folder " + inbox.string() + ": " + failed.message()};
  std::sort(out.begin(), out.end());
  return out;
}

base::Result<void> move_to(const fs::path& submission, const fs::path& folder, const std::string& reason) {
  std::error_code failed;
  if (!reason.empty()) IPPYO_TRY(base::write_file_durably(submission / "reason.txt", base::view(reason + "\n")));
  fs::create_directories(folder, failed);
  auto to = folder / submission.filename();
  for (int n = 2; fs::exists(to); ++n) to = folder / (submission.filename().string() + "-" + std::to_string(n));
  fs::rename(submission, to, failed);
  if (failed) return base::Error{"cannot move " + submission.string() + ": " + failed.message()};
  return base::sync_folder(folder);
}

/// Nothing when it is for later.
base::Result<std::optional<std::string>> reason_against(Ledger& ledger, const fs::path& folder, base::UnixTime now) {
  const auto submission = record::Submission::open(folder);
  if (!submission.ok()) return std::optional<std::string>(submission.error().message);
  if (submission->entries.empty()) return std::optional<std::string>("it holds no entries; make it again");
  for (const auto& bytes : submission->entries) {
    const auto entry = record::Entry::decode(bytes);
    if (!entry.ok() || entry->time <= now) continue;
    if (entry->time - now > kLongestWait) return std::optional<std::string>("it is dated more than a day ahead; correct the clock and make it again");
    return std::optional<std::string>();
  }
  for (const auto& hash : submission->blob_hashes)
    if (const auto blob = submission->blobs->blob(hash); !blob.ok()) return std::optional("incomplete: " + blob.error().message);
  const auto verdict = ledger.post(*submission);
  if (!verdict.ok()) return verdict.error();
  return std::optional(verdict->passed() ? std::string() : verdict->finding().text());
}

}  // namespace

base::Result<Posted> post_submissions(Ledger& ledger, const fs::path& inbox, base::UnixTime now) {
  Posted posted;
  const auto folders = complete_ones(inbox);
  if (!folders.ok()) return folders.error();
  for (const auto& folder : *folders) {
    const auto reason = reason_against(ledger, folder, now);
    if (!reason.ok()) return reason.error();
    if (!*reason) break;
    const bool passed = (*reason)->empty();
    IPPYO_TRY(move_to(folder, inbox / (passed ? "done" : "refused"), **reason));
    (passed ? posted.done : posted.refused).push_back(folder.filename().string());
  }
  return posted;
}

}  // namespace ippyo::ballot_box
