// SPDX-License-Identifier: Apache-2.0
#include "registrar/roll_office.hpp"

#include "base/files.hpp"
#include "db/test_store.hpp"
#include "registrar/test_office.hpp"
#include "roll/sample_city.hpp"

namespace ippyo::registrar::test {
namespace {

json figures(Office& office) { return json::parse(office.get("/staff/figures", office.auditor).body); }
std::optional<VoterRow> find(Office& office, const std::string& number) {
  std::optional<VoterRow> row;
  EXPECT_TRUE(office.store->run([&](db::Database& db) { return find_number(db, office.store->keys(), number, row); }).ok());
  return row;
}
http::Response upload(Office& office, const std::string& text) { return office.raw("POST", "/staff/roll", base::to_bytes(base::view(text)), office.manager); }
std::string path(std::int64_t id, const char* rest) { return "/staff/roll/" + std::to_string(id) + rest; }

TEST(RollOffice, ARollIsShownBeforeItIsApplied) {
  Office office;
  const auto id = office.import(small_roll());
  EXPECT_EQ(figures(office)["voters"], 0);
  const auto shown = office.get(path(id, "/differences?limit=2"), office.clerk);
  EXPECT_EQ(shown.content_type, "application/x-ndjson");
  EXPECT_EQ(std::ranges::count(shown.body, '\n'), 2);
  EXPECT_EQ(std::ranges::count(office.get(path(id, "/differences?after=2&limit=500"), office.clerk).body, '\n'), 3);
  EXPECT_EQ(office.post(path(id, "/apply"), json::object(), office.manager).status, 200u);
  EXPECT_EQ(figures(office)["voters"], 4);
  EXPECT_REFUSED(office.post(path(id, "/apply"), json::object(), office.manager), 404, "not-found");
}

TEST(RollOffice, FaultsNameLineAndColumnAndNeverTheCell) {
  Office office;
  auto roll = small_roll();
  auto text = csv(roll);
  text.replace(text.find("例示　幸子"), std::string("例示　幸子").size(), "=HYPERLINK(1)");
  text.replace(text.find("1970-03-01"), 10, "1970-02-30");
  const auto answer = upload(office, text);
  EXPECT_EQ(answer.status, 422u);
  const auto body = json::parse(answer.body);
  ASSERT_EQ(body["faults"].size(), 2u);
  EXPECT_EQ(body["faults"][0]["word"], "day");
  EXPECT_EQ(body["faults"][1]["word"], "formula");
  EXPECT_EQ(base::to_string(answer.body).find("HYPERLINK"), std::string::npos);
  EXPECT_REFUSED(upload(office, "a,b\n1,2\n"), 422, "unreadable");
  EXPECT_REFUSED(upload(office, ""), 422, "unreadable");
}

TEST(RollOffice, AnImportWaitsOneHourAndIsOverWhenAnotherWasApplied) {
  Office office;
  auto roll = small_roll();
  const auto first = office.import(roll);
  roll.pop_back();
  const auto second = office.import(roll);
  EXPECT_REFUSED(office.get(path(first, "/differences"), office.clerk), 404, "not-found");
  EXPECT_EQ(office.post(path(second, "/discard"), json::object(), office.manager).status, 204u);
  EXPECT_REFUSED(office.post(path(second, "/apply"), json::object(), office.manager), 404, "not-found");
  const auto third = office.import(roll);
  ASSERT_TRUE(office.store->run([](db::Database& db) { return db.execute("UPDATE roll_import SET applied = 1 WHERE id = 1"); }).ok());
  EXPECT_REFUSED(office.post(path(third, "/apply"), json::object(), office.manager), 409, "roll-changed");
  EXPECT_EQ(figures(office)["voters"], 0);
  ASSERT_TRUE(office.clock.set(kNow + kPendingLife));
  EXPECT_REFUSED(office.get(path(third, "/differences"), office.clerk), 404, "not-found");
  EXPECT_REFUSED(office.post(path(third, "/x"), json::object(), office.manager), 404, "not-found");
  EXPECT_REFUSED(office.get(path(third, "/apply"), office.clerk), 404, "not-found");
  EXPECT_REFUSED(office.post("/staff/roll", json::object(), office.clerk), 403, "role");
}

TEST(RollOffice, WhoDisappearsKeepsTheRowAndGetsItBack) {
  Office office;
  auto roll = small_roll();
  office.apply(roll);
  const auto row = find(office, "1");
  ASSERT_TRUE(row && row->present);
  const auto application = office.approved(roll[0]);
  auto less = roll;
  less.erase(less.begin());
  office.apply(less);
  EXPECT_FALSE(find(office, "1")->present);
  EXPECT_EQ(figures(office)["approved_not_on_roll"], 1);
  EXPECT_REFUSED(office.act(office.receive(form(roll[0])), "approve", {{"voter", "1"}}), 409, "not-on-roll");
  office.apply(roll);
  EXPECT_TRUE(find(office, "1")->present);
  EXPECT_EQ(find(office, "1")->id, row->id);
  EXPECT_EQ(office.detail(application)["candidates"][0]["number"], "1");
}

TEST(RollOffice, NumbersMayChangeHands) {
  Office office;
  auto roll = small_roll();
  office.apply(roll);
  std::swap(roll[0].number, roll[1].number);
  office.apply(roll);
  EXPECT_EQ(find(office, "2")->voter.name, "見本　花子");
  EXPECT_EQ(find(office, "1")->voter.name, "例示　幸子");
  auto other = voter("1", "架空　某", "カクウ　ボウ");
  roll[1] = other;  // the number of somebody who is gone
  office.apply(roll);
  EXPECT_EQ(find(office, "1")->voter.name, "架空　某");
  EXPECT_EQ(figures(office)["voters"], 4);
}

TEST(RollOffice, NoNameLiesInTheStoreInPlainText) {
  Office office;
  office.apply(small_roll());
  office.receive(form(small_roll()[0]));
  office.store.reset();
  const auto bytes = base::read_file(office.election.folder / "registrar.db");
  ASSERT_TRUE(bytes.ok());
  for (const char* word : {"見本", "ミホン", "吾妻", "出張"}) EXPECT_EQ(base::to_string(*bytes).find(word), std::string::npos) << word;
}

class EachOffice : public db::test::EachEngine {};
IPPYO_ON_BOTH_ENGINES(EachOffice);

TEST_P(EachOffice, ACityIsImportedAndSomebodyGetsALetterThatOpens) {
  Office office(location());
  const auto city = roll::sample_voters({.voters = 300, .polling_day = {2026, 11, 29}, .all_clear = true});
  office.apply(city);
  auto fields = form(city[5]);
  fields["birth"] = roll::to_text(city[5].birth);
  fields.erase("sex");
  const auto id = office.receive(fields);
  const auto candidates = office.detail(id)["candidates"];
  ASSERT_EQ(candidates.size(), 1u);
  EXPECT_EQ(office.act(id, "approve", {{"voter", candidates[0]["voter"]}}).status, 200u);
  EXPECT_EQ(office.post("/staff/letters", {{"applications", "all"}, {"kind", "data"}}, office.clerk).status, 202u);
  while (json::parse(office.get("/staff/letters/1", office.clerk).body)["state"] == "writing") std::this_thread::yield();
  EXPECT_EQ(office.get("/staff/letters/1/file", office.clerk).status, 200u);
  EXPECT_EQ(figures(office)["letters_living"], 1);
  const auto head = office.post("/staff/audit-head", json::object(), office.manager);
  EXPECT_EQ(head.status, 201u) << base::to_string(head.body);
}

}  // namespace
}  // namespace ippyo::registrar::test
