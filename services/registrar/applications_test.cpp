// SPDX-License-Identifier: Apache-2.0
#include "registrar/applications.hpp"

#include "registrar/attempts.hpp"
#include "registrar/test_office.hpp"

namespace ippyo::registrar::test {
namespace {

TEST(Application, GoesOnlyWhereTheTableSays) {
  using A = Action;
  using S = State;
  const std::map<std::pair<A, S>, S> table{
      {{A::approve, S::received}, S::approved},  {{A::give_back, S::received}, S::returned},  {{A::undeliverable, S::approved}, S::approved},
      {{A::reissue, S::approved}, S::approved},  {{A::moved, S::received}, S::moved},         {{A::moved, S::approved}, S::moved},
      {{A::deceased, S::received}, S::deceased}, {{A::deceased, S::approved}, S::deceased},   {{A::withdrawn, S::received}, S::withdrawn},
      {{A::withdrawn, S::approved}, S::withdrawn}};
  for (int a = 1; a <= 7; ++a)
    for (int s = 1; s <= 6; ++s) {
      const auto found = table.find({static_cast<Action>(a), static_cast<State>(s)});
      EXPECT_EQ(after(static_cast<Action>(a), static_cast<State>(s)), found == table.end() ? std::nullopt : std::optional(found->second)) << a << " " << s;
    }
}

TEST(Application, EveryWordNamesOneValue) {
  for (int i = 1; i <= 6; ++i) EXPECT_EQ(state_of(name(static_cast<State>(i))), static_cast<State>(i));
  for (int i = 1; i <= 4; ++i) EXPECT_EQ(channel_of(name(static_cast<Channel>(i))), static_cast<Channel>(i));
  for (int i = 1; i <= 7; ++i) EXPECT_EQ(action_of(name(static_cast<Action>(i))), static_cast<Action>(i));
  for (int i = 1; i <= 3; ++i) EXPECT_EQ(letter_kind_of(name(static_cast<LetterKind>(i))), static_cast<LetterKind>(i));
  EXPECT_FALSE(state_of("Approved") || channel_of("") || action_of("undo") || letter_kind_of("pdf"));
}

TEST(Application, AFormComesBackAsItWasAndNoOtherBytesAreOne) {
  Form f{{"見本　花子", "つくば市", {1970, 3, 1}, roll::Sex::female}, "ミホン", "a@b.example", "029", "305-0031", "x\ny", "GERMANY", "europe", "出張", "note", true};
  auto bytes = f.encode();
  const auto back = Form::decode(bytes);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->encode(), bytes);
  for (std::size_t n = 0; n < bytes.size(); ++n) EXPECT_FALSE(Form::decode(ByteView(bytes).first(n)).ok());
  bytes.push_back(0);
  EXPECT_FALSE(Form::decode(bytes).ok());
}

TEST(Application, FromTheWebAndFromTheOfficeGetAReceipt) {
  Office office;
  office.apply(small_roll());
  const auto known = office.post("/applications", form(small_roll()[0]));
  const auto unknown = office.post("/applications", form(voter("9", "架空　某", "カクウ　ボウ")));
  ASSERT_EQ(known.status, 201u) << base::to_string(known.body);
  ASSERT_EQ(unknown.status, 201u);
  auto a = json::parse(known.body), b = json::parse(unknown.body);
  EXPECT_EQ(a["reference"].get<std::string>().size(), 10u);
  a.erase("reference"), b.erase("reference");
  EXPECT_EQ(a, b);  // whoever applies learns nothing of the roll
  EXPECT_EQ(office.detail(1)["candidates"].size(), 1u);
  EXPECT_EQ(office.detail(2)["candidates"].size(), 0u);
  auto counter = form(small_roll()[0]);
  counter["channel"] = "web";
  EXPECT_REFUSED(office.post("/staff/applications", counter, office.clerk), 400, "malformed");
}

TEST(Application, WhatIsMissingOrTooMuchIsRefusedBeforeAnybodyLooks) {
  Office office;
  const auto with = [&](const char* field, const json& value) {
    auto f = form(small_roll()[0]);
    f[field] = value;
    return office.post("/applications", f);
  };
  for (const auto& [field, value] : std::vector<std::pair<const char*, json>>{
           {"declaration", false}, {"declaration", "true"}, {"ground", ""}, {"birth", "1970-02-30"}, {"birth", 1970}, {"name", ""}, {"name", "=1+1"}, {"name", std::string(200, 'a')},
           {"kana", "漢字"}, {"sex", "x"}, {"postal_code", "3050031"}, {"postal_code", "305-00-1"}, {"postal_code", ""}, {"letter", "pdf"}, {"category", "other"}, {"category", "overseas"},
           {"delivery", "a\n\nb"}, {"delivery", "1\n2\n3\n4\n5"}, {"delivery", std::string(61, 'a')}, {"region", "europe"}, {"region", "korea"}, {"email", "a\nb"}, {"further", "field"}}) {
    SCOPED_TRACE(std::string(field) + ": " + value.dump());
    EXPECT_REFUSED(with(field, value), 400, "malformed");
  }
  auto f = form(small_roll()[0]);
  f.erase("declaration");
  EXPECT_REFUSED(office.post("/applications", f), 400, "malformed");
  EXPECT_EQ(office.raw("POST", "/applications", base::Bytes(40'000, 'x')).status, 413u);
  office.config.ballot = static_cast<roll::Ballot>(9);
  EXPECT_REFUSED(office.post("/applications", form(small_roll()[0])), 403, "wrong-ballot");
  office.config.ballot = roll::Ballot::city;
  ASSERT_TRUE(office.clock.set(1'795'800'000));  // three days before
  EXPECT_REFUSED(office.post("/applications", form(small_roll()[0])), 403, "too-late");
}

TEST(Application, StatusIsForWhoHasReceiptAndBirthDateAndGuessingEnds) {
  Office office;
  const auto reference = json::parse(office.post("/applications", form(small_roll()[0])).body)["reference"];
  const json right{{"reference", reference}, {"birth", "昭和45年3月1日"}}, wrong{{"reference", reference}, {"birth", "1970-03-02"}};
  EXPECT_EQ(json::parse(office.post("/applications/status", right).body)["state"], "received");
  EXPECT_EQ(office.act(1, "return", {{"reason", "宣誓がありません"}}).status, 200u);
  EXPECT_EQ(json::parse(office.post("/applications/status", right).body)["reason"], "宣誓がありません");
  for (int i = 0; i < 5; ++i) EXPECT_REFUSED(office.post("/applications/status", wrong), 404, "not-found");
  EXPECT_REFUSED(office.post("/applications/status", right), 429, "too-many");
  ASSERT_TRUE(office.clock.set(kNow + 3601));
  EXPECT_EQ(office.post("/applications/status", right).status, 200u);
}

TEST(Application, FromTheWebAreLimitedPerMinute) {
  Attempts attempts(2, 60);
  EXPECT_TRUE(attempts.takes("web", 100) && attempts.takes("web", 100));
  EXPECT_FALSE(attempts.takes("web", 159));
  EXPECT_TRUE(attempts.takes("web", 161));
}

}  // namespace
}  // namespace ippyo::registrar::test
