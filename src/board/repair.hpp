// SPDX-License-Identifier: Apache-2.0
// What a crash may leave in a board directory, and its removal. [SPEC 6.6 Append]
#pragma once
#include <filesystem>

#include "base/result.hpp"
#include "board/note.hpp"

namespace ippyo::board {

/// Removes tiles and bundles that a tree of this size does not have, and empty folders. Durable before it returns.
/// requires: the checkpoint of this size is known to be the newest that was ever signed
base::Result<void> remove_leftovers(const std::filesystem::path& board, const std::filesystem::path& staging, std::uint64_t size);

/// After a crash between the two files that carry the signatures of the latest checkpoint: `checkpoint` becomes checkpoints/<size>.
/// errors: a checkpoint beyond `latest` lies there, or the two differ in more than signatures
base::Result<void> align_checkpoints(const std::filesystem::path& board, const std::filesystem::path& staging,
                                     std::optional<SignedCheckpoint>& latest);

/// Blobs that no entry names: their append never came.
base::Result<void> remove_unnamed_blobs(const std::filesystem::path& board, const std::filesystem::path& staging, std::vector<Bytes32> named);

}  // namespace ippyo::board
