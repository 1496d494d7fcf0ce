// SPDX-License-Identifier: Apache-2.0
// One cast per slot and epoch, one use per grant and box, one answer per request: also after the store is opened again.
#include "ballot_box/inbox.hpp"

#include "ballot_box/test_box.hpp"

namespace ippyo::ballot_box::test {
namespace {

struct Store {
  std::filesystem::path folder = new_folder();
  std::unique_ptr<Inbox> inbox;
  Store() {
    open();
    begin(1);
  }
  ~Store() {
    inbox.reset();
    std::filesystem::remove_all(folder);
  }
  void open() {
    inbox.reset();
    inbox = std::move(*Inbox::open(folder / "box.db"));
  }
  void begin(std::uint32_t epoch) { EXPECT_TRUE(inbox->begin(epoch, epoch - 1, base::Secret(Bytes32{9})).ok()); }
  db::Code take(Accepted a) {
    std::promise<db::Code> told;
    EXPECT_TRUE(inbox->take(std::move(a), [&](db::Code code) { told.set_value(code); }));
    return told.get_future().get();
  }
};
Accepted accepted(std::uint8_t n, std::uint64_t slot, std::uint32_t epoch = 1, const std::string& box = "box-1") {
  return {Bytes16{n}, Bytes32{n}, Bytes32{n}, box, epoch, epoch + 2, slot, Bytes(10, n), Bytes(160, n)};
}

TEST(BoxInbox, KeepsWhatItTookOverAReopening) {
  Store store;
  EXPECT_EQ(store.take(accepted(1, 5)), db::Code::ok);
  store.open();
  const auto known = store.inbox->answered(Bytes16{1});
  ASSERT_TRUE(known.has_value());
  EXPECT_EQ(known->answer, Bytes(160, 1));
  EXPECT_TRUE(store.inbox->remembered(1, 5, "box-2", Bytes32{2}).slot_written);
  EXPECT_TRUE(store.inbox->remembered(1, 6, "box-1", Bytes32{1}).grant_used);
  EXPECT_FALSE(store.inbox->remembered(2, 5, "box-2", Bytes32{1}).grant_used);
  EXPECT_EQ(store.inbox->rows(1)->at(5), Bytes(10, 1));
}

TEST(BoxInbox, RefusesASecondCastOfASlotASecondUseOfAGrantAndASecondUseOfARequest) {
  Store store;
  EXPECT_EQ(store.take(accepted(1, 5)), db::Code::ok);
  EXPECT_EQ(store.take(accepted(2, 5)), db::Code::conflict);
  auto same_grant = accepted(3, 6);
  same_grant.grant = Bytes32{1};
  EXPECT_EQ(store.take(same_grant), db::Code::conflict);
  auto same_request = accepted(4, 7);
  same_request.request = Bytes16{1};
  EXPECT_EQ(store.take(same_request), db::Code::conflict);
  EXPECT_EQ(store.inbox->rows(1)->size(), 1u);
  EXPECT_EQ(store.take(accepted(2, 8)), db::Code::ok) << "a refused cast leaves its grant unused";
}

TEST(BoxInbox, TakesNothingMoreOnceTheEpochIsFixed) {
  Store store;
  EXPECT_TRUE(store.inbox->fix(1, 1100).ok());
  EXPECT_EQ(store.take(accepted(1, 5)), db::Code::conflict);
  EXPECT_EQ(store.take(accepted(2, 5, 2)), db::Code::conflict) << "not begun";
  EXPECT_FALSE(store.inbox->fix(1, 1101).ok()) << "the time of the entries is chosen once";
}

TEST(BoxInbox, ErasesWhatIsOverButKnowsAGrantWhileItCouldBeShownAgain) {
  Store store;
  EXPECT_EQ(store.take(accepted(1, 5)), db::Code::ok);
  EXPECT_TRUE(store.inbox->erase(2, 2).ok());
  store.open();
  EXPECT_FALSE(store.inbox->answered(Bytes16{1}).has_value());
  EXPECT_FALSE(store.inbox->find(1)->has_value());
  EXPECT_TRUE(store.inbox->remembered(2, 5, "box-1", Bytes32{1}).grant_used);
  EXPECT_TRUE(store.inbox->erase(3, 3).ok());
  EXPECT_FALSE(store.inbox->remembered(3, 5, "box-1", Bytes32{1}).grant_used);
}

TEST(BoxInbox, AVoidEpochGivesItsGrantsBack) {
  Store store;
  EXPECT_EQ(store.take(accepted(1, 5)), db::Code::ok);
  EXPECT_TRUE(store.inbox->drop(1).ok());
  EXPECT_FALSE(store.inbox->remembered(2, 5, "box-1", Bytes32{1}).grant_used);
  EXPECT_FALSE(store.inbox->unfinished()->has_value());
}

}  // namespace
}  // namespace ippyo::ballot_box::test
