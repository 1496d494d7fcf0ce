// SPDX-License-Identifier: Apache-2.0
// Whatever stands behind the slot list and is not as it must be, the scrutineers find, and they see no name.
#include "registrar/audit.hpp"

#include "registrar/test_voters.hpp"

namespace ippyo::registrar::test {
namespace {

using Faults = std::vector<SlotFault>;

struct Audited : Hall {
  void publish_all() {
    for (std::size_t i = 0; i < kPeople; ++i) ASSERT_EQ(enrol(people[i], i + 1 == kPeople ? Factor::oidc : Factor::card).status, 200u);
    publish();
  }
  base::Result<RegistrarAudit> audit(std::filesystem::path openings = {}, std::filesystem::path book = {}) {
    const auto where = location();
    const auto k = keys();
    return audit_registrar({where, k, config, eligibility, providers, election.state, std::move(openings), std::move(book)});
  }
  Faults faults() {
    const auto found = audit();
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().message);
    return found.ok() ? found->faults : Faults{};
  }
  std::uint64_t slot(std::size_t person) { return slot_of(people[person]); }
  Faults at(std::size_t person, Fault f) { return {{slot(person), f}}; }
  Audited() {
    eligibility = *roll::Eligibility::load(std::string(IPPYO_SOURCE_DIR) + "/data/eligibility.toml");
    config.ballot = roll::Ballot::city;
    config.polling_day = {2026, 11, 29};
  }
};

TEST(RegistrarAudit, AgreesWithAnHonestRegistrar) {
  Audited hall;
  EXPECT_FALSE(hall.audit().ok()) << "there is no slot list yet";
  hall.publish_all();
  const auto found = hall.audit();
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_TRUE(found->agrees());
  EXPECT_EQ(found->checked, 5u);
  EXPECT_EQ(found->of_class[1], 4u);
  EXPECT_EQ(found->of_class[2], 1u);
  EXPECT_TRUE(found->look.empty());
  EXPECT_GT(found->audit_lines, 5u);
}

TEST(RegistrarAudit, FindsASlotThatNobodyEnrolledFor) {
  Audited hall;
  hall.publish_all();
  hall.sql("DELETE FROM enrolment WHERE application = 2");
  EXPECT_EQ(hall.faults(), hall.at(1, Fault::no_enrolment));
}

TEST(RegistrarAudit, FindsAnEnrolmentThatIsMissingOnTheBoard) {
  Audited hall;
  hall.publish_all();
  hall.sql("UPDATE enrolment SET slot = NULL WHERE application = 2");
  EXPECT_EQ(hall.faults(), (Faults{{hall.slot(1), Fault::no_enrolment}, {kNoSlot, Fault::not_on_board}}));
}

TEST(RegistrarAudit, FindsALineThatIsNotTheBoards) {
  Audited hall;
  hall.publish_all();
  hall.sql("UPDATE enrolment SET style = 1 WHERE application = 2");
  EXPECT_EQ(hall.faults(), hall.at(1, Fault::differs));
}

TEST(RegistrarAudit, FindsEvidenceThatIsNone) {
  Audited hall;
  hall.publish_all();
  hall.sql("UPDATE enrolment SET salt = x'" + std::string(64, '0') + "' WHERE application = 2");
  EXPECT_EQ(hall.faults(), hall.at(1, Fault::evidence)) << "another salt";
}

TEST(RegistrarAudit, FindsEvidenceThatDoesNotOpen) {
  Audited hall;
  hall.publish_all();
  hall.sql("UPDATE enrolment SET evidence_sealed = substr(evidence_sealed, 1, 60) WHERE application = 2");
  EXPECT_EQ(hall.faults(), hall.at(1, Fault::evidence));
}

TEST(RegistrarAudit, FindsEvidenceThatTheProviderRefusesOrCountsAsAnotherClass) {
  Audited hall;
  hall.publish_all();
  const auto oidc = std::move(hall.providers.at(Factor::oidc));
  hall.providers[Factor::oidc] = std::make_unique<FakeProvider>(Factor::oidc, 'D');
  EXPECT_EQ(hall.faults(), hall.at(4, Fault::evidence)) << "another class";
  hall.providers.erase(Factor::oidc);
  EXPECT_EQ(hall.faults(), hall.at(4, Fault::evidence)) << "nobody can check it";
}

TEST(RegistrarAudit, FindsAKeyThatNobodyProvedToHave) {
  Audited hall;
  hall.publish_all();
  hall.sql("UPDATE enrolment SET possession = x'" + std::string(128, '0') + "' WHERE application = 2");
  EXPECT_EQ(hall.faults(), hall.at(1, Fault::possession));
}

TEST(RegistrarAudit, FindsTwoSlotsOfOneVoter) {
  Audited hall;
  hall.publish_all();
  hall.sql("UPDATE application SET state = 4, voter = 1 WHERE id = 2");
  EXPECT_EQ(hall.faults(), hall.at(1, Fault::same_voter));
  EXPECT_EQ(hall.audit()->look, std::vector{hall.slot(1)}) << "the card has another address";
}

TEST(RegistrarAudit, FindsTwoSlotsOfOneCard) {
  Audited hall;
  hall.people[1].subject = hall.people[0].subject;
  for (std::size_t i = 0; i < Hall::kPeople; ++i) {
    ASSERT_EQ(hall.enrol(hall.people[i]).status, 200u);
    hall.sql("DELETE FROM factor");  // somebody at the office lets it happen
  }
  hall.publish();
  EXPECT_EQ(hall.faults(), hall.at(1, Fault::same_person));
}

TEST(RegistrarAudit, FindsAnApplicationThatNoClerkApproved) {
  Audited hall;
  hall.publish_all();
  hall.sql("UPDATE application_event SET staff = 'server' WHERE application = 2");
  EXPECT_EQ(hall.faults(), hall.at(1, Fault::not_approved));
}

TEST(RegistrarAudit, NamesSlotsOfWhichTheRollSaysSomethingElse) {
  Audited hall;
  hall.publish_all();
  auto dead = hall.people[1].line, moved = hall.people[2].line;
  dead.flags.insert(std::string(roll::kDeceased));
  moved.name = "例示　幸子";
  ASSERT_TRUE(hall.store->run([&](db::Database& db) -> db::Outcome {
    IPPYO_DB_TRY(update_voter(db, hall.store->keys(), {2, true, dead}));
    return update_voter(db, hall.store->keys(), {3, true, moved});
  }).ok());
  const auto found = hall.audit();
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->look, std::vector{hall.slot(1)});
  EXPECT_EQ(found->faults, hall.at(2, Fault::other_person));
}

