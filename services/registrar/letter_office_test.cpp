// SPDX-License-Identifier: Apache-2.0
#include "registrar/letter_office.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include <fstream>

#include "base/files.hpp"
#include "identity/code_provider.hpp"
#include "registrar/private_file.hpp"
#include "registrar/retention.hpp"
#include "registrar/test_office.hpp"
#include "roll/csv.hpp"
#include "roll/day.hpp"
#include "roll/sample_city.hpp"

namespace ippyo::registrar::test {
namespace {

struct Printing : Office {
  std::vector<roll::Voter> roll = small_roll();
  Printing() { apply(roll); }
  http::Response print(const json& applications, const std::string& kind = "") {
    json body{{"applications", applications}};
    if (!kind.empty()) body["kind"] = kind;
    return post("/staff/letters", body, clerk);
  }
  /// Until the batch is written; the test's own time limit ends a wait that never does.
  json ready(int batch) {
    for (;;) {
      const auto shown = json::parse(get("/staff/letters/" + std::to_string(batch), clerk).body);
      if (shown["state"] != "writing") return shown;
      std::this_thread::yield();
    }
  }
  http::Response file(int batch) { return get("/staff/letters/" + std::to_string(batch) + "/file", clerk); }
  std::vector<roll::CsvRow> rows(int batch) {
    std::istringstream in(base::to_string(file(batch).body));
    auto reader = roll::CsvReader::open(in);
    EXPECT_TRUE(reader.ok());
    std::vector<roll::CsvRow> out;
    for (roll::CsvRow row; *reader->next(row);) out.push_back(row);
    return out;
  }
  std::optional<std::int64_t> opens(const std::string& typed) {
    const auto code = letters::DedicatedCode::parse(typed);
    EXPECT_TRUE(code.ok());
    const auto mac = identity::CodePepper(store_keys().code_pepper.clone()).record(code->enrol_proof(election.state.ctx0()).expose());
    std::optional<std::int64_t> found;
    EXPECT_TRUE(store->run([&](db::Database& db) { return find_live_letter(db, mac, found); }).ok());
    return found;
  }
  std::size_t files() const { return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(config.prints), {})); }
  std::int64_t count(const std::string& rows) {
    std::int64_t n = -1;
    EXPECT_TRUE(store->run([&](db::Database& db) {
      return db.prepare("SELECT count(*) FROM " + rows).each([&](const db::Row& row) { return n = row.integer(0), false; });
    }).ok());
    return n;
  }
};

