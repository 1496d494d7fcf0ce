// SPDX-License-Identifier: Apache-2.0
// What a log is about to publish, or has published last: <board>.intent. [SPEC 6.6 Append]
#pragma once
#include <filesystem>
#include <optional>

#include "base/result.hpp"
#include "board/merkle.hpp"

namespace ippyo::board {

/// Durable before a checkpoint of this size is signed, when everything else that the append writes is durable too. From then on
/// the append will be completed, if need be by the next open(): nothing else of this size is ever signed.
struct Intent {
  std::uint64_t before = 0;  ///< size of the board before this append
  std::uint64_t size = 0;
  Bytes32 root{};
  bool done = false;  ///< the append had returned to its caller when the log was closed in order
};

/// errors: unreadable or damaged; a missing file is no intent
base::Result<std::optional<Intent>> load_intent(const std::filesystem::path& file);
base::Result<void> save_intent(const std::filesystem::path& file, const Intent& intent);

}  // namespace ippyo::board
