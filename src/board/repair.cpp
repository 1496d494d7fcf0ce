// SPDX-License-Identifier: Apache-2.0
#include "board/repair.hpp"

#include <algorithm>
#include <set>

#include "base/files.hpp"
#include "board/bundle.hpp"
#include "board/file_batch.hpp"
#include "board/reader.hpp"

namespace ippyo::board {

using base::Error;
using base::Result;
namespace fs = std::filesystem;

namespace {

/// Everything below `folder`, deepest first, as paths inside the board.
Result<std::vector<fs::path>> list_below(const fs::path& board, const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code error;
  if (!fs::exists(board / folder, error)) return out;
  for (fs::recursive_directory_iterator it(board / folder, error), end; !error && it != end; it.increment(error))
    out.push_back(it->path().lexically_relative(board));
  if (error) return Error{"cannot list " + (board / folder).string() + ": " + error.message()};
  std::sort(out.rbegin(), out.rend());
  return out;
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::symlink_status(path, ignored).type() == fs::file_type::directory;
}

}  // namespace

Result<void> remove_leftovers(const fs::path& board, const fs::path& staging, std::uint64_t size) {
  std::set<fs::path> known;
  for (const auto& tile : new_tiles(0, size)) known.insert(tile.path());
  FileBatch batch(board, staging);
  for (const fs::path top : {"tile", "blob", "checkpoints"}) {
    const auto below = list_below(board, top);
    if (!below) return below.error();
    for (const auto& path : *below) {
      if (is_folder(board / path)) {
        IPPYO_TRY(batch.prune(path));
      } else if (top == "tile" && !known.contains(path)) {
        IPPYO_TRY(batch.remove(path));
      }
    }
    IPPYO_TRY(batch.prune(top));
  }
  return batch.finish();
}

Result<void> remove_unnamed_blobs(const fs::path& board, const fs::path& staging, std::vector<Bytes32> named) {
  std::set<fs::path> known;
  for (const auto& hash : named) known.insert(blob_path(hash));
  const auto below = list_below(board, "blob");
  if (!below) return below.error();
  FileBatch batch(board, staging);
  for (const auto& path : *below)
    if (!is_folder(board / path) && !known.contains(path)) IPPYO_TRY(batch.remove(path));
  return batch.finish();
}

Result<void> align_checkpoints(const fs::path& board, const fs::path& staging, std::optional<SignedCheckpoint>& latest) {
  auto reader = Reader::open(board);
  if (!reader) return reader.error();
  auto history = reader->history();
  if (!history) return history.error();
  if (!latest && history->empty()) return {};
  if (!latest || history->empty() || history->back().checkpoint.size != latest->checkpoint.size ||
      history->back().note.text != latest->note.text)
    return Error{(board / "checkpoint").string() + " is not the newest of the history: restore the board from a complete copy"};
  if (history->back().note.signatures == latest->note.signatures) return {};
  latest = history->back();
  FileBatch batch(board, staging);
  IPPYO_TRY(batch.put("checkpoint", base::view(latest->note.serialize())));
  return batch.finish();
}

}  // namespace ippyo::board