TEST(Letters, ThePrintingHouseGetsEveryCodeOnceAndTheCodeOpensItsApplication) {
  Printing office;
  const auto one = office.approved(office.roll[0]), two = office.approved(office.roll[1]);
  EXPECT_EQ(office.print("all", "data").status, 202u);
  EXPECT_EQ(office.ready(1)["state"], "ready");
  struct stat status{};
  ASSERT_EQ(::stat((office.config.prints / "letters-1-2.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  const auto rows = office.rows(1);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1].fields[6], "見本　花子");
  EXPECT_EQ(office.opens(rows[1].fields[8]), one);
  EXPECT_EQ(office.opens(rows[2].fields[8]), two);
  const auto qr = letters::LetterCode::decode(rows[1].fields[9]);
  ASSERT_TRUE(qr.ok());
  EXPECT_EQ(qr->policy, letters::policy_hash(office.config.policy));
  EXPECT_EQ(office.files(), 0u);
  EXPECT_REFUSED(office.file(1), 409, "not-there");
  EXPECT_REFUSED(office.print("all"), 409, "nothing");
  EXPECT_REFUSED(office.print({one}), 409, "has-letter");
}

TEST(Letters, AReissueKillsTheOldCode) {
  Printing office;
  const auto id = office.approved(office.roll[0]);
  office.print("all", "data");
  office.ready(1);
  const auto old = office.rows(1)[1].fields[8];
  EXPECT_EQ(office.opens(old), id);
  EXPECT_EQ(office.act(id, "undeliverable", {{"reason", "宛先不明"}}).status, 200u);
  EXPECT_EQ(office.opens(old), std::nullopt);
  office.print({id}, "data");
  office.ready(2);
  const auto fresh = office.rows(2)[1].fields[8];
  EXPECT_NE(fresh, old);
  EXPECT_EQ(office.opens(fresh), id);
  EXPECT_EQ(office.act(id, "reissue", {{"reason", "紛失"}}).status, 200u);
  EXPECT_EQ(office.opens(fresh), std::nullopt);
  office.print({id}, "data");
  office.ready(3);
  EXPECT_EQ(office.act(id, "moved", {{"reason", "転出"}}).status, 200u);
  EXPECT_EQ(office.opens(office.rows(3)[1].fields[8]), std::nullopt);
}

TEST(Letters, APdfIsWrittenWithNormalAndLargePrintTogether) {
  Printing office;
  office.approved(office.roll[0]);
  auto large = form(office.roll[1]);
  large["letter"] = "large-print";
  EXPECT_EQ(office.act(office.receive(large), "approve", {{"voter", "2"}}).status, 200u);
  office.print("all");
  const auto batch = office.ready(1);
  EXPECT_EQ(batch["state"], "ready") << batch;
  EXPECT_EQ(batch["done"], 2);
  const auto pdf = office.file(1);
  EXPECT_TRUE(base::to_string(pdf.body).starts_with("%PDF"));
  EXPECT_EQ(pdf.header("X-Ippyo-Size"), std::to_string(pdf.body.size()));
}

TEST(Letters, BrailleNeedsTheKanaOfTheOffice) {
  Printing office;
  auto braille = form(office.roll[0]);
  braille["letter"] = "braille";
  EXPECT_EQ(office.act(office.receive(braille), "approve", {{"voter", "1"}}).status, 200u);
  EXPECT_REFUSED(office.print("all"), 409, "nothing");
  office.print("all", "braille");
  const auto failed = office.ready(1);
  EXPECT_EQ(failed["state"], "failed");
  EXPECT_NE(failed["message"].get<std::string>().find("title_kana"), std::string::npos);
  EXPECT_EQ(office.files(), 0u);
  office.config.title_kana = "しちょー せんきょ";
  office.config.office_kana = "せんきょ かんり いいんかい";
  office.print("all", "braille");
  EXPECT_EQ(office.ready(1)["state"], "ready");
  EXPECT_TRUE(base::to_string(office.file(1).body).ends_with("\f"));
}

TEST(Letters, AJobThatFailsNamesTheApplicationAndLeavesNothingValid) {
  Printing office;
  office.approved(office.roll[0]);
  office.config.origin = "ftp://nowhere";
  office.print("all");
  const auto failed = office.ready(1);
  EXPECT_EQ(failed["state"], "failed");
  EXPECT_NE(failed["message"].get<std::string>().find("(application 1)"), std::string::npos);
  EXPECT_EQ(office.count("letter"), 0);
  EXPECT_EQ(office.files(), 0u);
}

TEST(Letters, WhoEndsWhileLettersAreWrittenGetsAVoidOne) {
  Printing office;
  const auto one = office.approved(office.roll[0]), two = office.approved(office.roll[1]);
  std::vector<std::uint32_t> voided;
  const std::vector<Planned> planned{{one, 1, Bytes32{1}}, {two, 2, Bytes32{2}}};
  EXPECT_EQ(office.act(one, "withdrawn", {{"reason", "x"}}).status, 200u);
  const auto store = [&](std::span<const Planned> letters) {
    return office.store->run([&](db::Database& db) { return store_letters(db, *office.store, letters, {"clerk-1", kNow}, voided); });
  };
  EXPECT_TRUE(store(planned).ok());
  EXPECT_EQ(voided, std::vector<std::uint32_t>{1});
  EXPECT_EQ(office.count("letter WHERE live = 1"), 1);
  EXPECT_EQ(store(planned).code, db::Code::conflict);  // the numbers are taken
}

TEST(Letters, WhatAKilledPrintLeftIsErasedAndWhatIsValidCanStillBeFetched) {
  Printing office;
  office.approved(office.roll[0]);
  office.print("all", "data");
  office.ready(1);
  std::filesystem::rename(office.config.prints / "letters-1-1.csv", office.config.prints / "letters-1-1.csv.part");
  std::ofstream(office.config.prints / "letters-2-9.pdf.part") << "codes";
  std::ofstream(office.config.prints / "other.txt") << "not ours";
  LetterOffice later(*office.context);
  ASSERT_TRUE(later.recover().ok());
  EXPECT_EQ(office.files(), 2u);
  ASSERT_TRUE(later.batch(1));
  EXPECT_FALSE(later.fetch(1, "clerk-1", 7));
  EXPECT_TRUE(later.fetch(1, "clerk-1", 0));
  EXPECT_EQ(office.files(), 1u);
}

TEST(Letters, AFileIsOverwrittenBeforeItIsRemoved) {
  Printing office;
  const auto path = office.election.folder / "codes", second = office.election.folder / "second";
  std::ofstream(path) << std::string(100'000, 'x');
  std::filesystem::create_hard_link(path, second);
  EXPECT_TRUE(erase_file(path).ok());
  const auto left = base::read_file(second);
  ASSERT_TRUE(left.ok());
  EXPECT_EQ(*left, base::Bytes(100'000, 0));
  EXPECT_TRUE(erase_file(path).ok());
}

TEST(Letters, WhatIsNoOrderIsRefused) {
  Printing office;
  for (const auto& bad : {json("some"), json::array(), json({1, 1}), json({-1}), json({"1"}), json({1.5}), json::object()}) EXPECT_REFUSED(office.print(bad), 400, "malformed");
  EXPECT_REFUSED(office.print("all", "pdf"), 400, "malformed");
  EXPECT_REFUSED(office.print({77}), 409, "not-found");
  EXPECT_REFUSED(office.print({office.receive(form(office.roll[0]))}), 409, "state");
  EXPECT_REFUSED(office.get("/staff/letters/9", office.clerk), 404, "not-found");
  EXPECT_REFUSED(office.print("all", ""), 409, "nothing");
}

// How long a real batch takes: --gtest_also_run_disabled_tests --gtest_filter=*FourteenThousand
TEST(Letters, DISABLED_FourteenThousand) {
  Office office;
  auto city = roll::sample_voters({.voters = 14'000, .polling_day = {2026, 11, 29}, .all_clear = true});
  auto since = [from = std::chrono::steady_clock::now()]() mutable {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - std::exchange(from, now)).count();
  };
  const auto tell = [&](const char* what) {
    struct rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    printf("%s: %.1f s, at most %ld MB so far\n", what, since(), usage.ru_maxrss / 1024), fflush(stdout);
  };
  office.apply(city);
  tell("import and apply");
  // In one transaction: what is measured is the printing, not the disk's flushes of 28,000 requests.
  ASSERT_TRUE(office.store->run([&](db::Database& db) -> db::Outcome {
    for (std::size_t i = 0; i < city.size(); ++i) {
      Application a;
      a.form.person = {city[i].name, city[i].address, city[i].birth, city[i].sex};
      a.form.postal_code = "305-0031";
      a.reference = std::to_string(1'000'000'000 + i);
      IPPYO_DB_TRY(insert_application(db, office.store->keys(), a));
      IPPYO_DB_TRY(db.prepare("UPDATE application SET state = 2, voter = ? WHERE id = ?").bind(static_cast<std::int64_t>(i + 1)).bind(a.id).run());
    }
    return {};
  }).ok());
  tell("applications");
  EXPECT_EQ(office.post("/staff/letters", {{"applications", "all"}}, office.clerk).status, 202u);
  json batch;
  do ::usleep(100'000), batch = json::parse(office.get("/staff/letters/1", office.clerk).body);
  while (batch["state"] == "writing");
  tell("print");
  printf("%s\n", batch.dump().c_str());
}

TEST(Audit, TheHeadIsWrittenForTheBoardAndAChangedLineIsNoticed) {
  Printing office;
  const auto answer = office.post("/staff/audit-head", json::object(), office.manager);
  ASSERT_EQ(answer.status, 201u) << base::to_string(answer.body);
  const auto body = json::parse(answer.body);
  EXPECT_TRUE(std::filesystem::exists(office.config.submissions / body["submission"].get<std::string>() / "entries"));
  const auto log = json::parse(office.get("/staff/audit-log?limit=500", office.auditor).body)["lines"];
  ASSERT_EQ(log.size(), body["lines"]);
  EXPECT_EQ(log.back()["hash"], body["hash"]);
  EXPECT_EQ(log[1]["object"], "roll import 1");
  EXPECT_EQ(json::parse(office.get("/staff/audit-log?after=1", office.auditor).body)["lines"][0]["seq"], 2);
  EXPECT_REFUSED(office.get("/staff/audit-log?after=x", office.auditor), 400, "malformed");
  ASSERT_TRUE(office.store->run([](db::Database& db) { return db.execute("UPDATE audit_log SET staff = 'other' WHERE seq = 2"); }).ok());
  EXPECT_REFUSED(office.post("/staff/audit-head", json::object(), office.manager), 500, "audit-head");
}

TEST(Retention, AfterThePeriodNothingPersonalIsLeftAndTheFiguresStay) {
  Printing office;
  const auto id = office.approved(office.roll[0]);
  office.print("all", "data");
  office.ready(1);
  const Bytes32 x{1};
  ASSERT_TRUE(office.store->run([&](db::Database& db) -> db::Outcome {
    IPPYO_DB_TRY(db.prepare("INSERT INTO factor VALUES (?, 2, ?, ?, ?)").bind(id).bind(ByteView(x)).bind(ByteView(x)).bind(ByteView(x)).run());
    IPPYO_DB_TRY(db.prepare("INSERT INTO attributes_look VALUES (?, 2, 1, '', 0, ?)").bind(id).bind(ByteView(x)).run());
    return db.prepare("INSERT INTO enrolment VALUES (?, ?, 0, 1, ?, ?, ?, 1, 4, ?)").bind(id).bind(ByteView(x)).bind(ByteView(x)).bind(ByteView(x)).bind(ByteView(x)).bind(ByteView(x)).run();
  }).ok());
  const auto before = json::parse(office.get("/staff/figures", office.auditor).body);
  const auto early = erase_personal_data(*office.store, kNow, {"server", kNow});
  ASSERT_TRUE(early.ok()) << early.error().message;
  EXPECT_EQ(early->forms, 0u);
  EXPECT_EQ(office.count("voter"), 4);
  const auto late = erase_personal_data(*office.store, kNow + 1, {"server", kNow});
  ASSERT_TRUE(late.ok()) << late.error().message;
  EXPECT_EQ(late->forms, 1u);
  EXPECT_EQ(late->reasons, 2u);
  EXPECT_EQ(late->factors, 1u);
  EXPECT_EQ(late->looks, 1u);
  EXPECT_EQ(late->evidence, 1u);
  EXPECT_EQ(late->voters, 4u);
  EXPECT_EQ(office.count("voter") + office.count("factor"), 0);
  auto after = json::parse(office.get("/staff/figures", office.auditor).body);
  for (const char* same : {"states", "channels", "categories", "classes", "letters_printed", "enrolled"}) EXPECT_EQ(after[same], before[same]) << same;
  EXPECT_EQ(office.detail(id)["form"]["name"], "");
  Erasure left;
  ASSERT_TRUE(office.store->run([&](db::Database& db) { return count_personal_data(db, kNow + 1, left); }).ok());
  EXPECT_EQ(left.forms + left.reasons + left.factors + left.looks + left.evidence + left.voters, 0u);
}

}  // namespace
}  // namespace ippyo::registrar::test
