// SPDX-License-Identifier: Apache-2.0
// A sealed value opens at its own place, whole, under its own key, and nowhere else.
#include "db/column_cipher.hpp"

#include "db/key_rotation.hpp"
#include "db/test_store.hpp"

namespace ippyo::db::test {
namespace {

const ColumnKey kOld(base::Secret(base::Bytes32{1})), kNew(base::Secret(base::Bytes32{2}));
const ColumnCipher kCipher(kOld), kOther(kNew);
const Place kHere("voter", "name", {17});

void refuses(const ColumnCipher& cipher, const Place& place, base::ByteView sealed, std::string_view part) {
  const auto opened = cipher.open(place, sealed);
  ASSERT_FALSE(opened.ok());
  EXPECT_NE(opened.error().message.find(part), std::string::npos) << opened.error().message;
}

TEST(ColumnCipher, OpensWhatItSealedAndNeverTwiceTheSameBytes) {
  for (const std::string& text : std::vector<std::string>{"", "a", "筑波 花子", std::string(5000, 'x')}) {
    const auto sealed = kCipher.seal(kHere, text);
    EXPECT_EQ(sealed.size(), 5 + 24 + text.size() + 16);
    EXPECT_NE(sealed, kCipher.seal(kHere, text));
    const auto opened = ColumnCipher(kOld).open(kHere, sealed);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(base::to_string(opened->expose()), text);
  }
}

TEST(ColumnCipher, RefusesAValueFromAnotherPlace) {
  const auto sealed = kCipher.seal(kHere, "a");
  refuses(kCipher, Place("voter", "name", {18}), sealed, "another row");
  refuses(kCipher, Place("voter", "kana", {17}), sealed, "another row");
  refuses(kCipher, Place("vote", "rname", {17}), sealed, "another row");
  refuses(kCipher, Place("voter", "name", {17, 0}), sealed, "another row");
  refuses(kCipher, Place("voter", "name", {}), sealed, "another row");
}

TEST(ColumnCipher, RefusesEveryChangedAndEveryShortenedByteString) {
  const auto sealed = kCipher.seal(kHere, "abc");
  for (std::size_t size = 0; size < sealed.size(); ++size)
    refuses(kCipher, kHere, base::ByteView(sealed).first(size), size < 45 ? "cut short" : "changed");
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    auto changed = sealed;
    changed[at] ^= 1;
    refuses(kCipher, kHere, changed, at == 0 ? "unknown form" : at < 5 ? "another column key" : "changed");
  }
  auto longer = sealed;
  longer.push_back(0);
  refuses(kCipher, kHere, longer, "changed");
}

TEST(ColumnCipher, RefusesAnotherKeyEvenUnderItsName) {
  auto sealed = kOther.seal(kHere, "a");
  EXPECT_TRUE(kOther.names_this_key(sealed) && !kCipher.names_this_key(sealed) && !kCipher.names_this_key({}));
  refuses(kCipher, kHere, sealed, "another column key");
  const auto own = kCipher.seal(kHere, "a");
  std::copy_n(own.begin(), 5, sealed.begin());
  refuses(kCipher, kHere, sealed, "changed");
}

TEST(ColumnCipher, HasTheSpecifiedBytes) {
  // Computed with Python's hmac and hashlib from the words of the header.
  EXPECT_EQ(base::to_hex(kCipher.index("voter", "number_index", "0123")), "497b31523a22db05e288a5df8df8cc3c");
  EXPECT_EQ(base::to_hex(base::ByteView(kCipher.seal(kHere, "a")).first(5)), "0184cf61eb");
}

TEST(ColumnCipher, AnIndexDependsOnValueColumnTableAndKey) {
  const auto index = kCipher.index("t", "c", "v");
  EXPECT_EQ(index, ColumnCipher(kOld).index("t", "c", "v"));
  EXPECT_NE(index, kCipher.index("t", "c", "w"));
  EXPECT_NE(index, kCipher.index("t", "d", "v"));
  EXPECT_NE(index, kCipher.index("u", "c", "v"));
  EXPECT_NE(index, kOther.index("t", "c", "v"));
  EXPECT_NE(kCipher.index("t", "c", ""), kCipher.index("t", "", "c"));
}

class KeyRotation : public EachEngine {
 protected:
  const SealedTable table{"factor", {"application", "factor"}, {{"subject", "subject_index"}, {"note"}}};
  std::optional<Database> db;

