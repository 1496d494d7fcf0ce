// SPDX-License-Identifier: Apache-2.0
// Attacks through the voters' endpoints: fixed and stolen sessions, answers of other sessions, and bodies that are anything at all.
#include "registrar/test_voters.hpp"

namespace ippyo::registrar::test {
namespace {

TEST(VoterAttack, ATokenThatTheClientChoseOpensNothing) {
  Hall hall;
  auto& p = hall.people[0];
  const std::string chosen(64, 'a');
  p.token = chosen;
  EXPECT_WORD(hall.choose_key(p), 401, "sign-in");
  ASSERT_EQ(hall.begin(p).status, 200u);
  EXPECT_NE(p.token, chosen);
  p.token = chosen;
  EXPECT_WORD(hall.choose_key(p), 401, "sign-in") << "no session took that token";
}

TEST(VoterAttack, AnAnswerForOneSessionIsWorthNothingInAnother) {
  Hall hall;
  auto &p = hall.people[0], &q = hall.people[1];
  for (auto* each : {&p, &q}) {
    hall.begin(*each);
    hall.choose_key(*each);
  }
  const auto said = hall.answer(p, Factor::card, Hall::body(hall.post("/enrol/card/begin", json::object(), p.token)));
  hall.post("/enrol/card/begin", json::object(), q.token);
  EXPECT_WORD(hall.post("/enrol/card/finish", {{"answer", said}}, q.token), 403, "wrong");
  EXPECT_EQ(hall.post("/enrol/card/finish", {{"answer", said}}, p.token).status, 200u);
  // The passkey that one person registers is no answer for another person's session either.
  const auto made = hall.answer(p, Factor::passkey, Hall::body(hall.post("/enrol/passkey/begin", json::object(), p.token)));
  hall.post("/enrol/passkey/begin", json::object(), q.token);
  EXPECT_EQ(hall.post("/enrol/passkey/finish", {{"answer", made}}, q.token).status, 403u);
}

TEST(VoterAttack, ASessionOfOneKindDoesNothingOfAnother) {
  Hall hall;
  hall.open();
  auto& p = hall.people[0];
  const auto K = base::SigningKey::generate();
  ASSERT_EQ(hall.ask(p, K).status, 200u);
  EXPECT_WORD(hall.choose_key(p), 401, "sign-in");
  EXPECT_WORD(hall.get("/enrol/evidence", p.token), 401, "sign-in");
  EXPECT_WORD(hall.post("/desk/permit", {{"session", p.token}}, {}, hall.clerk), 409, "desk-session");
  EXPECT_WORD(hall.post("/desk/begin", {{"slot", 0}}, p.token), 403, "role");
}

TEST(VoterAttack, TheFactorsOfAnotherPersonOpenNoSlot) {
  Hall hall;
  hall.open();
  auto &victim = hall.people[0], &thief = hall.people[1];
  const auto K = base::SigningKey::generate();
  ASSERT_EQ(hall.ask(victim, K).status, 200u);
  thief.token = victim.token;
  EXPECT_WORD(hall.show(thief, "/grant", Factor::code), 403, "code-wrong");
  EXPECT_WORD(hall.show(thief, "/grant", Factor::card), 403, "other-person");
  const auto asked = Hall::body(hall.post("/grant/passkey/begin", json::object(), thief.token));
  EXPECT_FALSE(thief.phone.get(asked, Hall::kOrigin).ok()) << "another key is asked for";
  EXPECT_WORD(hall.grant(victim, K), 409, "factors-first");
}

TEST(VoterAttack, ASessionIsNoToolForTryingOut) {
  Hall hall;
  auto& p = hall.people[0];
  hall.begin(p);
  for (std::size_t i = 0; i < VoterSessions::kShowings; ++i) EXPECT_EQ(hall.post("/enrol/passkey/begin", json::object(), p.token).status, 200u);
  EXPECT_WORD(hall.post("/enrol/passkey/begin", json::object(), p.token), 409, "too-many");
}

/// Some JSON, of any shape, with the words that mean something here among its fields.
json anything(base::Rng& rng, int depth) {
  static const std::vector<std::string> kWords{"answer", "claim", "code", "X", "K", "slot", "possession", "session", "id", "response", "clientDataJSON", "proof", ""};
  switch (rng.below(depth > 0 ? 9 : 7)) {
    case 0: return nullptr;
    case 1: return rng.below(2) == 1;
    case 2: return static_cast<std::int64_t>(rng.u64());
    case 3: return rng.u64();
    case 4: return 1e300;
    case 5: return std::string(rng.below(200), static_cast<char>('0' + rng.below(60)));
    case 6: return base::to_hex(rng.bytes<32>());
    case 7: {
      auto list = json::array();
      for (auto n = rng.below(4); n > 0; --n) list.push_back(anything(rng, depth - 1));
      return list;
    }
    default: {
      auto object = json::object();
      for (auto n = rng.below(5); n > 0; --n) object[kWords[rng.below(kWords.size())]] = anything(rng, depth - 1);
      return object;
    }
  }
}

/// The fields of one endpoint, filled with anything.
json body_for(const std::string& path, base::Rng& rng) {
  static const std::map<std::string, std::vector<std::string>> kFields{
      {"/enrol/begin", {"code"}}, {"/enrol/key", {"X"}}, {"/enrol/finish", {"possession"}}, {"/grant/begin", {"slot", "K", "possession"}}, {"/desk/begin", {"slot"}},
      {"/desk/card/begin", {"session"}}, {"/desk/card/finish", {"session", "answer"}}, {"/desk/permit", {"session"}}};
  const auto found = kFields.find(path);
  json out = json::object();
  for (const auto& field : found == kFields.end() ? std::vector<std::string>{"answer"} : found->second) out[field] = anything(rng, 3);
  return out;
}

TEST(VoterAttack, NoBodyWhateverItHoldsIsAnsweredWithAnErrorOfOurs) {
  Hall hall;
  hall.open();
  base::KeyedRng rng(base::Secret(Bytes32{7}));
  for (int round = 0; round < 25; ++round) {
    const auto asking = hall.ask(hall.people[static_cast<std::size_t>(round % 5)], base::SigningKey::generate());
    ASSERT_EQ(asking.status, 200u);
    const std::string token = Hall::body(asking)["session"];
    for (const auto& e : hall.endpoints) {
      if (e.path.starts_with("/staff/")) continue;
      std::vector<std::string> paths{e.path};
      if (e.path.ends_with('/')) {
        paths.clear();
        for (const char* f : {"code", "card", "passkey", "oidc", "email", "x"})
          for (const char* half : {"/begin", "/finish", "/", "/begin/more"}) paths.push_back(e.path + f + half);
      }
      for (const auto& path : paths) {
        Bytes body = base::to_bytes(base::view((rng.below(3) == 0 ? anything(rng, 3) : body_for(path, rng)).dump(-1, ' ', false, json::error_handler_t::replace)));
        if (rng.below(5) == 0) body.resize(rng.below(body.size() + 1));
        if (rng.below(5) == 0 && !body.empty()) body[rng.below(body.size())] ^= static_cast<std::uint8_t>(1 + rng.below(255));
        if (path == "/grant" && rng.below(2) == 0) body = base::to_bytes(rng.bytes<104>());
        const auto r = hall.raw(e.method, path, body, token, hall.clerk);
        EXPECT_TRUE(r.status < 500 || r.status == 503) << path << " " << base::to_string(body);
      }
    }
    hall.clock.set(hall.clock.now() + 1);
  }
}

TEST(VoterAttack, DeepAndLongBodiesEndWellToo) {
  Hall hall;
  auto& p = hall.people[0];
  hall.begin(p);
  hall.choose_key(p);
  const auto deep = "{\"answer\":" + std::string(16'000, '[') + std::string(16'000, ']') + "}";
  for (const char* factor : {"card", "passkey"}) {
    hall.post("/enrol/" + std::string(factor) + "/begin", json::object(), p.token);
    const auto r = hall.raw("POST", "/enrol/" + std::string(factor) + "/finish", base::to_bytes(base::view(deep)), p.token);
    EXPECT_TRUE(r.status == 400 || r.status == 403) << r.status;
  }
  EXPECT_EQ(hall.raw("POST", "/enrol/begin", Bytes(5000, ' ')).status, 413u);
  EXPECT_WORD(hall.post("/enrol/begin", {{"code", "a"}, {"more", 1}}), 400, "malformed");
  EXPECT_WORD(hall.raw("POST", "/enrol/begin", base::to_bytes(base::view("[]"))), 400, "malformed");
}

}  // namespace
}  // namespace ippyo::registrar::test
