// SPDX-License-Identifier: Apache-2.0
#include "record/poster.hpp"

#include <algorithm>

namespace ippyo::record {

struct Poster::Impl {
  std::filesystem::path head_file;
  board::Log log;
  State state;
  board::Tree tree;  ///< over all entries of the log
  std::shared_ptr<const BlobSource> blobs;

  /// Does the whole submission stand on the board already, one entry after the other?
  bool stands(const std::vector<Bytes>& entries) const {
    for (std::uint64_t at = tree.size(); at-- > 0;) {
      if (at + entries.size() > tree.size() || tree.node(0, at) != board::leaf_hash(entries[0])) continue;
      for (std::size_t i = 1; i < entries.size(); ++i)
        if (tree.node(0, at + i) != board::leaf_hash(entries[i])) return false;
      return true;
    }
    return false;
  }

  base::Result<void> publish(const Submission& s) {
    constexpr std::size_t kBlobsPerStep = 64;
    std::vector<Bytes> some;
    for (std::size_t i = 0; i < s.blob_hashes.size(); ++i) {
      auto blob = s.blobs->blob(s.blob_hashes[i]);
      if (!blob.ok()) return blob.error();
      some.push_back(std::move(*blob));
      if (some.size() < kBlobsPerStep && i + 1 < s.blob_hashes.size()) continue;
      IPPYO_TRY(log.put_blobs(some));
      some.clear();
    }
    return log.append(s.entries);
  }
};

Poster::Poster() = default;
Poster::Poster(Poster&&) noexcept = default;
Poster::~Poster() = default;

base::Result<Poster> Poster::open(const std::filesystem::path& board, board::Log log, const std::filesystem::path& head_file) {
  auto follower = Follower::open(board, head_file);
  if (!follower.ok()) return follower.error();
  const auto verdict = follower->catch_up();
  if (!verdict.ok()) return verdict.error();
  if (!verdict->passed()) return base::Error{"the board cannot be continued: " + verdict->finding().text()};
  IPPYO_TRY(log.keep_only_blobs(follower->state().named_blobs()));
  Poster p;
  p.impl_ = std::make_unique<Impl>(Impl{head_file, std::move(log), follower->state(), follower->reader().tree(), board_blobs(board)});
  return p;
}

base::Result<base::Verdict> Poster::post(const Submission& submission) {
  auto& i = *impl_;
  if (submission.entries.empty()) return base::Error{"the submission holds no entries"};
  if (i.stands(submission.entries)) return base::Verdict::pass();
  State next = i.state;
  board::Tree tree = i.tree;
  for (const auto& e : submission.entries) tree.append(board::leaf_hash(e));
  std::uint64_t applied = 0;
  auto verdict = next.apply_all(submission.entries, either(i.blobs, submission.blobs),
                                [&](std::uint64_t n) { return n <= tree.size() ? tree.root(n) : Bytes32{}; }, Depth::full, applied);
  if (!verdict.ok() || !verdict->passed()) return verdict;
  IPPYO_TRY(i.publish(submission));
  next.read_blobs_from(i.blobs);
  i.state = std::move(next);
  i.tree = std::move(tree);
  if (!i.head_file.empty()) IPPYO_TRY(save_head(i.head_file, {i.tree.size(), i.tree.root(i.tree.size())}));
  return base::Verdict::pass();
}

const State& Poster::state() const { return impl_->state; }
board::Log& Poster::log() { return impl_->log; }

}  // namespace ippyo::record
