// SPDX-License-Identifier: Apache-2.0
#include "demo/scenario.hpp"

#include <gtest/gtest.h>

#include <regex>

#include "base/files.hpp"

namespace ippyo::demo {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(IPPYO_SOURCE_DIR) / "scenarios";

std::string smoke() { return base::to_string(base::read_file(kFolder / "smoke.toml").value()); }

/// smoke.toml with the first `from` replaced.
std::string changed(const std::string& from, const std::string& to) {
  auto text = smoke();
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string error_of(const std::string& text) {
  const auto s = parse_scenario(text, "x.toml");
  return s.ok() ? "no error" : s.error().message;
}

TEST(Scenario, EveryFileOfTheFolderLoadsAndSaysWhereItsNumbersComeFrom) {
  int files = 0;
  for (const auto& f : std::filesystem::directory_iterator(kFolder)) {
    const auto s = load_scenario(f.path());
    ASSERT_TRUE(s.ok()) << s.error().message;
    EXPECT_EQ(s->election_id, f.path().stem());
    EXPECT_GE(s->sources.size(), 6u);
    for (const auto& source : s->sources) EXPECT_FALSE(source.text.empty()) << source.key;
    ++files;
  }
  EXPECT_EQ(files, 9);
}

TEST(Scenario, SmokeHasEveryFeature) {
  const auto s = load_scenario(kFolder / "smoke.toml").value();
  EXPECT_EQ(s.slots(), 30u);
  EXPECT_EQ(s.styles.size(), 2u);
  EXPECT_EQ(s.contests[1].contest.kind, election::ContestKind::approval);
  EXPECT_EQ(s.contests[1].votes.at(5), 3u);  // options 1 and 3
  EXPECT_EQ(s.contests[0].votes.at(0), 2u);  // blank
  EXPECT_EQ(s.tokens(), 8u);
  EXPECT_EQ(s.threshold, 2u);
  EXPECT_EQ(s.contests[0].contest.options.size(), 3u);
  EXPECT_EQ(contest_with_additions(s, 0).options.size(), 4u);
  EXPECT_EQ(not_offered(s, 0, 3), (std::set<std::uint16_t>{4}));
  EXPECT_EQ(not_offered(s, 0, 4), (std::set<std::uint16_t>{}));
  EXPECT_EQ(not_offered(s, 0, 6), (std::set<std::uint16_t>{2}));
  EXPECT_EQ(withdrawn_at_end(s, 0), (std::set<std::uint16_t>{2}));
  EXPECT_EQ(offered(s, 0, 6), (std::vector<std::uint32_t>{0, 1, 3, 4}));
  EXPECT_EQ(offered(s, 1, 1), (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6}));  // no set of three
}

TEST(Scenario, AMissingFileAndBrokenTomlAreErrors) {
  EXPECT_FALSE(load_scenario(kFolder / "none.toml").ok());
  EXPECT_TRUE(error_of("[election]\nid = \n").starts_with("x.toml, line 2, syntax: "));
  EXPECT_TRUE(error_of("").starts_with("x.toml, line 1, election: is missing"));
}

TEST(Scenario, AnErrorNamesFileLineKeyAndWhatIsAllowed) {
  EXPECT_EQ(error_of(changed("clock = \"rehearsal\"", "clock = \"fast\"")),
            "x.toml, line 11, election.clock: write one of real, rehearsal");
  EXPECT_EQ(error_of(changed("epochs = 12", "epochs = 0")), "x.toml, line 14, election.epochs: write a whole number from 1 to 240");
  EXPECT_EQ(error_of(changed("threshold = 2", "treshold = 2")), "x.toml, line 19, trustees.threshold: is missing; add it");
  EXPECT_EQ(error_of(changed("threshold = 2", "threshold = 2\nquorum = 2")),
            "x.toml, line 22, trustees.quorum: is not known; allowed here: count, threshold, mixes, source");
}

struct Bad {
  const char *from, *to, *key, *words;
};

/// One change each; the error must stand at that key and contain these words.
const Bad kBad[] = {
    {"id = \"smoke\"", "id = \"Smoke\"", "election.id", "a-z, 0-9"},
    {"title = \"小さな練習\"", "title = \"\"", "election.title", "1 to 1000 bytes"},
    {"title = \"小さな練習\"", "title = \"a\\u0007\"", "election.title", "control characters"},
    {"paper = true", "paper = \"yes\"", "election.paper", "true or false"},
    {"min_list = 10", "min_list = 10.0", "election.min_list", "whole number"},
    {"min_list = 10", "min_list = 13", "styles[1]", "at least min_list (13)"},
    {"clock = \"rehearsal\"", "clock = \"real\"", "election", "at least 100"},
    {"[\"code\", \"passkey\"]", "[\"code\", \"pin\"]", "election.factors", "code, card, oidc, passkey, email"},
    {"[\"code\", \"passkey\"]", "[]", "election.factors", "at least one"},
    {"[\"code\", \"passkey\"]", "[\"code\", \"code\"]", "election.factors", "each at most once"},
    {"source = \"invented: for tests\"", "source = \"for tests\"", "election.source", "published: "},
    {"source = \"invented: for tests\"", "", "election.source", "is missing"},
    {"[trustees]", "[guardians]", "trustees", "is missing"},
    {"[trustees]", "extra = 1\n[trustees]", "election.extra", "is not known"},
    {"threshold = 2", "threshold = 1", "trustees", "more than half"},
    {"threshold = 2", "threshold = 4", "trustees", "more than half"},
    {"mixes = 3", "mixes = 1", "trustees", "between threshold (2) and count (3)"},
    {"mixes = 3", "mixes = 4", "trustees", "between threshold (2) and count (3)"},
    {"twice_percent = 20", "twice_percent = 95", "revotes", "at most 100"},
    {"epochs = 12", "epochs = 2", "stations[0].epoch", "from 1 to 2"},
    {"class = \"B\"", "class = \"E\"", "evidence[1].class", "A, B, C, D"},
    {"class = \"B\"", "class = \"A\"", "evidence[1]", "given twice"},
    {"slots = 16", "slots = 15", "evidence[0]", "must be equal"},
    {"voters = 11", "voters = 12", "evidence[0]", "must be equal"},
    {"slots = 16\nvoters = 11", "slots = 10\nvoters = 11", "evidence[0]", "at most slots (10)"},
    {"id = \"park\"", "id = \"parc\"", "styles[0].contests", "'park' does not exist in this file; write one of mayor, parc"},
    {"kind = \"approval\"", "kind = \"ranking\"", "contests[1].kind",
     "single-choice, single-non-transferable, yes-no, approval, referendum"},
    {"kind = \"approval\"", "kind = \"referendum\"", "contests[1].options[0].votes", "is missing"},
    {"seats = 1", "seats = 2", "contests[0]", "seats must be 1"},
    {"seats = 1", "seats = 1\napprove_max = 1", "contests[0]", "approval contests only"},
    {"\"single-choice\"", "\"single-non-transferable\"\n#", "", "no error"},
    {"kind = \"single-choice\"\ntitle = \"市長\"\ntitle_en = \"Mayor\"\nseats = 1",
     "kind = \"single-non-transferable\"\ntitle = \"市長\"\ntitle_en = \"Mayor\"\nseats = 4", "contests[0]",
     "between 1 and the number of options (3)"},
    {"kind = \"single-choice\"", "kind = \"referendum\"", "contests[0]", "has no seats"},
    {"kind = \"single-choice\"", "kind = \"yes-no\"", "amendments[0]", "cannot be amended"},
    {"approve_max = 2", "approve_max = 4", "contests[1]", "between 1 and the number of options (3)"},
    {"approve_max = 2", "approve_max = 1", "contests[1]", "at most 1 options"},
    {"\"1+3\" = 3", "\"1+1\" = 3", "contests[1].sets", "'1+1' is no choice"},
    {"\"1+3\" = 3", "\"3+1\" = 3", "contests[1].sets", "ascending"},
    {"\"1+3\" = 3", "\"1+4\" = 3", "contests[1]", "option 4, which is never offered"},
    {"\"1+3\" = 3", "\"1+3\" = -3", "contests[1].sets.1+3", "whole number"},
    {"votes = 7", "votes = 8", "contests[0]", "add up to 20, but the styles with this contest have 19 voters"},
    {"blank = 2", "blank = 3", "contests[0]", "add up to 20"},
    {"order = 2", "order = 1", "contests[0]", "each of 1 to 3"},
    {"number = 3", "number = 5", "contests[0]", "number 3 is missing"},
    {"contests = [\"mayor\", \"park\"]", "contests = [\"mayor\"]", "contests[1]", "no style has this contest"},
    {"voters = 12", "voters = 18", "contests[0]", "add up to"},
    {"tokens = 8", "tokens = 5", "stations[0]", "only 5 tokens"},
    {"id = \"van-1\"", "id = \"paper\"", "overridden[2].at", "'van-1' does not exist"},
    {"epoch = 7", "epoch = 3", "stations[0]", "option 4, which epoch 3 does not offer"},
    {"choices = { 1 = 1, 3 = 2, 4 = 1 }", "choices = { 1 = 1, 3 = 1, 4 = 1 }", "stations[0]", "add up to 4, but 5 ballots"},
    {"choices = { 1 = 1, 3 = 2, 4 = 1 }", "choices = { 1 = 1, 2 = 2, 4 = 1 }", "stations[0]",
     "option 2, which epoch 7 does not offer"},
    {"choices = { 1 = 1, 3 = 2, 4 = 1 }", "choices = 5", "stations[0].votes[0].choices", "such as { 1 = 5, 2 = 3 }"},
    {"choices = { 1 = 1, 3 = 2, 4 = 1 }", "choices = { x = 1 }", "stations[0].votes[0].choices", "'x' is no choice"},
    {"style = \"district\"\nballots", "style = \"city\"\nballots", "stations[0]", "given twice"},
    {"style = \"district\"\nballots", "style = \"cty\"\nballots", "stations[0].checkins[1].style", "write one of city, district"},
    {"voted = 1\nsilent = 1", "voted = 1\nsilent = 6", "styles[0]", "only 18 slots"},
    {"at = \"van-1\"", "at = \"van-2\"", "overridden[2].at", "'van-2' does not exist"},
    {"style = \"city\"\nat = \"van-1\"", "style = \"district\"\nat = \"van-1\"", "", "no error"},
    {"voted = 1\nsilent = 0\nsource = \"invented: a slot", "voted = 3\nsilent = 0\nsource = \"invented: a slot", "", "no error"},
    {"paper = true", "paper = false", "stations[0]", "needs paper = true"},
    {"from_epoch = 4", "from_epoch = 1", "amendments[0].from_epoch", "from 2 to 12"},
    {"from_epoch = 4", "from_epoch = 13", "amendments[0].from_epoch", "from 2 to 12"},
    {"kind = \"add-option\"", "kind = \"rename-option\"", "amendments[0].kind", "add-option, withdraw-option"},
    {"number = 4", "number = 3", "amendments[0]", "offered already"},
    {"number = 4", "number = 5", "amendments[0]", "must be 4"},
    {"number = 2\nreason", "number = 9\nreason", "amendments[1]", "never offered"},
    {"number = 2\nreason", "number = 4\nname = \"x\"\nreason", "amendments[1].name", "is not known"},
    {"choices = { 1 = 1, 3 = 2, 4 = 1 }", "choices = { 1 = 1, 3 = 2, 9 = 1 }", "stations[0]", "option 9, which is never offered"},
    {"at = \"van-1\"\nvoted = 1", "at = \"van-1\"\nvoted = 5", "styles[0]", "voters and overridden"},
    {"approve_max = 2", "approve_max = 2\nseats = 4", "contests[1]", "at most the number of options (3)"},
    {"[[contests]]", "[contests]", "syntax", "x.toml"},
    {"[[amendments]]", "[[amendment]]", "amendment", "is not known"},
};

TEST(Scenario, EveryRuleHasAnInputThatBreaksIt) {
  for (const auto& b : kBad) {
    const auto error = error_of(changed(b.from, b.to));
    const auto what = std::string(b.from) + " -> " + b.to + ": " + error;
    EXPECT_NE(error.find(b.words), std::string::npos) << what;
    if (error == "no error") continue;
    EXPECT_TRUE(std::regex_search(error, std::regex("^x\\.toml, line [0-9]+, "))) << what;
    EXPECT_NE(error.find(std::string(", ") + b.key + ": "), std::string::npos) << what;
  }
}

TEST(Scenario, RulesThatNeedSeveralChangesHold) {
  auto text = changed("[[amendments]]",
                      "[[amendments]]\nkind = \"withdraw-option\"\nfrom_epoch = 8\ncontest = \"mayor\"\nnumber = 2\n"
                      "reason = \"x\"\nsource = \"invented: x\"\n\n[[amendments]]");
  EXPECT_NE(error_of(text).find("option 2 is withdrawn twice"), std::string::npos) << error_of(text);
  text = std::regex_replace(smoke(), std::regex("\"district\""), "\"city\"");
  EXPECT_NE(error_of(text).find("styles[1]: id 'city' is given twice"), std::string::npos) << error_of(text);
  text = changed("[\"mayor\", \"park\"]", "[\"mayor\"]");
  text = std::regex_replace(text, std::regex("\"park\""), "\"mayor\"");
  text.replace(text.find("2 = 1, \"1+2\" = 1, \"2+3\" = 1"), 28, "2 = 3");
  EXPECT_NE(error_of(text).find("contests[1]: id 'mayor' is given twice"), std::string::npos) << error_of(text);
  text = changed("number = 2\nreason", "number = 4\nreason");
  text.replace(text.find("from_epoch = 4"), 14, "from_epoch = 6");
  EXPECT_NE(error_of(text).find("for at least one epoch"), std::string::npos) << error_of(text);
  std::string many;
  for (int i = 4; i <= 12; ++i) {
    const auto n = std::to_string(i);
    many += "[[contests.options]]\nnumber = " + n + "\nname = \"" + n + "\"\nkana = \"" + n + "\"\nname_en = \"" + n + "\"\n\n";
  }
  text = changed("[[styles]]", many + "[[styles]]");
  EXPECT_NE(error_of(text).find("79 sets could be chosen; at most 64"), std::string::npos) << error_of(text);
}

/// The least that is a scenario.
const char* const kLeast = R"(
[election]
id = "least"
title = "t"
title_en = "t"
note = "n"
note_en = "n"
clock = "rehearsal"
paper = true
min_list = 1
epochs = 4
factors = ["code"]
seed = "s"
source = "invented: x"
[trustees]
count = 1
threshold = 1
mixes = 1
source = "invented: x"
[revotes]
twice_percent = 0
thrice_percent = 0
source = "invented: x"
[[evidence]]
class = "A"
slots = 9
voters = 3
source = "invented: x"
[[contests]]
id = "c"
kind = "yes-no"
title = "t"
title_en = "t"
source = "invented: x"
options = [{ number = 1, name = "a", kana = "a", name_en = "a", votes = 1 },
  { number = 2, name = "b", kana = "b", name_en = "b", votes = 2 }]
[[styles]]
id = "s"
name = "n"
contests = ["c"]
slots = 9
voters = 3
source = "invented: x"
)";
const std::string kStation = R"(
[[stations]]
id = "van"
name = "n"
tokens = 4
epoch = 1
source = "invented: x"
checkins = [{ style = "s", ballots = 2, abandoned = 1 }]
votes = [{ contest = "c", choices = { 1 = 1, 2 = 1 } }]
)";
std::string overridden(const std::string& at, int voted) {
  return "[[overridden]]\nstyle = \"s\"\nat = \"" + at + "\"\nvoted = " + std::to_string(voted) +
         "\nsilent = 1\nsource = \"invented: x\"\n";
}
std::string withdraw(int number, int from) {
  return "[[amendments]]\nkind = \"withdraw-option\"\nfrom_epoch = " + std::to_string(from) + "\ncontest = \"c\"\nnumber = " +
         std::to_string(number) + "\nreason = \"r\"\nsource = \"invented: x\"\n";
}
std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return std::regex_replace(text, std::regex(from), to);
}

