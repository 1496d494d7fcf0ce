// SPDX-License-Identifier: Apache-2.0
// The agent as the booth's page and the voter use it.
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "test_agent.hpp"

namespace ippyo::card_agent::test {
namespace {

using http::test::status;

bool verifies(const std::string& certificate64, const std::string& signature64, ByteView message) {
  const auto der = *base::from_base64(certificate64), signature = *base::from_base64(signature64);
  const auto* p = der.data();
  const std::unique_ptr<X509, decltype(&X509_free)> x(d2i_X509(nullptr, &p, static_cast<long>(der.size())), X509_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> c(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestVerifyInit(c.get(), nullptr, EVP_sha256(), nullptr, X509_get0_pubkey(x.get()));
  return EVP_DigestVerify(c.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

TEST_F(Agent, AClaimIsSignedAndDeliveredOnce) {
  const auto made = make_claim();
  EXPECT_EQ(collect(made.id)["state"], "pending");
  const auto html = page(made.path);
  EXPECT_NE(html.find("見本選挙"), html.npos);
  EXPECT_NE(html.find(kBooth), html.npos) << "names who asks";
  EXPECT_NE(html.find("<strong>3回</strong>"), html.npos) << "the tries before the try";
  EXPECT_EQ(status(type(made.path, "pin=1234&same=yes&do=sign")), 303u);
  EXPECT_NE(page(made.path).find("data-state=\"done\""), std::string::npos);
  const auto given = collect(made.id);
  EXPECT_EQ(given["state"], "done");
  EXPECT_TRUE(verifies(given["certificate"], given["signature"], *base::from_hex(kClaim)));
  EXPECT_EQ(given["attributes"], (nlohmann::json{{"name", kHanako.name}, {"address", kHanako.address}, {"birth", "1990-01-02"},
      {"sex", "2"}}));
  EXPECT_EQ(collect(made.id)["status"], 410) << "only once";
  EXPECT_NE(page(made.path).find("data-state=\"done\""), std::string::npos) << "the page still says how it ended";
  EXPECT_FALSE(door.card->individual_number_touched());
}

TEST_F(Agent, AStatementIsShownAndExactlyThatTextIsSigned) {
  const std::string text = "つくば市長選挙\n<b>鍵</b> 0123";
  const auto made = make({{"kind", "statement"}, {"title", "見本選挙"}, {"statement", text}});
  EXPECT_NE(page(made.path).find("つくば市長選挙\n&lt;b&gt;鍵&lt;/b&gt; 0123"), std::string::npos);
  type(made.path, "pin=abc123&do=sign");
  const auto given = collect(made.id);
  ASSERT_EQ(given["state"], "done");
  EXPECT_TRUE(verifies(given["certificate"], given["signature"], base::view(text)));
  EXPECT_FALSE(given.contains("attributes"));
}

TEST_F(Agent, AttributesAloneNeedNoSignature) {
  const auto made = make({{"kind", "attributes"}, {"title", "見本選挙"}});
  type(made.path, "pin=1234&do=sign");
  const auto given = collect(made.id);
  EXPECT_EQ(given["attributes"]["name"], kHanako.name);
  EXPECT_FALSE(given.contains("signature"));
}

TEST_F(Agent, ADifferentNumberForTheAttributesIsPossible) {
  auto d = pki().issue(kHanako);
  d.attribute_pin.value = "9876";
  door.card = std::make_unique<virtual_card::VirtualCard>(std::move(d));
  const auto made = make_claim();
  type(made.path, "pin=1234&same=yes&do=sign");
  EXPECT_EQ(collect(made.id)["state"], "pending");
  EXPECT_EQ(door.card->data().attribute_pin.left, 2);
  EXPECT_EQ(door.card->data().auth_pin.left, 3) << "stopped before the key was asked";
  type(made.path, "pin=1234&attribute_pin=9876&do=sign");
  EXPECT_EQ(collect(made.id)["state"], "done");
}

TEST_F(Agent, WrongNumbersAreCountedShownAndTheLastTryNeedsAConfirmation) {
  const auto made = make_claim(false);
  type(made.path, "pin=0000&do=sign");
  const auto after_one = page(made.path);
  EXPECT_NE(after_one.find("番号が違います"), after_one.npos);
  EXPECT_NE(after_one.find("<strong>2回</strong>"), after_one.npos);
  type(made.path, "pin=0000&do=sign");
  const auto warned = page(made.path);
  EXPECT_NE(warned.find("name=\"last\""), warned.npos);
  type(made.path, "pin=1234&do=sign");
  EXPECT_EQ(door.card->data().auth_pin.left, 1) << "without the confirmation the card was not asked";
  EXPECT_NE(page(made.path).find("残り1回です"), std::string::npos);
  type(made.path, "pin=1234&last=yes&do=sign");
  EXPECT_EQ(collect(made.id)["state"], "done");
}

TEST_F(Agent, ABlockedCardEndsTheRequestAndSaysWhereToGo) {
  const auto made = make_claim(false);
  for (int i = 0; i < 3; ++i) type(made.path, "pin=0000&last=yes&do=sign");
  EXPECT_NE(page(made.path).find("市の窓口"), std::string::npos);
  const auto r = collect(made.id);
  EXPECT_EQ(r["state"], "refused");
  EXPECT_EQ(r["word"], "pin-blocked");
  const auto again = make_claim(false);
  EXPECT_NE(page(again.path).find("data-state=\"pin-blocked\""), std::string::npos);
}

TEST_F(Agent, ANumberOfTheWrongFormCostsNoTry) {
  const auto made = make_claim(false);
  type(made.path, "pin=12&do=sign");
  EXPECT_NE(page(made.path).find("番号の形が違います"), std::string::npos);
  EXPECT_EQ(door.card->data().auth_pin.left, 3);
  type(made.path, "pin=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94&do=sign");
  EXPECT_EQ(collect(made.id)["state"], "done") << "full-width digits are digits";
}

TEST_F(Agent, EveryTroubleOfTheReaderHasItsPage) {
  door.card.reset();
  for (const auto trouble : {card::Trouble::reader_service, card::Trouble::no_reader, card::Trouble::no_card,
      card::Trouble::several_cards,
                             card::Trouble::card_busy, card::Trouble::card_removed, card::Trouble::card_answer}) {
    door.empty = trouble;
    const auto made = make_claim();
    const auto html = page(made.path);
    EXPECT_NE(html.find("data-state=\"" + std::string(card::word(trouble)) + "\""), html.npos);
    EXPECT_EQ(body_of(page(made.path + "/state")), "{\"state\":\"" + std::string(card::word(trouble)) + "\"}");
    EXPECT_EQ(html.find("type=\"password\""), html.npos) << "nothing to type while no card can take it";
    type(made.path, "do=cancel");
    EXPECT_EQ(collect(made.id)["word"], "cancelled");
  }
}

TEST_F(Agent, ACardOfAnotherKindAndOneWithoutCertificate) {
  virtual_card::CardOptions next, bare;
  next.next_generation = true;
  bare.without_sign = true;
  door.card = std::make_unique<virtual_card::VirtualCard>(pki().issue(kHanako, next));
  const auto made = make_claim();
  EXPECT_NE(page(made.path).find("data-state=\"not-my-number-card\""), std::string::npos);
  door.card = std::make_unique<virtual_card::VirtualCard>(pki().issue(kHanako, bare));
  const auto statement = make({{"kind", "statement"}, {"title", "見本選挙"}, {"statement", "text"}});
  type(statement.path, "pin=ABC123&do=sign");
  EXPECT_EQ(collect(statement.id)["word"], "no-certificate");
}

TEST_F(Agent, ACardTakenAwayAfterThePageWasShownCostsNothing) {
  const auto made = make_claim(false);
  const auto html = page(made.path);
  door.card->remove();
  submit(made.path, "token=" + token_of(html) + "&pin=1234&do=sign");
  EXPECT_NE(page(made.path).find("data-state=\"card-removed\""), std::string::npos);
  door.card->insert();
  EXPECT_EQ(collect(made.id)["state"], "pending");
  type(made.path, "pin=1234&do=sign");
  EXPECT_EQ(collect(made.id)["state"], "done");
}

TEST_F(Agent, ARequestExpiresAndSaysSo) {
  const auto made = make_claim();
  const auto html = page(made.path);
  clock.set(kNow + kRequestLife + 1);
  EXPECT_EQ(status(submit(made.path, "token=" + token_of(html) + "&pin=1234&same=yes&do=sign")), 403u);
  EXPECT_NE(page(made.path).find("時間が過ぎました"), std::string::npos);
  EXPECT_EQ(collect(made.id)["word"], "expired");
  clock.set(kNow + 2 * kRequestLife + 2);
  EXPECT_NE(page(made.path).find("data-state=\"gone\""), std::string::npos);
}

TEST_F(Agent, AFaceIsNotComparedHereAndTheAnswerSaysSo) {
  const auto status_text = ask("GET /status", booth_lines());
  EXPECT_NE(status_text.find("face matching is not available on this kit"), status_text.npos);
  const auto answer = post_request({{"kind", "claim"}, {"title", "x"}, {"claim", kClaim}, {"face", true}});
  EXPECT_TRUE(http::test::is_problem(answer, 501)) << answer;
  EXPECT_NE(answer.find("problem:face-unavailable"), answer.npos);
}

TEST_F(Agent, ThePageSpeaksThreeLanguages) {
  const auto made = make_claim();
  EXPECT_NE(page(made.path + "?lang=en").find("Tries left"), std::string::npos);
  EXPECT_NE(page(made.path + "?lang=easy").find("あと 何回"), std::string::npos);
  EXPECT_NE(page(made.path).find("あと何回入力できるか"), std::string::npos);
}

TEST_F(Agent, TooManyOpenRequestsAreRefusedButFinishedOnesMakeRoom) {
  std::vector<Made> all;
  for (std::size_t i = 0; i < kMaxRequests; ++i) all.push_back(make_claim());
  const nlohmann::json body{{"kind", "claim"}, {"title", "x"}, {"claim", kClaim}};
  EXPECT_EQ(status(post_request(body)), 503u);
  type(all[0].path, "do=cancel");
  collect(all[0].id);
  EXPECT_EQ(status(post_request(body)), 201u);
}

}  // namespace
}  // namespace ippyo::card_agent::test
