// SPDX-License-Identifier: Apache-2.0
// One writer thread that stores many callers' work with one flush of the disk. [ARCHITECTURE Private stores]
#pragma once
#include <cstddef>
#include <functional>
#include <memory>

#include "db/database.hpp"

namespace ippyo::db {

/// Told once, on the writer thread, in order of submission: ok only after COMMIT returned. It must not block.
using Done = std::function<void(Outcome)>;

struct GroupCommitOptions {
  std::size_t capacity = 1'024;  // waiting works; one more is refused
  std::size_t max_batch = 256;   // works in one transaction
};

class GroupCommit {
 public:
  explicit GroupCommit(Database database, GroupCommitOptions options = {});
  /// As stop().
  ~GroupCommit();
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  /// `work` runs on the writer thread as Database::attempt, in a transaction with others; it should read nothing slow.
  /// false at once: full, stopping, or failed(); `done` is then never called.
  bool submit(Work work, Done done);
  /// True when submit would refuse now: for Options::gate of the server.
  bool full() const;
  /// SQLite only: the disk failed during a commit; what it holds is known only after the program starts again. Nothing more is
  /// accepted. A store that reconnects() goes on: those of the lost batch are told unknown_outcome, the next are stored.
  bool failed() const;
  /// Waits until everything submitted before is told. Not from a Done.
  void flush();
  /// Refuses new work, finishes what waits, ends the thread. Not from a Done.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ippyo::db
