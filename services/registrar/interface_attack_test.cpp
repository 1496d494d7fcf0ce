// SPDX-License-Identifier: Apache-2.0
// Attacks over HTTP on the whole service: injected SQL and formulas, oversized and malformed bodies, fixed sessions, foreign pages, guessing.
#include <algorithm>

#include "http/test_connection.hpp"
#include "letters/polling_card.hpp"
#include "registrar/test_service.hpp"

namespace ippyo::registrar::test {
namespace {

using http::test::Connection;

const char* const kSql[] = {"'; DROP TABLE application; --", "' OR '1'='1",
                            "1); DELETE FROM voter; --",     "\" OR \"\"=\"",
                            "%27%20OR%201=1",                "x' UNION SELECT form_sealed FROM application --",
                            "?", "?1", ":id", "$1",          "\\'; SELECT pg_sleep(9); --",
                            "1' AND sqlite_version() > '0"};

std::int64_t rows_in(const Running& r, const std::string& table) {
  auto opened = db::Database::open(r.places.store(), kSchema);
  EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message);
  std::int64_t n = -1;
  if (opened.ok()) (void)opened->prepare("SELECT count(*) FROM " + table).each([&](const db::Row& row) { return n = row.integer(0), false; });
  return n;
}

TEST(InterfaceAttack, SqlInEveryTextFieldIsATextAndNothingElse) {
  Running r;
  const auto manager = r.sign_in("manager-1"), auditor = r.sign_in("auditor-1");
  r.import({sample_voter(1)}, manager);
  std::int64_t kept = 0;
  const auto whole = sample_form(1);
  for (const std::string evil : kSql) {
    for (const auto& [field, value] : whole.items()) {
      auto form = whole;
      form[field] = evil;
      kept += r.post("/applications", form).status == 201 ? 1 : 0;
    }
    for (const char* field : {"sex", "region", "phone", "delivery", "country", "letter", "evidence", "channel"}) {
      auto form = sample_form(1);
      form["channel"] = "phone";
      form[field] = evil;
      const auto answer = r.post("/staff/applications", form, manager);
      if (answer.status != 201) continue;
      ++kept;
      const auto id = "/staff/applications/" + Running::body(answer)["id"].dump();
      if (std::string(field) != "channel" && std::string(field) != "letter") {
        EXPECT_EQ(Running::body(r.get(id, manager))["form"][field], evil) << "kept as it was written";
      }
      EXPECT_EQ(r.post(id + "/return", {{"reason", evil}}, manager).status, 200u);
      EXPECT_EQ(Running::body(r.get(id, manager))["events"].back()["reason"], evil);
    }
    EXPECT_GE(r.post("/applications/status", {{"reference", evil}, {"birth", evil}}).status, 400u);
    EXPECT_GE(r.post("/staff/applications/1/approve", {{"voter", evil}, {"reason", evil}}, manager).status, 400u);
    EXPECT_EQ(told(r.post("/staff/members", {{"id", evil}, {"role", evil}}, manager)), "400 malformed");
    EXPECT_EQ(told(r.post("/staff/login/begin", {{"id", evil}})), "400 malformed");
    EXPECT_EQ(told(r.post("/staff/login", {{"id", evil}, {"answer", evil}})), "400 malformed");
    EXPECT_EQ(told(r.post("/staff/join", {{"invitation", evil}, {"answer", evil}})), "403 invitation");
    EXPECT_EQ(told(r.post("/enrol/begin", {{"code", evil}})), "403 code-wrong");
    EXPECT_EQ(told(r.post("/grant/begin", {{"slot", evil}, {"K", evil}, {"possession", evil}})), "400 malformed");
    EXPECT_EQ(told(r.post("/staff/letters", {{"applications", evil}, {"kind", evil}}, manager)), "400 malformed");
    auto voter = sample_voter(2);
    voter.number = voter.district = evil;
    const auto uploaded = r.upload({sample_voter(1), voter}, manager);
    if (uploaded.status != 201) continue;
    EXPECT_EQ(r.post("/staff/roll/" + Running::body(uploaded)["id"].dump() + "/discard", json::object(), manager).status, 204u);
  }
  for (const char* target : {"/staff/applications?state=received'--", "/staff/applications?after=1;DROP%20TABLE%20voter", "/staff/audit-log?after=-1", "/staff/audit-log?limit=501",
                             "/staff/audit-log?limit=99999999999999999999", "/staff/letters/1'/file", "/staff/roll/1%20OR%201/differences", "/staff/applications/1%00"})
    EXPECT_GE(r.get(target, std::string(target).find("audit") == std::string::npos ? manager : auditor).status, 400u) << target;
  EXPECT_EQ(r.get("/staff/figures", manager).status, 200u);
  r.service->stop(std::chrono::milliseconds(1000));
  r.service.reset();
  EXPECT_EQ(rows_in(r, "application"), kept);
  EXPECT_EQ(rows_in(r, "voter"), 1);
  EXPECT_EQ(rows_in(r, "staff"), static_cast<std::int64_t>(std::size(kMembers)));
  EXPECT_EQ(rows_in(r, "letter"), 0);
}

TEST(InterfaceAttack, NoCellOfAnExportedFileIsAFormula) {
  Running r;
  const auto clerk = r.sign_in("clerk-1");
  r.import({sample_voter(1), sample_voter(2), sample_voter(3)}, r.sign_in("manager-1"));
  r.approved(1, clerk, {{"delivery", "=1+1\n+cmd|' /C calc'!A0\n-2"}, {"country", "@SUM(A1)"}, {"postal_code", "=2+2"}});
  r.approved(2, clerk, {{"delivery", "＝HYPERLINK(\"http://x.example\")\n＠x"}});
  r.approved(3, clerk, {{"delivery", "a\",=1+1,\"b"}});
  const auto file = r.get("/staff/letters/" + r.printed(clerk) + "/file", clerk);
  ASSERT_EQ(file.status, 200u);
  const auto rows = Running::rows_of(file.body);
  ASSERT_EQ(rows.size(), 3u);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 10u);
    for (const auto& cell : row) EXPECT_FALSE(roll::is_formula(cell)) << cell;
  }
  EXPECT_EQ(rows[0][1], "'=2+2");
  EXPECT_EQ(rows[0][2], "'=1+1");
  EXPECT_EQ(rows[2][2], "a\",=1+1,\"b") << "a cell stays one cell";
}

