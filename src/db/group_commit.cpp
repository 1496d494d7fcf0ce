// SPDX-License-Identifier: Apache-2.0
// One writer thread: take all that waits, one transaction, one flush, then tell. [ARCHITECTURE Private stores]
#include "db/group_commit.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace ippyo::db {
namespace {

struct Item {
  Work work;
  Done done;
  Outcome outcome{};
};

/// The end of the whole batch; on ok each item has its own outcome.
Outcome run_batch(Database& database, std::vector<Item>& batch) {
  Transaction transaction(database);
  IPPYO_DB_TRY(transaction.begun());
  for (auto& item : batch) {
    item.outcome = database.attempt(item.work);
    // The store rolled the whole transaction back (disk full, connection lost): a further work would run outside of one.
    if (!database.in_transaction())
      return Outcome::unavailable(item.outcome ? "the store undid the transaction; send the request again" : item.outcome.reason);
  }
  return transaction.commit();
}

}  // namespace

struct GroupCommit::Impl {
  Database database;
  GroupCommitOptions options;
  mutable std::mutex mutex{};
  std::condition_variable work_arrived{};
  std::condition_variable told_more{};
  std::deque<Item> queue{};
  std::uint64_t submitted = 0;
  std::uint64_t told = 0;
  bool stopping = false;
  std::atomic<bool> failed{false};
  std::thread thread{};

  Impl(Database d, GroupCommitOptions o) : database(std::move(d)), options(o) {}

  bool refuses() const { return stopping || failed || queue.size() >= options.capacity; }

  /// Empty when stopping and nothing waits.
  std::vector<Item> take() {
    std::unique_lock lock(mutex);
    work_arrived.wait(lock, [&] { return stopping || !queue.empty(); });
    std::vector<Item> batch;
    while (!queue.empty() && batch.size() < std::max<std::size_t>(1, options.max_batch)) {
      batch.push_back(std::move(queue.front()));
      queue.pop_front();
    }
    return batch;
  }

  void write() {
    for (auto batch = take(); !batch.empty(); batch = take()) {
      const auto end = failed ? Outcome::unavailable("the disk of the store failed earlier; check it and start the program again") : run_batch(database, batch);
      if (end.code == Code::unknown_outcome && !database.reconnects()) failed = true;
      for (auto& item : batch) {
        // Without the commit even a conflict is void: it may have been with a row that was never stored.
        item.done(end.ok() ? std::move(item.outcome) : end);
        item = {};
      }
      const std::lock_guard lock(mutex);
      told += batch.size();
      told_more.notify_all();
    }
  }
};

GroupCommit::GroupCommit(Database database, GroupCommitOptions options) : impl_(new Impl(std::move(database), options)) {
  impl_->thread = std::thread([impl = impl_.get()] { impl->write(); });
}

GroupCommit::~GroupCommit() { stop(); }

bool GroupCommit::submit(Work work, Done done) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->refuses()) return false;
  impl_->queue.push_back({std::move(work), std::move(done)});
  ++impl_->submitted;
  impl_->work_arrived.notify_one();
  return true;
}

bool GroupCommit::full() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->refuses();
}

bool GroupCommit::failed() const { return impl_->failed; }

void GroupCommit::flush() {
  std::unique_lock lock(impl_->mutex);
  impl_->told_more.wait(lock, [this, until = impl_->submitted] { return impl_->told >= until; });
}

void GroupCommit::stop() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
    impl_->work_arrived.notify_one();
  }
  if (impl_->thread.joinable()) impl_->thread.join();
}

}  // namespace ippyo::db
