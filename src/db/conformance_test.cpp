// SPDX-License-Identifier: Apache-2.0
// What a store promises, on either engine.
#include <gtest/gtest.h>

#include "db/test_store.hpp"

namespace ippyo::db::test {
namespace {

class EachStore : public EachEngine {};
IPPYO_ON_BOTH_ENGINES(EachStore);

TEST_P(EachStore, BindsAndReadsBackEveryKindOfValue) {
  auto db = open();
  ASSERT_TRUE(db.execute("CREATE TABLE kinds (a INTEGER, b TEXT, c BLOB, d TEXT, e BLOB) STRICT").ok());
  const base::Bytes32 id{1, 2, 3};
  ASSERT_TRUE(db.prepare("INSERT INTO kinds VALUES (?,?,?,?,?)").bind(INT64_MIN).bind(std::string_view("x")).bind(base::ByteView(id)).bind_null().bind(base::ByteView{}).run().ok());
  int rows = 0;
  ASSERT_TRUE(db.prepare("SELECT * FROM kinds").each([&](const Row& row) {
    ++rows;
    base::Bytes32 read{};
    base::Bytes16 wrong{};
    EXPECT_EQ(row.integer(0), INT64_MIN);
    EXPECT_EQ(row.text(1), "x");
    EXPECT_TRUE(row.blob_into(2, read) && read == id);
    EXPECT_FALSE(row.blob_into(2, wrong));
    EXPECT_FALSE(row.blob_into(1, read));
    EXPECT_TRUE(row.is_null(3));
    EXPECT_FALSE(row.is_null(4));
    EXPECT_TRUE(row.blob(4).empty());
    return true;
  }).ok());
  EXPECT_EQ(rows, 1);
}

TEST_P(EachStore, ARowThatBreaksARuleIsAConflictAndChangesNothing) {
  auto db = open();
  EXPECT_EQ(insert(db, 1).code, Code::ok);
  EXPECT_EQ(insert(db, 1).code, Code::conflict);
  EXPECT_EQ(count(db), 1);
}

TEST_P(EachStore, ATransactionThatDoesNotCommitIsUndone) {
  auto db = open();
  {
    Transaction t(db);
    ASSERT_TRUE(t.begun());
    ASSERT_TRUE(insert(db, 1).ok());
  }
  EXPECT_EQ(count(db), 0);
  {
    Transaction t(db);
    ASSERT_TRUE(insert(db, 2).ok());
    EXPECT_TRUE(t.commit().ok());
  }
  EXPECT_EQ(count(db), 1);
}

TEST_P(EachStore, ASecondWriterIsToldThatTheStoreIsInUse) {
  auto first = open();
  auto second = open(kSchema, {.busy_timeout_ms = 0});
  Transaction t(first);
  ASSERT_TRUE(insert(first, 1).ok());
  const auto refused = insert(second, 2);
  EXPECT_EQ(refused.code, Code::unavailable);
  EXPECT_NE(refused.reason.find("in use"), std::string::npos);
  EXPECT_EQ(count(second), 0);  // readers go on, and see only what is committed
}

TEST_P(EachStore, AReaderCannotWrite) {
  auto writer = open();
  ASSERT_TRUE(insert(writer, 1).ok());
  auto reader = open(kSchema, {.read_only = true});
  EXPECT_EQ(count(reader), 1);
  EXPECT_EQ(insert(reader, 2).code, Code::unavailable);
}

TEST_P(EachStore, BringsAnOldStoreUpToDateAndRefusesANewerOne) {
  const std::string one = "-- version 1\nCREATE TABLE a (x INTEGER);\n", two = one + "-- version 2\nALTER TABLE a ADD y INTEGER;\nCREATE TABLE b (z INTEGER);\n";
  {
    auto db = open(one);
    EXPECT_EQ(db.user_version(), 1);
    ASSERT_TRUE(db.execute("INSERT INTO a VALUES (7)").ok());
  }
  EXPECT_FALSE(try_open(two, {.read_only = true}));
  {
    auto db = open(two);
    EXPECT_EQ(db.user_version(), 2);
    EXPECT_TRUE(db.execute("UPDATE a SET y=x; INSERT INTO b VALUES (1)").ok());
  }
  const auto older = try_open(one);
  ASSERT_FALSE(older);
  EXPECT_NE(older.error().message.find("newer"), std::string::npos);
}

TEST_P(EachStore, AStepThatFailsLeavesTheOldVersion) {
  const std::string bad = "-- version 1\nCREATE TABLE a (x INTEGER);\n-- version 2\nCREATE TABLE b (x INTEGER);\nnonsense;\n";
  EXPECT_FALSE(try_open(bad));
  auto db = open("");
  EXPECT_EQ(db.user_version(), 0);
  EXPECT_FALSE(db.execute("SELECT * FROM a"));
}

TEST_P(EachStore, AStatementThatFailsSpoilsItsTransactionButNotAnAttempt) {
  auto db = open();
  {
    Transaction t(db);
    ASSERT_TRUE(insert(db, 1).ok());
    EXPECT_EQ(insert(db, 1).code, Code::conflict);
    EXPECT_EQ(insert(db, 2).code, Code::unavailable) << "half of the work is not stored";
    EXPECT_EQ(t.commit().code, Code::unavailable);
  }
  EXPECT_EQ(count(db), 0);
  Transaction t(db);
  ASSERT_TRUE(insert(db, 1).ok());
  EXPECT_EQ(db.attempt([](Database& d) {
    (void)insert(d, 2);
    return insert(d, 1);
  }).code, Code::conflict);
  EXPECT_EQ(db.attempt([](Database& d) { return (void)insert(d, 1), Outcome{}; }).code, Code::unavailable) << "passed over";
  EXPECT_TRUE(db.attempt([](Database& d) {
    EXPECT_EQ(d.attempt([](Database& e) { return insert(e, 1); }).code, Code::conflict);
    return insert(d, 3);
  }).ok());
  EXPECT_TRUE(t.commit().ok());
  EXPECT_EQ(count(db), 2);
  EXPECT_EQ(t.commit().code, Code::unavailable) << "it has ended";
}

TEST_P(EachStore, WorkThatFollowsALostTransactionIsNotDoneOutsideOfIt) {
  auto db = open();
  Transaction t(db);
  ASSERT_TRUE(insert(db, 1).ok());
  ASSERT_TRUE(db.execute("ROLLBACK").ok());  // as a full disk or a lost connection does
  EXPECT_EQ(insert(db, 2).code, Code::unavailable);
  EXPECT_EQ(t.commit().code, Code::unavailable);
  EXPECT_EQ(count(db), 0);
}

TEST_P(EachStore, GivesIdsAndReturnsThem) {
  auto db = open();
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(db.prepare("INSERT INTO inbox (batch) VALUES (?) RETURNING id").bind(7).each([&](const Row& row) { return ids.push_back(row.integer(0)), false; }).ok());
  EXPECT_EQ(ids, (std::vector<std::int64_t>{1, 2, 3}));
  ASSERT_TRUE(db.prepare("UPDATE inbox SET batch = ? WHERE id > ?").bind_null().bind(1).run().ok());
  EXPECT_EQ(db.changes(), 2);
  EXPECT_EQ(count(db), 3);
  EXPECT_EQ(db.changes(), 2) << "a read changes nothing";
  ASSERT_TRUE(db.prepare("SELECT EXISTS (SELECT 1 FROM inbox WHERE batch IS NULL), sum(id) FROM inbox").each([](const Row& row) {
    EXPECT_EQ(row.integer(0), 1);
    EXPECT_EQ(row.integer(1), 6);
    EXPECT_EQ(row.text(1), "6");
    return true;
  }).ok());
}

TEST_P(EachStore, AQuestionMarkInsideOfTextIsNoParameter) {
  auto db = open();
  std::string text;
  ASSERT_TRUE(db.prepare("SELECT 'what? it''s ' || ? || \"t\".b /* ? */ FROM (SELECT '?' AS b) AS \"t\" -- ?\n").bind(std::string_view("so")).each([&](const Row& row) {
    return text = row.text(0), true;
  }).ok());
  EXPECT_EQ(text, "what? it's so?");
}

TEST_P(EachStore, SortsTextByItsBytes) {
  auto db = open("-- version 1\nCREATE TABLE words (w TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;\n");
  for (auto w : {"b", "B", "a", "é", "あ", "_"}) ASSERT_TRUE(db.prepare("INSERT INTO words VALUES (?)").bind(std::string_view(w)).run().ok());
  std::string all;
  ASSERT_TRUE(db.prepare("SELECT w FROM words ORDER BY w").each([&](const Row& row) { return all += row.text(0), true; }).ok());
  EXPECT_EQ(all, "B_abéあ");
}

TEST_P(EachStore, RefusesAZeroByteInTextAndAValueOfTheWrongKind) {
  auto db = open("-- version 1\nCREATE TABLE kinds (n INTEGER, t TEXT, b BLOB CHECK (length(b) = 2)) STRICT;\n");
  EXPECT_EQ(db.prepare("INSERT INTO kinds (t) VALUES (?)").bind(std::string_view("a\0b", 3)).run().code, Code::conflict);
  EXPECT_FALSE(db.prepare("INSERT INTO kinds (n) VALUES (?)").bind(std::string_view("seven")).run().ok());
  EXPECT_EQ(db.prepare("INSERT INTO kinds (b) VALUES (?)").bind(base::view("three")).run().code, Code::conflict);
  EXPECT_TRUE(db.prepare("INSERT INTO kinds (b) VALUES (?)").bind(base::view("ab")).run().ok());
  EXPECT_EQ(db.prepare("INSERT INTO nothing VALUES (1)").run().code, Code::unavailable);
}

TEST_P(EachStore, LooksInsideOfItselfWhileItReads) {
  auto db = open();
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(insert(db, i).ok());
  std::int64_t sum = 0;
  ASSERT_TRUE(db.prepare("SELECT id FROM inbox ORDER BY id").each([&](const Row& row) {
    return db.prepare("SELECT id * 10 FROM inbox WHERE id = ?").bind(row.integer(0)).each([&](const Row& inner) { return sum += inner.integer(0), true; }).ok();
  }).ok());
  EXPECT_EQ(sum, 60);
}

TEST_P(EachStore, ForgetsWhatWasDeleted) {
  auto db = open(kSchema, {.overwrite_deleted = true});
  ASSERT_TRUE(insert(db, 1).ok());
  ASSERT_TRUE(db.execute("DELETE FROM inbox").ok());
  EXPECT_TRUE(db.forget_deleted().ok());
  EXPECT_EQ(count(db), 0);
}

}  // namespace
}  // namespace ippyo::db::test