TEST(InterfaceAttack, NoCellOfTheFileOfPollingCardsIsAFormula) {
  const std::string evil = "=HYPERLINK(\"http://x.example\",\"1\")";
  letters::PollingCard card{1, 7, {"+1", {"-1", "@SUM(A1)", "\t=1"}, evil, true, "Asia/Tokyo"}, "＝1", "＋1", evil, {}, {}, false};
  card.from.office = card.from.address = card.from.telephone = card.from.hours = evil;
  const auto row = letters::csv_row(card);
  ASSERT_TRUE(row.ok());
  const auto rows = Running::rows_of(base::to_bytes(base::view(letters::cards_csv_header() + *row)));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_GT(rows[0].size(), 5u);
  for (const auto& cell : rows[0]) EXPECT_FALSE(roll::is_formula(cell)) << cell;
}

/// With the token that the table asks for, so that only the body can be refused.
struct Inside {
  Running r{};
  std::string manager, enrolling, asking;

  Inside() {
    manager = r.sign_in("manager-1");
    r.import({sample_voter(1)}, manager);
    r.approved(1, manager);
    enrolling = r.begin_enrolling(Running::rows_of(r.get("/staff/letters/" + r.printed(manager) + "/file", manager).body).at(0).at(8));
    asking = r.begin_asking();
  }
  std::string token(const Endpoint& e) const {
    return e.access == Access::anybody ? "" : e.access == Access::enrolling ? enrolling : e.access == Access::asking ? asking : manager;
  }
  static std::string path(const Endpoint& e) {
    if (!e.path.ends_with('/')) return e.path;
    if (e.path == "/enrol/" || e.path == "/grant/") return e.path + (e.path == "/enrol/" ? "passkey/finish" : "code/finish");
    return e.path + "1/" + (e.path == "/staff/applications/" ? "approve" : e.path == "/staff/roll/" ? "apply" : e.path == "/staff/reports/" ? "seen" : "disable");
  }
  /// Every POST that reads JSON; the others are told apart here.
  template <class F>
  void each_json(F&& f) {
    for (const auto& e : r.service->endpoints())
      if (e.method == "POST" && e.path != "/grant" && e.path != "/staff/roll" && e.path != "/staff/logout" && e.path != "/staff/roll/" && e.path != "/staff/members/" && e.path != "/staff/reports/")
        f(e);
  }
};

TEST(InterfaceAttack, OneByteMoreThanTheLimitIsRefusedBeforeItIsRead) {
  Inside in;
  for (const auto& e : in.r.service->endpoints()) {
    Connection connection(in.r.service->port());
    const auto head = e.method + " " + Inside::path(e) + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(e.body_limit + 1);
    connection.send(head + "\r\nAuthorization: Bearer " + in.token(e) + "\r\n\r\n");
    EXPECT_TRUE(http::test::is_problem(connection.answer(), 413)) << e.method << " " << e.path;
    if (e.access == Access::anybody) continue;
    Connection stranger(in.r.service->port());
    stranger.send(e.method + " " + Inside::path(e) + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(e.body_limit) + "\r\n\r\n");
    EXPECT_TRUE(http::test::is_problem(stranger.answer(), 401)) << e.path << ": a stranger's body is not read";
  }
}

