// SPDX-License-Identifier: Apache-2.0
#include "base/sealed_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.hpp"
#include "base/hash.hpp"

namespace ippyo::base {
namespace {

constexpr SealingCost kCheap{1, 64};

class SealedFile : public ::testing::Test {
 protected:
  std::filesystem::path dir_ = std::filesystem::temp_directory_path() / ("ippyo-sealed-" + std::to_string(::getpid()));
  Passphrase right_{"correct horse"}, wrong_{"correct hors"};
  void SetUp() override { std::filesystem::create_directories(dir_); }
  void TearDown() override { std::filesystem::remove_all(dir_); }
};

std::string text(const Result<SecretBytes>& r) { return r.ok() ? to_string(r->expose()) : r.error().message; }
bool says(const Result<SecretBytes>& r, std::string_view what) {
  return !r.ok() && r.error().message.find(what) != std::string::npos;
}

TEST_F(SealedFile, GivesBackWhatWasSealedToTheRightPassphraseOnly) {
  ASSERT_TRUE(write_sealed_file(dir_ / "f", "share", view("secret"), right_, kCheap).ok());
  EXPECT_EQ(text(read_sealed_file(dir_ / "f", "share", right_)), "secret");
  EXPECT_TRUE(says(read_sealed_file(dir_ / "f", "share", wrong_), "wrong passphrase"));
  EXPECT_TRUE(says(read_sealed_file(dir_ / "f", "key", right_), "another secret"));
  EXPECT_TRUE(says(read_sealed_file(dir_ / "none", "key", right_), "No such file"));
}

TEST_F(SealedFile, IsReadableByItsOwnerOnlyAndNeverSealsTwiceAlike) {
  ASSERT_TRUE(write_sealed_file(dir_ / "f", "share", view("secret"), right_, kCheap).ok());
  struct stat info {};
  ASSERT_EQ(::stat((dir_ / "f").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777u, 0600u);
  EXPECT_NE(*seal("p", view("s"), right_, kCheap), *seal("p", view("s"), right_, kCheap));
}

TEST_F(SealedFile, EveryChangedByteAndEveryCutIsCalledDamage) {
  const auto sealed = *seal("p", view("secret"), right_, kCheap);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto bad = sealed;
    bad[i] ^= 1;
    EXPECT_TRUE(says(unseal("p", bad, right_, "f"), "damaged")) << i;
    EXPECT_TRUE(says(unseal("p", ByteView(sealed).first(i), right_, "f"), "damaged")) << i;
  }
}

/// A forger can mend the checksum; then the header itself must refuse, and the seal must not open.
TEST_F(SealedFile, AMendedChecksumHelpsNobody) {
  const auto sealed = *seal("p", view("secret"), right_, kCheap);
  for (std::size_t i = 0; i + 32 < sealed.size(); ++i) {
    auto bad = Bytes(sealed.begin(), sealed.end() - 32);
    bad[i] ^= 0x80;
    const auto sum = sha256(bad);
    bad.insert(bad.end(), sum.begin(), sum.end());
    EXPECT_FALSE(unseal("p", bad, right_, "f").ok()) << i;
  }
}

TEST_F(SealedFile, OpensUnderTheKeyOfItsFolderOnly) {
  const Secret<Bytes32> key(Bytes32{1}), other(Bytes32{2});
  ASSERT_TRUE(write_sealed_file(dir_ / "k", "share", view("secret"), key).ok());
  EXPECT_EQ(text(read_sealed_file(dir_ / "k", "share", key)), "secret");
  EXPECT_TRUE(says(read_sealed_file(dir_ / "k", "share", other), "another folder"));
  EXPECT_TRUE(says(read_sealed_file(dir_ / "k", "share", right_), "not sealed with a passphrase"));
  ASSERT_TRUE(write_sealed_file(dir_ / "p", "share", view("secret"), right_, kCheap).ok());
  EXPECT_TRUE(says(read_sealed_file(dir_ / "p", "share", key), "sealed with a passphrase"));
}

TEST_F(SealedFile, TheCostsOfferedWork) {
  for (const auto cost : {kSealForRehearsals, kSealForYears}) {
    const auto sealed = seal("p", view("s"), right_, cost);
    ASSERT_TRUE(sealed.ok());
    EXPECT_EQ(text(unseal("p", *sealed, right_, "f")), "s");
  }
}

TEST_F(SealedFile, APassphraseComesFromADescriptorAFileOrTheEnvironment) {
  ASSERT_TRUE(write_file_durably(dir_ / "pass", view("一票\n"), 0600).ok());
  EXPECT_EQ(to_string(Passphrase::read("file:" + (dir_ / "pass").string())->expose()), "一票");
  ::setenv("IPPYO_TEST_PASSPHRASE", "abc", 1);
  EXPECT_EQ(to_string(Passphrase::read("env:IPPYO_TEST_PASSPHRASE")->expose()), "abc");
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], "xyz\n", 4), 4);
  ::close(ends[1]);
  EXPECT_EQ(to_string(Passphrase::read("fd:" + std::to_string(ends[0]))->expose()), "xyz");
  ::close(ends[0]);
  ::setenv("IPPYO_TEST_PASSPHRASE", std::string(1025, 'x').c_str(), 1);
  for (const char* bad : {"secret", "fd:x", "fd:-1", "fd:999", "file:/nonexistent", "env:IPPYO_NOT_SET",
      "env:IPPYO_TEST_PASSPHRASE"})
    EXPECT_FALSE(Passphrase::read(bad).ok()) << bad;
}

}  // namespace
}  // namespace ippyo::base
