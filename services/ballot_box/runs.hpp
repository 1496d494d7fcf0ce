// SPDX-License-Identifier: Apache-2.0
// Aligned runs of 1,024 slots, and the board's own files: devices never ask for one slot. [SPEC 10.6 Interface]
#pragma once
#include <optional>

#include "ballot_box/ledger.hpp"

namespace ippyo::ballot_box {

inline constexpr std::uint64_t kRunSlots = 1024;

/// Slots 1024 k .. 1024 k + 1023 of the slot list: X (32), style u16 each. Nothing beyond the last slot.
std::optional<Bytes> slot_run(const record::State& state, std::uint64_t k);
/// Their rows in that sealed epoch, one after the other. Nothing beyond the last slot.
/// errors: a blob of the board cannot be read.
base::Result<std::optional<Bytes>> row_run(const std::filesystem::path& board, const SealedEpoch& epoch, std::uint64_t k);

/// A file of the board by its path in a URL. Nothing for names that no board has: only [A-Za-z0-9._-], no part empty or beginning
/// with a dot.
std::optional<std::filesystem::path> board_file(const std::filesystem::path& board, std::string_view path);
/// A file of the board that never changes once it is there.
bool is_immutable(std::string_view path);
/// A number of a path: decimal, without sign or leading zeros.
std::optional<std::uint64_t> path_number(std::string_view text);

}  // namespace ippyo::ballot_box