TEST(InterfaceAttack, BodiesThatAreNoSoundJsonAreMalformed) {
  Inside in;
  const auto deep = [](std::size_t n) { return "{\"answer\":" + std::string(n, '[') + std::string(n, ']') + "}"; };
  std::string objects;
  for (int i = 0; i < 500; ++i) objects += "{\"answer\":";
  const std::string bodies[] = {"", "null", "[]", "7", "\"text\"", "{", "{}x", "{\"a\":1,}", "\xEF\xBB\xBF[]", deep(17), deep(2000), objects + "1" + std::string(500, '}'),
                                "{\"id\":\"a\",\"id\":\"b\"}", "{\"answer\":{\"x\":1,\"x\":2}}", "{\"id\":\"\xC3\x28\"}", "{\"id\":\"\xED\xA0\x80\"}", "{\"id\":\"\\ud800\"}",
                                "{\"id\":\"a\\u0000b\"}", "{\"\\u0000\":1}", "{\"slot\":1e999}", "{\"slot\":" + std::string(400, '9') + "e" + std::string(400, '9') + "}", "{\"slot\":NaN}"};
  in.each_json([&](const Endpoint& e) {
    for (const auto& body : bodies) {
      if (body.size() > e.body_limit) continue;
      const auto answer = in.r.raw("POST", Inside::path(e), base::to_bytes(base::view(body)), in.token(e));
      EXPECT_EQ(told(answer), "400 malformed") << e.path << " " << body.substr(0, 60);
    }
  });
  // As deep as the limit of the body allows: nothing here is recursive before it is refused.
  for (const auto& [path, size] : {std::pair{"/staff/login", 65536u}, std::pair{"/staff/letters", 524288u}}) {
    for (const char open : {'[', '{'}) {
      auto body = std::string("{\"applications\":") + std::string(size - 16, open);
      EXPECT_EQ(told(in.r.raw("POST", path, base::to_bytes(base::view(body)), in.manager)), "400 malformed");
    }
    const auto half = (size - 20) / 2;
    const auto body = "{\"answer\":" + std::string(half, '[') + std::string(half, ']') + "}";
    EXPECT_EQ(told(in.r.raw("POST", path, base::to_bytes(base::view(body)), in.manager)), "400 malformed");
  }
  EXPECT_EQ(in.r.get("/health").status, 200u);
  for (const char* body : {"", "{}", "[]", "{\"now\":-1}", "{\"now\":1e9}", "{\"now\":18446744073709551615}", "{\"now\":2000,\"then\":1}"})
    EXPECT_EQ(told(in.r.raw("POST", "/rehearsal/clock", base::to_bytes(base::view(body)))), "400 malformed") << body;
  EXPECT_EQ(told(in.r.post("/rehearsal/clock", {{"now", 1}})), "409 clock-back");
}

TEST(InterfaceAttack, NumbersOfAnySizeAreNumbersOrMalformed) {
  Inside in;
  for (const char* number : {"-1", "1.5", "1e3", "9007199254740992", "18446744073709551615", "18446744073709551616", "1e308", "-0", "true", "null"}) {
    for (const auto& [path, body] : {std::pair<std::string, std::string>{"/grant/begin", "{\"K\":\"" + std::string(64, '7') + "\",\"possession\":\"" + std::string(128, '0') + "\",\"slot\":" + number + "}"},
                                     {"/staff/letters", "{\"applications\":[" + std::string(number) + "]}"}})
      EXPECT_EQ(told(in.r.raw("POST", path, base::to_bytes(base::view(body)), in.manager)), "400 malformed") << path << " " << number;
    const auto approval = "{\"voter\":" + std::string(number) + ",\"reason\":\"x\"}";
    const auto status = in.r.raw("POST", "/staff/applications/1/approve", base::to_bytes(base::view(approval)), in.manager).status;
    EXPECT_TRUE(status == 400 || status == 409) << number;
    EXPECT_EQ(in.r.get("/staff/applications/" + std::string(number), in.manager).status, 404u) << number;
  }
}

