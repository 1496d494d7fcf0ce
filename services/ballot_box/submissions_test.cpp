// SPDX-License-Identifier: Apache-2.0
// What others lay down is posted in name order, never into a seal, and every folder ends in done or in refused with its reason.
#include "ballot_box/submissions.hpp"

#include "ballot_box/runs.hpp"
#include "ballot_box/test_box.hpp"

namespace ippyo::ballot_box::test {
namespace {

void lay_down(const Places& places, const Box& box, const std::string& name, const std::string& signer, UnixTime time) {
  const office::Desk desk{places.submissions() / name, box.ledger->state(), {{signer}, {&world::the_world().keys.of(signer)}}, time};
  ASSERT_TRUE(office::write_entry(desk, EntryType::incident, record::StatementBody{{}, "見本"}.encode()).ok());
}
std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> out;
  std::error_code ignored;
  for (const auto& f : std::filesystem::directory_iterator(folder, ignored)) out.push_back(f.path().filename());
  std::sort(out.begin(), out.end());
  return out;
}
using Names = std::vector<std::string>;

TEST(BoxSubmissions, APostedOneMovesToDoneAndIsCosigned) {
  Places places;
  Box box(places, 600);
  lay_down(places, box, "1", "commission", 600);
  const auto before = box.ledger->state().entries();
  box.at(601);
  EXPECT_EQ(box.ledger->state().entries(), before + 1);
  EXPECT_EQ(names_in(places.submissions() / "done"), Names{"1"});
  EXPECT_FALSE(box.ledger->lacks_cosignature());
}

TEST(BoxSubmissions, ARefusedOneSaysWhyAndDoesNotHinderTheNext) {
  Places places;
  Box box(places, 600);
  lay_down(places, box, "1", "registrar", 600);  // not the registrar's entry
  lay_down(places, box, "2", "commission", 600);
  std::filesystem::create_directories(places.submissions() / "0");  // not complete yet
  box.at(601);
  EXPECT_EQ(names_in(places.submissions()), (Names{"0", "done", "refused"}));
  EXPECT_EQ(names_in(places.submissions() / "refused"), Names{"1"});
  const auto reason = base::read_file(places.submissions() / "refused" / "1" / "reason.txt");
  ASSERT_TRUE(reason.ok());
  EXPECT_NE(base::to_string(*reason).find("V4.50"), std::string::npos) << base::to_string(*reason);
}

TEST(BoxSubmissions, IsPostedBeforeTheSealOfAnEpochThatClosedMeanwhile) {
  Places places;
  Box box(places, 1000);
  lay_down(places, box, "1", "commission", 1050);
  box.at(1100);
  EXPECT_EQ(names_in(places.submissions() / "done"), Names{"1"});
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 1u);
}

TEST(BoxSubmissions, AnEmptyOneIsRefusedAndTheEpochIsSealed) {
  Places places;
  Box box(places, 1000);
  std::filesystem::create_directories(places.submissions() / "1");
  ASSERT_TRUE(base::write_file_durably(places.submissions() / "1" / "entries", Bytes{}).ok());
  lay_down(places, box, "2", "commission", 1000 + 400 * 86400);  // nobody waits for that
  box.at(1100);
  EXPECT_EQ(names_in(places.submissions() / "refused"), (Names{"1", "2"}));
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 1u);
}

TEST(BoxSubmissions, OneForALaterTimeWaits) {
  Places places;
  Box box(places, 600);
  lay_down(places, box, "1", "commission", 700);
  box.at(650);
  EXPECT_EQ(names_in(places.submissions()), Names{"1"});
  box.at(700);
  EXPECT_EQ(names_in(places.submissions() / "done"), Names{"1"});
}

TEST(BoxSubmissions, WaitsWhileASealIsOnItsWay) {
  Places places;
  Box box(places, 1000);
  EXPECT_TRUE(box.sealer().fix(box.record(), 1100).ok());
  lay_down(places, box, "1", "commission", 1105);
  box.at(1105);
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 1u);
  EXPECT_EQ(names_in(places.submissions() / "done"), Names{"1"});
  EXPECT_TRUE(box.said.empty());
}

TEST(BoxSubmissions, AnAmendmentThatSuspendsTheOpenEpochMakesItVoid) {
  Places places;
  Box box(places, 1000);
  election::Amendment suspend{1, election::AmendmentKind::suspend_window, "見本", 0, {}, {1010, 1200}, {}};
  const office::Desk desk{places.submissions() / "1", box.ledger->state(), {{"commission"}, {&world::the_world().keys.of("commission")}}, 1010};
  ASSERT_TRUE(office::write_entry(desk, EntryType::amendment, suspend.encode()).ok());
  box.at(1010);
  ASSERT_EQ(names_in(places.submissions()), Names{"done"});
  EXPECT_EQ(box.driver->view()->epoch.number, 3u);
  EXPECT_EQ(box.driver->view()->standing, Standing::waiting);
  box.at(1300);
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 3u);
}

TEST(BoxSubmissions, APostedOneThatWasNotMovedBeforeACrashIsNotPostedTwice) {
  Places places;
  Box box(places, 600);
  lay_down(places, box, "1", "commission", 600);
  ASSERT_TRUE(box.ledger->post(*record::Submission::open(places.submissions() / "1")).value().passed());
  const auto entries = box.ledger->state().entries();
  box.at(601);
  EXPECT_EQ(box.ledger->state().entries(), entries);
  EXPECT_EQ(names_in(places.submissions() / "done"), Names{"1"});
}

TEST(BoxRuns, NamesOfBoardFilesStayInsideTheBoard) {
  EXPECT_TRUE(board_file("/b", "tile/0/x001/067.p/5").has_value());
  EXPECT_TRUE(board_file("/b", "checkpoint").has_value());
  for (const char* bad : {"", "/", "..", "../b", "tile/../../x", "tile//0", ".intent", "a/", "a%2f..", "a\\b", "tile/./0"})
    EXPECT_FALSE(board_file("/b", bad).has_value()) << bad;
}

TEST(BoxRuns, NumbersOfPathsHaveOneSpelling) {
  EXPECT_EQ(path_number("0"), 0u);
  EXPECT_EQ(path_number("18446744073709551615"), ~0ull);
  for (const char* bad : {"", "00", "01", "-1", "+1", " 1", "1 ", "0x1", "18446744073709551616"}) EXPECT_FALSE(path_number(bad).has_value()) << bad;
}

}  // namespace
}  // namespace ippyo::ballot_box::test
