// SPDX-License-Identifier: Apache-2.0
// A sign-in with an honest provider: what is asked, what is kept, what a scrutineer sees later.
#include <gtest/gtest.h>

#include "base/codec.hpp"
#include "base/hash.hpp"
#include "lying_provider.hpp"

namespace ippyo::identity::test {
namespace {

TEST(OidcProvider, AsksForCodeWithPkceStateNonceOfTheClaimAndAcr) {
  SignIn s;
  s.config.max_age = 60;
  s.restart();
  const auto begun = s.begin();
  const auto url = begun.to_voter["url"].get<std::string>();
  EXPECT_TRUE(url.starts_with(s.op.issuer() + "/auth?"));
  s.op.authorize(url);
  const auto& q = s.op.query;
  EXPECT_EQ(q["response_type"], "code");
  EXPECT_EQ(q["client_id"], s.config.client_id);
  EXPECT_EQ(q["redirect_uri"], s.config.redirect_uri);
  EXPECT_EQ(q["scope"], s.config.scope);
  EXPECT_EQ(q["acr_values"], "aal3 crl");
  EXPECT_EQ(q["max_age"], "60");
  EXPECT_EQ(q["code_challenge_method"], "S256");
  EXPECT_EQ(q["nonce"], to_base64url(base::hash32("claim", ByteView(s.purpose.ctx), ByteView(s.purpose.key))));
  const auto first = q;
  s.op.authorize(s.begin().to_voter["url"]);
  EXPECT_NE(q["state"], first["state"]);
  EXPECT_NE(q["code_challenge"], first["code_challenge"]);
}

TEST(OidcProvider, AnEnrolmentGivesSubjectAndEvidenceOfClassC) {
  SignIn s;
  const auto shown = s.show();
  ASSERT_EQ(word(shown), "accepted") << s.op.refused;
  const auto& who = std::get<Shown>(shown);
  EXPECT_EQ(who.subject, s.op.issuer() + " pairwise-1");
  EXPECT_EQ(who.evidence_class, 'C');
  EXPECT_EQ(who.record, base::to_bytes(s.op.signing.public_key().thumbprint()));
  EXPECT_FALSE(who.attributes);
  base::Reader in(who.evidence);
  EXPECT_EQ(in.u8(), 3);
  EXPECT_EQ(token_head(in.text())->alg, "ES256");
  EXPECT_EQ(in.text(), s.op.signing.public_key().jwk());
  EXPECT_EQ(in.text(), s.op.issuer());
  EXPECT_EQ(in.text(), s.config.client_id);
  EXPECT_TRUE(in.finish("evidence").ok());
}

TEST(OidcProvider, AGrantHasItsOwnNonceEachTimeAndLeavesNoEvidence) {
  SignIn s;
  s.purpose.action = Purpose::Action::grant;
  s.purpose.slot = 7;
  s.op.authorize(s.begin().to_voter["url"]);
  const auto first = s.op.query["nonce"];
  const auto shown = s.show();
  ASSERT_EQ(word(shown), "accepted");
  EXPECT_NE(s.op.query["nonce"], first);
  EXPECT_EQ(std::get<Shown>(shown).evidence_class, 0);
  EXPECT_TRUE(std::get<Shown>(shown).evidence.empty());
}

TEST(OidcProvider, ASecondPersonUnderTheSameSlotIsRefused) {
  SignIn s;
  EXPECT_EQ(word(s.show({s.op.issuer() + " pairwise-1", {}})), "accepted");
  EXPECT_EQ(word(s.show({s.op.issuer() + " pairwise-2", {}})), "oidc-other-person");
}

TEST(OidcProvider, AttributesComeFromUserinfoOfTheSamePerson) {
  SignIn s;
  s.config.attributes = true;
  s.restart();
  const auto shown = s.show();
  ASSERT_EQ(word(shown), "accepted");
  const auto& a = *std::get<Shown>(shown).attributes;
  EXPECT_EQ(a.name, "試験　花子");
  EXPECT_EQ(a.address, "茨城県つくば市研究学園一丁目1番地1");
  EXPECT_EQ(a.birth, (roll::Day{1990, 1, 2}));
  EXPECT_EQ(a.sex, roll::Sex::female);
  s.op.userinfo["address"] = "つくば市小田1";
  EXPECT_EQ(std::get<Shown>(s.show()).attributes->address, "つくば市小田1");
  s.op.userinfo["sub"] = "pairwise-2";
  EXPECT_EQ(word(s.show()), "oidc-subject");
}

TEST(OidcProvider, AttributesThatAreMissingOrNoDateAreRefused) {
  SignIn s;
  s.config.attributes = true;
  s.restart();
  const auto honest = s.op.userinfo;
  for (const auto* member : {"name", "address", "birthdate"}) {
    s.op.userinfo = honest;
    s.op.userinfo.erase(member);
    EXPECT_EQ(word(s.show()), "oidc-attributes") << member;
    s.op.userinfo[member] = 7;
    EXPECT_EQ(word(s.show()), "oidc-attributes") << member;
  }
  for (const auto* day : {"", "1990-02-30", "0000-01-02", "1990-1-2", "19900102", "1990-13-01", "199a-01-01", "1990-01-01 "}) {
    s.op.userinfo = honest;
    s.op.userinfo["birthdate"] = day;
    EXPECT_EQ(word(s.show()), "oidc-attributes") << day;
  }
}

TEST(OidcProvider, TheRedirectMustAnswerThisSignIn) {
  SignIn s;
  const auto begun = s.begin(), other = s.begin();
  const auto answer = s.op.authorize(begun.to_voter["url"]);
  const auto finish = [&](const json& given, ByteView kept) { return word(s.provider->finish(s.purpose, {}, kept, given, s.moment())); };
  const auto with = [&](const char* member, json value) {
    auto out = answer;
    out[member] = std::move(value);
    return out;
  };
  EXPECT_EQ(finish(answer, other.kept), "oidc-state");
  EXPECT_EQ(finish(with("state", 1), begun.kept), "oidc-state");
  EXPECT_EQ(finish(with("iss", "http://127.0.0.1:1"), begun.kept), "oidc-issuer");
  EXPECT_EQ(finish({{"code", "x"}, {"state", answer["state"]}}, begun.kept), "oidc-issuer");  // it promised to name itself
  EXPECT_EQ(finish(with("error", "access_denied"), begun.kept), "oidc-denied");
  for (const json& code : {json(1), json(""), json("a\nb"), json(std::string(5000, 'a'))}) EXPECT_EQ(finish(with("code", code), begun.kept), "oidc-malformed");
  for (const json& nonsense : {json(), json(1), json::array(), json("x")}) EXPECT_EQ(finish(nonsense, begun.kept), "oidc-malformed");
  EXPECT_EQ(finish(answer, {}), "oidc-session");
  EXPECT_EQ(finish(answer, Bytes(200, 1)), "oidc-session");
  EXPECT_EQ(s.op.asked["/token"], 0);
  EXPECT_EQ(finish(answer, begun.kept), "accepted");
  EXPECT_EQ(finish(answer, begun.kept), "oidc-code");  // the provider takes a code once
  EXPECT_EQ(s.op.refused, "code");
}

TEST(OidcProvider, ASignInEndsAfterTenMinutes) {
  SignIn s;
  const auto begun = s.begin();
  const auto answer = s.op.authorize(begun.to_voter["url"]);
  s.op.now += 601;
  EXPECT_EQ(word(s.provider->finish(s.purpose, {}, begun.kept, answer, s.moment())), "oidc-session");
  s.op.now -= 602;
  EXPECT_EQ(word(s.provider->finish(s.purpose, {}, begun.kept, answer, s.moment())), "oidc-session");
  s.op.now += 601;
  EXPECT_EQ(word(s.provider->finish(s.purpose, {}, begun.kept, answer, s.moment())), "accepted");
}

TEST(OidcProvider, AnAnswerForAnotherKeyIsRefused) {
  SignIn s;
  const auto begun = s.begin();
  const auto answer = s.op.authorize(begun.to_voter["url"]);
  s.purpose.key = Bytes32{9};
  EXPECT_EQ(word(s.provider->finish(s.purpose, {}, begun.kept, answer, s.moment())), "oidc-nonce");
}

TEST(OidcProvider, AScrutineerChecksTheEvidenceWithoutTheNetwork) {
  SignIn s;
  const auto evidence = std::get<Shown>(s.show()).evidence;
  s.op.answers["/certs"] = s.op.answers["/.well-known/openid-configuration"] = http::json(500, "{}");
  s.restart();
  const auto seen = s.provider->audit(s.purpose, evidence);
  ASSERT_EQ(word(seen), "accepted");
  EXPECT_EQ(std::get<Shown>(seen).subject, s.op.issuer() + " pairwise-1");
  EXPECT_EQ(std::get<Shown>(seen).evidence_class, 'C');
  auto other = s.purpose;
  other.key = Bytes32{9};
  EXPECT_EQ(word(s.provider->audit(other, evidence)), "oidc-nonce");
  other = s.purpose;
  other.action = Purpose::Action::grant;
  EXPECT_EQ(word(s.provider->audit(other, evidence)), "oidc-malformed");
  s.config.audited_keys = {to_base64url(s.op.signing.public_key().thumbprint())};
  s.restart();
  EXPECT_EQ(word(s.provider->audit(s.purpose, evidence)), "accepted");
  s.config.audited_keys = {to_base64url(ClientKey::generate().public_key().thumbprint())};
  s.restart();
  EXPECT_EQ(word(s.provider->audit(s.purpose, evidence)), "oidc-key");
}

TEST(OidcProvider, EvidenceWithAnyBitChangedIsRefused) {
  SignIn s;
  const auto evidence = std::get<Shown>(s.show()).evidence;
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    auto changed = evidence;
    changed[i] ^= 1;
    EXPECT_NE(word(s.provider->audit(s.purpose, changed)), "accepted") << i;
    EXPECT_NE(word(s.provider->audit(s.purpose, ByteView(evidence).first(i))), "accepted") << i;
  }
}

TEST(OidcProvider, EvidenceUnderAKeyThatIsNotTheTokensIsRefused) {
  SignIn s;
  const auto evidence = std::get<Shown>(s.show()).evidence;
  base::Reader in(evidence);
  in.u8();
  const auto token = in.text();
  const auto other = ClientKey::generate();
  const auto bytes = base::Writer().u8(3).text(token).text(other.public_key().jwk()).text(s.op.issuer()).text(s.config.client_id).take();
  EXPECT_EQ(word(s.provider->audit(s.purpose, bytes)), "oidc-signature");
  const auto elsewhere = base::Writer().u8(3).text(token).text(s.op.signing.public_key().jwk()).text("https://other").text(s.config.client_id).take();
  EXPECT_EQ(word(s.provider->audit(s.purpose, elsewhere)), "oidc-issuer");
  const auto client = base::Writer().u8(3).text(token).text(s.op.signing.public_key().jwk()).text(s.op.issuer()).text("other").take();
  EXPECT_EQ(word(s.provider->audit(s.purpose, client)), "oidc-audience");
}

TEST(OidcConfig, SaysWhichSettingCannotBeRight) {
  const LyingProvider op;
  const auto good = op.config();
  EXPECT_TRUE(good.check().ok());
  const auto refused = [&](auto change) {
    auto config = good;
    change(config);
    return !config.check().ok();
  };
  EXPECT_TRUE(refused([](auto& c) { c.plain_http = false; }));
  EXPECT_TRUE(refused([](auto& c) { c.issuer = "https://op.example/?a"; }));
  EXPECT_TRUE(refused([](auto& c) { c.client_id = "a b"; }));
  EXPECT_TRUE(refused([](auto& c) { c.redirect_uri = "javascript:x"; }));
  EXPECT_TRUE(refused([](auto& c) { c.scope = "openidx name"; }));
  EXPECT_TRUE(refused([](auto& c) { c.accepted_acr.clear(); }));
  EXPECT_TRUE(refused([](auto& c) { c.acr_values.clear(); }));
  EXPECT_TRUE(refused([](auto& c) { c.token_endpoint = "https://op.example/token"; }));
}

}  // namespace
}  // namespace ippyo::identity::test
