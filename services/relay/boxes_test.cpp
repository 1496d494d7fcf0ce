// SPDX-License-Identifier: Apache-2.0
// Boxes by a clock that the tests set: who may read and write, what is written once, when everything is gone.
#include "relay/boxes.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ippyo::relay {
namespace {

using base::Bytes;

/// Two sides of one box, and what the last read said.
struct Table {
  base::ManualClock clock{1'000'000};
  base::KeyedRng rng{base::Secret(base::Bytes32{5})};
  Boxes boxes{clock, rng};
  Seat first{}, second{};

  Table() {
    first = std::get<Seat>(boxes.open());
    second = std::get<Seat>(boxes.join(first.box));
  }
  void later(base::UnixTime seconds) {
    ASSERT_TRUE(clock.set(clock.now() + seconds));
    boxes.tick();
  }
};

std::string word(const std::optional<Refusal>& r) {
  static const char* const kWords[] = {"busy", "gone", "taken", "too many"};
  return r ? kWords[static_cast<std::size_t>(*r)] : "fine";
}
std::string word(const std::variant<Seat, Refusal>& v) { return std::holds_alternative<Seat>(v) ? "fine" : word(std::optional(std::get<Refusal>(v))); }

/// What a read told: "waiting" until it told anything, "nothing", a refusal's word, or the text.
struct Heard {
  std::shared_ptr<std::string> said = std::make_shared<std::string>("waiting");
  Heard(Boxes& boxes, const Seat& seat, std::size_t message) {
    boxes.read(seat.box, seat.token, message, [said = said](Reading r) {
      EXPECT_EQ(*said, "waiting") << "told once";
      if (const auto* refusal = std::get_if<Refusal>(&r)) *said = word(std::optional(*refusal));
      else if (const auto& bytes = std::get<std::optional<Bytes>>(r)) *said = base::to_string(*bytes);
      else *said = "nothing";
    });
  }
  const std::string& operator*() const { return *said; }
};
Bytes text(std::string_view t) { return base::to_bytes(base::view(t)); }
std::optional<Refusal> put(Table& t, const Seat& s, std::size_t message, std::string_view what) { return t.boxes.write(s.box, s.token, message, text(what)); }

TEST(RelayBoxes, HaveFourDigitsAndTwoTokens) {
  Table t;
  EXPECT_EQ(t.first.box.size(), 4u);
  EXPECT_EQ(t.first.box.find_first_not_of("0123456789"), std::string::npos);
  EXPECT_EQ(t.first.token.size(), 32u);
  EXPECT_EQ(t.second.token.size(), 32u);
  EXPECT_NE(t.first.token, t.second.token);
}

TEST(RelayBoxes, GiveEachSideTheOthersMessagesAndNeverItsOwn) {
  Table t;
  EXPECT_EQ(word(put(t, t.first, 0, "from the first")), "fine");
  EXPECT_EQ(*Heard(t.boxes, t.second, 0), "from the first");
  EXPECT_EQ(*Heard(t.boxes, t.second, 0), "from the first") << "reading takes nothing away: a lost answer is asked for again";
  const Heard own(t.boxes, t.first, 0);
  EXPECT_EQ(*own, "waiting");
  EXPECT_EQ(word(put(t, t.second, 0, "from the second")), "fine");
  EXPECT_EQ(*own, "from the second") << "whoever waits is told at once";
}

TEST(RelayBoxes, AMessageIsWrittenOnce) {
  Table t;
  EXPECT_EQ(word(put(t, t.first, 7, "one")), "fine");
  EXPECT_EQ(word(put(t, t.first, 7, "two")), "taken");
  EXPECT_EQ(*Heard(t.boxes, t.second, 7), "one");
}

TEST(RelayBoxes, CanBeJoinedOnce) {
  Table t;
  EXPECT_EQ(word(t.boxes.join(t.first.box)), "taken");
  EXPECT_EQ(word(t.boxes.join(t.first.box == "0000" ? "0001" : "0000")), "gone");
  EXPECT_EQ(word(t.boxes.join("")), "gone");
}

TEST(RelayBoxes, OpenToTheirTokensOnly) {
  Table t;
  const auto other = std::get<Seat>(t.boxes.open());
  for (const auto& token : {std::string(), std::string(32, '0'), other.token, t.first.token.substr(0, 31), t.first.token + "0"}) {
    const Seat stranger{t.first.box, token};
    EXPECT_EQ(word(put(t, stranger, 0, "x")), "gone");
    EXPECT_EQ(*Heard(t.boxes, stranger, 0), "gone");
    EXPECT_EQ(word(t.boxes.close(stranger.box, stranger.token)), "gone");
  }
  const Seat empty{other.box, ""};
  EXPECT_EQ(word(put(t, empty, 0, "x")), "gone") << "the side that nobody has joined has no token";
}

TEST(RelayBoxes, AWaitEndsAfterTwentySecondsWithNothing) {
  Table t;
  const Heard wait(t.boxes, t.second, 0);
  t.later(kLongestPoll - 1);
  EXPECT_EQ(*wait, "waiting");
  t.later(1);
  EXPECT_EQ(*wait, "nothing");
}

TEST(RelayBoxes, OnlyOneWaitOfASideIsKept) {
  Table t;
  const Heard earlier(t.boxes, t.second, 0), other_side(t.boxes, t.first, 0), now(t.boxes, t.second, 1);
  EXPECT_EQ(*earlier, "nothing");
  EXPECT_EQ(*other_side, "waiting");
  EXPECT_EQ(*now, "waiting");
}

TEST(RelayBoxes, AreGoneAfterFiveMinutesAlsoBeforeAnybodyLooked) {
  Table t;
  const Heard wait(t.boxes, t.second, 0);
  put(t, t.first, 1, "left behind");
  ASSERT_TRUE(t.clock.set(t.clock.now() + kBoxLife));
  EXPECT_EQ(word(put(t, t.first, 0, "x")), "gone");
  EXPECT_EQ(word(t.boxes.join(t.first.box)), "gone") << "not 'taken': it is as if it had never been";
  t.boxes.tick();
  EXPECT_EQ(*wait, "gone");
  EXPECT_EQ(t.boxes.size(), 0u);
}

TEST(RelayBoxes, EitherSideEndsABoxForBoth) {
  for (const bool by_first : {true, false}) {
    Table t;
    put(t, t.first, 0, "secret");
    const Heard wait(t.boxes, by_first ? t.second : t.first, 3);
    const auto& who = by_first ? t.first : t.second;
    EXPECT_EQ(word(t.boxes.close(who.box, who.token)), "fine");
    EXPECT_EQ(*wait, "gone");
    EXPECT_EQ(*Heard(t.boxes, t.second, 0), "gone");
    EXPECT_EQ(word(t.boxes.close(who.box, who.token)), "gone");
    EXPECT_EQ(t.boxes.size(), 0u);
  }
}

TEST(RelayBoxes, AtMostFiveThousandLiveAndAHundredASecondAreMade) {
  Table t;
  std::set<std::string> numbers{t.first.box};
  for (std::size_t i = 1; i < kNewPerSecond; ++i) EXPECT_EQ(word(t.boxes.open()), "fine");
  EXPECT_EQ(word(t.boxes.open()), "busy") << "of this second";
  while (t.boxes.size() < kBoxes) {
    ASSERT_TRUE(t.clock.set(t.clock.now() + 1));
    for (std::uint32_t i = 0; i < kNewPerSecond && t.boxes.size() < kBoxes; ++i) {
      const auto seat = std::get<Seat>(t.boxes.open());
      EXPECT_TRUE(numbers.insert(seat.box).second) << "no two living boxes have one number";
    }
  }
  ASSERT_TRUE(t.clock.set(t.clock.now() + 1));
  EXPECT_EQ(word(t.boxes.open()), "busy");
  t.boxes.close(t.first.box, t.first.token);
  EXPECT_EQ(word(t.boxes.open()), "fine");
}

TEST(RelayBoxes, SixHundredFailedJoinsAMinuteAreEnough) {
  Table t;
  const auto open = std::get<Seat>(t.boxes.open());
  for (std::uint32_t i = 0; i < kFailedJoinsPerMinute; ++i) EXPECT_EQ(word(t.boxes.join(t.first.box)), "taken");
  EXPECT_EQ(word(t.boxes.join(open.box)), "too many") << "nobody learns any more whether a number is right";
  ASSERT_TRUE(t.clock.set(t.clock.now() + 60));
  EXPECT_EQ(word(t.boxes.join(open.box)), "fine");
}

TEST(RelayBoxes, HoldSoMuchAndNoMore) {
  Table t;
  const Bytes large(kMessageSize, 1);
  std::vector<Seat> seats;
  std::optional<Refusal> last;
  while (!last) {
    if (seats.size() % kNewPerSecond == 0) {
      EXPECT_TRUE(t.clock.set(t.clock.now() + 1));
    }
    seats.push_back(std::get<Seat>(t.boxes.open()));
    for (std::size_t m = 0; m < kMessages && !last; ++m) last = t.boxes.write(seats.back().box, seats.back().token, m, large);
  }
  EXPECT_EQ(word(last), "busy");
  EXPECT_EQ(seats.size(), kBytesHeld / kMessageSize / kMessages + 1);
  t.boxes.close(seats[0].box, seats[0].token);
  EXPECT_EQ(word(t.boxes.write(seats.back().box, seats.back().token, 0, large)), "fine") << "what is closed is given back";
}

TEST(RelayBoxes, ClearEndsEveryWait) {
  Table t;
  const Heard wait(t.boxes, t.first, 0);
  t.boxes.clear();
  EXPECT_EQ(*wait, "gone");
  EXPECT_EQ(t.boxes.size(), 0u);
}

}  // namespace
}  // namespace ippyo::relay