  void SetUp() override {
    EachEngine::SetUp();
    if (IsSkipped()) return;
    db.emplace(open("-- version 1\nCREATE TABLE factor (application INTEGER, factor INTEGER, subject BLOB NOT NULL, subject_index BLOB, note BLOB, "
                    "PRIMARY KEY (application, factor)) STRICT;\n"));
    for (std::int64_t i = 0; i < 25; ++i) put(i);
  }
  static std::string subject(std::int64_t i) { return "subject " + std::to_string(i); }
  void put(std::int64_t i) {
    const std::int64_t key[]{i / 3, i % 3};
    auto insert = db->prepare("INSERT INTO factor VALUES (?, ?, ?, ?, ?)");
    insert.bind(key[0]).bind(key[1]).bind(base::ByteView(kCipher.seal(Place("factor", "subject", key), subject(i))));
    insert.bind(base::ByteView(kCipher.index("factor", "subject_index", subject(i))));
    if (i % 2) insert.bind_null();
    else insert.bind(base::ByteView(kCipher.seal(Place("factor", "note", key), "note")));
    ASSERT_TRUE(insert.run().ok());
  }
  int under(const ColumnCipher& cipher) {
    int rows = 0;
    EXPECT_TRUE(db->prepare("SELECT application, factor, subject, note, subject_index FROM factor").each([&](const Row& row) {
      const std::int64_t key[]{row.integer(0), row.integer(1)};
      const auto text = subject(key[0] * 3 + key[1]);
      const auto opened = cipher.open(Place("factor", "subject", key), row.blob(2));
      if (!opened.ok()) return true;
      EXPECT_EQ(base::to_string(opened->expose()), text);
      EXPECT_TRUE(row.is_null(3) || cipher.open(Place("factor", "note", key), row.blob(3)).ok() || text == subject(13));
      EXPECT_EQ(row.blob(4), base::to_bytes(cipher.index("factor", "subject_index", text)));
      return ++rows, true;
    }).ok());
    return rows;
  }
};
IPPYO_ON_BOTH_ENGINES(KeyRotation);

TEST_P(KeyRotation, MovesEveryValueAndItsIndexAndMayBeRepeated) {
  const auto moved = rotate_keys(*db, table, kCipher, kOther, 4);
  ASSERT_TRUE(moved.ok()) << moved.error().message;
  EXPECT_EQ(moved->rows, 25u);
  EXPECT_EQ(under(kCipher), 0);
  EXPECT_EQ(under(kOther), 25);
  put(25);
  const auto again = rotate_keys(*db, table, kCipher, kOther, 1000);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->rows, 1u);
  EXPECT_EQ(again->skipped, 25u);
  EXPECT_EQ(under(kOther), 26);
}

TEST_P(KeyRotation, StopsAtAValueThatDoesNotOpenAndKeepsWhatIsDone) {
  ASSERT_TRUE(db->prepare("UPDATE factor SET note = (SELECT note FROM factor WHERE application = 0 AND factor = 0) WHERE application = 4 AND factor = 1").run().ok());
  const auto moved = rotate_keys(*db, table, kCipher, kOther, 4);
  ASSERT_FALSE(moved.ok());
  EXPECT_NE(moved.error().message.find("row 4, 1"), std::string::npos) << moved.error().message;
  EXPECT_EQ(under(kOther), 12) << "three batches of four";
  EXPECT_EQ(under(kCipher), 13);
}

TEST_P(KeyRotation, AsksTheCallerWhatAnIndexIsMadeOf) {
  auto by_length = table;
  by_length.columns[0].indexed = [](base::ByteView plain) { return base::secret_bytes(plain.first(3)); };
  by_length.columns[0].index_name = "other";
  ASSERT_TRUE(rotate_keys(*db, by_length, kCipher, kOther).ok());
  const auto index = kOther.index("factor", "other", "sub");
  std::int64_t found = 0;
  ASSERT_TRUE(db->prepare("SELECT count(*) FROM factor WHERE subject_index = ?").bind(base::ByteView(index)).each([&](const Row& row) { return found = row.integer(0), false; }).ok());
  EXPECT_EQ(found, 25);
}

}  // namespace
}  // namespace ippyo::db::test
