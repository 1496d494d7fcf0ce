// SPDX-License-Identifier: Apache-2.0
// Many files of a board made durable together, with one fsync per folder. [SPEC 6.6 Append]
#pragma once
#include <filesystem>
#include <set>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ippyo::board {

/// Each file is written and synced in a staging folder beside the board, then renamed into it: no reader of the board ever sees a
/// temporary name or half a file. After an error nothing is tried again: the caller gives up and the board is opened anew.
class FileBatch {
  std::filesystem::path board_, staging_;
  std::set<std::filesystem::path> folders_;  ///< whose names must be synced

  base::Result<void> make_folders(const std::filesystem::path& folder);

 public:
  FileBatch(std::filesystem::path board, std::filesystem::path staging);
  /// Puts the file at board/path, in place of what is there.
  base::Result<void> put(const std::filesystem::path& path, base::ByteView bytes);
  /// The file is already there, but perhaps its name is not yet durable.
  void keep(const std::filesystem::path& path);
  /// Removes a file, and its folders as far as they are left empty.
  base::Result<void> remove(const std::filesystem::path& path);
  /// Removes a folder and those above it as far as they are empty; never the board itself.
  base::Result<void> prune(std::filesystem::path folder);
  /// Syncs every folder that was touched. Afterwards everything survives a power cut.
  base::Result<void> finish();
};

}  // namespace ippyo::board