TEST(RegistrarAudit, NoticesAChangedAuditLogAndAnotherKey) {
  Audited hall;
  hall.publish_all();
  hall.sql("UPDATE audit_log SET action = 'nothing' WHERE seq = 2");
  const auto found = hall.audit();
  ASSERT_TRUE(found.ok());
  EXPECT_FALSE(found->audit_log_whole);
  EXPECT_FALSE(found->agrees());
  const auto where = hall.location();
  const StoreKeys other{db::ColumnCipher(db::ColumnKey(base::Secret(Bytes32{9}))), base::Secret(Bytes32{2}), base::Secret(Bytes32{3})};
  EXPECT_FALSE(audit_registrar({where, other, hall.config, hall.eligibility, hall.providers, hall.election.state, {}, {}}).ok());
}

/// Nobody casts; slot 1 is in the poll book.
void settle(Audited& hall, const office::PollBook& book) {
  auto& e = hall.election;
  e.post(office::write_opening(e.desk({"commission"}, 900), e.opening()));
  for (std::uint32_t epoch = 1; epoch <= 2; ++epoch) {
    const auto by = e.desk({epoch == 1 ? "box-1" : "box-2"}, 1000 + 100 * epoch);
    auto writer = record::SubmissionWriter::create(by.folder, e.state, by.by, by.time);
    ASSERT_TRUE(writer.ok());
    auto sink = writer->begin_object({record::EntryType::epoch, "", epoch, 0}, proof::slot_row_size(4), 0);
    ASSERT_TRUE(sink.ok());
    for (std::uint64_t i = 0; i < e.state.slots().size(); ++i)
      ASSERT_TRUE((*sink)->append(proof::carry_over(e.state.ctx(), i, epoch, e.state.key().y, e.state.y_base(), e.state.slots()[i].X, e.state.current().of(i), e.rng)).ok());
    ASSERT_TRUE(writer->close_object({}).ok());
    e.post(writer->finish());
  }
  e.post(office::write_internet_close(e.desk({"commission"}, 1300), "closed"));
  e.post(office::write_polling_places_closed(e.desk({"commission"}, 9000), "closed"));
  e.post(office::write_poll_book_count(e.desk({"registrar"}, 9100), book));
  e.post(office::write_settlement(e.desk({"registrar"}, 9200), book, e.z, e.openings()));
}

TEST(RegistrarAudit, ComparesTheSettlementWithThePollBookBothWays) {
  Audited hall;
  hall.publish_all();
  settle(hall, {{1}, {}});
  const auto book = hall.election.folder / "poll-book.txt";
  const auto with = [&](std::string_view text) {
    EXPECT_TRUE(base::write_file_durably(book, base::view(text)).ok());
    return hall.audit(hall.election.openings(), book);
  };
  EXPECT_TRUE(with("1\n")->agrees());
  EXPECT_EQ(with("1\n2\n")->settlement->differences, (std::vector<office::Difference>{{2, office::DifferenceKind::not_in_settlement}}));
  EXPECT_EQ(with("2\n")->settlement->differences.size(), 2u);
  for (const char* bad : {"1\n1\n", "one\n", "-1\n", "01\n"}) EXPECT_FALSE(with(bad).ok()) << bad;
}

TEST(RegistrarAudit, SignsAFindingThatNamesSlotsAndNobody) {
  Audited hall;
  hall.publish_all();
  hall.sql("UPDATE enrolment SET style = 1 WHERE application = 2");
  const auto key = base::SigningKey::generate();
  const auto finding = sign_finding(*hall.audit(), hall.election.state, "scrutineer-1", key, 1234);
  EXPECT_TRUE(base::verify_signature(key.public_key(), finding_hash(finding.json), finding.signature));
  const auto read = json::parse(finding.json);
  EXPECT_EQ(read["agrees"], false);
  EXPECT_EQ(read["faults"], json({{{"slot", hall.slot(1)}, {"fault", "differs"}}}));
  EXPECT_EQ(read["classes"]["B"], 4);
  for (const auto& p : hall.people) EXPECT_EQ(finding.json.find(p.line.name), std::string::npos);
}

}  // namespace
}  // namespace ippyo::registrar::test
