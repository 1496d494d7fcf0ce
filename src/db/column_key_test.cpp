// SPDX-License-Identifier: Apache-2.0
// Column keys from files and tokens: every way in which there is none has its own sentence.
#include "db/column_key.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "db/test_store.hpp"

namespace ippyo::db::test {
namespace {

const base::Passphrase kRight("right"), kWrong("wrong");
constexpr base::SealingCost kCheap{1, 8u << 10};

void expect_error(const base::Result<ColumnKey>& result, std::string_view part) {
  ASSERT_FALSE(result.ok()) << part;
  EXPECT_NE(result.error().message.find(part), std::string::npos) << result.error().message;
}

TEST(ColumnKeyFile, OpensWithItsPassphraseOnly) {
  Folder folder;
  const auto file = folder.path / "column.key";
  ASSERT_TRUE(create_column_key_file(file, kRight, kCheap).ok());
  const auto first = read_column_key_file(file, kRight);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->expose(), read_column_key_file(file, kRight)->expose());
  EXPECT_NE(first->expose(), ColumnKey::random().expose());
  EXPECT_FALSE(create_column_key_file(file, kRight, kCheap).ok()) << "never overwritten";
  EXPECT_EQ(first->expose(), read_column_key_file(file, kRight)->expose());
  expect_error(read_column_key_file(file, kWrong), "passphrase");
  expect_error(read_column_key_file(folder.path / "absent", kRight), "absent");
}

TEST(ColumnKeyFile, IsNoOtherKindOfFile) {
  Folder folder;
  const base::Bytes32 bytes{};
  ASSERT_TRUE(base::write_sealed_file(folder.path / "other", "trustee key", bytes, kRight, kCheap).ok());
  EXPECT_FALSE(read_column_key_file(folder.path / "other", kRight).ok());
  ASSERT_TRUE(base::write_sealed_file(folder.path / "short", "column key", base::ByteView(bytes).first(31), kRight, kCheap).ok());
  expect_error(read_column_key_file(folder.path / "short", kRight), "32 bytes");
}

constexpr const char* kSoftHsm = "/usr/lib/softhsm/libsofthsm2.so";
constexpr const char* kTool = "/usr/bin/pkcs11-tool";

/// A software token with a key, made by the tools that an administrator uses.
class SoftToken : public testing::Test {
  Folder folder_;

 protected:
  TokenKey where{kSoftHsm, "registrar", "columns"};

  static void run(const std::string& command) { ASSERT_EQ(std::system((command + " > /dev/null 2>&1").c_str()), 0) << command; }
  static void tool(const std::string& words) { run(std::string(kTool) + " --module " + kSoftHsm + " --token-label registrar --login --pin right " + words); }
  void SetUp() override {
    for (const auto* needed : {kSoftHsm, kTool, "/usr/bin/softhsm2-util"}) {
      if (std::filesystem::exists(needed)) continue;
      printf("NOT RUN: column keys in a PKCS#11 token: %s is missing (packages softhsm2, opensc)\n", needed);
      GTEST_SKIP();
    }
    std::filesystem::create_directory(folder_.path / "tokens");
    std::ofstream(folder_.path / "conf") << "directories.tokendir = " << (folder_.path / "tokens").string() << "\nlog.level = ERROR\n";
    ::setenv("SOFTHSM2_CONF", (folder_.path / "conf").c_str(), 1);
    run("softhsm2-util --init-token --free --label registrar --pin right --so-pin 12345678");
    tool("--keygen --key-type GENERIC:32 --label columns --sensitive");
  }
};

TEST_F(SoftToken, GivesTheSameKeyEveryTimeAndAnotherFromAnotherKey) {
  const auto key = column_key_from_token(where, kRight);
  ASSERT_TRUE(key.ok()) << key.error().message;
  EXPECT_EQ(key->expose(), column_key_from_token(where, kRight)->expose());
  tool("--keygen --key-type GENERIC:32 --label second --sensitive");
  const auto other = column_key_from_token({kSoftHsm, "registrar", "second"}, kRight);
  ASSERT_TRUE(other.ok()) << other.error().message;
  EXPECT_NE(key->expose(), other->expose());
}

TEST_F(SoftToken, ComputesHmacSha256OfTheLabel) {
  const std::string label = "ippyo column key 1";
  // The key itself cannot be known: another program asks the token for the same.
  Folder folder;
  std::ofstream(folder.path / "in") << label;
  tool("--sign --mechanism SHA256-HMAC --label columns --input-file " + (folder.path / "in").string() + " --output-file " + (folder.path / "out").string());
  std::ifstream out(folder.path / "out", std::ios::binary);
  const std::string signature{std::istreambuf_iterator<char>(out), {}};
  const auto key = column_key_from_token(where, kRight);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(base::to_string(key->expose()), signature);
}

TEST_F(SoftToken, SaysWhatIsMissing) {
  expect_error(column_key_from_token(where, kWrong), "PIN is wrong");
  expect_error(column_key_from_token(where, base::Passphrase("x")), "PIN is wrong");
  expect_error(column_key_from_token({kSoftHsm, "absent", "columns"}, kRight), "not there");
  expect_error(column_key_from_token({kSoftHsm, "registrar", "absent"}, kRight), "no secret key");
  expect_error(column_key_from_token({"/nowhere.so", "registrar", "columns"}, kRight), "cannot be loaded");
  expect_error(column_key_from_token({"libm.so.6", "registrar", "columns"}, kRight), "no PKCS#11 module");
  tool("--keygen --key-type GENERIC:32 --label loose --extractable");
  expect_error(column_key_from_token({kSoftHsm, "registrar", "loose"}, kRight), "copied out");
  tool("--keygen --key-type GENERIC:32 --label columns --sensitive");
  expect_error(column_key_from_token(where, kRight), "several");
}

TEST(BrokenToken, EveryFailureHasASentence) {
  const TokenKey where{IPPYO_TEST_TOKEN_MODULE, "broken", "columns"};
  const std::pair<const char*, const char*> all[]{{"start", "0x5"}, {"slots", "listing slots"}, {"locked", "locked; unlock"}, {"final", "one PIN try is left"},
                                                  {"session", "opening a session"}, {"locks", "locked; unlock"}, {"login", "logging in"},
                                                  {"find", "looking for the key"}, {"mechanism", "HMAC-SHA-256"}, {"short", "HMAC-SHA-256"}};
  for (const auto& [fault, sentence] : all) {
    ::setenv("IPPYO_TEST_TOKEN", fault, 1);
    expect_error(column_key_from_token(where, kRight), sentence);
  }
}

}  // namespace
}  // namespace ippyo::db::test
