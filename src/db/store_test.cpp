// SPDX-License-Identifier: Apache-2.0
// What only SQLite has: a file, its settings, a full disk, damage, a copy.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "db/schema.hpp"
#include "db/database.hpp"
#include "db/test_store.hpp"

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
