// SPDX-License-Identifier: Apache-2.0
// One connection: opening, schema versions, outcomes, rollback, a full disk.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "db/schema.hpp"
#include "db/database.hpp"
#include "db/test_folder.hpp"

namespace ippyo::db::test {
namespace {

TEST(DbStore, OpensPrivatelyWithTheSafeSettings) {
  Folder folder;
  auto db = open(folder);
  auto setting = [&](const char* name) {
    std::string value;
    EXPECT_TRUE(db.prepare(std::string("PRAGMA ") + name).each([&](const Row& row) { return value = row.text(0), false; }).ok());
    return value;
  };
  EXPECT_EQ(setting("journal_mode"), "wal");
  EXPECT_EQ(setting("synchronous"), "2");
  EXPECT_EQ(setting("foreign_keys"), "1");
  EXPECT_EQ(setting("trusted_schema"), "0");
  for (auto suffix : {"", "-wal", "-shm"}) {
    struct stat s {};
    ASSERT_EQ(::stat((folder.store().string() + suffix).c_str(), &s), 0);
    EXPECT_EQ(s.st_mode & 0777, 0600u) << suffix;
  }
}

TEST(DbStore, BindsAndReadsBackEveryKindOfValue) {
  Folder folder;
  auto db = open(folder);
  ASSERT_TRUE(db.execute("CREATE TABLE kinds (a, b, c, d, e)").ok());
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

TEST(DbStore, ARowThatBreaksARuleIsAConflictAndChangesNothing) {
  Folder folder;
  auto db = open(folder);
  EXPECT_EQ(insert(db, 1).code, Code::ok);
  EXPECT_EQ(insert(db, 1).code, Code::conflict);
  EXPECT_EQ(count(db), 1);
}

TEST(DbStore, ATransactionThatDoesNotCommitIsUndone) {
  Folder folder;
  auto db = open(folder);
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

TEST(DbStore, ASecondWriterIsToldThatTheStoreIsInUse) {
  Folder folder;
  auto first = open(folder);
  auto second = *Database::open(folder.store(), kSchema, {.busy_timeout_ms = 0});
  Transaction t(first);
  ASSERT_TRUE(insert(first, 1).ok());
  const auto refused = insert(second, 2);
  EXPECT_EQ(refused.code, Code::unavailable);
  EXPECT_NE(refused.reason.find("in use"), std::string::npos);
  EXPECT_EQ(count(second), 0);  // readers go on, and see only what is committed
}

TEST(DbStore, AReaderCannotWrite) {
  Folder folder;
  auto writer = open(folder);
  ASSERT_TRUE(insert(writer, 1).ok());
  auto reader = *Database::open(folder.store(), kSchema, {.read_only = true});
  EXPECT_EQ(count(reader), 1);
  EXPECT_EQ(insert(reader, 2).code, Code::unavailable);
}

TEST(DbStore, AFullStoreIsUnavailableAndGoesOnAfterwards) {
  Folder folder;
  auto db = open(folder);
  ASSERT_TRUE(db.execute("CREATE TABLE filler (b BLOB)").ok());
  ASSERT_TRUE(db.execute("PRAGMA max_page_count=20").ok());
  auto fill = [&] { return db.prepare("INSERT INTO filler VALUES (zeroblob(200000))").run(); };
  const auto refused = fill();
  EXPECT_EQ(refused.code, Code::unavailable);
  EXPECT_NE(refused.reason.find("free space"), std::string::npos);
  ASSERT_TRUE(db.execute("PRAGMA max_page_count=1000").ok());
  EXPECT_TRUE(fill().ok());
}

TEST(DbSchema, BringsAnOldStoreUpToDateAndRefusesANewerOne) {
  Folder folder;
  const std::string one = "-- version 1\nCREATE TABLE a (x);\n", two = one + "-- version 2\nALTER TABLE a ADD y;\nCREATE TABLE b (z);\n";
  {
    auto db = *Database::open(folder.store(), one);
    EXPECT_EQ(db.user_version(), 1);
    ASSERT_TRUE(db.execute("INSERT INTO a VALUES (7)").ok());
  }
  EXPECT_FALSE(Database::open(folder.store(), two, {.read_only = true}));
  {
    auto db = *Database::open(folder.store(), two);
    EXPECT_EQ(db.user_version(), 2);
    EXPECT_TRUE(db.execute("UPDATE a SET y=x; INSERT INTO b VALUES (1)").ok());
  }
  const auto older = Database::open(folder.store(), one);
  ASSERT_FALSE(older);
  EXPECT_NE(older.error().message.find("newer"), std::string::npos);
}

TEST(DbSchema, AStepThatFailsLeavesTheOldVersion) {
  Folder folder;
  const std::string bad = "-- version 1\nCREATE TABLE a (x);\n-- version 2\nCREATE TABLE b (x);\nnonsense;\n";
  EXPECT_FALSE(Database::open(folder.store(), bad));
  auto db = *Database::open(folder.store(), "");
  EXPECT_EQ(db.user_version(), 0);
  EXPECT_FALSE(db.execute("SELECT * FROM a"));
}

TEST(DbSchema, NumbersMustCountUpFromOne) {
  EXPECT_EQ(schema_parts("-- version 1\na\n-- version 2\nb")->size(), 2u);
  EXPECT_EQ(schema_parts("-- a comment\n-- version 1\na\n")->at(0), "a\n");
  EXPECT_FALSE(schema_parts("-- version 2\na"));
  EXPECT_FALSE(schema_parts("-- version 1\na\n-- version 1\nb"));
  EXPECT_TRUE(schema_parts("")->empty());
}

TEST(DbStore, ADamagedFileIsRefusedWithAdvice) {
  Folder folder;
  {
    auto db = open(folder);
    Transaction t(db);
    for (int i = 0; i < 2000; ++i) ASSERT_TRUE(insert(db, i).ok());
    ASSERT_TRUE(t.commit().ok());
  }
  {
    std::fstream file(folder.store(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);  // the root of the table
    file.write(std::string(3000, '\x55').data(), 3000);
  }
  const auto opened = Database::open(folder.store(), kSchema);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("restore the last backup"), std::string::npos) << opened.error().message;
  EXPECT_FALSE(Database::open(folder.path / "absent" / "store.db", kSchema));
}

TEST(DbStore, ABackupHoldsWhatWasCommitted) {
  Folder folder;
  auto db = open(folder);
  ASSERT_TRUE(insert(db, 5).ok());
  const auto to = folder.path / "backup.db";
  ASSERT_TRUE(db.backup(to).ok());
  EXPECT_EQ(db.backup(to).code, Code::unavailable);
  auto copy = *Database::open(to, kSchema);
  EXPECT_EQ(count(copy), 1);
}

}  // namespace
}  // namespace ippyo::db::test
