// SPDX-License-Identifier: Apache-2.0
#include "board/reader.hpp"

#include <algorithm>
#include <charconv>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "board/bundle.hpp"

namespace ippyo::board {

using base::Error;
using base::Result;
namespace fs = std::filesystem;

namespace {

Result<SignedCheckpoint> read_checkpoint(const fs::path& file) {
  const auto bytes = base::read_file(file);
  if (!bytes) return bytes.error();
  auto parsed = SignedCheckpoint::parse(base::to_string(*bytes));
  if (!parsed) return Error{file.string() + ": " + parsed.error().message};
  return parsed;
}

/// The checkpoint of a board, or none for an empty one.
Result<std::optional<SignedCheckpoint>> latest_of(const fs::path& board) {
  std::error_code error;
  if (!fs::is_directory(board, error)) return Error{"there is no board directory " + board.string() + ": check the path"};
  if (!fs::exists(fs::symlink_status(board / "checkpoint", error))) return std::optional<SignedCheckpoint>{};
  auto checkpoint = read_checkpoint(board / "checkpoint");
  if (!checkpoint) return checkpoint.error();
  return std::optional<SignedCheckpoint>(std::move(*checkpoint));
}

}  // namespace

fs::path blob_path(const Bytes32& sha256) {
  const auto hex = base::to_hex(sha256);
  return fs::path("blob") / hex.substr(0, 2) / hex;
}

Result<Bytes> read_blob(const fs::path& board, const Bytes32& sha256) {
  const auto path = board / blob_path(sha256);
  auto bytes = base::read_file(path);
  if (bytes && base::sha256(*bytes) != sha256) return Error{path.string() + " is damaged: copy it again from another mirror"};
  return bytes;
}

Result<Reader> Reader::open(const fs::path& board) {
  Reader out;
  out.board_ = board;
  auto latest = latest_of(board);
  if (!latest) return latest.error();
  out.latest_ = std::move(*latest);
  return out;
}

Result<void> Reader::refresh() {
  auto found = latest_of(board_);
  if (!found) return found.error();
  const auto& next = *found;
  const auto rewritten = [&](const std::string& how) {
    return Error{board_.string() + ": " + how + ": the board was rewritten, keep both copies and raise the alarm"};
  };
  if (latest_) {
    const auto& known = latest_->checkpoint;
    if (!next || next->checkpoint.size < known.size) return rewritten("its checkpoint is smaller than the one known");
    if (next->checkpoint.origin != known.origin) return rewritten("its checkpoint has another origin");
    if (next->checkpoint.size == known.size && next->checkpoint.root != known.root) return rewritten("two roots of one size");
    if (read() >= known.size && root(known.size) != known.root) return rewritten("the entries read have another root");
  }
  if (next && read() >= next->checkpoint.size && root(next->checkpoint.size) != next->checkpoint.root)
    return rewritten("the entries read have another root");
  latest_ = next;
  return {};
}

Result<std::vector<Bytes>> Reader::read_until(std::uint64_t until) {
  if (until > size()) return Error{"entry " + std::to_string(until) + " is not yet under a checkpoint: wait and refresh"};
  std::vector<Bytes> out;
  const auto begin = read();
  for (auto at = begin; at < until;) {
    const auto index = at / kTileWidth;
    const auto width = static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, size() - index * kTileWidth));
    auto entries = read_bundle(board_, index, width);
    if (!entries) return entries.error();
    const auto end = std::min<std::uint64_t>(until, index * kTileWidth + entries->size());
    for (; at < end; ++at) out.push_back(std::move((*entries)[at % kTileWidth]));
  }
  for (const auto& entry : out) tree_.append(leaf_hash(entry));
  return out;
}

Result<std::vector<SignedCheckpoint>> Reader::history() const {
  std::vector<SignedCheckpoint> out;
  std::error_code error;
  const auto folder = board_ / "checkpoints";
  if (!fs::exists(folder, error)) return out;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    auto checkpoint = read_checkpoint(it->path());
    if (!checkpoint) return checkpoint.error();
    if (it->path().filename() != std::to_string(checkpoint->checkpoint.size))
      return Error{it->path().string() + " is not named by the size it states: copy the board again"};
    out.push_back(std::move(*checkpoint));
  }
  if (error) return Error{"cannot list " + folder.string() + ": " + error.message()};
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.checkpoint.size < b.checkpoint.size; });
  return out;
}

}  // namespace ippyo::board
