// SPDX-License-Identifier: Apache-2.0
// The card client and the virtual card, against each other.
#include "virtual_card/virtual_card.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "card/client.hpp"
#include "card/photo.hpp"
#include "virtual_card/sample_photo.hpp"
#include "virtual_card/test_people.hpp"

namespace ippyo::virtual_card {
namespace {

using card::Client;
using card::Key;
using card::LastTry;
using card::Pin;
using card::Trouble;
using test::kTaro;
using test::pki;

Pin pin(const card::PinPolicy& policy, std::string_view text) {
  auto p = Pin::parse(policy, base::view(text));
  EXPECT_TRUE(p.ok()) << text;
  return std::move(*p);
}
const card::CardType& present() { return card::present_cards()[0]; }
Pin auth_pin(std::string_view text = "1234") { return pin(present().auth.pin, text); }
Pin sign_pin(std::string_view text = "ABC123") { return pin(present().sign.pin, text); }

bool verifies(ByteView certificate, ByteView signature, std::string_view message, const EVP_MD* md) {
  const auto* p = certificate.data();
  const std::unique_ptr<X509, decltype(&X509_free)> x(d2i_X509(nullptr, &p, static_cast<long>(certificate.size())), X509_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> c(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestVerifyInit(c.get(), nullptr, md, nullptr, X509_get0_pubkey(x.get()));
  return EVP_DigestVerify(c.get(), signature.data(), signature.size(), base::view(message).data(), message.size()) == 1;
}

template <class T>
void expect_trouble(const card::Answer<T>& answer, Trouble trouble, std::optional<unsigned> tries = {}) {
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().word(), card::word(trouble));
  EXPECT_EQ(answer.error().tries, tries);
}

TEST(VirtualCard, SignsWithBothKeysAndTheCertificatesVerifyIt) {
  VirtualCard v(pki().issue(kTaro));
  auto c = Client::open(v);
  ASSERT_TRUE(c.ok());
  EXPECT_EQ(c->type().name, "my-number-card");
  const auto a = c->sign_with_certificate(Key::auth, auth_pin(), base::view("claim"));
  ASSERT_TRUE(a.ok());
  EXPECT_TRUE(verifies(a->certificate, a->signature, "claim", EVP_sha256()));
  EXPECT_FALSE(verifies(a->certificate, a->signature, "other", EVP_sha256()));
  const auto s = c->sign_with_certificate(Key::sign, sign_pin(), base::view("statement"));
  ASSERT_TRUE(s.ok());
  EXPECT_TRUE(verifies(s->certificate, s->signature, "statement", EVP_sha256()));
  EXPECT_NE(a->certificate, s->certificate);
  EXPECT_FALSE(v.individual_number_touched());
}

TEST(VirtualCard, TheNextGenerationIsOnlyAnotherRow) {
  CardOptions o;
  o.next_generation = true;
  VirtualCard v(pki().issue(kTaro, o));
  expect_trouble(Client::open(v), Trouble::not_my_number_card);
  auto c = Client::open(v, card::rehearsal_cards());
  ASSERT_TRUE(c.ok());
  const auto a = c->sign_with_certificate(Key::auth, auth_pin(), base::view("claim"));
  ASSERT_TRUE(a.ok());
  EXPECT_TRUE(verifies(a->certificate, a->signature, "claim", EVP_sha384()));
}

TEST(VirtualCard, AttributesAndPhotoComeFromTheirOwnApplications) {
  CardOptions o;
  o.photo = sample_photo();
  VirtualCard v(pki().issue(kTaro, o));
  auto c = Client::open(v);
  ASSERT_TRUE(c.ok());
  const auto a = c->attributes(pin(present().attributes.pin, "1234"));
  ASSERT_TRUE(a.ok());
  EXPECT_EQ(a->name, kTaro.name);
  EXPECT_EQ(a->address, kTaro.address);
  EXPECT_EQ(a->birth, kTaro.birth);
  EXPECT_EQ(a->sex, kTaro.sex);
  const auto jpeg = c->photo(pin(present().surface.pin, "55022920331234"));
  ASSERT_TRUE(jpeg.ok());
  const auto image = card::decode_photo(*jpeg);
  ASSERT_TRUE(image.ok());
  EXPECT_EQ(image->width, kPhotoWidth);
  EXPECT_EQ(image->height, kPhotoHeight);
  EXPECT_GT(image->grey[0], 200);
  EXPECT_FALSE(v.individual_number_touched());
  expect_trouble(c->photo(pin(present().surface.pin, "55022920339999")), Trouble::pin_wrong, 9);
}

TEST(VirtualCard, WrongPinsAreCountedAndTheLastTryIsKept) {
  VirtualCard v(pki().issue(kTaro));
  auto c = Client::open(v);
  ASSERT_TRUE(c.ok());
  EXPECT_EQ(*c->tries(Key::auth), 3u);
  expect_trouble(c->sign(Key::auth, auth_pin("0000"), base::view("m")), Trouble::pin_wrong, 2);
  expect_trouble(c->sign(Key::auth, auth_pin("0000"), base::view("m")), Trouble::pin_wrong, 1);
  expect_trouble(c->sign(Key::auth, auth_pin(), base::view("m")), Trouble::pin_last_try, 1);
  EXPECT_EQ(*c->tries(Key::auth), 1u) << "asking and refusing cost nothing";
  EXPECT_TRUE(c->sign(Key::auth, auth_pin(), base::view("m"), LastTry::use).ok());
  EXPECT_EQ(*c->tries(Key::auth), 3u) << "the right number gives the tries back";
  EXPECT_EQ(*c->tries(Key::sign), 5u);
  EXPECT_EQ(*c->attribute_tries(), 3u);
  EXPECT_EQ(*c->surface_tries(), 10u);
}

TEST(VirtualCard, ABlockedNumberStaysBlocked) {
  VirtualCard v(pki().issue(kTaro));
  auto c = Client::open(v);
  for (int i = 0; i < 2; ++i) expect_trouble(c->attributes(auth_pin("0000")), Trouble::pin_wrong, 2 - i);
  expect_trouble(c->attributes(auth_pin("0000"), LastTry::use), Trouble::pin_blocked, 0);
  expect_trouble(c->attributes(auth_pin(), LastTry::use), Trouble::pin_blocked, 0);
  EXPECT_EQ(*c->attribute_tries(), 0u);
  EXPECT_EQ(*c->tries(Key::auth), 3u) << "each application counts for itself";
}

TEST(VirtualCard, NoPinOutlivesTheClient) {
  VirtualCard v(pki().issue(kTaro));
  const auto select = *base::from_hex("00a4040c0ad392f000260100000001"), key = *base::from_hex("00a4020c020017");
  const auto command = *base::from_hex("802a0280" "20" + std::string(64, 'a') + "00");
  {
    auto c = Client::open(v);
    ASSERT_TRUE(c->sign(Key::auth, auth_pin(), base::view("m")).ok());
    EXPECT_EQ(v.transmit(command)->status, 0x9000) << "while the client lives the PIN counts";
  }
  (void)v.transmit(key);
  EXPECT_EQ(v.transmit(command)->status, 0x6986);
  (void)v.transmit(select);
  (void)v.transmit(key);
  EXPECT_EQ(v.transmit(command)->status, 0x6982);
}

TEST(VirtualCard, EveryFormOfSigningThatRealCardsTake) {
  VirtualCard v(pki().issue(kTaro));
  auto c = Client::open(v);
  const auto reference = c->sign(Key::auth, auth_pin(), base::view("abc"));
  const auto hash = std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const auto run = [&](const std::string& hex) { return *v.transmit(*base::from_hex(hex)); };
  EXPECT_EQ(run("802a0280" "20" + hash + "00").data, *reference);
  EXPECT_EQ(run("802a0380" "03616263" "00").data, *reference);
  EXPECT_EQ(run("802a0297" "20" + hash + "00").data, *reference) << "key named by its short id";
  EXPECT_EQ(run("802a0000000020" + hash + "0000").status, 0x6D00);
  EXPECT_EQ(run("802a028000" "0020" + hash + "0000").data, *reference) << "extended length";
  EXPECT_EQ(run("802a0480" "20" + hash + "00").data.size(), 256u);
  EXPECT_NE(run("802a0580" "03616263" "00").data, *reference);
  EXPECT_EQ(run("802a0180" "03616263" "00").data.size(), 256u);
  EXPECT_EQ(run("802a0280" "1f" + hash.substr(2) + "00").status, 0x6700);
  EXPECT_EQ(run("802a0680" "20" + hash + "00").status, 0x6A86);
  EXPECT_EQ(run("802a029a" "20" + hash + "00").status, 0x6982) << "the other key needs its own PIN";
}

TEST(VirtualCard, OtherCommandsAreRefusedAsRealCardsDo) {
  VirtualCard v(pki().issue(kTaro));
  const auto run = [&](const char* hex) { return v.transmit(*base::from_hex(hex))->status; };
  EXPECT_EQ(run("00a404000aa000000308000010000100"), 0x6A82);
  EXPECT_EQ(run("00a4020c020018"), 0x6A82) << "no application yet";
  EXPECT_EQ(run("00200080"), 0x6986);
  EXPECT_EQ(run("00"), 0x6700);
  EXPECT_EQ(run("00a4040c0ad392"), 0x6700);
  EXPECT_EQ(run("00ca000000"), 0x6D00);
  EXPECT_EQ(run("00a4040c0ad392f000260100000001"), 0x9000);
  EXPECT_EQ(run("00a4020c020001"), 0x9000);
  EXPECT_EQ(run("00b0000004"), 0x6982) << "the signing certificate needs its PIN";
  EXPECT_EQ(run("00a4020c02000a"), 0x9000);
  EXPECT_EQ(run("00b07fff04"), 0x6B00);
  EXPECT_EQ(run("00a4000c023f00"), 0x6A86);
}

TEST(VirtualCard, ACardWithoutSigningCertificateSaysSoAndKeepsItsTries) {
  CardOptions o;
  o.without_sign = true;
  VirtualCard v(pki().issue(kTaro, o));
  auto c = Client::open(v);
  expect_trouble(c->sign_with_certificate(Key::sign, sign_pin(), base::view("m")), Trouble::no_certificate);
  EXPECT_EQ(*c->tries(Key::sign), 5u);
}

TEST(VirtualCard, ACardTakenOutIsRemovedForEveryQuestion) {
  VirtualCard v(pki().issue(kTaro));
  auto c = Client::open(v);
  v.remove();
  expect_trouble(c->tries(Key::auth), Trouble::card_removed);
  expect_trouble(c->certificate(Key::auth), Trouble::card_removed);
  expect_trouble(c->sign(Key::auth, auth_pin(), base::view("m")), Trouble::card_removed);
  expect_trouble(c->attributes(auth_pin()), Trouble::card_removed);
  expect_trouble(Client::open(v), Trouble::card_removed);
  v.insert();
  EXPECT_TRUE(Client::open(v).ok());
}

TEST(VirtualCard, AFileGivesTheSameCardBack) {
  const auto file = test::folder() / "one.card";
  auto d = pki().issue(kTaro);
  d.auth_pin.left = 1;
  ASSERT_TRUE(write_card(file, d).ok());
  auto back = read_card(file);
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(back->auth_certificate, d.auth_certificate);
  EXPECT_EQ(back->auth_pin.left, 1);
  EXPECT_EQ(back->attributes.name, kTaro.name);
  VirtualCard v(std::move(*back));
  EXPECT_TRUE(Client::open(v)->sign(Key::auth, auth_pin(), base::view("m"), LastTry::use).ok());
}

}  // namespace
}  // namespace ippyo::virtual_card
