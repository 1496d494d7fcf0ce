// SPDX-License-Identifier: Apache-2.0
// A lying provider: forged, replayed, expired, meant for others, too weak, too large, nonsense. Each lie meets the check that is named.
#include <gtest/gtest.h>
#include <sodium.h>

#include "base/codec.hpp"
#include "base/hash.hpp"
#include "lying_provider.hpp"

namespace ippyo::identity::test {
namespace {

std::string part(const json& object) { return to_base64url(base::view(object.dump())); }

std::string with_header(const json& header, const json& claims, ByteView signature) {
  return part(header) + "." + part(claims) + "." + to_base64url(signature);
}

struct Lie {
  const char* name;
  std::function<void(json&)> edit;
  const char* expected;
};

void expect_each(SignIn& s, const std::vector<Lie>& lies) {
  for (const auto& lie : lies) {
    s.op.edit = lie.edit;
    EXPECT_EQ(word(s.show()), lie.expected) << lie.name;
  }
}

TEST(OidcLies, ClaimsOfAnotherIssuerClientOrPersonAreRefused) {
  SignIn s;
  expect_each(s, {
    {"issuer", [](json& c) { c["iss"] = "https://auth-and-sign.example"; }, "oidc-issuer"},
    {"no issuer", [](json& c) { c.erase("iss"); }, "oidc-issuer"},
    {"issuer with a slash", [](json& c) { c["iss"] = c["iss"].get<std::string>() + "/"; }, "oidc-issuer"},
    {"audience", [](json& c) { c["aud"] = "another"; }, "oidc-audience"},
    {"no audience", [](json& c) { c.erase("aud"); }, "oidc-audience"},
    {"audience a number", [](json& c) { c["aud"] = 1; }, "oidc-audience"},
    {"audiences of others", [](json& c) { c["aud"] = {"a", "b"}; }, "oidc-audience"},
    {"empty audiences", [](json& c) { c["aud"] = json::array(); }, "oidc-audience"},
    {"several without azp", [](json& c) { c["aud"] = {c["aud"], "b"}; }, "oidc-audience"},
    {"azp of another", [](json& c) { c["azp"] = "b"; }, "oidc-audience"},
    {"azp of another among several", [](json& c) { c["aud"] = {c["aud"], "b"}, c["azp"] = "b"; }, "oidc-audience"},
    {"several with azp", [](json& c) { c["azp"] = c["aud"], c["aud"] = {c["aud"], "b"}; }, "accepted"},
    {"one in a list", [](json& c) { c["aud"] = json::array({c["aud"]}); }, "accepted"},
    {"no subject", [](json& c) { c.erase("sub"); }, "oidc-subject"},
    {"subject with a space", [](json& c) { c["sub"] = "a b"; }, "oidc-subject"},
    {"subject too long", [](json& c) { c["sub"] = std::string(256, 'a'); }, "oidc-subject"},
    {"nonce", [](json& c) { c["nonce"] = to_base64url(Bytes32{7}); }, "oidc-nonce"},
    {"no nonce", [](json& c) { c.erase("nonce"); }, "oidc-nonce"},
    {"acr too low", [](json& c) { c["acr"] = "aal2"; }, "oidc-acr"},
    {"no acr", [](json& c) { c.erase("acr"); }, "oidc-acr"},
    {"acr a list", [](json& c) { c["acr"] = {"aal3"}; }, "oidc-acr"},
    {"at_hash", [](json& c) { c["at_hash"] = to_base64url(Bytes(16)); }, "oidc-access-token"},
    {"no at_hash", [](json& c) { c.erase("at_hash"); }, "accepted"},
  });
}

TEST(OidcLies, TimesAreCheckedWithTwoMinutesOfSkew) {
  SignIn s;
  const auto now = kNow;
  expect_each(s, {
    {"expired", [=](json& c) { c["iat"] = now - 100, c["exp"] = now - 120; }, "oidc-malformed"},
    {"expired two minutes ago", [=](json& c) { c["iat"] = now - 120, c["exp"] = now - 120; }, "oidc-expired"},
    {"expired a little less ago", [=](json& c) { c["iat"] = now - 120, c["exp"] = now - 119; }, "accepted"},
    {"from the future", [=](json& c) { c["iat"] = now + 121, c["exp"] = now + 400; }, "oidc-early"},
    {"clock ahead", [=](json& c) { c["iat"] = now + 120, c["exp"] = now + 400; }, "accepted"},
    {"not yet valid", [=](json& c) { c["nbf"] = now + 121; }, "oidc-early"},
    {"nbf a text", [=](json& c) { c["nbf"] = "now"; }, "oidc-early"},
    {"older than the sign-in", [=](json& c) { c["iat"] = now - 121; }, "oidc-replayed"},
    {"no iat", [](json& c) { c.erase("iat"); }, "oidc-malformed"},
    {"no exp", [](json& c) { c.erase("exp"); }, "oidc-malformed"},
    {"exp a text", [](json& c) { c["exp"] = "1800000300"; }, "oidc-malformed"},
    {"exp negative", [](json& c) { c["exp"] = -5; }, "oidc-malformed"},
    {"exp beyond all", [](json& c) { c["exp"] = 1e300; }, "oidc-malformed"},
    {"fractions", [=](json& c) { c["iat"] = static_cast<double>(now) + 0.5; }, "accepted"},
    {"auth_time not asked for", [](json& c) { c.erase("auth_time"); }, "accepted"},
  });
  s.config.max_age = 60;
  s.restart();
  expect_each(s, {
    {"asked and missing", [](json& c) { c.erase("auth_time"); }, "oidc-auth-time"},
    {"asked and too old", [=](json& c) { c["auth_time"] = now - 181; }, "oidc-auth-time"},
    {"asked and recent", [=](json& c) { c["auth_time"] = now - 180; }, "accepted"},
  });
}

TEST(OidcLies, AnEarlierTokenOfTheSamePersonIsAReplay) {
  SignIn s;
  std::string earlier;
  s.op.token = [&](const json& claims) { return earlier = s.op.signing.sign(claims); };
  ASSERT_EQ(word(s.show()), "accepted");
  s.op.token = [&](const json&) { return earlier; };
  s.op.edit = nullptr;
  s.op.now += 200;  // enrolment has no nonce of the server: the same key gives the same nonce
  EXPECT_EQ(word(s.show()), "oidc-replayed");
  s.purpose.action = Purpose::Action::grant;
  EXPECT_EQ(word(s.show()), "oidc-replayed");
  s.op.now -= 200;
  EXPECT_EQ(word(s.show()), "oidc-nonce");  // a grant has
}

TEST(OidcLies, ForgedSignaturesAndOtherAlgorithmsAreRefused) {
  SignIn s;
  const auto kid = s.op.signing.public_key().kid;
  const auto forger = ClientKey::generate();
  const auto expect = [&](const char* name, std::function<std::string(const json&)> token, const char* expected) {
    s.op.token = std::move(token);
    EXPECT_EQ(word(s.show()), expected) << name;
  };
  const auto signature_of = [](const std::string& token) { return *from_base64url(token.substr(token.rfind('.') + 1)); };
  expect("another key under this kid", [&](const json& c) { return with_header({{"alg", "ES256"}, {"kid", kid}}, c, signature_of(forger.sign(c))); }, "oidc-signature");
  expect("signature of other claims", [&](json c) {
    const auto old = s.op.signing.sign(c);
    c["sub"] = "pairwise-2";
    return old.substr(0, old.find('.')) + "." + part(c) + old.substr(old.rfind('.'));
  }, "oidc-signature");
  expect("zero signature", [&](const json& c) { return with_header({{"alg", "ES256"}, {"kid", kid}}, c, Bytes(64)); }, "oidc-signature");
  expect("no signature", [&](const json& c) { return with_header({{"alg", "ES256"}, {"kid", kid}}, c, {}); }, "oidc-signature");
  expect("long signature", [&](const json& c) {
    const auto right = s.op.signing.sign(c);
    auto signature = signature_of(right);
    signature.push_back(0);
    return right.substr(0, right.rfind('.') + 1) + to_base64url(signature);
  }, "oidc-signature");
  for (const auto* none : {"none", "None", "NONE"})
    expect(none, [&](const json& c) { return with_header({{"alg", none}, {"kid", kid}}, c, {}); }, "oidc-algorithm");
  expect("HS256 with the public key as its secret", [&](const json& c) {
    const auto secret = published(s.op.signing.public_key()).dump();
    const auto text = part({{"alg", "HS256"}, {"kid", kid}}) + "." + part(c);
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, base::view(secret).data(), secret.size());
    crypto_auth_hmacsha256_update(&state, base::view(text).data(), text.size());
    Bytes32 mac;
    crypto_auth_hmacsha256_final(&state, mac.data());
    return text + "." + to_base64url(mac);
  }, "oidc-algorithm");
  for (const auto* other : {"RS256", "PS256", "ES384", "EdDSA", "es256", "ES256 "})
    expect(other, [&](const json& c) { return with_header({{"alg", other}, {"kid", kid}}, c, Bytes(256, 1)); }, "oidc-algorithm");
  expect("critical extension", [&](const json& c) { return signed_with(s.op.signing, {{"alg", "ES256"}, {"kid", kid}, {"crit", {"b64"}}}, c); }, "oidc-malformed");
  expect("kid of another type", [&](const json& c) { return signed_with(s.op.signing, {{"alg", "ES256"}, {"kid", {"a"}}}, c); }, "accepted");  // as if there were none
  expect("a key that the token brings itself", [&](const json& c) {
    return with_header({{"alg", "ES256"}, {"jwk", published(forger.public_key())}, {"kid", forger.public_key().kid}}, c, signature_of(forger.sign(c)));
  }, "oidc-key");
}

TEST(OidcLies, ARotatedKeyIsFetchedOnceAndAnUnknownOneAtMostOnceAMinute) {
  SignIn s;
  ASSERT_EQ(word(s.show()), "accepted");
  ASSERT_EQ(word(s.show()), "accepted");
  EXPECT_EQ(s.op.asked["/certs"], 1);
  EXPECT_EQ(s.op.asked["/.well-known/openid-configuration"], 1);
  s.op.signing = ClientKey::generate();
  EXPECT_EQ(word(s.show()), "oidc-key");  // within a minute of the last answer
  EXPECT_EQ(s.op.asked["/certs"], 1);
  s.op.now += 60;
  EXPECT_EQ(word(s.show()), "oidc-key");
  EXPECT_EQ(word(s.show()), "oidc-key");
  EXPECT_EQ(s.op.asked["/certs"], 2);
  s.op.keys["keys"] = {published(s.op.signing.public_key())};
  s.op.now += 60;
  EXPECT_EQ(word(s.show()), "accepted");
  EXPECT_EQ(s.op.asked["/certs"], 3);
  s.op.now += 3599;
  EXPECT_EQ(word(s.show()), "accepted");
  EXPECT_EQ(s.op.asked["/certs"], 3);
  s.op.keys["keys"] = json::array();  // withdrawn
  s.op.now += 1;
  EXPECT_EQ(word(s.show()), "oidc-key");
  EXPECT_EQ(s.op.asked["/certs"], 4);
}

TEST(OidcLies, ATokenWithoutKidNeedsAnOnlyKey) {
  SignIn s;
  s.op.token = [&](const json& c) { return signed_with(s.op.signing, {{"alg", "ES256"}}, c); };
  EXPECT_EQ(word(s.show()), "accepted");
  s.op.keys["keys"].push_back(published(ClientKey::generate().public_key()));
  s.restart();
  EXPECT_EQ(word(s.show()), "oidc-key");
}

TEST(OidcLies, KeysThatAreNotForEs256AreNotUsed) {
  const SignIn honest;
  const auto good = published(honest.op.signing.public_key());
  EXPECT_TRUE(ec_key_of(good));
  const auto refused = [&](const char* member, json value) {
    auto jwk = good;
    jwk[member] = std::move(value);
    return !ec_key_of(jwk);
  };
  EXPECT_TRUE(refused("kty", "RSA"));
  EXPECT_TRUE(refused("crv", "P-384"));
  EXPECT_TRUE(refused("alg", "RS256"));
  EXPECT_TRUE(refused("use", "enc"));
  EXPECT_TRUE(refused("x", good["y"]));  // not on the curve
  EXPECT_TRUE(refused("x", to_base64url(Bytes(32))));
  EXPECT_TRUE(refused("x", to_base64url(Bytes(31))));
  EXPECT_TRUE(refused("x", good["x"].get<std::string>() + "="));
  EXPECT_TRUE(refused("y", 5));
  for (const json& nonsense : {json(), json(1), json("x"), json::array(), json::object()}) EXPECT_FALSE(ec_key_of(nonsense));
}

TEST(OidcLies, HugeAnswersAreCutOff) {
  for (const auto* path : {"/.well-known/openid-configuration", "/certs", "/token", "/userinfo"}) {
    SignIn s;
    s.config.attributes = true;
    std::vector<std::string> said;
    s.config.report = [&](std::string_view sentence) { said.emplace_back(sentence); };
    s.restart();
    s.op.answers[path] = http::json(200, "{\"a\":\"" + std::string(2u << 20, 'x') + "\"}");
    EXPECT_EQ(word(s.show()), "oidc-unreachable") << path;
    ASSERT_EQ(said.size(), 1u);
    EXPECT_NE(said[0].find("larger than allowed"), std::string::npos) << said[0];
  }
  SignIn s;
  s.op.edit = [](json& c) { c["padding"] = std::string(kMaxToken, 'x'); };
  EXPECT_EQ(word(s.show()), "oidc-malformed");
}

TEST(OidcLies, NonsenseIsRefusedWhereverItStands) {
  const std::vector<std::string> bodies{"", "null", "[]", "7", "\"x\"", "{", "{}", "{\"keys\":{}}", "{\"keys\":[1,null,{}]}", "{\"id_token\":7}", "\xff\xfe",
                                        std::string(100'000, '['), "{\"id_token\":\"a.b.c\"}", "{\"id_token\":\"\\u0000\"}"};
  for (const auto* path : {"/.well-known/openid-configuration", "/certs", "/token", "/userinfo"})
    for (const auto& body : bodies)
      for (const unsigned status : {200u, 302u, 400u, 500u}) {
        SignIn s;
        s.config.attributes = true;
        s.restart();
        s.op.answers[path] = http::json(status, body);
        s.op.answers[path].fields = {{"Location", "/elsewhere"}};
        EXPECT_NE(word(s.show()), "accepted") << path << ' ' << status << ' ' << body.substr(0, 40);
        EXPECT_EQ(s.op.asked["/elsewhere"], 0);
      }
}

TEST(OidcLies, TokensOfEveryWrongShapeAreMalformed) {
  SignIn s;
  for (const auto* token : {"", ".", "..", "...", "a.b", "a.b.c.d", "e30.e30.", "e30..", ".e30.e30", "W10.e30.e30", "=.=.=", "eyJhbGciOjF9.e30.AA"}) {
    s.op.token = [=](const json&) { return std::string(token); };
    EXPECT_EQ(word(s.show()), "oidc-malformed") << token;
  }
}

TEST(OidcLies, ATokenWithAnyCharacterChangedIsRefused) {
  const auto key = ClientKey::generate();
  const auto token = key.sign({{"sub", "a"}});
  ASSERT_TRUE(verified_claims(token, key.public_key()));
  for (std::size_t i = 0; i < token.size(); ++i)
    for (const char c : {'A', 'B', '.', '=', '\0', '\xff'}) {
      if (token[i] == c) continue;
      auto changed = token;
      changed[i] = c;
      EXPECT_FALSE(verified_claims(changed, key.public_key())) << i << ' ' << int(c);
    }
}

TEST(OidcLies, DiscoveryOfAnotherIssuerWithoutTlsOrPairwiseSubjectsIsRefused) {
  const auto with = [](const char* member, json value) {
    SignIn s;
    s.op.discovery[member] = std::move(value);
    return word(s.show());
  };
  EXPECT_EQ(with("issuer", "https://other.example"), "oidc-issuer");
  EXPECT_EQ(with("token_endpoint", "file:///etc/passwd"), "oidc-malformed");
  EXPECT_EQ(with("jwks_uri", 7), "oidc-malformed");
  EXPECT_EQ(with("authorization_endpoint", "javascript:alert(1)"), "oidc-malformed");
  EXPECT_EQ(with("subject_types_supported", {"public"}), "oidc-subject");
  EXPECT_EQ(with("subject_types_supported", 7), "oidc-subject");
}

TEST(OidcLies, AProviderThatIsDownIsAskedAgainAfterFiveSeconds) {
  SignIn s;
  s.op.answers["/.well-known/openid-configuration"] = http::json(503, "{}");
  EXPECT_EQ(word(s.show()), "oidc-unreachable");
  EXPECT_EQ(word(s.show()), "oidc-unreachable");
  EXPECT_EQ(s.op.asked["/.well-known/openid-configuration"], 1);
  s.op.answers.clear();
  s.op.now += 5;
  EXPECT_EQ(word(s.show()), "accepted");
  s.op.answers["/.well-known/openid-configuration"] = http::json(503, "{}");
  s.op.now += 100'000;  // an old discovery is better than none
  EXPECT_EQ(word(s.show()), "accepted");
}

TEST(OidcLies, ConfiguredAddressesNeedNoDiscovery) {
  SignIn s;
  s.config.authorization_endpoint = s.op.issuer() + "/auth";
  s.config.token_endpoint = s.op.issuer() + "/token";
  s.config.jwks_uri = s.op.issuer() + "/certs";
  s.restart();
  EXPECT_EQ(word(s.show()), "accepted");
  EXPECT_EQ(s.op.asked["/.well-known/openid-configuration"], 0);
  s.config.token_endpoint = "http://127.0.0.1:1/token";
  s.restart();
  EXPECT_EQ(word(s.show()), "oidc-unreachable");
}

TEST(OidcLies, AClientTheProviderDoesNotKnowIsRefused) {
  SignIn s;
  s.op.register_client(ClientKey::generate().public_key());
  EXPECT_EQ(word(s.show()), "oidc-code");
  EXPECT_EQ(s.op.refused, "client");
}

}  // namespace
}  // namespace ippyo::identity::test
