// SPDX-License-Identifier: Apache-2.0
#include "passkey/authenticator.hpp"

#include <gtest/gtest.h>

#include "passkey/test_answers.hpp"

namespace ippyo::passkey {
namespace {

using base::Secret;
const char* const kOrigin = "https://vote.example.jp";
const Bytes kSalt{1, 2, 3};

class SoftwareAuthenticator : public ::testing::Test {
 protected:
  base::KeyedRng rng_{Secret(Bytes32{1})};
  Authenticator device_;
  json asked(ByteView handle = kHandle, ByteView salt = kSalt) {
    return creation_options(kParty, {base::to_bytes(handle), "n", "n"}, kChallenge, Discoverable::required, salt);
  }
  json wanted(std::span<const Bytes> ids = {}, ByteView salt = kSalt) { return request_options(kParty, kLaterChallenge, ids, salt); }
  Credential make(ByteView handle = kHandle) {
    const auto made = device_.create(asked(handle), kOrigin, rng_);
    const auto judged = finish_registration(kParty, kChallenge, handle, made->answer);
    EXPECT_EQ(said(judged), "accepted");
    return std::get<Credential>(judged);
  }
};

TEST_F(SoftwareAuthenticator, RegistersAndLogsInAgainAndAgain) {
  auto known = make();
  for (std::uint32_t n = 1; n <= 3; ++n) {
    const auto in = logged_in(device_.get(wanted(), kOrigin)->answer, known);
    ASSERT_EQ(said(in), "accepted");
    known = std::get<Credential>(in);
    EXPECT_EQ(known.counter, n);
  }
}

TEST_F(SoftwareAuthenticator, AnAnswerCountsOnce) {
  auto known = make();
  const auto answer = device_.get(wanted(), kOrigin)->answer;
  known = std::get<Credential>(logged_in(answer, known));
  EXPECT_EQ(said(logged_in(answer, known)), "counter");
  EXPECT_EQ(said(finish_assertion(kParty, kChallenge, std::array{known}, answer)), "challenge");
}

TEST_F(SoftwareAuthenticator, ThePrfIsTheSameAtEveryUseAndLeavesTheDeviceNever) {
  const auto made = device_.create(asked(), kOrigin, rng_);
  const auto in = device_.get(wanted(), kOrigin), other = device_.get(wanted({}, Bytes{4}), kOrigin), none = device_.get(wanted({}, {}), kOrigin);
  ASSERT_TRUE(made->prf && in->prf && other->prf);
  EXPECT_EQ(made->prf->expose(), in->prf->expose());
  EXPECT_NE(made->prf->expose(), other->prf->expose());
  EXPECT_FALSE(none->prf);
  for (const auto* answer : {&made->answer, &in->answer}) {
    EXPECT_EQ(answer->dump().find("results"), std::string::npos);
    EXPECT_EQ(answer->dump().find(to_base64url(made->prf->expose())), std::string::npos);
  }
}

/// HMAC-SHA-256(the key's secret, SHA-256("WebAuthn PRF" 00 salt)): the secret is the last 32 bytes of the sealed form.
TEST_F(SoftwareAuthenticator, ThePrfIsThatOfWebAuthn) {
  const auto made = device_.create(asked(), kOrigin, rng_);
  const auto secret = device_.secret();
  const auto key = secret.expose().last(32);
  const auto input = base::sha256(base::view(std::string("WebAuthn PRF\0\1\2\3", 16)));
  Bytes32 expected{};
  std::size_t size = 0;
  ASSERT_NE(EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(), key.size(), input.data(), input.size(), expected.data(),
                      expected.size(), &size), nullptr);
  EXPECT_EQ(made->prf->expose(), expected);
}

TEST_F(SoftwareAuthenticator, WhoeverIsNotVerifiedIsRefusedAndGetsNoPrf) {
  const auto known = make();
  device_.set_user_verified(false);
  const auto in = device_.get(wanted(), kOrigin);
  EXPECT_FALSE(in->prf);
  EXPECT_EQ(said(logged_in(in->answer, known)), "user-verification");
  EXPECT_EQ(said(registered(device_.create(asked(), kOrigin, rng_)->answer)), "user-verification");
  device_.set_user_present(false);
  EXPECT_EQ(said(registered(device_.create(asked(), kOrigin, rng_)->answer)), "user-presence");
}

TEST_F(SoftwareAuthenticator, AnswersThatWereMadeElsewhereAreRefused) {
  const auto known = make();
  EXPECT_EQ(said(logged_in(device_.get(wanted(), "https://v0te.example.jp")->answer, known)), "origin");
  EXPECT_FALSE(device_.get(request_options({"other.jp", "", {}}, kChallenge, {}), kOrigin).ok());
  EXPECT_FALSE(device_.get(wanted(std::array{Bytes{1}}), kOrigin).ok());
  EXPECT_TRUE(device_.get(wanted(std::array{Bytes{1}, known.id}), kOrigin).ok());
}

TEST_F(SoftwareAuthenticator, HasOneKeyForAUserAndNoneWhereOneIsExcluded) {
  const auto first = make();
  EXPECT_FALSE(device_.create(creation_options(kParty, {kHandle, "n", "n"}, kChallenge, Discoverable::required, {}, std::array{first.id}),
                              kOrigin, rng_).ok());
  make();
  EXPECT_EQ(device_.size(), 1u);
  make(Bytes{5});
  EXPECT_EQ(device_.size(), 2u);
  EXPECT_FALSE(device_.get(wanted(std::array{first.id}), kOrigin).ok());
}

TEST_F(SoftwareAuthenticator, OptionsThatCannotBeReadAreAnError) {
  for (const auto& bad : {json(), json::array(), json("x"), json::object(), json{{"rpId", 1}, {"challenge", "AA"}}}) {
    EXPECT_FALSE(device_.create(bad, kOrigin, rng_).ok());
    EXPECT_FALSE(device_.get(bad, kOrigin).ok());
  }
  auto others = asked();
  others["pubKeyCredParams"] = json::array({{{"type", "public-key"}, {"alg", -257}}});
  EXPECT_FALSE(device_.create(others, kOrigin, rng_).ok());
}

TEST_F(SoftwareAuthenticator, ComesBackFromItsSealWithKeysCountersAndPrf) {
  const auto known = make();
  make(Bytes{5});
  const auto before = device_.get(wanted(std::array{known.id}), kOrigin);
  const base::Passphrase passphrase("a passphrase");
  const auto sealed = base::seal(kSealedPurpose, device_.secret().expose(), passphrase, {1, 64});
  auto back = Authenticator::open(base::unseal(kSealedPurpose, *sealed, passphrase, "f")->expose());
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->size(), 2u);
  const auto after = back->get(wanted(std::array{known.id}), kOrigin);
  EXPECT_EQ(before->prf->expose(), after->prf->expose());
  const auto in = logged_in(after->answer, known);
  ASSERT_EQ(said(in), "accepted");
  EXPECT_EQ(std::get<Credential>(in).counter, 2u);
}

TEST_F(SoftwareAuthenticator, ACutSecretIsAnErrorAndAChangedKeySignsNothingGood) {
  const auto known = make();
  const auto secret = base::to_bytes(device_.secret().expose());
  for (std::size_t i = 0; i < secret.size(); ++i) EXPECT_FALSE(Authenticator::open(ByteView(secret).first(i)).ok()) << i;
  for (std::size_t i = secret.size() - 128; i < secret.size() - 32; ++i) {
    auto bad = secret;
    bad[i] ^= 1;
    auto opened = Authenticator::open(bad);
    ASSERT_TRUE(opened.ok());
    EXPECT_NE(said(logged_in(opened->get(wanted(), kOrigin)->answer, known)), "accepted") << i;
  }
}

TEST_F(SoftwareAuthenticator, TheSameRandomBytesMakeTheSameKeys) {
  base::KeyedRng again(Secret(Bytes32{1}));
  Authenticator twin;
  EXPECT_EQ(device_.create(asked(), kOrigin, rng_)->answer, twin.create(asked(), kOrigin, again)->answer);
}

}  // namespace
}  // namespace ippyo::passkey
