// SPDX-License-Identifier: Apache-2.0
// One cast per slot and epoch, one use per grant and box, one answer per request: also after the store is opened again.
#include "ballot_box/inbox.hpp"

#include "ballot_box/test_box.hpp"
#include "db/test_store.hpp"

namespace ippyo::ballot_box::test {
namespace {

class BoxInbox : public db::test::EachEngine {
 protected:
  std::unique_ptr<Inbox> inbox;
  void SetUp() override {
    EachEngine::SetUp();
    if (IsSkipped()) return;
    open();
    begin(1);
  }
  void open() {
    inbox.reset();
    inbox = std::move(*Inbox::open(location()));
  }
  void begin(std::uint32_t epoch) { EXPECT_TRUE(inbox->begin(epoch, epoch - 1, base::Secret(Bytes32{9})).ok()); }
  db::Code take(Accepted a) {
    std::promise<db::Code> told;
    EXPECT_TRUE(inbox->take(std::move(a), [&](db::Code code) { told.set_value(code); }));
    return told.get_future().get();
  }
};
IPPYO_ON_BOTH_ENGINES(BoxInbox);

Accepted accepted(std::uint8_t n, std::uint64_t slot, std::uint32_t epoch = 1, const std::string& box = "box-1") {
  return {Bytes16{n}, Bytes32{n}, Bytes32{n}, box, epoch, epoch + 2, slot, Bytes(10, n), Bytes(160, n)};
}

TEST_P(BoxInbox, KeepsWhatItTookOverAReopening) {
  EXPECT_EQ(take(accepted(1, 5)), db::Code::ok);
  open();
  const auto known = inbox->answered(Bytes16{1});
  ASSERT_TRUE(known.has_value());
  EXPECT_EQ(known->answer, Bytes(160, 1));
  EXPECT_TRUE(inbox->remembered(1, 5, "box-2", Bytes32{2}).slot_written);
  EXPECT_TRUE(inbox->remembered(1, 6, "box-1", Bytes32{1}).grant_used);
  EXPECT_FALSE(inbox->remembered(2, 5, "box-2", Bytes32{1}).grant_used);
  EXPECT_EQ(inbox->rows(1)->at(5), Bytes(10, 1));
}

TEST_P(BoxInbox, CountsTheCastsOfASlotOncePerPermitUntilTheInternetClose) {
  const auto count = [&](std::uint8_t nonce, std::uint64_t slot, UnixTime now = 100) {
    std::promise<std::pair<db::Code, std::uint64_t>> told;
    EXPECT_TRUE(inbox->count({slot, Bytes16{nonce}, 150, {}}, now, [&](db::Code code, std::uint64_t casts) { told.set_value({code, casts}); }));
    return told.get_future().get();
  };
  using Told = std::pair<db::Code, std::uint64_t>;
  EXPECT_EQ(count(1, 5), (Told{db::Code::ok, 0}));
  EXPECT_EQ(take(accepted(1, 5)), db::Code::ok);
  EXPECT_EQ(take(accepted(2, 5)), db::Code::conflict) << "not taken, not counted";
  EXPECT_EQ(take(accepted(3, 6)), db::Code::ok);
  ASSERT_TRUE(inbox->drop(1).ok());
  begin(2);
  EXPECT_EQ(take(accepted(4, 5, 2)), db::Code::ok);
  open();
  EXPECT_EQ(count(2, 5), (Told{db::Code::ok, 2})) << "that of the void epoch too";
  EXPECT_EQ(count(2, 5).first, db::Code::conflict) << "a permit counts once";
  EXPECT_EQ(count(1, 5).first, db::Code::conflict) << "also after the store was opened again";
  EXPECT_EQ(count(3, 6, 151), (Told{db::Code::ok, 1}));
  ASSERT_TRUE(inbox->erase_counts().ok());
  EXPECT_EQ(count(4, 5), (Told{db::Code::ok, 0}));
}

TEST_P(BoxInbox, RefusesASecondCastOfASlotASecondUseOfAGrantAndASecondUseOfARequest) {
  EXPECT_EQ(take(accepted(1, 5)), db::Code::ok);
  EXPECT_EQ(take(accepted(2, 5)), db::Code::conflict);
  auto same_grant = accepted(3, 6);
  same_grant.grant = Bytes32{1};
  EXPECT_EQ(take(same_grant), db::Code::conflict);
  auto same_request = accepted(4, 7);
  same_request.request = Bytes16{1};
  EXPECT_EQ(take(same_request), db::Code::conflict);
  EXPECT_EQ(inbox->rows(1)->size(), 1u);
  EXPECT_EQ(take(accepted(2, 8)), db::Code::ok) << "a refused cast leaves its grant unused";
}

TEST_P(BoxInbox, TakesNothingMoreOnceTheEpochIsFixed) {
  EXPECT_TRUE(inbox->fix(1, 1100).ok());
  EXPECT_EQ(take(accepted(1, 5)), db::Code::conflict);
  EXPECT_EQ(take(accepted(2, 5, 2)), db::Code::conflict) << "not begun";
  EXPECT_FALSE(inbox->fix(1, 1101).ok()) << "the time of the entries is chosen once";
}

TEST_P(BoxInbox, ErasesWhatIsOverButKnowsAGrantWhileItCouldBeShownAgain) {
  EXPECT_EQ(take(accepted(1, 5)), db::Code::ok);
  EXPECT_TRUE(inbox->erase(2, 2).ok());
  open();
  EXPECT_FALSE(inbox->answered(Bytes16{1}).has_value());
  EXPECT_FALSE(inbox->find(1)->has_value());
  EXPECT_TRUE(inbox->remembered(2, 5, "box-1", Bytes32{1}).grant_used);
  EXPECT_TRUE(inbox->erase(3, 3).ok());
  EXPECT_FALSE(inbox->remembered(3, 5, "box-1", Bytes32{1}).grant_used);
}

TEST_P(BoxInbox, AVoidEpochGivesItsGrantsBack) {
  EXPECT_EQ(take(accepted(1, 5)), db::Code::ok);
  EXPECT_TRUE(inbox->drop(1).ok());
  EXPECT_FALSE(inbox->remembered(2, 5, "box-1", Bytes32{1}).grant_used);
  EXPECT_FALSE(inbox->unfinished()->has_value());
}

}  // namespace
}  // namespace ippyo::ballot_box::test
