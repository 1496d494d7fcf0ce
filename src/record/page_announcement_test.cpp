// SPDX-License-Identifier: Apache-2.0
// What announces the voter's page, and what only looks like it.
#include "record/page_announcement.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"

namespace ippyo::record {
namespace {

const std::string kOne(64, '1'), kTwo(64, 'a');
std::string line(const std::string& path, const std::string& hash) { return path + " " + hash + "\n"; }
StatementBody announcing(const std::string& manifest) { return {base::sha256(base::view(manifest)), std::string(kPageFirstLine) + manifest}; }

TEST(PageAnnouncement, NamesEveryFileWithItsHash) {
  const auto manifest = line("booth/assets/main-A1_b.js", kTwo) + line("booth/index.html", kOne) + line("check/index.html", kTwo);
  const auto read = read_page_announcement(announcing(manifest));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->size(), 3u);
  EXPECT_EQ(base::to_hex(read->at("booth/index.html")), kOne);
}

TEST(PageAnnouncement, AnyOtherIncidentIsNone) {
  EXPECT_FALSE(read_page_announcement({{}, "A station's device was replaced."}));
  EXPECT_FALSE(read_page_announcement({{}, "voter's page"}));
  const auto manifest = line("a", kOne);
  EXPECT_FALSE(read_page_announcement({base::sha256(base::view(manifest)), "Voter's page\n" + manifest}));
}

TEST(PageAnnouncement, AHashThatIsNotTheManifestsIsNone) {
  auto wrong = announcing(line("a", kOne));
  wrong.hash[0] ^= 1;
  EXPECT_FALSE(read_page_announcement(wrong));
  auto longer = announcing(line("a", kOne));
  longer.text += line("b", kTwo);
  EXPECT_FALSE(read_page_announcement(longer));
}

TEST(PageAnnouncement, AFaultyManifestIsRefusedByItsLine) {
  const auto error = [](const std::string& manifest) {
    const auto read = read_page_manifest(manifest);
    EXPECT_FALSE(read.ok()) << manifest;
    EXPECT_FALSE(read_page_announcement(announcing(manifest)));
    return read.ok() ? "" : read.error().message;
  };
  const std::string form = "is not a path, a space and 64 hex digits";
  EXPECT_EQ(error(""), "the page's manifest has no line");
  EXPECT_EQ(error("a " + kOne), "line 1 of the page's manifest is not ended by LF");
  EXPECT_EQ(error(line("a", kOne) + line("a", kTwo)), "line 2 of the page's manifest does not follow the line before it by its path");
  EXPECT_EQ(error(line("b", kOne) + line("a", kTwo)), "line 2 of the page's manifest does not follow the line before it by its path");
  for (const std::string& bad : {line("", kOne), line("/a", kOne), line("a/", kOne), line("a//b", kOne), line("../a", kOne), line("a/./b", kOne), line("a b", kOne), line("a\tb", kOne),
                                line("a", kOne + "1"), line("a", kOne.substr(1)), line("a", std::string(64, 'A')), "a\n" + line("b", kOne), line("a ", kOne), line("a", kOne) + "\n"})
    EXPECT_NE(error(bad).find(form), std::string::npos) << bad;
}

}  // namespace
}  // namespace ippyo::record
