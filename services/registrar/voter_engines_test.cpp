// SPDX-License-Identifier: Apache-2.0
// The voter's way through the store on each engine: enrolment, lists, factors on file, grant, renewed card, erasure.
#include "db/test_store.hpp"
#include "registrar/looks.hpp"
#include "registrar/retention.hpp"
#include "registrar/test_voters.hpp"

namespace ippyo::registrar::test {
namespace {

using VoterStore = db::test::EachEngine;
IPPYO_ON_BOTH_ENGINES(VoterStore);

const std::vector<std::string> kFactors{"code", "card", "oidc", "passkey"};

TEST_P(VoterStore, TakesEveryoneFromTheLetterToAGrant) {
  Hall hall(kFactors, location());
  hall.open();
  ASSERT_FALSE(HasFatalFailure());
  EXPECT_EQ(hall.number("SELECT count(*) FROM enrolment WHERE slot IS NOT NULL"), static_cast<std::int64_t>(Hall::kPeople));
  EXPECT_WORD(hall.begin(hall.people[0]), 409, "closed");
  for (auto* p : {&hall.people[0], &hall.people[Hall::kPeople - 1]}) {
    const auto K = base::SigningKey::generate();
    const auto evidence = p == &hall.people[0] ? Factor::card : Factor::oidc;
    ASSERT_EQ(hall.ask(*p, K).status, 200u);
    for (const auto f : {Factor::code, evidence, Factor::passkey}) EXPECT_EQ(hall.show(*p, "/grant", f).status, 200u);
    EXPECT_EQ(hall.grant(*p, K).status, 200u);
  }
}

TEST_P(VoterStore, ReplacesAnEnrolmentAndKeepsOneSubjectForOnePerson) {
  Hall hall(kFactors, location());
  auto &p = hall.people[0], &q = hall.people[1];
  ASSERT_EQ(hall.enrol(p).status, 200u);
  p.phone = {};
  EXPECT_EQ(hall.enrol(p).status, 200u) << "a new phone";
  EXPECT_EQ(hall.number("SELECT count(*) FROM enrolment"), 1);
  EXPECT_EQ(hall.number("SELECT count(*) FROM factor"), 2);
  hall.begin(q);
  hall.choose_key(q);
  EXPECT_WORD(hall.post("/enrol/key", {{"X", base::to_hex(p.X.bytes)}}, q.token), 409, "key-used");
  EXPECT_WORD(hall.show(q, "/enrol", Factor::card, {{"subject", p.subject}}), 403, "used-by-another");
}

TEST_P(VoterStore, CountsAPasskeyAndARenewedCardOnce) {
  Hall hall(kFactors, location());
  hall.open();
  ASSERT_FALSE(HasFatalFailure());
  auto& p = hall.people[0];
  const auto K = base::SigningKey::generate();
  ASSERT_EQ(hall.ask(p, K).status, 200u);
  EXPECT_EQ(hall.show(p, "/grant", Factor::passkey).status, 200u);
  identity::OnFile before, after;
  const auto read = [&](Factor f, identity::OnFile& out) {
    ASSERT_TRUE(hall.store->run([&](db::Database& db) { return read_factor(db, hall.store->keys(), p.application, f, out); }).ok());
  };
  read(Factor::passkey, before);
  EXPECT_EQ(hall.show(p, "/grant", Factor::passkey).status, 200u);
  read(Factor::passkey, after);
  EXPECT_NE(before.record, after.record) << "the counter went on";
  bool done = true;
  ASSERT_TRUE(hall.store->run([&](db::Database& db) {
    return exchange_factor(db, hall.store->keys(), p.application, Factor::passkey, before, {before.subject, {9}}, done);
  }).ok());
  EXPECT_FALSE(done) << "what was on file is there no more";
  hall.card->refuse_with = "renewed";
  EXPECT_WORD(hall.show(p, "/grant", Factor::card), 403, "renewed");
  EXPECT_EQ(hall.show(p, "/grant", Factor::card, {{"subject", "a new card"}}).status, 200u);
  EXPECT_EQ(hall.show(p, "/grant", Factor::code).status, 200u);
  EXPECT_EQ(hall.grant(p, K).status, 200u);
  read(Factor::card, after);
  EXPECT_EQ(after.subject, "a new card");
}

TEST_P(VoterStore, KeepsALookUntilTheEnrolmentIsFinishedAndErasesEverythingAfterThePeriod) {
  Hall hall(kFactors, location());
  auto& p = hall.people[0];
  const json with_building{{"address", "吾妻一丁目90001番地 見本荘2号室"}};
  hall.begin(p);
  hall.show(p, "/enrol", Factor::passkey);
  hall.choose_key(p);
  EXPECT_WORD(hall.show(p, "/enrol", Factor::card, with_building), 403, "needs-look");
  std::vector<Look> looks;
  Response answer;
  ASSERT_TRUE(hall.store->run([&](db::Database& db) { return read_looks(db, hall.store->keys(), p.application, looks); }).ok());
  ASSERT_EQ(looks.size(), 1u);
  ASSERT_TRUE(hall.store->run([&](db::Database& db) {
    return let_pass(db, *hall.context, p.application, looks[0].mark, "免許証で確認", {"clerk-1", hall.clock.now()}, answer);
  }).ok());
  EXPECT_EQ(hall.show(p, "/enrol", Factor::card, with_building).status, 200u);
  EXPECT_EQ(hall.finish(p).status, 200u);
  EXPECT_EQ(hall.number("SELECT count(*) FROM attributes_look"), 0);
  const auto erased = erase_personal_data(*hall.store, 1'000'000, {"server", 2'000'000});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  EXPECT_EQ(erased->evidence, 1u);
  EXPECT_EQ(hall.number("SELECT count(*) FROM factor"), 0);
  AuditHead head;
  EXPECT_TRUE(hall.store->run([&](db::Database& db) { return audit_head(db, head, true); }).ok()) << "the audit log is whole";
}

}  // namespace
}  // namespace ippyo::registrar::test
