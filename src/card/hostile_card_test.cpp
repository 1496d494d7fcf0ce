// SPDX-License-Identifier: Apache-2.0
// Cards that lie, stop in the middle, or are something else: a Refusal each time, never a crash.
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "card/client.hpp"
#include "card/photo.hpp"

namespace ippyo::card {
namespace {

/// A card that is one function.
class Scripted final : public Channel {
  std::function<Answer<Response>(ByteView)> answer_;

 public:
  unsigned resets = 0;
  explicit Scripted(std::function<Answer<Response>(ByteView)> answer) : answer_(std::move(answer)) {}
  Answer<Response> transmit(ByteView command) override { return answer_(command); }
  void reset() override { ++resets; }
};

bool is_select(ByteView c) { return c[1] == 0xA4; }
bool is_read(ByteView c) { return c[1] == 0xB0; }
bool is_query(ByteView c) { return c[1] == 0x20 && c.size() == 4; }
bool is_verify(ByteView c) { return c[1] == 0x20 && c.size() > 4; }
bool is_sign(ByteView c) { return c[1] == 0x2A; }
Response sw(std::uint16_t status, Bytes data = {}) { return {std::move(data), status}; }

/// A card that behaves, except that `hook` may answer first. `file` is what every READ BINARY gives.
Scripted card_with(std::function<std::optional<Answer<Response>>(ByteView)> hook, Bytes file = {}) {
  return Scripted([hook, file](ByteView c) -> Answer<Response> {
    if (auto first = hook(c)) return *first;
    if (is_query(c)) return sw(0x63C3);
    if (is_read(c)) {
      const std::size_t at = c[2] << 8 | c[3], n = c[4] ? c[4] : 256;
      if (at > file.size()) return sw(0x6B00);
      const auto part = ByteView(file).subspan(at).first(std::min(n, file.size() - at));
      return sw(0x9000, base::to_bytes(part));
    }
    if (is_sign(c)) return sw(0x9000, Bytes(256, 7));
    return sw(0x9000);
  });
}
std::optional<Answer<Response>> nothing(ByteView) { return std::nullopt; }

Pin pin() { return std::move(*Pin::parse(present_cards()[0].auth.pin, base::view("1234"))); }
Pin number_b() { return std::move(*Pin::parse(present_cards()[0].surface.pin, base::view("55022920331234"))); }

template <class T>
void expect_word(const Answer<T>& answer, std::string_view word, std::optional<unsigned> tries = {}) {
  ASSERT_FALSE(answer.ok()) << word;
  EXPECT_EQ(answer.error().word(), word);
  EXPECT_EQ(answer.error().tries, tries) << word;
  EXPECT_FALSE(answer.error().sentence().empty());
}
const Bytes kCertificate{0x30, 0x03, 1, 2, 3};

TEST(HostileCard, EveryStatusOfAPinHasItsWord) {
  const auto shown = [](std::uint16_t status) {
    auto c = card_with([status](ByteView b) { return is_verify(b) ? std::optional(Answer<Response>(sw(status))) : std::nullopt;
        }, kCertificate);
    return Client::open(c)->sign_with_certificate(Key::auth, pin(), base::view("m"));
  };
  EXPECT_TRUE(shown(0x9000).ok());
  expect_word(shown(0x63C2), "pin-wrong", 2);
  expect_word(shown(0x63C1), "pin-wrong", 1);
  expect_word(shown(0x63C0), "pin-blocked", 0);
  expect_word(shown(0x6984), "pin-blocked", 0);
  expect_word(shown(0x6983), "pin-blocked", 0);
  for (const std::uint16_t odd : {0x6982, 0x6A80, 0x6700, 0x6300, 0x61FF, 0x0000, 0x9001, 0xFFFF}) expect_word(shown(odd),
      "card-answer");
}

TEST(HostileCard, TheTriesAreAskedBeforeAPinIsShown) {
  for (const auto& [status, word] : {std::pair<std::uint16_t, const char*>{0x63C1, "pin-last-try"}, {0x63C0, "pin-blocked"},
                                     {0x6984, "pin-blocked"}, {0x6983, "pin-blocked"}, {0x9000, "card-answer"}, {0x6A82,
                                         "card-answer"}}) {
    bool showed = false;
    auto c = card_with([&, s = status](ByteView b) -> std::optional<Answer<Response>> {
      showed = showed || is_verify(b);
      return is_query(b) ? std::optional(Answer<Response>(sw(s))) : std::nullopt;
    }, kCertificate);
    auto client = Client::open(c);
    const auto signed_ = client->sign(Key::auth, pin(), base::view("m"));
    ASSERT_FALSE(signed_.ok());
    EXPECT_EQ(signed_.error().word(), word);
    EXPECT_FALSE(showed) << word;
  }
}

TEST(HostileCard, AnotherCardIsNotAMyNumberCard) {
  for (const std::uint16_t status : {0x6A82, 0x6D00, 0x6E00, 0x6A86, 0x6283, 0x0000}) {
    auto c = card_with([status](ByteView b) { return is_select(b) ? std::optional(Answer<Response>(sw(status))) : std::nullopt; });
    expect_word(Client::open(c), "not-my-number-card");
  }
}

TEST(HostileCard, FilesThatAreNoFilesAreRefused) {
  const auto read = [](Bytes file) {
    auto c = card_with(nothing, std::move(file));
    return Client::open(c)->certificate(Key::auth);
  };
  EXPECT_EQ(*read(kCertificate), kCertificate);
  EXPECT_EQ(*read({0x30, 0x03, 1, 2, 3, 9, 9, 9}), kCertificate) << "padding after the object is left out";
  expect_word(read({}), "card-answer");
  expect_word(read({0x30}), "card-answer");
  expect_word(read({0x30, 0x80, 0, 0}), "card-answer");                    // indefinite length
  expect_word(read({0x30, 0x84, 0, 0, 0, 9, 1, 1, 1, 1, 1}), "card-answer");  // longer length than any card has
  expect_word(read({0x30, 0x82, 0x90, 0, 1, 1, 1}), "card-answer");        // beyond the reach of READ BINARY
  expect_word(read({0x30, 0x82, 0x01, 0, 1, 1, 1}), "card-answer");        // says 256, has 3
  expect_word(read({0x30, 0x00, 0, 0, 0, 0, 0}), "card-answer");
  expect_word(read(Bytes(300, 0x00)), "card-answer");
  expect_word(read({0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1}), "card-answer");
}

TEST(HostileCard, AnEmptyOrMissingCertificateHasItsWord) {
  auto none = card_with([](ByteView b) {
    return is_select(b) && b[2] == 2 ? std::optional(Answer<Response>(sw(0x6A82))) : std::nullopt;
  });
  expect_word(Client::open(none)->certificate(Key::auth), "no-certificate");
  auto locked = card_with([](ByteView b) { return is_read(b) ? std::optional(Answer<Response>(sw(0x6982))) : std::nullopt; });
  expect_word(Client::open(locked)->certificate(Key::sign), "no-certificate");
}

TEST(HostileCard, AReadThatNeverEndsOrGivesTooMuchEnds) {
  auto empty = card_with([](ByteView b) { return is_read(b) ? std::optional(Answer<Response>(sw(0x9000))) : std::nullopt; });
  expect_word(Client::open(empty)->certificate(Key::auth), "card-answer");
  auto flood = card_with([](ByteView b) { return is_read(b) ? std::optional(Answer<Response>(sw(0x9000, Bytes(4000,
      0x30)))) : std::nullopt; });
  expect_word(Client::open(flood)->certificate(Key::auth), "card-answer");
  unsigned reads = 0;
  auto slow = card_with([&](ByteView b) -> std::optional<Answer<Response>> {
    if (!is_read(b)) return std::nullopt;
    return sw(0x9000, reads++ == 0 ? Bytes{0x30, 0x82, 0x7F, 0x00, 0, 0, 0} : Bytes{1});
  });
  EXPECT_TRUE(Client::open(slow)->certificate(Key::auth).ok());
  EXPECT_LE(reads, 0x7FFFu);
}

TEST(HostileCard, SignaturesOfTheWrongSizeAreRefused) {
  for (const std::size_t n : {0u, 1u, 255u, 257u}) {
    auto c = card_with([n](ByteView b) { return is_sign(b) ? std::optional(Answer<Response>(sw(0x9000,
        Bytes(n)))) : std::nullopt; });
    expect_word(Client::open(c)->sign(Key::auth, pin(), base::view("m")), "card-answer");
  }
  for (const std::uint16_t status : {0x6982, 0x6985, 0x6986, 0x6100}) {
    auto c = card_with([status](ByteView b) { return is_sign(b) ? std::optional(Answer<Response>(sw(status,
        Bytes(256)))) : std::nullopt; });
    expect_word(Client::open(c)->sign(Key::auth, pin(), base::view("m")), "card-answer");
  }
}

Bytes record(std::initializer_list<std::pair<std::uint16_t, std::string>> members) {
  Bytes inside;
  for (const auto& [tag, value] : members) {
    inside.push_back(static_cast<std::uint8_t>(tag >> 8));
    inside.push_back(static_cast<std::uint8_t>(tag));
    inside.push_back(static_cast<std::uint8_t>(value.size()));
    inside.insert(inside.end(), value.begin(), value.end());
  }
  inside.insert(inside.begin(), {0xFF, 0x20, static_cast<std::uint8_t>(inside.size())});
  return inside;
}

TEST(HostileCard, AttributesAreWholeOrRefused) {
  const auto read = [](Bytes file) {
    auto c = card_with(nothing, std::move(file));
    return Client::open(c)->attributes(pin());
  };
  const auto good = read(record({{0xDF21, "xx"}, {0xDF22, "名"}, {0xDF23, "所"}, {0xDF24, "20040506"}, {0xDF25, "2"}}));
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good->birth, (roll::Day{2004, 5, 6}));
  EXPECT_EQ(good->sex, roll::Sex::female);
  EXPECT_EQ(read(record({{0xDF22, "名"}, {0xDF23, "所"}, {0xDF24, "20040000"}, {0xDF25, "9"}}))->birth, (roll::Day{2004, 0, 0}));
  expect_word(read(record({{0xDF22, "名"}, {0xDF23, "所"}, {0xDF24, "20040506"}})), "card-answer");
  expect_word(read(record({{0xDF22, "名"}, {0xDF23, "所"}, {0xDF24, "2004056"}, {0xDF25, "1"}})), "card-answer");
  expect_word(read(record({{0xDF22, "名"}, {0xDF23, "所"}, {0xDF24, "20041306"}, {0xDF25, "1"}})), "card-answer");
  expect_word(read(record({{0xDF22, "名"}, {0xDF23, "所"}, {0xDF24, "2004050x"}, {0xDF25, "1"}})), "card-answer");
  expect_word(read(record({{0xDF22, "\xC3\x28"}, {0xDF23, "所"}, {0xDF24, "20040506"}, {0xDF25, "1"}})), "card-answer");
  auto cut = record({{0xDF22, "名"}, {0xDF23, "所"}, {0xDF24, "20040506"}, {0xDF25, "1"}});
  cut[5] = 0x7F;  // a member that is longer than the record
  expect_word(read(cut), "card-answer");
  auto c = card_with(nothing, record({{0xDF22, "x"}}));
  expect_word(Client::open(c)->photo(number_b()), "card-answer");
}

TEST(HostileCard, EveryTroubleOfTheReaderPassesThrough) {
  for (const auto t : {Trouble::reader_service, Trouble::no_reader, Trouble::no_card, Trouble::several_cards,
      Trouble::card_busy, Trouble::card_removed}) {
    unsigned left = 3;  // works for some commands, then not
    auto c = card_with([&](ByteView) { return left == 0 ? std::optional(Answer<Response>(t)) : (--left, std::nullopt); },
        kCertificate);
    auto client = Client::open(c);
    ASSERT_TRUE(client.ok());
    expect_word(client->sign_with_certificate(Key::auth, pin(), base::view("m")), word(t));
  }
}

TEST(HostileCard, TheCardIsResetAfterEveryUseAndOnlyOnce) {
  auto c = card_with(nothing, kCertificate);
  {
    auto client = Client::open(c);
    auto moved = std::move(*client);
    EXPECT_TRUE(moved.certificate(Key::auth).ok());
  }
  EXPECT_EQ(c.resets, 1u);
}

TEST(HostileCard, RandomAnswersNeverCrash) {
  std::mt19937 random(1);
  for (int round = 0; round < 3000; ++round) {
    unsigned commands = 0;
    Scripted c([&](ByteView) -> Answer<Response> {
      constexpr std::uint16_t kStatuses[] = {0x9000, 0x9000, 0x9000, 0x63C3, 0x6982, 0x6A82, 0x6984};
      Bytes data(random() % 300);
      for (auto& b : data) b = static_cast<std::uint8_t>(random() % 4 ? random() : 0xFF);
      if (++commands > 400) return Trouble::card_removed;
      return sw(kStatuses[random() % 7], std::move(data));
    });
    auto client = Client::open(c);
    if (!client.ok()) continue;
    (void)client->certificate(Key::auth);
    (void)client->attributes(pin());
    (void)client->photo(number_b());
    (void)client->sign_with_certificate(Key::sign, pin(), base::view("m"));
  }
}

TEST(Pin, IsTakenInEveryWayItIsTyped) {
  const auto& type = present_cards()[0];
  const auto parsed = [](const PinPolicy& policy, std::string_view text) {
    const auto p = Pin::parse(policy, base::view(text));
    return p.ok() ? base::to_string(p->expose()) : std::string(p.error().word());
  };
  EXPECT_EQ(parsed(type.auth.pin, "1234"), "1234");
  EXPECT_EQ(parsed(type.auth.pin, "１２３４"), "1234");
  EXPECT_EQ(parsed(type.sign.pin, "abc123"), "ABC123");
  EXPECT_EQ(parsed(type.sign.pin, "ａｂｃＤ12"), "ABCD12");
  for (const auto bad : {"", "123", "12345", "12a4", "12 4", "123\xEF", "123\xEF\xBC", "１２３あ"}) EXPECT_EQ(parsed(type.auth.pin,
      bad), "pin-format") << bad;
  for (const auto bad : {"ABC12", "ABCDEFGHIJKLMNOPQ", "ABC-123"}) EXPECT_EQ(parsed(type.sign.pin, bad), "pin-format") << bad;
  EXPECT_EQ(base::to_string(Pin::parse(type.auth.pin, base::view("1234"))->clone().expose()), "1234");
}

TEST(Pin, OfAnotherKindIsNotShownToTheCard) {
  bool showed = false;
  auto c = card_with([&](ByteView b) -> std::optional<Answer<Response>> {
    showed = showed || is_verify(b);
    return std::nullopt;
  }, kCertificate);
  expect_word(Client::open(c)->sign(Key::sign, pin(), base::view("m")), "pin-format");
  EXPECT_FALSE(showed);
}

TEST(Photo, BytesThatAreNoPictureAreRefused) {
  std::mt19937 random(2);
  EXPECT_FALSE(decode_photo({}).ok());
  EXPECT_FALSE(decode_photo(base::view("JFIF")).ok());
  for (int i = 0; i < 200; ++i) {
    Bytes noise{0xFF, 0x4F, 0xFF, 0x51};
    for (int n = 0; n < 200; ++n) noise.push_back(static_cast<std::uint8_t>(random()));
    EXPECT_FALSE(decode_photo(noise).ok());
  }
}

TEST(FaceMatcher, SaysPlainlyWhenThisKitHasNone) {
  const auto m = face_matcher({"/nowhere/detector.onnx", "/nowhere/recogniser.onnx"});
  ASSERT_FALSE(m.ok());
  EXPECT_NE(m.error().message.find("face matching is not available on this kit"), std::string::npos);
}

}  // namespace
}  // namespace ippyo::card
