// SPDX-License-Identifier: Apache-2.0
// The agent as other web sites and programs try to use it.
#include "test_agent.hpp"

namespace ippyo::card_agent::test {
namespace {

using http::test::status;
const nlohmann::json kBody{{"kind", "claim"}, {"title", "x"}, {"claim", kClaim}};

bool readable_elsewhere(const std::string& answer) { return answer.find("Access-Control-Allow-Origin") != answer.npos; }

TEST_F(Agent, AnotherOriginGetsNothingAndCannotReadIt) {
  const auto made = make_claim();
  for (const std::string origin : {"https://evil.example", "https://vote.example.jp.evil.example", "http://vote.example.jp",
      "null", "",
                                   "https://vote.example.jp:444", "HTTPS://VOTE.EXAMPLE.JP"}) {
    Lines lines{"Host: " + host(), std::string("X-Ippyo-Pairing: ") + kPairing, "Content-Type: application/json"};
    if (!origin.empty()) lines.push_back("Origin: " + origin);
    for (const auto& answer : {ask("POST /requests", lines, kBody.dump()), ask("GET /requests/" + made.id, lines),
        ask("GET /status", lines),
                               ask("OPTIONS /requests", lines)}) {
      EXPECT_TRUE(http::test::is_problem(answer, 403)) << origin;
      EXPECT_FALSE(readable_elsewhere(answer)) << origin;
      EXPECT_NE(answer.find("problem:origin"), answer.npos);
    }
  }
}

TEST_F(Agent, WithoutThePairingSecretEverythingIsForbidden) {
  const auto made = make_claim();
  for (const std::string secret : {"", "ABCD-EFGH-JKMN-PQRT", "ABCD", "ABCD-EFGH-JKMN-PQRS-0", "*"}) {
    Lines lines{"Host: " + host(), std::string("Origin: ") + kBooth, "Content-Type: application/json",
        "X-Ippyo-Pairing: " + secret};
    for (const auto& answer : {ask("POST /requests", lines, kBody.dump()), ask("GET /requests/" + made.id, lines),
        ask("GET /status", lines)}) {
      EXPECT_TRUE(http::test::is_problem(answer, 403)) << secret;
      EXPECT_NE(answer.find("problem:pairing"), answer.npos) << secret;
    }
  }
  EXPECT_EQ(collect(made.id)["state"], "pending") << "nothing was taken out";
}

TEST_F(Agent, ThePairingSecretMayBeTypedLoosely) {
  EXPECT_EQ(status(ask("GET /status", {"Host: " + host(), std::string("Origin: ") + kBooth,
      "X-Ippyo-Pairing: abcdefgh jkmnpqrs"})), 200u);
}

TEST_F(Agent, ANameThatWasBentToTheLoopbackIsRefused) {
  const auto made = make_claim();
  const auto port = std::to_string(service->port());
  for (const std::string& name : {"evil.example:" + port, std::string("evil.example"), "localhost.evil.example:" + port,
      std::string("localhost"),
                                 std::string("localhost:1"), "LOCALHOST:" + port, "0.0.0.0:" + port}) {
    Lines lines{"Host: " + name, std::string("Origin: ") + kBooth, std::string("X-Ippyo-Pairing: ") + kPairing};
    for (const auto& answer : {ask("GET /status", lines), ask("GET " + made.path, lines), ask("GET /requests/" + made.id,
        lines), ask("GET /page.js", lines)}) {
      EXPECT_TRUE(http::test::is_problem(answer, 403)) << name;
      EXPECT_NE(answer.find("problem:host"), answer.npos) << name;
    }
  }
  EXPECT_EQ(status(ask("GET /page.css", {"Host: 127.0.0.1:" + port})), 200u);
}

TEST_F(Agent, ThePreflightOpensTheLoopbackForTheBoothOnly) {
  Lines lines{"Host: " + host(), std::string("Origin: ") + kBooth, "Access-Control-Request-Method: POST",
              "Access-Control-Request-Private-Network: true"};
  const auto answer = ask("OPTIONS /requests", lines);
  EXPECT_EQ(status(answer), 204u);
  EXPECT_NE(answer.find(std::string("Access-Control-Allow-Origin: ") + kBooth), answer.npos);
  EXPECT_NE(answer.find("Access-Control-Allow-Private-Network: true"), answer.npos);
  EXPECT_NE(answer.find("Vary: Origin"), answer.npos);
  EXPECT_EQ(answer.find("Access-Control-Allow-Credentials"), answer.npos);
  lines.pop_back();
  EXPECT_EQ(ask("OPTIONS /requests", lines).find("Private-Network"), std::string::npos);
}

TEST_F(Agent, ThePageOfThePinIsNeverReadableByTheBoothNorFramed) {
  const auto made = make_claim();
  const auto answer = ask("GET " + made.path, {"Host: " + host(), std::string("Origin: ") + kBooth});
  EXPECT_EQ(status(answer), 200u);
  EXPECT_FALSE(readable_elsewhere(answer));
  for (const auto* field : {"frame-ancestors 'none'", "default-src 'none'", "X-Frame-Options: DENY",
      "Cross-Origin-Opener-Policy: same-origin",
                            "Cross-Origin-Resource-Policy: same-origin", "Cache-Control: no-store"})
    EXPECT_NE(answer.find(field), answer.npos) << field;
  EXPECT_EQ(status(ask("GET " + made.path + "/state", {"Host: " + host(), "Sec-Fetch-Site: cross-site"})), 403u);
}

TEST_F(Agent, AFormFromElsewhereNeverReachesTheCard) {
  const auto made = make_claim(false);
  const auto token = token_of(page(made.path));
  const auto form = "token=" + token + "&pin=0000&do=sign";
  EXPECT_EQ(status(submit(made.path, form, {std::string("Origin: ") + kBooth})), 403u);
  EXPECT_EQ(status(submit(made.path, form, {"Origin: null"})), 403u);
  EXPECT_EQ(status(submit(made.path, form, {"X-None: 1"})), 403u) << "no origin at all";
  EXPECT_EQ(status(submit(made.path, form, {"Origin: " + own_origin(), "Sec-Fetch-Site: cross-site"})), 403u);
  for (const std::string& bad : {std::string("pin=0000&do=sign"), std::string("token=&pin=0000"), "token=" + std::string(32,
      '0') + "&pin=0000",
                                "token=" + token.substr(1) + "&pin=0000"})
    EXPECT_EQ(status(submit(made.path, bad)), 403u) << bad;
  EXPECT_EQ(status(ask("POST " + made.path, {"Host: " + host(), "Origin: " + own_origin(), "Content-Type: text/plain"}, form)),
      403u);
  EXPECT_EQ(door.card->data().auth_pin.left, 3) << "no try was spent";
  EXPECT_EQ(status(submit(made.path, form)), 303u) << "the same form from the page itself is good";
  EXPECT_EQ(door.card->data().auth_pin.left, 2);
}

TEST_F(Agent, ASubmittedFormCannotBeSentAgain) {
  const auto made = make_claim(false);
  const auto form = "token=" + token_of(page(made.path)) + "&pin=0000&do=sign";
  EXPECT_EQ(status(submit(made.path, form)), 303u);
  EXPECT_EQ(status(submit(made.path, form)), 403u);
  EXPECT_EQ(door.card->data().auth_pin.left, 2) << "a double click costs one try";
  type(made.path, "pin=1234&do=sign");
  EXPECT_EQ(status(submit(made.path, form)), 403u) << "nor after the end";
  EXPECT_EQ(collect(made.id)["state"], "done");
}

TEST_F(Agent, APinTypedForOneRequestIsWorthNothingForAnother) {
  const auto first = make_claim(false), second = make_claim(false);
  const auto token = token_of(page(first.path));
  EXPECT_EQ(status(submit(second.path, "token=" + token + "&pin=1234&do=sign")), 403u);
  type(first.path, "pin=1234&do=sign");
  EXPECT_EQ(collect(second.id)["state"], "pending");
}

TEST_F(Agent, MalformedRequestsAreRefused) {
  for (const auto& body : std::vector<nlohmann::json>{
           {}, 7, {{"kind", "claim"}}, {{"kind", "claim"}, {"title", "x"}}, {{"kind", "claim"}, {"title", "x"}, {"claim", "aa"}},
           {{"kind", "claim"}, {"title", ""}, {"claim", kClaim}}, {{"kind", "claim"}, {"title", std::string(201, 'x')},
               {"claim", kClaim}},
           {{"kind", "claim"}, {"title", "x"}, {"claim", std::string(64, 'A')}}, {{"kind", "claim"}, {"title", "x"}, {"claim", 7}},
           {{"kind", "statement"}, {"title", "x"}, {"statement", ""}}, {{"kind", "statement"}, {"title", "x"}, {"statement",
               "a\tb"}},
           {{"kind", "statement"}, {"title", "x"}, {"statement", std::string(4001, 'x')}}, {{"kind", "number"}, {"title", "x"}},
           {{"kind", "claim"}, {"title", "x"}, {"claim", kClaim}, {"attributes", "yes"}}, {{"title", "x"}}})
    EXPECT_TRUE(http::test::is_problem(post_request(body), 400)) << body.dump();
  auto lines = booth_lines();
  lines.push_back("Content-Type: application/json");
  EXPECT_TRUE(http::test::is_problem(ask("POST /requests", lines, "{\"kind\":\xFF"), 400));
  EXPECT_TRUE(http::test::is_problem(ask("POST /requests", booth_lines(), kBody.dump()), 415));
  EXPECT_EQ(collect("../page")["status"], 410);
}

TEST_F(Agent, OversizedBodiesAreCutOff) {
  auto lines = booth_lines();
  lines.push_back("Content-Type: application/json");
  EXPECT_EQ(status(ask("POST /requests", lines, std::string(17 * 1024, ' '))), 413u);
  const auto made = make_claim();
  EXPECT_EQ(status(submit(made.path, std::string(3 * 1024, 'a'))), 413u);
}

TEST_F(Agent, TextsFromTheBoothAreNeverMarkup) {
  const auto made = make({{"kind", "statement"}, {"title", "<script>alert(1)</script>\"'"}, {"statement",
      "</blockquote><script src=//x></script>"}});
  const auto html = page(made.path);
  EXPECT_EQ(html.find("<script>alert"), html.npos);
  EXPECT_EQ(html.find("<script src=//x"), html.npos);
  EXPECT_NE(html.find("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;"), html.npos);
}

TEST_F(Agent, TheRedirectAfterAFormGoesNowhereElse) {
  const auto made = make_claim(false);
  const auto answer = type(made.path, "pin=0000&do=sign&lang=en%0D%0ASet-Cookie:x");
  EXPECT_NE(answer.find("Location: " + made.path + "?lang=ja"), answer.npos);
  EXPECT_EQ(answer.find("Set-Cookie"), answer.npos);
}

TEST(Service, NeedsAnOriginThatIsOne) {
  TestDoor door;
  const base::ManualClock clock(kNow);
  for (const std::string origin : {"", "https://", "vote.example.jp", "https://vote.example.jp/", "https://*.example.jp",
      "ftp://x"}) {
    Options o;
    o.port = 0;
    o.pairing = kPairing;
    if (!origin.empty()) o.origins = {origin};
    EXPECT_FALSE(Service::start(o, door, clock).ok()) << origin;
  }
}

TEST(Pairing, IsEightyBitsInGroupsOfFour) {
  base::SystemRng rng;
  const auto a = new_pairing(rng), b = new_pairing(rng);
  EXPECT_EQ(a.size(), 19u);
  EXPECT_NE(a, b);
  EXPECT_EQ(a.find_first_of("ILOU"), a.npos);
}

}  // namespace
}  // namespace ippyo::card_agent::test
