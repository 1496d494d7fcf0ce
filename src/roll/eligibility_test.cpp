// SPDX-License-Identifier: Apache-2.0
// Who may vote on a day, and what the file of the categories may say. [SPEC 15.1 VoterRoll]
#include "roll/eligibility.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ippyo::roll {
namespace {

using Standing = Judgement::Standing;

const std::filesystem::path kFile = std::filesystem::path(IPPYO_SOURCE_DIR) / "data/eligibility.toml";
const Eligibility& rules() {
  static const Eligibility e = Eligibility::load(kFile).value();
  return e;
}

const Day kDay{2028, 10, 25};
Voter voter(Flags flags = {}, Day birth = {1980, 1, 1}) {
  return {"1", "見本　太郎", "ミホン　タロウ", birth, Sex::male, "小田90001", "第1投票区", std::move(flags)};
}

std::string judged(const Voter& v, const char* category, Ballot ballot = Ballot::city, Day day = kDay) {
  const auto j = judge(v, *rules().category(category), ballot, day, rules().voting_age);
  EXPECT_FALSE(j.sentence.empty());
  EXPECT_EQ(j.sentence.find("見本"), std::string::npos);
  return (j.standing == Standing::eligible ? "yes " : j.standing == Standing::look ? "look " : "no ") + j.word;
}

TEST(Judge, WhoIsEighteenOnTheDayOfVotingMayVote) {
  EXPECT_EQ(judged(voter(), "sight"), "yes eligible");
  EXPECT_EQ(judged(voter({}, {2010, 10, 26}), "sight"), "yes eligible");  // one gets older on the day before the birthday
  EXPECT_EQ(judged(voter({}, {2010, 10, 27}), "sight"), "no under-age");
  EXPECT_EQ(judged(voter({}, {2010, 10, 27}), "sight", Ballot::city, {2028, 10, 26}), "yes eligible");
  const auto j = judge(voter({}, {2010, 10, 29}), *rules().category("sight"), Ballot::city, kDay);
  EXPECT_EQ(j.from, (Day{2028, 10, 28}));
  EXPECT_NE(j.sentence.find("2028-10-28"), std::string::npos);
}

TEST(Judge, TheRollMayEndTheRightToVote) {
  EXPECT_EQ(judged(voter({"死亡"}), "sight"), "no deceased");
  EXPECT_EQ(judged(voter({"抹消"}), "sight"), "no struck-off");
  EXPECT_EQ(judged(voter({"失権"}), "sight"), "no no-franchise");
  EXPECT_EQ(judged(voter({"停止"}), "sight"), "no no-franchise");
  EXPECT_EQ(judged(voter({"点字", "拡大文字", "代理投票", "支援措置"}), "sight"), "yes eligible");
}

TEST(Judge, WhoMovedOutLosesTheVoteOfTheCityOnly) {
  EXPECT_EQ(judged(voter({"転出表示"}), "sight", Ballot::city), "no moved-out");
  EXPECT_EQ(judged(voter({"転出表示"}), "sight", Ballot::referendum), "no moved-out");
  EXPECT_EQ(judged(voter({"転出表示"}), "sight", Ballot::prefecture), "look moved-out");
  EXPECT_EQ(judged(voter({"転出表示"}), "sight", Ballot::national), "yes eligible");
}

TEST(Judge, SomeGroundsNeedAWordOnTheRollAndAKindOfElection) {
  EXPECT_EQ(judged(voter(), "postal"), "look needs-flag");
  EXPECT_EQ(judged(voter({"郵便等投票証明書"}), "postal"), "yes eligible");
  EXPECT_EQ(judged(voter({"郵便等投票証明書"}), "postal-proxy"), "look needs-flag");
  EXPECT_EQ(judged(voter({"在外"}), "overseas", Ballot::city), "no wrong-ballot");
  EXPECT_EQ(judged(voter({"在外"}), "overseas", Ballot::national), "yes eligible");
  EXPECT_EQ(judged(voter(), "overseas", Ballot::national), "look needs-flag");
  EXPECT_EQ(judged(voter({"船員証明書"}), "ship", Ballot::national), "yes eligible");
}

TEST(Judge, TheGravestReasonIsTheOneThatIsSaid) {
  EXPECT_EQ(judged(voter({"死亡", "抹消", "失権", "転出表示"}, {2015, 1, 1}), "overseas"), "no deceased");
  EXPECT_EQ(judged(voter({"転出表示"}, {2015, 1, 1}), "overseas"), "no under-age");
  EXPECT_EQ(judged(voter({"転出表示"}), "overseas"), "no wrong-ballot");
}

TEST(LastApplicationDay, LeavesTimeForTheLetter) {
  EXPECT_EQ(last_application_day(*rules().category("postal"), nullptr, {2028, 10, 29}), (Day{2028, 10, 25}));
  EXPECT_EQ(last_application_day(*rules().category("overseas"), rules().region_of("us-east"), {2028, 10, 29}), (Day{2028, 10, 5}));
}

TEST(LocalTime, FollowsTheZoneAndItsSummerTime) {
  const base::UnixTime morning = 1856215800;  // 2028-10-27T08:30+09:00
  EXPECT_EQ(local_time(morning, "Asia/Tokyo"), "2028-10-27 08:30 (Asia/Tokyo, UTC+09:00)");
  EXPECT_EQ(local_time(morning, "America/New_York"), "2028-10-26 19:30 (America/New_York, UTC-04:00)");
  EXPECT_EQ(local_time(morning + 30 * 86400, "America/New_York"), "2028-11-25 18:30 (America/New_York, UTC-05:00)");
  EXPECT_EQ(local_time(morning, "Asia/Kolkata"), "2028-10-27 05:00 (Asia/Kolkata, UTC+05:30)");
  for (const char* none : {"", "Tsukuba", "Asia/Tsukuba", "GMT+9", "Asia/", "\xff/\xff", "../etc/passwd", "%s/%n"})
    EXPECT_FALSE(local_time(morning, none)) << none;
  EXPECT_FALSE(local_time(~base::UnixTime{0}, "Asia/Tokyo"));
}

TEST(EligibilityFile, HoldsTheCategoriesOfTodayAndTheWiderGroup) {
  for (const char* id : {"other-municipality", "facility", "postal", "postal-proxy", "ship", "antarctic", "dispatched-abroad"}) {
    ASSERT_TRUE(rules().category(id)) << id;
    EXPECT_EQ(rules().category(id)->basis, "law") << id;
  }
  for (const char* id :
       {"upper-limbs", "sight", "care-3-4", "care-5", "mobility", "cognition", "illness", "other-hospital", "overseas"}) {
    ASSERT_TRUE(rules().category(id)) << id;
    EXPECT_EQ(rules().category(id)->basis, "model") << id;
  }
  EXPECT_FALSE(rules().category("none") || rules().region_of("none") || rules().evidence_kind("none"));
  std::set<std::string> used;
  for (const auto& c : rules().categories) {
    for (const auto& e : c.evidence) used.insert(e);
  }
  for (const auto& e : rules().evidence) EXPECT_TRUE(used.contains(e.id)) << e.id << " is asked for nowhere";
}

/// A small valid file with one piece replaced.
std::string file_with(const std::string& from, const std::string& to) {
  std::string text =
      "voting_age = 18\n[[evidence]]\nid = \"note\"\nja = \"書\"\neasy = \"紙\"\nen = \"note\"\n"
      "[[categories]]\nid = \"sight\"\nja = \"視\"\neasy = \"目\"\nen = \"sight\"\nbasis = \"model\"\nsource = \"法\"\n"
      "evidence = [\"note\"]\nflags = [\"点字\"]\n"
      "ballots = [\"city\"]\nproxy_writing = true\nlead_days = 7\nregion = false\n"
      "[[regions]]\nid = \"uk\"\nja = \"英\"\neasy = \"英\"\nen = \"UK\"\npostal_days = 10\nzone = \"Europe/London\"\n";
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}
std::string error_of(const std::string& text) {
  const auto e = Eligibility::parse(text, "e.toml");
  return e ? "no error" : e.error().message;
}
::testing::AssertionResult refused(const std::string& from, const std::string& to, const std::string& beginning) {
  const std::string error = error_of(file_with(from, to));
  return error.starts_with(beginning) ? ::testing::AssertionSuccess() : ::testing::AssertionFailure() << error;
}

TEST(EligibilityFile, IsReadWhole) {
  const auto e = Eligibility::parse(file_with("18", "20"), "e.toml");
  ASSERT_TRUE(e.ok()) << e.error().message;
  EXPECT_EQ(e->voting_age, 20);
  const Category& c = *e->category("sight");
  EXPECT_EQ(std::tuple(c.name.ja, c.name.easy, c.name.en, c.source), std::tuple("視", "目", "sight", "法"));
  EXPECT_EQ(c.ballots, std::vector{Ballot::city});
  EXPECT_EQ(c.flags, std::vector<std::string>{"点字"});
  EXPECT_TRUE(c.proxy_writing);
  EXPECT_EQ(c.lead_days, 7);
  EXPECT_EQ(e->region_of("uk")->postal_days, 10);
}

TEST(EligibilityFile, NamesLineAndKeyOfEveryFault) {
  EXPECT_TRUE(refused("voting_age = 18", "", "e.toml, line 1, voting_age: is missing"));
  EXPECT_TRUE(refused("18", "14", "e.toml, line 1, voting_age: write a whole number from 15 to 30"));
  EXPECT_TRUE(refused("18", "\"18\"", "e.toml, line 1, voting_age: write a whole number"));
  EXPECT_TRUE(refused("18", "18\nage = 1", "e.toml, line 2, age: is not known; allowed here: "));
  EXPECT_TRUE(refused("id = \"note\"", "id = \"Note\"", "e.toml, line 3, evidence[0].id: write 1 to 32 of the characters"));
  EXPECT_TRUE(refused("id = \"note\"", "", "e.toml, line 2, evidence[0].id: is missing"));
  EXPECT_TRUE(refused("en = \"note\"", "en = \"\"", "e.toml, line 6, evidence[0].en: write a text"));
  EXPECT_TRUE(refused("en = \"note\"", "en = \"a\\u0000b\"", "e.toml, line 6, evidence[0].en: write a text"));
  EXPECT_TRUE(refused("en = \"note\"", "en = \"note\"\nfr = \"x\"", "e.toml, line 7, evidence[0].fr: is not known"));
  EXPECT_TRUE(refused("\"model\"", "\"wish\"", "e.toml, line 12, categories[0].basis: write one of law, model"));
  EXPECT_TRUE(refused("[\"note\"]", "[\"card\"]", "e.toml, line 14, categories[0].evidence: write a list of at least one of note"));
  EXPECT_TRUE(refused("[\"note\"]", "[]", "e.toml, line 14, categories[0].evidence: write a list"));
  EXPECT_TRUE(refused("[\"note\"]", "[\"note\", \"note\"]", "e.toml, line 14, categories[0].evidence: write a list"));
  EXPECT_TRUE(refused("[\"点字\"]", "[\"点数\"]", "e.toml, line 15, categories[0].flags: write a list"));
  EXPECT_TRUE(refused("[\"点字\"]", "\"点字\"", "e.toml, line 15, categories[0].flags: write a list"));
  EXPECT_TRUE(refused("[\"city\"]", "[\"town\"]",
                      "e.toml, line 16, categories[0].ballots: write a list of at least one of city, prefecture"));
  EXPECT_TRUE(refused("= true", "= 1", "e.toml, line 17, categories[0].proxy_writing: write true or false"));
  EXPECT_TRUE(refused("= 7", "= 61", "e.toml, line 18, categories[0].lead_days: write a whole number from 0 to 60"));
  EXPECT_TRUE(refused("= 7", "= -1", "e.toml, line 18, categories[0].lead_days: write a whole number from 0 to 60"));
  EXPECT_TRUE(refused("Europe/London", "Europe/Tsukuba", "e.toml, line 26, regions[0].zone: write the name of a time zone"));
  EXPECT_TRUE(refused("[[regions]]", "[regions]", "e.toml, line 20, regions: write one or more tables [[regions]]"));
  EXPECT_TRUE(
      refused("[[regions]]",
              "[[regions]]\nid = \"x\"\nja = \"x\"\neasy = \"x\"\nen = \"x\"\npostal_days = 1\nzone = \"Asia/Seoul\"\n[[regions]]",
              "no error"));
  EXPECT_TRUE(refused("[[regions]]", "[[evidence]]\nid = \"note\"\nja = \"x\"\neasy = \"x\"\nen = \"x\"\n[[regions]]",
                      "e.toml, line 21, evidence[1].id: is there twice"));
  EXPECT_TRUE(refused("lead_days = 7", "lead_days = ", "e.toml, line 18: this is not TOML"));
  EXPECT_NE(error_of("").find("is missing"), std::string::npos);
  EXPECT_FALSE(Eligibility::load("/nonexistent/eligibility.toml").ok());
}

}  // namespace
}  // namespace ippyo::roll
