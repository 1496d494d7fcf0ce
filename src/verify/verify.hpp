// SPDX-License-Identifier: Apache-2.0
// From the first entry to the seats: everything that anybody can check, with no secret and no network. [SPEC 9.1 Verification]
#pragma once
#include <filesystem>
#include <functional>

#include "record/state.hpp"

namespace ippyo::verify {

inline constexpr base::Check kEntryRange{17, 80, "an entry that the latest checkpoint covers cannot be read"};
inline constexpr base::Check kCosignatureOrder{17, 81, "a cosigner's times go backwards from one checkpoint to a larger one"};
inline constexpr base::Check kEpochOnTime{17, 82, "an epoch was not covered by a cosigned checkpoint before the polls opened"};
inline constexpr base::Check kFutureEntry{17, 83, "an entry is dated more than two minutes after the quorum that cosigned it"};
inline constexpr base::Check kUnfinished{16, 80, "the record ends before the result"};

/// What a verification found. `findings` holds the first entry that fails, and every fault of the directory and its checkpoints.
struct Report {
  std::vector<base::Finding> findings;
  std::vector<base::Finding> remarks;  ///< faults of single cosigners: named, but the quorum stands without them
  std::uint64_t entries = 0;           ///< under the latest checkpoint
  std::uint64_t applied = 0;           ///< that passed every check
  record::Bytes32 root{};
  std::size_t checkpoints = 0;
  std::uint32_t epochs = 0;            ///< sealed
  record::State state;                 ///< after the last entry that passed
  bool verified() const { return findings.empty() && state.result() != nullptr; }
};

/// What is being done, how many pieces are done, of how many. May be empty.
using Progress = std::function<void(std::string_view what, std::uint64_t done, std::uint64_t total)>;

/// errors: only the world (no board there, unreadable files). Whatever is wrong with the record is a finding.
base::Result<Report> verify_board(const std::filesystem::path& board, const Progress& progress = {});

/// The report in plain words, and as JSON (docs/formats/verification.md).
std::string report_text(const Report& report);
std::string report_json(const Report& report);

}  // namespace ippyo::verify