TEST(Scenario, TheLeastScenarioObeysTheOtherRules) {
  const std::string least = kLeast;
  const auto poll = replaced(least, "yes-no", "referendum");
  const auto says = [](const std::string& text, const std::string& words) {
    const auto error = error_of(text);
    EXPECT_NE(error.find(words), std::string::npos) << error;
  };
  says(least, "no error");
  says(least + kStation + overridden("van", 2) + overridden("paper", 0), "no error");
  says(poll + withdraw(1, 3), "no error");
  says(replaced(least, "thrice_percent = 0", "thrice_percent = 1"), "no error");
  says(replaced(replaced(least, "thrice_percent = 0", "thrice_percent = 1"), "epochs = 4", "epochs = 2"),
       "three casts need at least 3 epochs");
  says(replaced(replaced(least, "twice_percent = 0", "twice_percent = 1"), "epochs = 4", "epochs = 1"),
       "two casts need at least 2 epochs");
  says(replaced(least, "\"c\"", "\"rehearsal\""), "contests[0]: id 'rehearsal' is taken");
  says(replaced(least, "\"yes-no\"", "\"yes-no\"\nseats = 1"), "contests[0]: this kind of contest has no seats");
  says(replaced(least, ",\\s+\\{ number = 2.*\\}\\]", "]"),
       "exactly the options 1 (yes) and 2 (no)");
  says(replaced(poll, ",\\s+\\{ number = 2.*\\}\\]", "]"), "at least two options");
  says(least + kStation + kStation, "stations[1]: id 'van' is given twice");
  says(least + replaced(kStation, "\"van\"", "\"paper\""), "stations[0]: id 'paper' is taken");
  says(least + kStation + overridden("van", 3), "overridden[0]: 4 slot holders check in at station 'van', which has 3 check-ins");
  says(replaced(least, "paper = true", "paper = false") + overridden("paper", 0), "overridden[0]: nobody can be overridden");
  says(poll + withdraw(1, 3) + withdraw(2, 4), "amendments[1]: no option would be left");
  says(replaced(poll, "epochs = 4", "epochs = 1") + withdraw(1, 2), "amendments[0]: from_epoch must be at most epochs (1)");
}

