// SPDX-License-Identifier: Apache-2.0
#include "trustee/ceremony.hpp"

#include "trustee/test_election.hpp"

namespace ippyo::trustee {
namespace {

using namespace testing_election;

/// Trustees at one table: every vault is open, all see one exchange folder.
class Table {
 public:
  TestElection election;
  std::vector<Vault> vaults;
  std::vector<Ceremony> at;  ///< at[j-1] is trustee j's part
  fs::path exchange;

  explicit Table(Rules rules = {}) : election(rules) {
    for (std::uint32_t j = 1; j <= rules.trustees; ++j) vaults.push_back(*Vault::open(election.trustee_folder(j), passphrase()));
    sit_down(election.folder / "exchange");
  }
  void sit_down(const fs::path& folder) {
    exchange = folder;
    at.clear();
    for (const auto& vault : vaults) at.push_back(*Ceremony::join(vault, election.poster->state(), exchange));
  }
  template <class Step>
  void everybody(Step step) {
    for (auto& c : at) {
      const auto done = step(c);
      ASSERT_TRUE(done.ok()) << said(done);
    }
  }
  void until_dealt() {
    everybody([](Ceremony& c) { return c.commit(); });
    everybody([](Ceremony& c) { return c.reveal(); });
    everybody([](Ceremony& c) { return c.deal(); });
  }
  void until_checked() {
    until_dealt();
    everybody([](Ceremony& c) { return c.check(); });
  }
  ExchangeFolder files() const { return ExchangeFolder(exchange, election.constitution); }
  Bytes32 round() const {
    std::vector<Bytes64> all(vaults.size());
    for (std::uint32_t j = 1; j <= vaults.size(); ++j) {
      const auto body = *files().get(CeremonyFile::commitment, j, {});
      std::copy(body.begin(), body.end(), all[j - 1].begin());
    }
    return ceremony_round(election.poster->state().ctx0(), all);
  }
  /// Trustee j hands out other bytes, properly signed: what a dishonest one can do.
  void forge(CeremonyFile kind, std::uint32_t j, const Bytes& body) {
    fs::remove(exchange / file_name(kind, j));
    ASSERT_TRUE(files().put(kind, j, kind == CeremonyFile::commitment ? Bytes32{} : round(), body, vaults[j - 1].key()).ok());
  }
  void spoil_share(std::uint32_t dealer, std::uint32_t receiver) {
    auto shares = *files().get(CeremonyFile::shares, dealer, round());
    shares[64 * (receiver - 1) + 32] ^= 1;
    forge(CeremonyFile::shares, dealer, shares);
  }
};

TEST(Ceremony, ThreeAndFiveTrusteesMakeAKeyThatTheBoardAccepts) {
  for (const auto& rules : {Rules{3, 2, 2}, Rules{5, 3, 3}}) {
    TestElection election(rules);
    election.hold_ceremony();
    EXPECT_EQ(election.poster->state().phase(), record::Phase::keyed);
    for (std::uint32_t j = 1; j <= rules.trustees; ++j) {
      EXPECT_TRUE(fs::exists(election.trustee_folder(j) / kShareFile));
      EXPECT_FALSE(fs::exists(election.trustee_folder(j) / kMemoryFile)) << "the polynomial is wiped";
      auto t = election.trustee(j);
      const auto out = election.fresh("rehearsal-");
      const auto rehearsed = t.rehearse(election.board, "2026-10-18", 3, out);
      ASSERT_TRUE(rehearsed.ok()) << said(rehearsed);
      EXPECT_EQ(election.post(out), "accepted");
    }
  }
}

TEST(Ceremony, EveryStepMayBeRepeatedAndHandsOutTheSame) {
  Table table;
  table.until_checked();
  for (int again = 0; again < 2; ++again) {
    table.everybody([](Ceremony& c) { return c.commit(); });
    table.everybody([](Ceremony& c) { return c.reveal(); });
    table.everybody([](Ceremony& c) { return c.deal(); });
    table.everybody([](Ceremony& c) { return c.check(); });
  }
  for (int again = 0; again < 2; ++again) table.everybody([&](Ceremony& c) { return c.sign(table.election.clock.now()); });
  const auto out = table.election.folder / "out";
  ASSERT_TRUE(table.at[2].assemble(out).ok());
  EXPECT_EQ(table.election.post(out), "accepted");
}

TEST(Ceremony, AMissingTrusteeIsNamed) {
  Table table;
  ASSERT_TRUE(table.at[0].commit().ok() && table.at[1].commit().ok());
  EXPECT_TRUE(refuses(table.at[0].reveal(), "waiting for trustee-3"));
  ASSERT_TRUE(table.at[2].commit().ok());
  ASSERT_TRUE(table.at[0].reveal().ok());
  EXPECT_TRUE(refuses(table.at[0].deal(), "waiting for trustee-2: its file 2-dealing-2"));
}

TEST(Ceremony, ADealingChangedAfterItsCommitmentStopsTheCeremony) {
  Table table;
  table.everybody([](Ceremony& c) { return c.commit(); });
  table.everybody([](Ceremony& c) { return c.reveal(); });
  base::SystemRng rng;
  const auto other = proof::deal({table.election.poster->state().ctx0(), 3, 2}, 3, rng);
  table.forge(CeremonyFile::dealing, 3, other.dealing.encode());
  EXPECT_TRUE(refuses(table.at[0].deal(), "the dealing of trustee-3 does not hold: V19.2"));
  EXPECT_TRUE(refuses(table.at[0].deal(), "begins anew"));
}

TEST(Ceremony, NobodySeesADealingAndThenCommitsToAnother) {
  Table table;
  table.everybody([](Ceremony& c) { return c.commit(); });
  ASSERT_TRUE(table.at[0].reveal().ok());
  base::SystemRng rng;
  const auto other = proof::deal({table.election.poster->state().ctx0(), 3, 2}, 3, rng);
  table.forge(CeremonyFile::commitment, 3, base::to_bytes(proof::dealing_commitment(table.election.poster->state().ctx0(),
      other.dealing)));
  fs::remove(table.exchange / file_name(CeremonyFile::dealing, 1));
  EXPECT_TRUE(refuses(table.at[0].reveal(), "a commitment was changed after"));
}

TEST(Ceremony, AWrongShareIsComplainedOfAndItsDealerIsTheCulprit) {
  Table table;
  table.until_dealt();
  table.spoil_share(2, 1);
  table.everybody([](Ceremony& c) { return c.check(); });
  EXPECT_EQ(*table.at[0].check(), std::vector<std::uint32_t>{2});
  EXPECT_TRUE(table.at[2].check()->empty());
  EXPECT_TRUE(refuses(table.at[2].sign(1), "there is a complaint"));
  EXPECT_TRUE(refuses(table.at[2].judge(false), "waiting for trustee-2 to answer the complaint of trustee-1"));
  const auto silent = table.at[2].judge(true);
  ASSERT_TRUE(silent.ok() && silent->size() == 1) << said(silent);
  EXPECT_EQ(silent->front().culprit, 2u);
  EXPECT_NE(silent->front().sentence.find("V19.6"), std::string::npos);
  table.forge(CeremonyFile::answer, 2, Answer{{{1, proof::Scalar::from_u64(7)}}}.encode());
  EXPECT_EQ(table.at[2].judge(false)->front().culprit, 2u);
}

TEST(Ceremony, AComplaintAboutAShareThatFitsTurnsAgainstTheComplainer) {
  Table table;
  table.until_checked();
  auto checked = *Checked::decode(*table.files().get(CeremonyFile::checked, 3, table.round()));
  checked.complaints = {2};
  table.forge(CeremonyFile::checked, 3, checked.encode());
  EXPECT_EQ(*table.at[1].answer(), 1u);
  EXPECT_EQ(*table.at[0].answer(), 0u);
  const auto stops = table.at[0].judge(false);
  ASSERT_TRUE(stops.ok() && stops->size() == 1) << said(stops);
  EXPECT_EQ(stops->front().culprit, 3u);
}

TEST(Ceremony, AfterAStopEverybodyBeginsAnewAndOldFilesDoNotFit) {
  Table table;
  table.until_dealt();
  const auto old = table.exchange;
  table.everybody([](Ceremony& c) { return c.restart(); });
  table.sit_down(table.election.folder / "second");
  table.everybody([](Ceremony& c) { return c.commit(); });
  fs::copy_file(old / "2-dealing-1", table.exchange / "2-dealing-1");
  EXPECT_TRUE(refuses(table.at[1].deal(), "2-dealing-1 belongs to another attempt"));
  fs::remove(table.exchange / "2-dealing-1");
  table.everybody([](Ceremony& c) { return c.reveal(); });
  table.everybody([](Ceremony& c) { return c.deal(); });
  table.everybody([](Ceremony& c) { return c.check(); });
  table.everybody([&](Ceremony& c) { return c.sign(1); });
  EXPECT_TRUE(table.at[0].assemble(table.election.folder / "out").ok());
}

TEST(Ceremony, FilesThatAreNotTheirAuthorsAreRefused) {
  Table table;
  table.everybody([](Ceremony& c) { return c.commit(); });
  const auto file = table.exchange / "1-commitment-2";
  const auto good = *base::read_file(file);
  const auto with = [&](Bytes bytes) {
    EXPECT_TRUE(base::write_file_durably(file, bytes).ok());
    return table.at[0].reveal();
  };
  auto bad = good;
  bad.back() ^= 1;
  EXPECT_TRUE(refuses(with(bad), "not signed by trustee-2"));
  bad = good;
  bad[14] ^= 1;
  EXPECT_TRUE(refuses(with(bad), "another election"));
  for (const std::size_t at : {0, 8, 9, 13}) {
    bad = good;
    bad[at] ^= 1;
    EXPECT_TRUE(refuses(with(bad), "1-commitment-2 is damaged")) << at;
  }
  EXPECT_TRUE(refuses(with(Bytes(good.begin(), good.end() - 1)), "damaged"));
  EXPECT_TRUE(refuses(with(*base::read_file(table.exchange / "1-commitment-3")), "damaged"));
}

TEST(Ceremony, SharesExchangedAfterTheCheckAreNoticed) {
  Table table;
  table.until_checked();
  table.spoil_share(2, 1);
  EXPECT_TRUE(refuses(table.at[2].sign(1), "checked other files"));
}

TEST(Ceremony, ASignatureOverSomethingElseIsNotAssembled) {
  Table table;
  table.until_checked();
  EXPECT_TRUE(refuses(table.at[1].sign(1), "waiting for trustee-1"));
  table.everybody([](Ceremony& c) { return c.sign(1); });
  auto own = *EntrySignature::decode(*table.files().get(CeremonyFile::signature, 3, table.round()));
  own.signature[0] ^= 1;
  table.forge(CeremonyFile::signature, 3, own.encode());
  EXPECT_TRUE(refuses(table.at[0].assemble(table.election.folder / "out"), "trustee-3 signed another transcript"));
}

TEST(Ceremony, AKeyOnTheBoardIsNeverThrownAwayNorMadeTwice) {
  TestElection election;
  election.hold_ceremony();
  auto t = election.trustee(1);
  auto c = t.ceremony(election.board, election.folder / "again");
  ASSERT_TRUE(c.ok());
  EXPECT_TRUE(refuses(c->restart(), "never thrown away"));
  EXPECT_TRUE(refuses(c->commit(), "stands on the board already"));
  EXPECT_TRUE(refuses(c->sign(1), "stands on the board already"));
}

TEST(Ceremony, OnlyATrusteeOfTheConstitutionTakesPart) {
  TestElection election;
  ASSERT_TRUE(Trustee::create(election.folder / "stranger", "trustee-1", passphrase(), kCheap).ok());
  auto stranger = *Trustee::open(election.folder / "stranger", passphrase(), election.clock);
  EXPECT_TRUE(refuses(stranger.ceremony(election.board, election.folder / "x"),
      "does not name trustee-1 with the key of this folder"));
}

TEST(Vault, SaysWhatIsWrongWithAFolder) {
  Folder folder;
  EXPECT_TRUE(refuses(Vault::create(folder / "t", "Trustee 1", passphrase(), kCheap), "is no id"));
  ASSERT_TRUE(Vault::create(folder / "t", "trustee-1", passphrase(), kCheap).ok());
  EXPECT_TRUE(refuses(Vault::create(folder / "t", "trustee-1", passphrase(), kCheap), "holds a trustee's key already"));
  EXPECT_TRUE(refuses(Vault::open(folder / "t", base::Passphrase("二票")), "wrong passphrase"));
  EXPECT_TRUE(refuses(Vault::open(folder / "none", passphrase()), "not a trustee's folder"));
  const auto open = Vault::open(folder / "t", passphrase());
  ASSERT_TRUE(open.ok());
  EXPECT_TRUE(refuses(Vault::open(folder / "t", passphrase()), "locked"));
  ASSERT_TRUE(open->keep("x", "p", base::view("s")).ok());
  ASSERT_TRUE(open->forget("x").ok());
  EXPECT_FALSE(open->holds("x"));
}

}  // namespace
}  // namespace ippyo::trustee