TEST(InterfaceAttack, ATokenThatTheClientChoseIsNeverASession) {
  Running r;
  const std::string chosen(64, 'c');
  auto answer = r.answer_to_login("clerk-1");
  answer["token"] = chosen;
  EXPECT_EQ(told(r.post("/staff/login", answer)), "400 malformed");
  const auto token = Running::body(r.raw("POST", "/staff/login", base::to_bytes(base::view(r.answer_to_login("clerk-1").dump())), chosen)).value("token", "");
  ASSERT_EQ(token.size(), 64u);
  EXPECT_NE(token, chosen);
  EXPECT_EQ(told(r.get("/staff/figures", chosen)), "401 sign-in");
  // The right token counts in its one place only: no cookie, no query, no other scheme.
  const auto with = [&](const std::string& target, http::Fields fields) { return told(r.raw("GET", target, {}, {}, "", std::move(fields))); };
  EXPECT_EQ(with("/staff/figures", {{"Cookie", "token=" + token + "; session=" + token}}), "401 sign-in");
  EXPECT_EQ(with("/staff/figures?token=" + token + "&access_token=" + token, {}), "401 sign-in");
  EXPECT_EQ(with("/staff/figures", {{"Authorization", "Basic " + token}}), "401 sign-in");
  EXPECT_EQ(with("/staff/figures", {{"Authorization", token}}), "401 sign-in");
  EXPECT_EQ(with("/staff/figures", {{"Authorization", "Bearer  " + token}}), "401 sign-in");
  EXPECT_EQ(with("/staff/figures", {{"X-Authorization", "Bearer " + token}}), "401 sign-in");
  EXPECT_EQ(r.get("/staff/figures", token).status, 200u);
  EXPECT_EQ(r.post("/staff/logout", json::object(), token).status, 204u);
  EXPECT_EQ(told(r.get("/staff/figures", token)), "401 sign-in");
}

TEST(InterfaceAttack, APageOfAnotherSiteCanSendNothingThatCounts) {
  Inside in;
  for (const auto& e : in.r.service->endpoints()) {
    if (e.method != "POST") continue;
    // What a form or a script without a preflight can send; even with a token, which it cannot know.
    for (const char* type : {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "text/plain;charset=UTF-8", "TEXT/PLAIN"})
      EXPECT_EQ(told(in.r.raw("POST", Inside::path(e), base::to_bytes(base::view("{}")), in.token(e), type, {{"Origin", "https://evil.example"}})), "415 content-type")
          << e.path << " " << type;
    Connection untyped(in.r.service->port());
    untyped.send("POST " + Inside::path(e) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nAuthorization: Bearer " + in.token(e) + "\r\n\r\n{}");
    EXPECT_TRUE(http::test::is_problem(untyped.answer(), 415)) << e.path;
    // A preflight gets no permission.
    Connection preflight(in.r.service->port());
    preflight.send("OPTIONS " + Inside::path(e) + " HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");
    const auto answer = preflight.answer();
    EXPECT_TRUE(http::test::is_problem(answer, 405)) << answer;
    EXPECT_EQ(answer.find("Access-Control"), answer.npos);
    EXPECT_EQ(answer.find("Set-Cookie"), answer.npos);
  }
}

TEST(InterfaceAttack, AnAnswerToASignInCountsOnceAndOnlyHere) {
  Running r;
  const auto answer = r.answer_to_login("clerk-1");
  EXPECT_EQ(r.post("/staff/login", answer).status, 200u);
  EXPECT_EQ(told(r.post("/staff/login", answer)), "403 sign-in");
  auto another = r.answer_to_login("clerk-1");
  another["id"] = "manager-1";
  EXPECT_EQ(told(r.post("/staff/login", another)), "403 sign-in");
  const auto late = r.answer_to_login("clerk-1");
  r.set(r.clock.now() + kChallengeLife);
  EXPECT_EQ(told(r.post("/staff/login", late)), "403 sign-in");
  auto changed = r.answer_to_login("clerk-1");
  auto& signature = changed["answer"]["response"]["signature"].get_ref<std::string&>();
  signature[10] = signature[10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(told(r.post("/staff/login", changed)), "403 sign-in");
}

TEST(InterfaceAttack, GuessingEndsSoon) {
  Running r;
  r.import({sample_voter(1)}, r.sign_in("manager-1"));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(told(r.post("/staff/login", {{"id", "clerk-1"}, {"answer", i}})), "403 sign-in");
  const auto stopped = r.post("/staff/login", {{"id", "clerk-1"}, {"answer", 20}});
  EXPECT_EQ(told(stopped), "429 too-many");
  EXPECT_FALSE(stopped.header("Retry-After").empty());
  const auto reference = Running::body(r.post("/applications", sample_form(1))).value("reference", "");
  for (int i = 1; i <= 5; ++i) EXPECT_EQ(told(r.post("/applications/status", {{"reference", reference}, {"birth", "1970-04-0" + std::to_string(i)}})), "404 not-found");
  EXPECT_EQ(told(r.post("/applications/status", {{"reference", reference}, {"birth", "1970-03-01"}})), "429 too-many") << "the right day comes too late";
  r.set(r.clock.now() + 3600);
  EXPECT_EQ(r.post("/applications/status", {{"reference", reference}, {"birth", "1970-03-01"}}).status, 200u);
}

}  // namespace
}  // namespace ippyo::registrar::test
