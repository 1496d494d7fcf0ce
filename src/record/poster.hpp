// SPDX-License-Identifier: Apache-2.0
// The writer's side of an embedded board: nothing enters it that apply() refuses. [SPEC 8.7 Posting]
#pragma once
#include "board/log.hpp"
#include "record/board_view.hpp"

namespace ippyo::record {

class Poster {
  struct Impl;
  std::unique_ptr<Impl> impl_;
  Poster();

 public:
  /// Opens (or begins) the board for writing and replays it. errors: locked by another writer, damaged.
  static base::Result<Poster> open(const std::filesystem::path& board, board::Log log, const std::filesystem::path& head_file);
  Poster(Poster&&) noexcept;
  ~Poster();
  /// Tries all entries on a copy of the state; if all pass: blobs, entries, one checkpoint. Idempotent: a submission that already
  /// stands on the board is not written twice. errors: the world; then nothing was published, and the call may be repeated.
  base::Result<base::Verdict> post(const Submission& submission);
  const State& state() const;
  board::Log& log();
};

}  // namespace ippyo::record
