// SPDX-License-Identifier: Apache-2.0
// The way from the letter to the lists, and every way in which it is refused.
#include "registrar/test_voters.hpp"

namespace ippyo::registrar::test {
namespace {

TEST(Enrolment, GoesFromTheCodeToTheLists) {
  Hall hall;
  auto& p = hall.people[0];
  const auto begun = Hall::body(hall.begin(p));
  EXPECT_EQ(begun["ctx0"], base::to_hex(hall.election.state.ctx0()));
  EXPECT_EQ(begun["already"], false);
  EXPECT_EQ(begun["ways"][0], json({"passkey", "card"}));
  EXPECT_EQ(Hall::body(hall.show(p, "/enrol", Factor::passkey))["left"], json({"card"}));
  EXPECT_EQ(hall.choose_key(p).status, 204u);
  EXPECT_EQ(Hall::body(hall.show(p, "/enrol", Factor::card))["left"], json::array());
  EXPECT_EQ(Hall::body(hall.get("/enrol/evidence", p.token))["class"], "B");
  const auto done = hall.finish(p);
  ASSERT_EQ(done.status, 200u) << base::to_string(done.body);
  EXPECT_EQ(Hall::body(done), json({{"enrolled", true}, {"vote_from", 1000}}));
  EXPECT_EQ(hall.finish(p).status, 401u) << "the session ended";
  for (std::size_t i = 1; i < Hall::kPeople; ++i) EXPECT_EQ(hall.enrol(hall.people[i]).status, 200u);
  hall.publish();
  EXPECT_EQ(hall.election.state.slots().size(), Hall::kPeople);
  EXPECT_EQ(hall.number("SELECT count(*) FROM enrolment WHERE slot IS NOT NULL"), 5);
}

TEST(Enrolment, TellsUnknownKilledAndMalformedCodesWithOneAnswer) {
  Hall hall;
  const auto unknown = hall.post("/enrol/begin", {{"code", std::string(64, 'a')}});
  EXPECT_WORD(unknown, 403, "code-wrong");
  hall.sql("UPDATE letter SET live = 0 WHERE application = 1");
  hall.sql("UPDATE application SET state = 4 WHERE id = 2");
  for (const json& code : {json(hall.proof_of(hall.people[0])), json(hall.proof_of(hall.people[1])), json("short"), json(7), json(nullptr)}) {
    const auto r = hall.post("/enrol/begin", {{"code", code}});
    EXPECT_EQ(r.status, unknown.status);
    EXPECT_EQ(r.body, unknown.body);
  }
}

TEST(Enrolment, StopsGuessingAndNotHonestPeople) {
  Hall hall;
  for (std::uint32_t i = 0; i < Guesses::kMost; ++i) hall.post("/enrol/begin", {{"code", "guess"}});
  EXPECT_WORD(hall.begin(hall.people[0]), 429, "too-many");
  hall.clock.set(310);
  EXPECT_EQ(hall.begin(hall.people[0]).status, 200u);
}

TEST(Enrolment, LimitsTheSessionsOfOneApplication) {
  Hall hall;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(hall.begin(hall.people[0]).status, 200u);
  EXPECT_WORD(hall.begin(hall.people[0]), 429, "too-many");
  EXPECT_EQ(hall.begin(hall.people[1]).status, 200u);
}

TEST(Enrolment, TakesNoKeyThatIsNoneOrAnothersOne) {
  Hall hall;
  auto &p = hall.people[0], &q = hall.people[1];
  ASSERT_EQ(hall.enrol(p).status, 200u);
  hall.begin(q);
  for (const char* X : {"", "00", "zz"}) EXPECT_WORD(hall.post("/enrol/key", {{"X", X}}, q.token), 400, "malformed");
  EXPECT_WORD(hall.post("/enrol/key", {{"X", std::string(64, '0')}}, q.token), 400, "malformed") << "the identity";
  EXPECT_WORD(hall.post("/enrol/key", {{"X", std::string(64, 'f')}}, q.token), 400, "malformed") << "not canonical";
  EXPECT_WORD(hall.post("/enrol/key", {{"X", base::to_hex(p.X.bytes)}}, q.token), 409, "key-used");
}

TEST(Enrolment, AsksForTheKeyBeforeTheEvidence) {
  Hall hall;
  auto& p = hall.people[0];
  hall.begin(p);
  EXPECT_WORD(hall.show(p, "/enrol", Factor::card), 409, "key-first");
  EXPECT_EQ(hall.show(p, "/enrol", Factor::code).status, 404u) << "no way has it";
  hall.choose_key(p);
  EXPECT_EQ(hall.show(p, "/enrol", Factor::card).status, 200u);
}

TEST(Enrolment, ForgetsEvidenceOfAnotherKey) {
  Hall hall;
  auto& p = hall.people[0];
  hall.begin(p);
  hall.show(p, "/enrol", Factor::passkey);
  hall.choose_key(p);
  hall.show(p, "/enrol", Factor::card);
  ASSERT_EQ(hall.get("/enrol/evidence", p.token).status, 200u);
  ASSERT_EQ(hall.choose_key(p).status, 204u);
  EXPECT_EQ(hall.get("/enrol/evidence", p.token).status, 200u) << "the same key";
  ASSERT_EQ(hall.post("/enrol/key", {{"X", base::to_hex(hall.people[1].X.bytes)}}, p.token).status, 204u);
  EXPECT_WORD(hall.get("/enrol/evidence", p.token), 409, "factors-first");
}

TEST(Enrolment, RefusesTheCardOfAnotherPersonAndNotesWhatNeedsALook) {
  Hall hall;
  auto& p = hall.people[0];
  hall.begin(p);
  hall.choose_key(p);
  EXPECT_WORD(hall.show(p, "/enrol", Factor::card, {{"name", "例示　幸子"}}), 403, "other-person");
  EXPECT_WORD(hall.show(p, "/enrol", Factor::card, {{"address", "吾妻一丁目90001番地 見本荘2号室"}}), 403, "needs-look");
  EXPECT_EQ(hall.number("SELECT count(*) FROM application_event WHERE application = 1 AND action = 'needs-look'"), 1);
  hall.config.close_matches_pass = true;
  EXPECT_EQ(hall.show(p, "/enrol", Factor::card, {{"address", "吾妻一丁目90001番地 見本荘2号室"}}).status, 200u);
}

TEST(Enrolment, RefusesWhatAnotherPersonHasShown) {
  Hall hall;
  auto &p = hall.people[0], &q = hall.people[1];
  ASSERT_EQ(hall.enrol(p).status, 200u);
  hall.begin(q);
  hall.choose_key(q);
  EXPECT_WORD(hall.show(q, "/enrol", Factor::card, {{"subject", p.subject}}), 403, "used-by-another");
}

TEST(Enrolment, RefusesASubjectThatAnotherPersonRegisteredMeanwhile) {
  Hall hall;
  auto &p = hall.people[0], &q = hall.people[1];
  for (auto* each : {&p, &q}) {
    hall.begin(*each);
    hall.show(*each, "/enrol", Factor::passkey);
    hall.choose_key(*each);
    EXPECT_EQ(hall.show(*each, "/enrol", Factor::card, {{"subject", "one card"}}).status, 200u);
  }
  EXPECT_EQ(hall.finish(p).status, 200u);
  EXPECT_WORD(hall.finish(q), 403, "used-by-another");
}

TEST(Enrolment, TakesTheEvidenceWithTheLowestLetter) {
  Hall hall({"code", "email"});
  auto& p = hall.people[0];
  hall.begin(p);
  hall.show(p, "/enrol", Factor::passkey);
  hall.choose_key(p);
  EXPECT_EQ(Hall::body(hall.show(p, "/enrol", Factor::email))["left"], json({"card"}));
  EXPECT_WORD(hall.get("/enrol/evidence", p.token), 409, "factors-first");
  hall.show(p, "/enrol", Factor::card);
  EXPECT_EQ(Hall::body(hall.get("/enrol/evidence", p.token))["class"], "B");
  ASSERT_EQ(hall.finish(p).status, 200u);
  EXPECT_EQ(hall.number("SELECT count(*) FROM factor WHERE application = 1"), 3) << "the address is a factor on file";
}

TEST(Enrolment, OffersOnlyWaysThatSufficeForAGrant) {
  Hall hall({"email"});
  EXPECT_EQ(Hall::body(hall.begin(hall.people[0]))["ways"], json({{"passkey", "email", "card"}}));
}

TEST(Enrolment, SendsAtMostTenMailsToOneAddressInTenMinutes) {
  Hall hall({"email"});
  auto& p = hall.people[0];
  hall.begin(p);
  hall.choose_key(p);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(hall.post("/enrol/email/begin", json::object(), p.token).status, 200u);
  EXPECT_WORD(hall.post("/enrol/email/begin", json::object(), p.token), 429, "too-many");
}

TEST(Enrolment, CountsAnAnswerOnceAndASecondTryOnlyForMail) {
  Hall hall({"email"});
  auto& p = hall.people[0];
  hall.begin(p);
  hall.choose_key(p);
  EXPECT_WORD(hall.post("/enrol/card/finish", {{"answer", json::object()}}, p.token), 409, "begin-first");
  const auto asked = Hall::body(hall.post("/enrol/card/begin", json::object(), p.token));
  const auto right = hall.answer(p, Factor::card, asked);
  EXPECT_WORD(hall.post("/enrol/card/finish", {{"answer", {{"claim", "no"}}}}, p.token), 403, "wrong");
  EXPECT_WORD(hall.post("/enrol/card/finish", {{"answer", right}}, p.token), 409, "begin-first");
  const auto mailed = hall.answer(p, Factor::email, Hall::body(hall.post("/enrol/email/begin", json::object(), p.token)));
  EXPECT_WORD(hall.post("/enrol/email/finish", {{"answer", {{"claim", "no"}}}}, p.token), 403, "wrong");
  EXPECT_EQ(hall.post("/enrol/email/finish", {{"answer", mailed}}, p.token).status, 200u);
  EXPECT_WORD(hall.post("/enrol/email/finish", {{"answer", mailed}}, p.token), 409, "begin-first");
}

TEST(Enrolment, DemandsPossessionOfTheKeyForTheEvidenceThatItTold) {
  Hall hall;
  auto& p = hall.people[0];
  hall.begin(p);
  hall.show(p, "/enrol", Factor::passkey);
  hall.choose_key(p);
  hall.show(p, "/enrol", Factor::card);
  EXPECT_WORD(hall.post("/enrol/finish", {{"possession", std::string(128, '0')}}, p.token), 409, "factors-first") << "no hash was told";
  hall.get("/enrol/evidence", p.token);
  EXPECT_WORD(hall.post("/enrol/finish", {{"possession", std::string(128, '0')}}, p.token), 403, "possession");
  EXPECT_WORD(hall.post("/enrol/finish", {{"possession", "00"}}, p.token), 400, "malformed");
  const auto label = base::Writer().raw(hall.election.state.ctx0()).raw(p.X.bytes).raw(Bytes32{}).take();
  const auto other = proof::prove_possession({"pop", label, p.X}, p.x, hall.rng);
  EXPECT_WORD(hall.post("/enrol/finish", {{"possession", base::to_hex(other)}}, p.token), 403, "possession") << "for other evidence";
  EXPECT_EQ(hall.finish(p).status, 200u);
}

TEST(Enrolment, ReplacesAnEarlierOneWithItsPasskey) {
  Hall hall;
  auto& p = hall.people[0];
  ASSERT_EQ(hall.enrol(p).status, 200u);
  p.phone = passkey::Authenticator();
  EXPECT_EQ(Hall::body(hall.begin(p))["already"], true);
  ASSERT_EQ(hall.enrol(p).status, 200u);
  EXPECT_EQ(hall.number("SELECT count(*) FROM factor WHERE application = 1"), 2);
  EXPECT_EQ(hall.number("SELECT count(*) FROM enrolment"), 1);
}

TEST(Enrolment, NeedsAnApprovedApplicationAndAStyleAtTheEnd) {
  Hall hall;
  auto &p = hall.people[0], &q = hall.people[1];
  for (auto* each : {&p, &q}) {
    hall.begin(*each);
    hall.show(*each, "/enrol", Factor::passkey);
    hall.choose_key(*each);
    hall.show(*each, "/enrol", Factor::card);
  }
  hall.sql("UPDATE application SET state = 6 WHERE id = 1");
  EXPECT_WORD(hall.finish(p), 409, "not-approved");
  hall.config.styles.clear();
  EXPECT_WORD(hall.finish(q), 409, "style");
}

TEST(Enrolment, IsClosedOnceTheListsAreMade) {
  Hall hall;
  for (std::size_t i = 0; i < 4; ++i) ASSERT_EQ(hall.enrol(hall.people[i]).status, 200u);
  auto& late = hall.people[4];
  hall.begin(late);
  hall.show(late, "/enrol", Factor::passkey);
  hall.choose_key(late);
  hall.show(late, "/enrol", Factor::card);
  hall.publish();
  EXPECT_WORD(hall.finish(late), 409, "closed");
  EXPECT_WORD(hall.begin(hall.people[0]), 409, "closed");
  EXPECT_EQ(hall.election.state.slots().size(), 4u) << "an unclaimed slot does not exist";
}

TEST(Publication, IsMadeOnceInTwoStepsAndGoesOnAfterACrash) {
  Hall hall;
  EXPECT_WORD(hall.post("/staff/evidence", json::object(), {}, hall.manager), 409, "publication") << "nobody has enrolled";
  for (std::size_t i = 0; i < Hall::kPeople; ++i) ASSERT_EQ(hall.enrol(hall.people[i]).status, 200u);
  hall.sql("UPDATE application SET state = 5 WHERE id = 5");
  EXPECT_WORD(hall.post("/staff/slots", json::object(), {}, hall.manager), 409, "publication") << "evidence first";
  EXPECT_WORD(hall.post("/staff/evidence", json::object(), {}, hall.clerk), 403, "role");
  ASSERT_EQ(Hall::body(hall.post("/staff/evidence", json::object(), {}, hall.manager))["enrolments"], 4);
  const auto entries = hall.config.submissions / "registrar-evidence" / "entries";
  const auto first = base::read_file(entries);
  ASSERT_EQ(hall.post("/staff/evidence", json::object(), {}, hall.manager).status, 200u);
  EXPECT_EQ(*base::read_file(entries), *first);
  std::filesystem::remove(entries);  // half of a submission, as after a crash
  hall.publish();
  EXPECT_EQ(hall.election.state.slots().size(), 4u);
  EXPECT_WORD(hall.post("/staff/slots", json::object(), {}, hall.manager), 409, "publication") << "on the board already";
}

TEST(Publication, GivesAPollingCardToEveryoneWithASlot) {
  Hall hall;
  for (std::size_t i = 0; i < 4; ++i) ASSERT_EQ(hall.enrol(hall.people[i]).status, 200u);
  hall.publish();
  const auto next = polling_cards(*hall.context, {{{"吾妻", "吾妻小学校"}}, "7時から20時まで"}, 10);
  for (std::uint64_t slot = 0; slot < 4; ++slot) {
    const auto card = next();
    ASSERT_TRUE(card.ok() && *card);
    EXPECT_EQ((*card)->slot, slot);
    EXPECT_EQ((*card)->number, 10 + slot);
    EXPECT_EQ((*card)->polling_place, "吾妻小学校");
    const auto holder = std::ranges::find_if(hall.people, [&](const Person& p) { return hall.slot_of(p) == slot; });
    EXPECT_EQ((*card)->to.lines, std::vector{holder->line.address});
  }
  EXPECT_FALSE(*next());
  EXPECT_FALSE(polling_cards(*hall.context, {{}, ""}, 1)().ok()) << "a district without a polling place";
}

}  // namespace
}  // namespace ippyo::registrar::test
