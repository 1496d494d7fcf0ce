// SPDX-License-Identifier: Apache-2.0
// Epochs begin, are sealed and posted once, also when the box dies between any two steps; then what is secret is gone.
#include "ballot_box/driver.hpp"

#include <sys/resource.h>

#include <csignal>
#include <functional>

#include "ballot_box/test_box.hpp"
#include "proof/acknowledgement.hpp"

namespace ippyo::ballot_box::test {
namespace {

Bytes cast_at(Box& box, std::uint64_t slot, Bytes* row = nullptr) {
  Device device;
  const auto view = box.driver->view();
  const auto cast = device.cast(view->state, slot, view->epoch.number);
  if (row != nullptr) *row = cast.row;
  Intake intake(*box.driver, box.keys, box.clock, {1, 8});
  auto told = answer(intake, cast.encode());
  EXPECT_FALSE(refusal(told).has_value());
  return std::holds_alternative<Bytes>(told) ? std::get<Bytes>(told) : Bytes();
}

TEST(BoxDriver, SealsEveryEpochAndTheBoardTakesIt) {
  Places places;
  Box box(places, 1000);
  ASSERT_EQ(box.driver->view()->standing, Standing::open);
  Bytes row;
  const auto acknowledgement = cast_at(box, 3, &row);
  const auto& state = opened_state();
  EXPECT_TRUE(proof::verify_acknowledgement({state.ctx(), 1, 3, row, box.keys.box("box-1")->B, state.slots()[3].X}, acknowledgement).passed());
  box.at(1100);
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 1u);
  const auto ciphertext = box.ledger->state().current().of(3)[0].bytes();
  EXPECT_TRUE(std::equal(ciphertext.begin(), ciphertext.end(), row.begin()));
  EXPECT_FALSE(box.ledger->state().current().of(2)[0] == state.current().of(2)[0]);
  EXPECT_FALSE(box.ledger->lacks_cosignature());
  EXPECT_EQ(box.driver->view()->epoch.number, 2u);
  EXPECT_EQ(box.driver->view()->standing, Standing::open);
  for (const UnixTime t : {1200, 1300, 1400, 1500}) box.at(t);
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 5u);
  EXPECT_EQ(box.driver->view()->standing, Standing::closed);
  EXPECT_TRUE(box.said.empty());
}

TEST(BoxDriver, AnEpochWhoseGraceIsOverIsVoidAndTheNextOneBuildsOnTheLastSealedOne) {
  Places places;
  Box box(places, 1000);
  cast_at(box, 3);
  box.at(1131);  // close of epoch 1 + grace 30 < now
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 0u);
  EXPECT_EQ(box.driver->view()->epoch.number, 2u);
  EXPECT_EQ(void_epochs(box.ledger->state(), 2), std::vector<std::uint32_t>{1});
  ASSERT_EQ(box.said.size(), 1u);
  EXPECT_NE(box.said[0].find("void"), std::string::npos);
  box.at(1200);
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 2u);
}

TEST(BoxDriver, AnotherBoxsEpochIsNotOpenHere) {
  Places places;
  Box box(places, 1000, {"box-2"});
  EXPECT_EQ(box.driver->view()->standing, Standing::waiting);
  EXPECT_EQ(box.driver->view()->epoch.box, "box-1");
  box.at(1131);
  EXPECT_EQ(box.driver->view()->standing, Standing::open);
  EXPECT_EQ(box.driver->view()->epoch.number, 2u);
}

TEST(BoxDriver, AnEpochThroughWhichTheBoxWasDownIsStillSealedInItsGraceTime) {
  Places places;
  Box box(places, 1110);
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 1u);
}

/// The bytes of the seal of epoch 1, made by boxes of which each dies after one more step.
Bytes seal_with_crashes(Places& places, const std::vector<std::function<void(Box&)>>& steps) {
  Bytes entries;
  for (std::size_t n = 0; n < steps.size(); ++n) {
    Box box(places, 1000, {"box-1", "box-2"}, false);
    steps[n](box);
    if (const auto bytes = base::read_file(places.data() / "seal.1" / "entries"); bytes.ok()) {
      EXPECT_TRUE(entries.empty() || *bytes == entries) << "after step " << n;
      entries = *bytes;
    }
  }
  return entries;
}

TEST(BoxDriver, AfterACrashBetweenAnyTwoStepsTheSealHasTheSameBytes) {
  Places places;
  {
    Box box(places, 1000);
    cast_at(box, 3);
    cast_at(box, 7);
  }
  const auto write_again = [](Box& box) {
    auto e = box.record();
    Noise noise(box.sealer().noise_file(1), box.ledger->state(), 1, e.seed);
    EXPECT_TRUE(box.sealer().write(e, noise).ok());
  };
  const auto entries = seal_with_crashes(
      places, {[](Box& box) { EXPECT_EQ(box.record().step, Step::open); },
               [](Box& box) { EXPECT_TRUE(box.sealer().fix(box.record(), 1105).ok()); },
               [](Box& box) { EXPECT_EQ(box.record().entry_time, 1105u); },
               write_again,
               [](Box& box) { std::filesystem::remove_all(box.places.data() / "noise.1"); },
               [](Box& box) {  // the disk lost the submission after its digest was stored
                 EXPECT_EQ(box.record().step, Step::written);
                 const auto digest = box.record().digest;
                 std::filesystem::remove_all(box.places.data() / "seal.1");
                 const auto posted = box.sealer().post(box.record());
                 EXPECT_TRUE(posted.ok() && *posted == Sealed::advanced);
                 EXPECT_EQ(*seal_digest(box.places.data() / "seal.1"), *digest);
               },
               [](Box& box) { EXPECT_TRUE(box.sealer().finish(box.record()).ok()); }});
  EXPECT_FALSE(entries.empty());
  Box box(places, 1110);
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 1u);
}

