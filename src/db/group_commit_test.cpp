// SPDX-License-Identifier: Apache-2.0
// Many works, one commit: each stands or falls alone, and nobody is told ok before it is durable.
#include "db/group_commit.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>
#include <vector>

#include "db/test_store.hpp"

namespace ippyo::db::test {
namespace {

/// Holds the writer inside a work until release(), so that what is submitted meanwhile becomes one batch.
class Hold {
  std::promise<void> reached_, go_;
  bool released_ = false;

 public:
  explicit Hold(GroupCommit& group) {
    EXPECT_TRUE(group.submit([this, go = go_.get_future().share()](Database&) { return reached_.set_value(), go.wait(), Outcome{}; }, [](Outcome) {}));
    reached_.get_future().wait();
  }
  void release() {
    if (!std::exchange(released_, true)) go_.set_value();
  }
  ~Hold() { release(); }
};

class DbGroupCommit : public EachEngine {};
IPPYO_ON_BOTH_ENGINES(DbGroupCommit);

TEST_P(DbGroupCommit, TellsEachItsOwnOutcomeInOrderAndOnlyAfterTheCommit) {
  auto reader = open();
  GroupCommit group(open());
  Hold hold(group);
  std::vector<std::pair<int, Code>> told;
  std::vector<std::int64_t> visible;
  for (int id : {1, 2, 1, 3})
    ASSERT_TRUE(group.submit([id](Database& db) { return insert(db, id); }, [&, id](Outcome o) {
      told.emplace_back(id, o.code);
      visible.push_back(count(reader));  // another connection sees only committed rows
    }));
  EXPECT_EQ(count(reader), 0);
  hold.release();
  group.flush();
  const std::vector<std::pair<int, Code>> expected{{1, Code::ok}, {2, Code::ok}, {1, Code::conflict}, {3, Code::ok}};
  EXPECT_EQ(told, expected);
  EXPECT_EQ(visible, (std::vector<std::int64_t>{3, 3, 3, 3}));
}

TEST_P(DbGroupCommit, UndoesAWorkThatFailsHalfWayAndOnlyThat) {
  auto reader = open();
  GroupCommit group(open());
  Hold hold(group);
  (void)group.submit([](Database& db) { return insert(db, 1); }, [](Outcome) {});
  (void)group.submit([](Database& db) {
    (void)insert(db, 2);
    return Outcome::unavailable("not now");
  }, [](Outcome o) { EXPECT_EQ(o.code, Code::unavailable); });
  (void)group.submit([](Database& db) { return insert(db, 3); }, [](Outcome) {});
  hold.release();
  group.flush();
  EXPECT_EQ(count(reader), 2);
}

TEST_P(DbGroupCommit, WithoutTheCommitNobodyIsToldOkAndNothingIsStored) {
  auto reader = open();
  GroupCommit group(open());
  Hold hold(group);
  std::vector<Code> told;
  bool third_ran = false;
  auto tell = [&](Outcome o) { told.push_back(o.code); };
  (void)group.submit([](Database& db) { return insert(db, 1); }, tell);
  (void)group.submit([](Database& db) { return insert(db, 1); }, tell);  // a conflict with a row that is then lost
  (void)group.submit([](Database& db) { return db.execute("ROLLBACK"); }, tell);  // as SQLite does on a full disk
  (void)group.submit([&](Database& db) { return third_ran = true, insert(db, 4); }, tell);
  hold.release();
  group.flush();
  EXPECT_EQ(told, std::vector<Code>(4, Code::unavailable));
  EXPECT_FALSE(third_ran);
  EXPECT_EQ(count(reader), 0);
  EXPECT_FALSE(group.failed());
  (void)group.submit([](Database& db) { return insert(db, 5); }, tell);
  group.flush();
  EXPECT_EQ(told.back(), Code::ok);
}

TEST_P(DbGroupCommit, AConstraintFoundAtTheCommitUndoesTheBatch) {
  auto db = open();
  ASSERT_TRUE(db.execute("CREATE TABLE child (id INTEGER REFERENCES inbox(id) DEFERRABLE INITIALLY DEFERRED)").ok());
  Transaction t(db);
  ASSERT_TRUE(db.execute("INSERT INTO child VALUES (99)").ok());
  EXPECT_EQ(t.commit().code, Code::conflict);
  EXPECT_FALSE(db.in_transaction());
}

TEST_P(DbGroupCommit, RefusesAtOnceWhenFullAndAfterStop) {
  GroupCommit group(open(), {.capacity = 2, .max_batch = 1});
  int told = 0;
  auto work = [](Database&) { return Outcome{}; };
  auto done = [&](Outcome) { ++told; };
  {
    Hold hold(group);
    EXPECT_TRUE(group.submit(work, done));
    EXPECT_FALSE(group.full());
    EXPECT_TRUE(group.submit(work, done));
    EXPECT_TRUE(group.full());
    EXPECT_FALSE(group.submit(work, done));
    hold.release();
    group.flush();
  }
  EXPECT_EQ(told, 2);
  EXPECT_FALSE(group.full());
  EXPECT_TRUE(group.submit(work, done));
  group.stop();
  EXPECT_EQ(told, 3);
  EXPECT_FALSE(group.submit(work, done));
}

TEST_P(DbGroupCommit, StoresEverythingThatManyThreadsWereToldOk) {
  std::atomic<int> ok{0}, refused{0};
  {
    GroupCommit group(open(), {.capacity = 50});
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < 500; ++i)
          if (!group.submit([id = t * 500 + i](Database& db) { return insert(db, id); }, [&](Outcome o) { ok += o.ok(); })) ++refused;
      });
    for (auto& thread : threads) thread.join();
  }
  EXPECT_EQ(ok + refused, 2000);
  auto db = open();
  EXPECT_EQ(count(db), ok);
}

}  // namespace
}  // namespace ippyo::db::test
