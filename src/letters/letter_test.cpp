// SPDX-License-Identifier: Apache-2.0
#include "letters/letter.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "base/files.hpp"
#include "letters/internal/canvas.hpp"
#include "letters/internal/qr.hpp"
#include "letters/sample_letter.hpp"

namespace ippyo::letters {
namespace {

namespace fs = std::filesystem;

class Letters : public testing::Test {
 protected:
  fs::path folder_ = fs::temp_directory_path() / ("letters-" + std::to_string(::getpid()));
  fs::path pdf_ = folder_ / "letters.pdf";
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  std::string refusal(const Letter& letter) {
    const auto r = write_letter(pdf_, letter);
    EXPECT_TRUE(fs::is_empty(folder_)) << "a refused letter left a file";
    return r.ok() ? "printed" : r.error().message;
  }
};

NextLetter up_to(std::uint32_t n, Kind kind = Kind::normal) {
  return [n, kind, number = 0u]() mutable -> base::Result<std::optional<Letter>> {
    if (number == n) return std::optional<Letter>();
    return std::optional<Letter>(sample_letter(++number, kind));
  };
}

TEST_F(Letters, AreOnePdfThatOnlyItsOwnerReads) {
  std::vector<std::uint64_t> said;
  const auto printed = write_letters(pdf_, up_to(40), [&](std::uint64_t n) { said.push_back(n); });
  ASSERT_TRUE(printed.ok()) << printed.error().message;
  EXPECT_EQ(printed->letters, 40u);
  EXPECT_EQ(printed->pages, 40u);
  ASSERT_EQ(said.size(), 40u);
  EXPECT_EQ(said.front(), 1u);
  EXPECT_EQ(said.back(), 40u);
  struct stat info {};
  ASSERT_EQ(::stat(pdf_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_TRUE(base::to_string(*base::read_file(pdf_)).starts_with("%PDF-1.5"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(Letters, ShareWhatTheyHaveInCommon) {
  ASSERT_TRUE(write_letters(pdf_, up_to(1)).ok());
  const auto one = fs::file_size(pdf_);
  ASSERT_TRUE(write_letters(pdf_, up_to(41)).ok());
  EXPECT_LT(fs::file_size(pdf_) - one, 40u * 12'000);
}

TEST_F(Letters, InLargePrintHaveFourPages) {
  const auto printed = write_letters(pdf_, up_to(3, Kind::large_print));
  ASSERT_TRUE(printed.ok()) << printed.error().message;
  EXPECT_EQ(printed->pages, 12u);
}

TEST_F(Letters, OfEveryKindFitTheirPaper) {
  for (const auto kind : {Kind::normal, Kind::large_print})
    for (const bool rehearsal : {false, true})
      for (const auto* zone : {"Asia/Tokyo", "Europe/Berlin", "America/Los_Angeles"}) {
        auto letter = std::string_view(zone) == "Asia/Tokyo" ? sample_letter(1, kind) : sample_overseas(1, kind);
        letter.to.zone = zone;
        letter.rehearsal = rehearsal;
        const auto printed = write_letter(pdf_, letter);
        EXPECT_TRUE(printed.ok()) << zone << ": " << printed.error().message;
      }
}

TEST_F(Letters, TakeRareSignsOfNames) {
  auto letter = sample_letter();
  letter.to.name = "𠮷田　髙﨑　祐󠄀";  // outside the basic plane, compatibility forms, a variation selector
  EXPECT_TRUE(write_letter(pdf_, letter).ok());
}

TEST_F(Letters, NameTheLetterWhoseSignNoFontHas) {
  auto letter = sample_letter(77);
  letter.to.name = "見本　\uE000子";  // a sign that a city made for itself
  EXPECT_EQ(refusal(letter),
            "Letter 77: no installed font has one of its signs; write another form of the sign into the print data.");
}

TEST_F(Letters, RefuseWhatDoesNotFit) {
  auto letter = sample_letter(5);
  letter.to.lines = {4, "茨城県見本市見本一丁目一番地一号見本ビルディング見本タワー東棟四十五階四五〇三号室見本方"};
  EXPECT_NE(refusal(letter).find("Letter 5: the address does not fit"), std::string::npos);
  letter = sample_letter(5);
  for (int i = 0; i < 6; ++i) letter.election_title += letter.election_title;
  EXPECT_NE(refusal(letter).find("the title of the election does not fit"), std::string::npos);
  letter = sample_letter(5);
  for (int i = 0; i < 4; ++i) letter.identity += letter.identity;
  EXPECT_NE(refusal(letter).find("shorten what the voter needs"), std::string::npos);
}

TEST_F(Letters, RefuseAnAddressWithoutNameOrLines) {
  auto letter = sample_letter();
  letter.to.name.clear();
  EXPECT_NE(refusal(letter).find("needs a name and one to four lines"), std::string::npos);
  letter = sample_letter();
  letter.to.lines.clear();
  EXPECT_NE(refusal(letter).find("needs a name and one to four lines"), std::string::npos);
  letter.to.lines.resize(5, "x");
  EXPECT_NE(refusal(letter).find("needs a name and one to four lines"), std::string::npos);
}

TEST_F(Letters, RefuseBadOriginsZonesAndDates) {
  auto letter = sample_letter();
  letter.code.origin = "http://vote.city.example";
  EXPECT_NE(refusal(letter).find("Letter 123: The address of the booth"), std::string::npos);
  letter.code.origin = "https://" + std::string(60, 'a') + "." + std::string(160, 'b') + ".example";
  EXPECT_NE(refusal(letter).find("too long for a QR"), std::string::npos);
  letter = sample_overseas();
  letter.to.zone = "Mars/Olympus";
  EXPECT_NE(refusal(letter).find("time zone"), std::string::npos);
  letter = sample_letter();
  letter.dates.issued = ~std::uint64_t{0};
  EXPECT_NE(refusal(letter).find("9999"), std::string::npos);
}

TEST_F(Letters, StopWithTheErrorOfTheirSource) {
  int n = 0;
  const auto r = write_letters(pdf_, [&]() -> base::Result<std::optional<Letter>> {
    if (++n == 3) return base::Error{"the store does not answer"};
    return std::optional<Letter>(sample_letter());
  });
  EXPECT_EQ(r.error().message, "the store does not answer");
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(Letters, RefuseAnEmptyBatch) {
  EXPECT_NE(write_letters(pdf_, up_to(0)).error().message.find("no letters to print"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(Letters, NeverReplaceAFileByHalfAFile) {
  ASSERT_TRUE(base::write_file_durably(pdf_, base::view("the old one")).ok());
  auto bad = sample_letter();
  bad.to.name.clear();
  EXPECT_FALSE(write_letter(pdf_, bad).ok());
  EXPECT_EQ(base::to_string(*base::read_file(pdf_)), "the old one");
}

TEST_F(Letters, SayWhatTheSystemSaysWhenTheDiskIsFull) {
  struct rlimit old {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{200'000, old.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto r = write_letters(pdf_, up_to(20));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &old), 0);
  ASSERT_FALSE(r.ok());
  EXPECT_NE(r.error().message.find("cannot write"), std::string::npos) << r.error().message;
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(Letters, NeedAFolder) {
  EXPECT_NE(write_letter(folder_ / "missing" / "x.pdf", sample_letter()).error().message.find("cannot create"), std::string::npos);
}

TEST(Fonts, AreNamedWithTheirPackageWhenTheyAreMissing) {
  EXPECT_TRUE(internal::require_font("Noto Sans CJK JP").ok());
  const auto r = internal::require_font("No Such Font");
  ASSERT_FALSE(r.ok());
  EXPECT_NE(r.error().message.find("fonts-noto-cjk"), std::string::npos);
}

TEST(QrSquares, AreASquareWithItsCornersDark) {
  const std::string text(145, 'a');
  const auto one = internal::qr({text.data(), text.size()});
  ASSERT_TRUE(one.ok());
  EXPECT_EQ(one->side, 49u);
  EXPECT_EQ(one->modules.size(), 49u * 49);
  EXPECT_EQ(one->modules.expose()[0], 1);
  const std::string longest(331, 'a'), longer(332, 'a');
  EXPECT_EQ(internal::qr({longest.data(), longest.size()})->side, 69u);
  EXPECT_FALSE(internal::qr({longer.data(), longer.size()}).ok());
}

}  // namespace
}  // namespace ippyo::letters
