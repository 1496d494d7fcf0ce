// SPDX-License-Identifier: Apache-2.0
// A grant only after every factor, only for this slot and key, only while an epoch is open; and the desk's permit.
#include "record/count_permit.hpp"
#include "registrar/grant_rules.hpp"
#include "registrar/key_uses.hpp"
#include "registrar/test_voters.hpp"

namespace ippyo::registrar::test {
namespace {

/// Everybody has a slot and the election is open.
struct Open : Hall {
  explicit Open(std::vector<std::string> factors = {"code", "card", "oidc", "passkey"}) : Hall(std::move(factors)) { open(); }
  void show_all(Person& p) {
    for (const auto f : {Factor::code, Factor::card, Factor::passkey}) EXPECT_EQ(show(p, "/grant", f).status, 200u);
  }
};

TEST(Grants, ComeAfterEveryFactorAndThePossession) {
  Open hall;
  auto& p = hall.people[0];
  const auto K = base::SigningKey::generate();
  EXPECT_EQ(Hall::body(hall.ask(p, K))["factors"], json({"code", "card", "passkey"}));
  EXPECT_WORD(hall.grant(p, K), 409, "factors-first");
  EXPECT_EQ(Hall::body(hall.show(p, "/grant", Factor::code))["left"], json({"card", "passkey"}));
  EXPECT_EQ(Hall::body(hall.show(p, "/grant", Factor::card))["left"], json({"passkey"}));
  EXPECT_WORD(hall.grant(p, K), 409, "factors-first");
  EXPECT_EQ(Hall::body(hall.show(p, "/grant", Factor::passkey))["left"], json::array());
  const auto lines = hall.number("SELECT count(*) FROM audit_log");
  const auto given = hall.grant(p, K);
  ASSERT_EQ(given.status, 200u) << base::to_string(given.body);
  const auto grant = *record::Grant::decode(given.body);
  EXPECT_EQ(grant.slot, hall.slot_of(p));
  EXPECT_EQ(grant.K, K.public_key());
  EXPECT_EQ(grant.last, grant.first + 2);
  const auto& key = hall.election.keys.at("registrar").public_key();
  EXPECT_TRUE(base::verify_signature(key, record::grant_hash(grant, hall.election.state.ctx()), grant.signature));
  EXPECT_EQ(hall.number("SELECT count(*) FROM audit_log"), lines) << "no log of grants";
  EXPECT_WORD(hall.grant(p, K), 401, "sign-in") << "the session ended with the grant";
}

TEST(Grants, AskWhoEnrolledWithAnAccountForTheAccount) {
  Open hall;
  auto& p = hall.people[Hall::kPeople - 1];
  const auto K = base::SigningKey::generate();
  EXPECT_EQ(Hall::body(hall.ask(p, K))["factors"], json({"code", "oidc", "passkey"}));
  for (const auto f : {Factor::code, Factor::oidc, Factor::passkey}) EXPECT_EQ(hall.show(p, "/grant", f).status, 200u);
  EXPECT_EQ(hall.show(p, "/grant", Factor::card).status, 404u);
  EXPECT_EQ(hall.grant(p, K).status, 200u);
}

TEST(Grants, AreForTheSlotTheKeyAndTheHolderOnly) {
  Open hall;
  auto &p = hall.people[0], &q = hall.people[1];
  const auto K = base::SigningKey::generate(), other = base::SigningKey::generate();
  hall.ask(p, K);
  hall.show_all(p);
  EXPECT_WORD(hall.grant(p, other), 403, "other-request") << "another K";
  q.token = p.token;
  EXPECT_WORD(hall.grant(q, K), 403, "other-request") << "another slot";
  auto request = record::request_grant(hall.election.state.ctx(), hall.slot_of(p), K.public_key(), q.X, q.x, hall.rng);
  EXPECT_WORD(hall.raw("POST", "/grant", request.encode(), p.token), 403, "possession");
  EXPECT_WORD(hall.raw("POST", "/grant", Bytes(103), p.token), 400, "malformed");
  EXPECT_WORD(hall.raw("POST", "/grant", Bytes(105), p.token), 413, "body-too-large");
  EXPECT_EQ(hall.grant(p, K).status, 200u) << "none of this used anything up";
}

TEST(Grants, AreGivenOnlyWhileAnEpochIsOpen) {
  Open hall;
  auto& p = hall.people[0];
  const auto K = base::SigningKey::generate();
  hall.ask(p, K);
  hall.show_all(p);
  hall.clock.set(1400);
  EXPECT_EQ(hall.grant(p, K).status, 503u);
  EXPECT_TRUE(hall.sessions.known(p.token, Access::asking, 1400)) << "what was shown still counts";
  EXPECT_EQ(grant_epochs(hall.election.state, 1050)->first, 1u);
  EXPECT_FALSE(grant_epochs(hall.election.state, 999));
  EXPECT_FALSE(grant_epochs(hall.election.state, 5000));
}

TEST(Grants, AreNotAskedForBeforeTheOpening) {
  Hall hall;
  EXPECT_WORD(hall.post("/grant/begin", {{"slot", 0}, {"K", std::string(64, 'a')}, {"possession", std::string(128, '0')}}), 409, "not-open");
}

TEST(Grants, AreBegunOnlyByTheHolderOfTheSlotKey) {
  Open hall;
  auto &p = hall.people[0], &q = hall.people[1];
  const auto K = base::SigningKey::generate(), other = base::SigningKey::generate();
  const auto begin = [&](const json& body) { return hall.post("/grant/begin", body); };
  const auto good = hall.begin_of(hall.slot_of(p), K, p);
  const auto with = [&](const char* field, const json& value) {
    auto body = good;
    body[field] = value;
    return begin(body);
  };
  EXPECT_WORD(begin(hall.begin_of(hall.slot_of(p), K, q)), 403, "possession") << "another voter's key";
  EXPECT_WORD(with("slot", hall.slot_of(q)), 403, "possession") << "another slot";
  EXPECT_WORD(with("K", base::to_hex(other.public_key())), 403, "possession") << "another K";
  EXPECT_WORD(begin(hall.begin_of(4711, K, p)), 403, "possession") << "a slot that does not exist";
  const auto request = record::request_grant(hall.election.state.ctx(), hall.slot_of(p), K.public_key(), p.X, p.x, hall.rng);
  EXPECT_WORD(with("possession", base::to_hex(request.possession)), 403, "possession") << "the proof of a grant request";
  EXPECT_WORD(with("possession", std::string(128, 'f')), 403, "possession") << "no encoding of a proof";
  for (const json& slot : {json(-1), json("1"), json(1.5), json(1ull << 53)}) EXPECT_WORD(with("slot", slot), 400, "malformed");
  EXPECT_WORD(with("K", "a"), 400, "malformed");
  EXPECT_WORD(with("possession", std::string(126, '0')), 400, "malformed");
  auto without = good;
  without.erase("possession");
  EXPECT_WORD(begin(without), 400, "malformed");
  EXPECT_EQ(begin(good).status, 200u);
}

TEST(Grants, AreAnsweredToABeginOnlyWithABegin) {
  Open hall;
  auto& p = hall.people[0];
  const auto K = base::SigningKey::generate();
  hall.ask(p, K);
  hall.show_all(p);
  const auto begin = record::begin_grant(hall.election.state.ctx(), hall.slot_of(p), K.public_key(), p.X, p.x, hall.rng);
  EXPECT_WORD(hall.raw("POST", "/grant", begin.encode(), p.token), 403, "possession") << "a begin is no grant request";
}

TEST(Grants, NobodyElseUsesUpASlotsBegins) {
  Open hall;
  auto &p = hall.people[0], &q = hall.people[1];
  for (int i = 0; i < 50; ++i) EXPECT_WORD(hall.post("/grant/begin", hall.begin_of(hall.slot_of(p), base::SigningKey::generate(), q)), 403, "possession");
  EXPECT_EQ(hall.ask(p, base::SigningKey::generate()).status, 200u);
}

TEST(Grants, ABeginThatIsSentAgainSoonOpensNothing) {
  Open hall;
  auto& p = hall.people[0];
  const auto seen = hall.begin_of(hall.slot_of(p), base::SigningKey::generate(), p);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(hall.post("/grant/begin", seen).status, 200u);
  for (int i = 0; i < 30; ++i) EXPECT_WORD(hall.post("/grant/begin", seen), 429, "too-many");
  EXPECT_EQ(hall.ask(p, base::SigningKey::generate()).status, 200u) << "the replays took nothing of the slot's allowance";
}

TEST(Grants, AKeyIsRememberedForAnHourAtLeast) {
  KeyUses uses;
  const base::Bytes32 K{1}, other{2};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(uses.takes(7, K, 10'000));
  EXPECT_FALSE(uses.takes(7, K, 10'001));
  EXPECT_FALSE(uses.takes(7, K, 13'600)) << "the older generation still counts";
  EXPECT_TRUE(uses.takes(8, K, 13'600)) << "another slot's";
  EXPECT_TRUE(uses.takes(7, other, 13'600));
  EXPECT_TRUE(uses.takes(7, other, 20'000));
  EXPECT_TRUE(uses.takes(7, K, 30'000)) << "forgotten";
}

TEST(Grants, AreLimitedPerSlot) {
  Open hall;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(hall.ask(hall.people[0], base::SigningKey::generate()).status, 200u);
  EXPECT_WORD(hall.ask(hall.people[0], base::SigningKey::generate()), 429, "too-many");
  EXPECT_EQ(hall.ask(hall.people[1], base::SigningKey::generate()).status, 200u);
}

TEST(Grants, AreRefusedToWhoMayNotVoteAnyMoreButOnlyAfterEverythingWasShown) {
  Open hall;
  auto& p = hall.people[0];
  const auto K = base::SigningKey::generate();
  hall.sql("UPDATE application SET state = 4 WHERE id = 1");
  EXPECT_EQ(hall.ask(p, K).status, 200u);
  hall.show_all(p);
  EXPECT_WORD(hall.grant(p, K), 403, "no-vote");
}

TEST(Grants, KeepThePasskeysCounterAndRefuseAReplay) {
  Open hall;
  auto& p = hall.people[0];
  const auto K = base::SigningKey::generate();
  hall.ask(p, K);
  const auto asked = Hall::body(hall.post("/grant/passkey/begin", json::object(), p.token));
  const auto said = hall.answer(p, Factor::passkey, asked);
  EXPECT_EQ(hall.post("/grant/passkey/finish", {{"answer", said}}, p.token).status, 200u);
  EXPECT_WORD(hall.post("/grant/passkey/finish", {{"answer", said}}, p.token), 409, "begin-first");
  hall.post("/grant/passkey/begin", json::object(), p.token);
  EXPECT_EQ(hall.post("/grant/passkey/finish", {{"answer", said}}, p.token).status, 403u) << "an answer to another challenge";
  identity::OnFile before, after;
  const auto read = [&](identity::OnFile& out) {
    ASSERT_TRUE(hall.store->run([&](db::Database& db) { return read_factor(db, hall.store->keys(), 1, Factor::passkey, out); }).ok());
  };
  read(before);
  hall.show(p, "/grant", Factor::passkey);
  read(after);
  EXPECT_NE(before.record, after.record) << "the counter";
  // Somebody answered from the state of the file before that.
  bool done = true;
  ASSERT_TRUE(hall.store->run([&](db::Database& db) { return exchange_factor(db, hall.store->keys(), 1, Factor::passkey, before, after, done); }).ok());
  EXPECT_FALSE(done);
}

TEST(Grants, TakeARenewedCardWithItsAttributesAndOnlyWithEverythingElse) {
  Open hall;
  auto& p = hall.people[0];
  const auto K = base::SigningKey::generate();
  hall.ask(p, K);
  hall.card->refuse_with = "renewed";
  EXPECT_WORD(hall.show(p, "/grant", Factor::card), 403, "renewed");
  EXPECT_WORD(hall.show(p, "/grant", Factor::card, {{"subject", "new card"}, {"name", "例示　幸子"}}), 403, "other-person");
  EXPECT_WORD(hall.show(p, "/grant", Factor::card, {{"subject", "new card"}, {"name", ""}}), 403, "other-person") << "without attributes";
  EXPECT_WORD(hall.show(p, "/grant", Factor::card, {{"subject", hall.people[1].subject}}), 403, "used-by-another");
  EXPECT_EQ(hall.show(p, "/grant", Factor::card, {{"subject", "new card"}}).status, 200u);
  const auto on_file = [&] {
    identity::OnFile out;
    EXPECT_TRUE(hall.store->run([&](db::Database& db) { return read_factor(db, hall.store->keys(), 1, Factor::card, out); }).ok());
    return out.subject;
  };
  EXPECT_EQ(on_file(), p.subject) << "not before everything is shown";
  for (const auto f : {Factor::code, Factor::passkey}) hall.show(p, "/grant", f);
  ASSERT_EQ(hall.grant(p, K).status, 200u);
  EXPECT_EQ(on_file(), "new card");
}

TEST(Grants, SendAMailOnlyWhenAllElseIsShown) {
  Hall hall({"email", "code"});
  for (auto& p : hall.people) {
    hall.begin(p);
    hall.show(p, "/enrol", Factor::passkey);
    hall.choose_key(p);
    hall.show(p, "/enrol", Factor::email);
    hall.show(p, "/enrol", Factor::card);
    ASSERT_EQ(hall.finish(p).status, 200u);
  }
  hall.publish();
  hall.election.post(office::write_opening(hall.election.desk({"commission"}, 900), hall.election.opening()));
  hall.clock.set(1050);
  auto& p = hall.people[0];
  const auto K = base::SigningKey::generate();
  EXPECT_EQ(Hall::body(hall.ask(p, K))["factors"], json({"code", "email"}));
  EXPECT_WORD(hall.show(p, "/grant", Factor::email), 409, "email-last");
  EXPECT_EQ(hall.show(p, "/grant", Factor::code).status, 200u);
  EXPECT_EQ(hall.show(p, "/grant", Factor::email).status, 200u);
  EXPECT_EQ(hall.grant(p, K).status, 200u);
}

TEST(Desk, GivesAPermitForTwoMinutesToWhoShowsTheCard) {
  Open hall;
  auto& p = hall.people[0];
  const auto call = [&](const char* path, const json& body, const Member& who) { return hall.post(path, body, {}, who); };
  const auto begun = call("/desk/begin", {{"slot", hall.slot_of(p)}}, hall.clerk);
  ASSERT_EQ(begun.status, 200u);
  const std::string session = Hall::body(begun)["session"];
  EXPECT_WORD(call("/desk/permit", {{"session", session}}, hall.clerk), 409, "factors-first");
  EXPECT_WORD(call("/desk/card/begin", {{"session", session}}, hall.other_clerk), 409, "desk-session");
  const auto asked = Hall::body(call("/desk/card/begin", {{"session", session}}, hall.clerk));
  const auto said = hall.answer(p, Factor::card, asked);
  EXPECT_EQ(call("/desk/card/finish", {{"session", session}, {"answer", said}}, hall.clerk).status, 200u);
  const auto r = call("/desk/permit", {{"session", session}}, hall.clerk);
  ASSERT_EQ(r.status, 200u);
  const auto permit = *record::CountPermit::decode(*base::from_hex(Hall::body(r)["permit"].get<std::string>()));
  EXPECT_EQ(permit.slot, hall.slot_of(p));
  EXPECT_EQ(permit.until, 1170u);
  const auto& key = hall.election.keys.at("registrar").public_key();
  EXPECT_TRUE(base::verify_signature(key, record::permit_hash(permit, hall.election.state.ctx()), permit.signature));
  EXPECT_EQ(hall.number("SELECT count(*) FROM audit_log WHERE action = 'count-permit' AND object = 'application 1'"), 1);
  EXPECT_WORD(call("/desk/permit", {{"session", session}}, hall.clerk), 409, "desk-session") << "one permit";
}

TEST(Desk, KnowsAVoterWithoutACardOnFileByTheAttributes) {
  Open hall;
  auto &p = hall.people[Hall::kPeople - 1], &q = hall.people[0];
  const auto begin = [&](std::uint64_t slot) { return hall.post("/desk/begin", {{"slot", slot}}, {}, hall.clerk); };
  EXPECT_WORD(begin(99), 404, "not-found");
  const std::string session = Hall::body(begin(hall.slot_of(p)))["session"];
  const auto show = [&](const json& changes) {
    auto said = hall.answer(p, Factor::card, Hall::body(hall.post("/desk/card/begin", {{"session", session}}, {}, hall.clerk)));
    said.update(changes);
    return hall.post("/desk/card/finish", {{"session", session}, {"answer", said}}, {}, hall.clerk);
  };
  EXPECT_WORD(show({{"name", "例示　幸子"}}), 403, "other-person");
  EXPECT_WORD(show({{"subject", q.subject}}), 403, "used-by-another");
  EXPECT_EQ(show(json::object()).status, 200u);
}

}  // namespace
}  // namespace ippyo::registrar::test