TEST(BoxDriver, AfterACrashBetweenBoardAndStoreNothingIsPostedTwice) {
  Places places;
  std::uint64_t entries = 0;
  {
    Box box(places, 1000);
    EXPECT_TRUE(box.sealer().fix(box.record(), 1100).ok());
    const auto e = box.record();
    Noise noise(box.sealer().noise_file(1), box.ledger->state(), 1, e.seed);
    EXPECT_TRUE(box.sealer().write(e, noise).ok());
    EXPECT_TRUE(box.ledger->post(*record::Submission::open(box.sealer().folder(1))).value().passed());
    entries = box.ledger->state().entries();
    EXPECT_TRUE(box.ledger->lacks_cosignature());
  }
  Box box(places, 1101);
  EXPECT_EQ(box.ledger->state().entries(), entries);
  EXPECT_FALSE(box.ledger->lacks_cosignature());
  EXPECT_EQ(box.driver->view()->epoch.number, 2u);
}

TEST(BoxDriver, ASealThatWouldComeOutDifferentlyIsNeverPosted) {
  Places places;
  Box box(places, 1000);
  EXPECT_TRUE(box.sealer().fix(box.record(), 1100).ok());
  EXPECT_TRUE(box.driver->inbox()->record_seal(1, Bytes32{1}).ok());
  const auto posted = box.sealer().post(box.record());
  ASSERT_TRUE(posted.ok());
  EXPECT_EQ(*posted, Sealed::void_now);
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 0u);
  box.at(1105);  // within the grace time: the epoch is dropped and not begun again, the next one is open
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 0u);
  EXPECT_EQ(box.driver->view()->epoch.number, 2u);
  box.at(1200);
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 2u);
}

bool file_holds(const std::filesystem::path& file, ByteView what) {
  const auto bytes = base::read_file(file);
  return bytes.ok() && std::search(bytes->begin(), bytes->end(), what.begin(), what.end()) != bytes->end();
}

TEST(BoxDriver, AfterTheNextCosignatureSeedAndInboxAreOverwritten) {
  Places places;
  Box box(places, 1000);
  Bytes row;
  cast_at(box, 3, &row);
  const auto seed = box.record().seed.clone();
  const auto piece = ByteView(row).subspan(100, 32);
  const auto held = [&](ByteView what) { return file_holds(places.data() / "box.db", what) || file_holds(places.data() / "box.db-wal", what); };
  EXPECT_TRUE(held(piece) && held(seed.expose()));
  box.at(1100);
  EXPECT_TRUE(held(piece) && held(seed.expose()));
  box.at(1200);
  EXPECT_FALSE(held(piece));
  EXPECT_FALSE(held(seed.expose()));
  EXPECT_FALSE(std::filesystem::exists(places.data() / "seal.1"));
  EXPECT_FALSE(std::filesystem::exists(places.data() / "noise.1"));
}

/// While it lives no file of this process grows beyond 4 KiB.
class FullDisk {
  rlimit before_{};

 public:
  FullDisk() {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{4096, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
};

TEST(BoxDriver, WhileTheDiskIsFullCastsAreRefusedForNowAndAfterwardsTaken) {
  Places places;
  Box box(places, 1000);
  Intake intake(*box.driver, box.keys, box.clock, {1, 8});
  Device device;
  const auto cast = device.cast(opened_state(), 3, 1).encode();
  {
    const FullDisk full;
    EXPECT_EQ(refusal(answer(intake, cast)), Refusal::for_now);
    box.driver->tick();
    EXPECT_EQ(refusal(answer(intake, cast)), Refusal::for_now);
    EXPECT_EQ(box.driver->view()->standing, Standing::open) << "what is read goes on";
  }
  box.driver->tick();
  EXPECT_FALSE(refusal(answer(intake, cast)).has_value());
  box.at(1100);
  EXPECT_EQ(box.ledger->state().sealed_epoch(), 1u);
}

TEST(BoxDriver, ACarriedRowDependsOnSeedSlotEpochAndStatement) {
  const auto& state = opened_state();
  const base::Secret<Bytes32> one(Bytes32{1}), two(Bytes32{2});
  const auto row = carried_row(state, 0, 1, one);
  EXPECT_EQ(row, carried_row(state, 0, 1, one));
  EXPECT_NE(row, carried_row(state, 0, 1, two));
  EXPECT_NE(row, carried_row(state, 0, 2, one));
  EXPECT_NE(row, carried_row(state, 1, 1, one));
}

}  // namespace
}  // namespace ippyo::ballot_box::test