TEST(Scenario, EpochsLastTenMinutesUnlessTheFileSaysOtherwise) {
  const std::string least = kLeast;
  EXPECT_EQ(parse_scenario(least, "x.toml")->epoch_seconds, 600u);
  EXPECT_EQ(parse_scenario(replaced(least, "epochs = 4", "epochs = 4\nepoch_seconds = 60"), "x.toml")->epoch_seconds, 60u);
  for (const auto* seconds : {"0", "901"})
    EXPECT_NE(error_of(replaced(least, "epochs = 4", std::string("epochs = 4\nepoch_seconds = ") + seconds)).find("epoch_seconds: write a whole number from 1 to 900"),
              std::string::npos);
}

TEST(Scenario, VisitorsComeOnTopOfEverythingElse) {
  const auto visitors = [](const std::string& style, const std::string& count) {
    return "[[visitors]]\nstyle = \"" + style + "\"\ncount = " + count + "\nsource = \"invented: x\"\n";
  };
  const auto s = parse_scenario(kLeast + visitors("s", "4"), "x.toml");
  ASSERT_TRUE(s.ok());
  EXPECT_EQ(s->visitors[0].count, 4u);
  EXPECT_EQ(s->slots(), 9u);
  EXPECT_NE(error_of(kLeast + visitors("t", "4")).find("visitors[0].style: 't' does not exist"), std::string::npos);
  for (const auto* count : {"0", "21"}) EXPECT_NE(error_of(kLeast + visitors("s", count)).find("visitors[0].count: write a whole number from 1 to 20"), std::string::npos);
}

}  // namespace
}  // namespace ippyo::demo
