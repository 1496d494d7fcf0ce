// SPDX-License-Identifier: Apache-2.0
// The questionnaire and reports of coercion: what is taken, what is kept, what ties nothing to anybody, what is gone after its time.
#include <algorithm>
#include <fstream>
#include <set>

#include "db/test_store.hpp"
#include "registrar/coercion.hpp"
#include "registrar/questionnaire_chart.hpp"
#include "registrar/retention.hpp"
#include "registrar/test_office.hpp"

namespace ippyo::registrar::test {
namespace {

const std::string kSample = std::string(IPPYO_SOURCE_DIR) + "/data/questionnaire.toml";

struct Asking : Office {
  explicit Asking(const std::string& location = {}) : Office(location) { config.questionnaire = *Questionnaire::load(kSample); }
  http::Response answer(const json& answers) { return post("/questionnaire", {{"answers", answers}}); }
  json found() { return json::parse(get("/staff/questionnaire", auditor).body); }
  json counts(const std::string& id) {
    const auto all = found();
    for (const auto& q : all["questions"])
      if (q["id"] == id) return q["counts"];
    return {};
  }
  std::int64_t count(const std::string& rows) {
    std::int64_t n = -1;
    EXPECT_TRUE(store->run([&](db::Database& db) { return db.prepare("SELECT count(*) FROM " + rows).each([&](const db::Row& row) { return n = row.integer(0), false; }); }).ok());
    return n;
  }
};

base::Result<Questionnaire> parsed(const Asking& a, const std::string& toml) {
  const auto file = a.election.folder / "questions.toml";
  std::ofstream(file) << toml;
  return Questionnaire::load(file);
}
std::string question(const std::string& id, const std::string& kind, const std::string& rest = "") {
  return "[[questions]]\nid = \"" + id + "\"\nkind = \"" + kind + "\"\nja = \"問い\"\neasy = \"とい\"\nen = \"Question\"\n" + rest;
}
std::string choice(const std::string& id) { return "[[questions.choices]]\nid = \"" + id + "\"\nja = \"答え\"\neasy = \"こたえ\"\nen = \"Answer\"\n"; }

TEST(Questionnaire, TheSampleIsReadInThreeWordings) {
  Asking office;
  const auto shown = json::parse(office.get("/questionnaire", {}).body)["questions"];
  ASSERT_EQ(shown.size(), 6u);
  std::set<std::string> kinds;
  for (const auto& q : shown) {
    kinds.insert(q["kind"].get<std::string>());
    for (const char* words : {"ja", "easy", "en"}) EXPECT_FALSE(q[words].get<std::string>().empty());
    EXPECT_EQ(q.contains("choices"), q["kind"] == "choice");
  }
  EXPECT_EQ(kinds, (std::set<std::string>{"scale", "choice", "text"}));
}

TEST(Questionnaire, AFaultyFileIsRefusedWithItsKey) {
  Asking office;
  EXPECT_TRUE(parsed(office, question("a", "scale") + question("b", "choice", choice("x") + choice("y")) + question("c", "text")).ok());
  const std::pair<std::string, const char*> faulty[] = {{question("a", "scale") + question("a", "text"), "id"},
                                                        {question("a", "other"), "kind"},
                                                        {question("a", "choice"), "choices"},
                                                        {question("a", "choice", choice("x") + choice("x")), "id"},
                                                        {question("a", "text", choice("x")), "choices"},
                                                        {question("a", "scale", "more = 1\n"), "more"},
                                                        {question("A", "scale"), "id"},
                                                        {"", "questions"},
                                                        {"[[questions]\n", "syntax"}};
  for (const auto& [text, key] : faulty) {
    const auto read = parsed(office, text);
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_NE(read.error().message.find(key), std::string::npos) << read.error().message;
  }
  EXPECT_FALSE(Questionnaire::load("/nowhere.toml").ok());
}

TEST(Questionnaire, CountsAnswersAndKeepsTextsSealed) {
  Asking office;
  EXPECT_EQ(office.answer({{"ease", 5}, {"again", "yes"}, {"hard", "文字が小さい"}}).status, 204u);
  EXPECT_EQ(office.answer({{"ease", 5}, {"again", "no"}}).status, 204u);
  EXPECT_EQ(office.answer({{"ease", 1}, {"hard", ""}}).status, 204u);
  EXPECT_EQ(office.counts("ease"), json({{"1", 1}, {"2", 0}, {"3", 0}, {"4", 0}, {"5", 2}}));
  EXPECT_EQ(office.counts("again"), json({{"yes", 1}, {"no", 1}, {"unsure", 0}}));
  const auto texts = office.found()["texts"];
  ASSERT_EQ(texts.size(), 1u) << "an empty text is no answer";
  EXPECT_EQ(texts[0]["text"], "文字が小さい");
  EXPECT_EQ(texts[0]["question"], "hard");
  EXPECT_EQ(texts[0]["day"].get<std::string>().size(), 10u) << "a day, no time";
  EXPECT_EQ(office.count("questionnaire_text WHERE length(text_sealed) > length('文字が小さい') + 20"), 1);
}

TEST(Questionnaire, NothingTiesAnswersTogetherOrToATime) {
  Asking office;
  const auto lines = office.count("audit_log");
  office.answer({{"ease", 2}, {"device", "family"}, {"hard", "見本の意見"}});
  EXPECT_EQ(office.count("audit_log"), lines) << "no line that says when";
  EXPECT_EQ(office.count("questionnaire_count"), 2) << "one row an answer, no row a person";
  office.answer({{"ease", 2}, {"device", "family"}});
  EXPECT_EQ(office.count("questionnaire_count"), 2);
  EXPECT_EQ(office.count("questionnaire_text WHERE day = " + std::to_string(day_number(office.clock.now()))), 1);
}

TEST(Questionnaire, TakesAnswersToItsQuestionsOnly) {
  Asking office;
  const std::string longest(500, 'x');
  EXPECT_EQ(office.answer({{"hard", longest}}).status, 204u);
  for (const auto& bad : {json({{"ease", 0}}), json({{"ease", 6}}), json({{"ease", "5"}}), json({{"ease", 1.5}}), json({{"ease", -1}}), json({{"again", "maybe"}}), json({{"again", ""}}),
                          json({{"again", 1}}), json({{"hard", longest + "x"}}), json({{"hard", 7}}), json({{"ease", nullptr}}), json({{"nobody", "asked"}}), json::array({1}), json("ease")})
    EXPECT_REFUSED(office.answer(bad), 400, "malformed");
  EXPECT_REFUSED(office.post("/questionnaire", json::object()), 400, "malformed");
  EXPECT_REFUSED(office.post("/questionnaire", {{"answers", json::object()}, {"name", "見本　太郎"}}), 400, "malformed");
  EXPECT_EQ(office.answer(json::object()).status, 204u) << "nobody has to answer";
  EXPECT_EQ(office.count("questionnaire_count"), 0);
}

TEST(Questionnaire, SixtyAMinuteAreTaken) {
  Asking office;
  for (std::uint32_t i = 0; i < kAnswersPerMinute; ++i) EXPECT_EQ(office.answer({{"ease", 3}}).status, 204u);
  EXPECT_REFUSED(office.answer({{"ease", 3}}), 429, "too-many");
  office.clock.set(office.clock.now() + 60);
  EXPECT_EQ(office.answer({{"ease", 3}}).status, 204u);
}

TEST(Questionnaire, WithoutOneThereIsNothingToAnswer) {
  Office office;
  EXPECT_REFUSED(office.get("/questionnaire", {}), 404, "not-found");
  EXPECT_REFUSED(office.post("/questionnaire", {{"answers", {{"ease", 5}}}}), 404, "not-found");
  EXPECT_REFUSED(office.get("/staff/questionnaire", office.manager), 404, "not-found");
}

TEST(Questionnaire, TextsComeInPages) {
  Asking office;
  for (int i = 0; i < 5; ++i) office.answer({{"hard", std::to_string(i)}});
  std::set<std::string> seen;
  for (std::string after = "0";;) {
    const auto page = json::parse(office.get("/staff/questionnaire?limit=2&after=" + after, office.clerk).body)["texts"];
    if (page.empty()) break;
    EXPECT_LE(page.size(), 2u);
    for (const auto& t : page) EXPECT_TRUE(seen.insert(t["text"].get<std::string>()).second);
    after = page.back()["id"].dump();
  }
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_REFUSED(office.get("/staff/questionnaire?limit=0", office.clerk), 400, "malformed");
}

TEST(QuestionnaireChart, SaysEveryNumberInWordsTooAndRunsNothing) {
  Asking office;
  office.answer({{"ease", 4}, {"hard", "<script>alert(1)</script> & \"見本\""}});
  office.answer({{"ease", 4}, {"again", "yes"}});
  const auto page = questionnaire_page(office.found(), "見本市 <アンケート>");
  EXPECT_NE(page.find("<html lang=\"ja\">"), std::string::npos);
  EXPECT_NE(page.find("見本市 &lt;アンケート&gt;"), std::string::npos);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;見本&quot;"), std::string::npos);
  EXPECT_NE(page.find("4 2件"), std::string::npos) << "what the picture shows, for who does not see it";
  EXPECT_NE(page.find("<tr><th scope=\"row\">4</th><td>2</td><td>100%</td></tr>"), std::string::npos);
  for (const char* other : {"http://", "https://", "src=", "url("}) EXPECT_EQ(page.find(other), std::string::npos) << other;
  std::size_t pictures = 0;
  for (auto at = page.find("<svg role=\"img\" aria-labelledby="); at != page.npos; at = page.find("<svg role=\"img\" aria-labelledby=", at + 1)) ++pictures;
  EXPECT_EQ(pictures, 5u) << "of every question that is counted";
}

TEST(CoercionReport, IsTakenFromAnybodyAndReadByClerks) {
  Asking office;
  const auto given = office.post("/reports", {{"kind", "pressure"}, {"text", "家族に見せろと言われた"}, {"contact", "029-000-0000"}});
  ASSERT_EQ(given.status, 201u) << base::to_string(given.body);
  const auto number = json::parse(given.body)["number"].get<std::string>();
  EXPECT_EQ(number.size(), 6u);
  EXPECT_EQ(office.post("/reports", {{"kind", "other"}, {"text", "x"}}).status, 201u) << "without a contact";
  EXPECT_REFUSED(office.get("/staff/reports", office.auditor), 403, "role");
  const auto list = json::parse(office.get("/staff/reports", office.clerk).body)["reports"];
  ASSERT_EQ(list.size(), 2u);
  const auto one = std::ranges::find_if(list, [&](const json& r) { return r["number"] == number; });
  ASSERT_NE(one, list.end());
  EXPECT_EQ((*one)["kind"], "pressure");
  EXPECT_EQ((*one)["text"], "家族に見せろと言われた");
  EXPECT_EQ((*one)["contact"], "029-000-0000");
  EXPECT_FALSE(one->contains("seen_at"));
  EXPECT_EQ(office.post("/staff/reports/" + number + "/seen", json::object(), office.clerk).status, 204u);
  EXPECT_EQ(office.post("/staff/reports/" + number + "/seen", json::object(), office.manager).status, 204u);
  const auto after = json::parse(office.get("/staff/reports", office.clerk).body);
  for (const auto& r : after["reports"])
    if (r["number"] == number) {
      EXPECT_EQ(r["seen_by"], "clerk-1") << "who read it first";
    }
}

TEST(CoercionReport, LeavesALineInTheAuditLogThatSaysNothingOfIt) {
  Asking office;
  const auto number = json::parse(office.post("/reports", {{"kind", "bought"}, {"text", "秘密の内容"}, {"contact", "秘密の連絡先"}}).body)["number"].get<std::string>();
  office.post("/staff/reports/" + number + "/seen", json::object(), office.clerk);
  EXPECT_EQ(office.count("audit_log WHERE action = 'report' AND staff = 'server' AND object = 'report " + number + "'"), 1);
  EXPECT_EQ(office.count("audit_log WHERE action = 'report-seen' AND staff = 'clerk-1' AND object = 'report " + number + "'"), 1);
  EXPECT_EQ(office.count("coercion_report WHERE length(text_sealed) > 40 AND length(contact_sealed) > 40"), 1) << "sealed";
}

TEST(CoercionReport, IsRefusedWhenItIsNone) {
  Asking office;
  const json good{{"kind", "watched"}, {"text", "x"}};
  const auto with = [&](const char* field, const json& value) {
    auto body = good;
    body[field] = value;
    return office.post("/reports", body);
  };
  EXPECT_REFUSED(with("kind", "gossip"), 400, "malformed");
  EXPECT_REFUSED(with("kind", 1), 400, "malformed");
  EXPECT_REFUSED(with("text", ""), 400, "malformed");
  EXPECT_REFUSED(with("text", std::string(2001, 'x')), 400, "malformed");
  EXPECT_REFUSED(with("text", 5), 400, "malformed");
  EXPECT_REFUSED(with("contact", std::string(201, 'x')), 400, "malformed");
  EXPECT_REFUSED(with("contact", json::array()), 400, "malformed");
  EXPECT_REFUSED(with("slot", 7), 400, "malformed");
  EXPECT_REFUSED(office.post("/staff/reports/100000/seen", json::object(), office.clerk), 404, "not-found");
  EXPECT_REFUSED(office.post("/staff/reports/x/seen", json::object(), office.clerk), 404, "not-found");
  EXPECT_REFUSED(office.post("/staff/reports/100000/burn", json::object(), office.clerk), 404, "not-found");
  EXPECT_EQ(with("text", std::string(2000, 'x')).status, 201u);
}

TEST(CoercionReport, SixtyAMinuteAreTaken) {
  Asking office;
  for (std::uint32_t i = 0; i < kReportsPerMinute; ++i) EXPECT_EQ(office.post("/reports", {{"kind", "other"}, {"text", "x"}}).status, 201u);
  EXPECT_REFUSED(office.post("/reports", {{"kind", "other"}, {"text", "x"}}), 429, "too-many");
}

using VoiceStore = db::test::EachEngine;
IPPYO_ON_BOTH_ENGINES(VoiceStore);

TEST_P(VoiceStore, CountsKeepsAndErases) {
  Asking office(location());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(office.answer({{"ease", 5}, {"place", "care"}, {"hard", "見本の意見"}}).status, 204u);
  const auto number = json::parse(office.post("/reports", {{"kind", "watched"}, {"text", "見本の通報"}}).body)["number"].get<std::string>();
  EXPECT_EQ(office.post("/staff/reports/" + number + "/seen", json::object(), office.clerk).status, 204u);
  EXPECT_EQ(office.counts("ease")["5"], 3);
  EXPECT_EQ(office.counts("place")["care"], 3);
  EXPECT_EQ(office.found()["texts"].size(), 3u);
  const auto read = json::parse(office.get("/staff/reports", office.clerk).body);
  ASSERT_EQ(read["reports"].size(), 1u);
  EXPECT_EQ(read["reports"][0]["text"], "見本の通報");
  EXPECT_EQ(read["reports"][0]["contact"], "");
  const auto erased = erase_personal_data(*office.store, office.clock.now() + 86'400, {"server", office.clock.now()});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  EXPECT_EQ(erased->texts, 3u);
  EXPECT_EQ(erased->reports, 1u);
  EXPECT_EQ(office.count("questionnaire_text") + office.count("coercion_report"), 0);
}

TEST(Erasing, TakesReportsAndTextsBeforeTheDayAndLeavesCounts) {
  Asking office;
  constexpr base::UnixTime kDay = 86'400;
  const auto later = [&](base::UnixTime days) { office.clock.set(office.clock.now() + days * kDay); };
  office.answer({{"ease", 3}, {"hard", "先の意見"}});
  office.post("/reports", {{"kind", "other"}, {"text", "先の通報"}});
  later(2);
  office.answer({{"ease", 3}, {"hard", "後の意見"}});
  office.post("/reports", {{"kind", "other"}, {"text", "後の通報"}});
  const auto erased = erase_personal_data(*office.store, office.clock.now() - kDay, {"server", office.clock.now()});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  EXPECT_EQ(erased->texts, 1u);
  EXPECT_EQ(erased->reports, 1u);
  EXPECT_EQ(office.found()["texts"][0]["text"], "後の意見");
  EXPECT_EQ(json::parse(office.get("/staff/reports", office.clerk).body)["reports"][0]["text"], "後の通報");
  EXPECT_EQ(office.counts("ease")["3"], 2) << "numbers are no personal data";
}

}  // namespace
}  // namespace ippyo::registrar::test
