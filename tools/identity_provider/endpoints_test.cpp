// SPDX-License-Identifier: Apache-2.0
// The endpoints one by one, as a client of its own making meets them. [SPEC 13.3 OpenIdConnect]
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "identity_provider/realm.hpp"

namespace ippyo::identity_provider {
namespace {

using identity::ClientKey;
using nlohmann::json;
using Values = std::map<std::string, std::string, std::less<>>;

constexpr base::UnixTime kNow = 1'800'000'000;
constexpr const char* kVerifier = "a verifier of 43 characters or more, made up";

Parameters query(const Values& values) {
  Pairs pairs(values.begin(), values.end());
  http::Request request;
  request.query = query_of(pairs);
  return Parameters::of_query(request);
}

http::Request form(const Values& values) {
  const Pairs pairs(values.begin(), values.end());
  http::Request request;
  request.method = "POST";
  request.fields = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = base::to_bytes(base::view(query_of(pairs)));
  return request;
}

/// The whole provider without a socket.
struct Endpoints : testing::Test {
  base::ManualClock clock{kNow};
  ClientKey key = ClientKey::generate();
  const std::string issuer = "http://127.0.0.1:1/realms/main", back = "https://vote.example/return";
  bool gone = false;
  Realm realm{{"city", back, key.registration()}, key.public_key(),
              [this](const std::string& person) {
                const roll::Attributes taro{"試験　太郎", "つくば市小田1", {1980, 2, 29}, roll::Sex::other};
                return person == "1" && !gone ? std::optional(taro) : std::nullopt;
              },
              clock, base::Secret(base::Bytes32{7}), issuer};
  const std::string challenge = identity::to_base64url(base::sha256(base::view(kVerifier)));
  const Values asked{{"client_id", "city"},     {"redirect_uri", back},      {"response_type", "code"}, {"scope", "openid name gender"},
                     {"state", "s"},            {"nonce", "n"},              {"code_challenge", challenge}, {"code_challenge_method", "S256"},
                     {"acr_values", "aal3"}};
  int number = 0;

  static std::string part(const http::Response& response, std::string_view name) {
    http::Request holder;
    const std::string location(response.header("Location"));
    holder.query = location.substr(std::min(location.size(), location.find('?') + 1));
    return holder.parameter(name);
  }
  std::string code() { return part(realm.authorize(query(asked), "1"), "code"); }
  json claims() {
    return {{"iss", "city"}, {"sub", "city"}, {"aud", issuer}, {"exp", clock.now() + 60}, {"jti", std::to_string(++number)}};
  }
  Values exchange(const std::string& with_code, const json& assertion) {
    return {{"grant_type", "authorization_code"}, {"code", with_code}, {"redirect_uri", back}, {"code_verifier", kVerifier},
            {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
            {"client_assertion", key.sign(assertion)}};
  }
  /// The error of the token endpoint, or "accepted".
  std::string said(const http::Response& response) {
    const auto body = json::parse(response.body);
    EXPECT_EQ(response.status == 200, !body.contains("error"));
    EXPECT_EQ(response.status == 401, body.value("error", "") == "invalid_client");
    return body.value("error", "accepted");
  }
  std::string traded(const Values& values) { return said(realm.token(form(values))); }
  http::Response userinfo(const std::string& authorization) {
    http::Request request;
    request.fields = {{"Authorization", authorization}};
    return realm.userinfo(request);
  }
};

TEST_F(Endpoints, ARequestOfAnotherClientOrForAnotherAddressIsNeverRedirected) {
  for (const auto* name : {"client_id", "redirect_uri"}) {
    auto values = asked;
    values[name] += "x";
    const auto response = realm.authorize(query(values), "1");
    EXPECT_EQ(response.status, 400u) << name;
    EXPECT_EQ(response.header("Location"), "") << name;
  }
}

TEST_F(Endpoints, AWrongRequestGoesBackWithItsErrorAndState) {
  const std::vector<std::tuple<std::string, std::string, std::string>> wrong{
      {"response_type", "token", "unsupported_response_type"}, {"response_type", "code id_token", "unsupported_response_type"},
      {"response_type", "", "unsupported_response_type"},      {"response_mode", "fragment", "invalid_request"},
      {"scope", "name", "invalid_scope"},                      {"scope", "openidx", "invalid_scope"},
      {"code_challenge", "", "invalid_request"},               {"code_challenge", "short", "invalid_request"},
      {"code_challenge_method", "", "invalid_request"},        {"code_challenge_method", "plain", "invalid_request"},
      {"nonce", "", "invalid_request"},                        {"nonce", "試", "invalid_request"},
      {"request", "x", "request_not_supported"},               {"request_uri", "x", "request_uri_not_supported"}};
  for (const auto& [name, value, error] : wrong) {
    auto values = asked;
    values[name] = value;
    const auto response = realm.authorize(query(values), "1");
    EXPECT_EQ(response.status, 303u);
    EXPECT_EQ(part(response, "error"), error) << name << "=" << value;
    EXPECT_EQ(part(response, "state"), "s");
    EXPECT_EQ(part(response, "iss"), issuer);
    EXPECT_EQ(part(response, "code"), "");
  }
  auto values = asked;
  values["state"] = "";
  EXPECT_EQ(part(realm.authorize(query(values), "1"), "error"), "invalid_request");
}

TEST_F(Endpoints, AParameterMayNotStandThereTwiceOrInDisguise) {
  for (const auto* more : {"&nonce=m", "&%6eonce=m"}) {
    http::Request request;
    request.query = query_of(Pairs(asked.begin(), asked.end())) + more;
    EXPECT_EQ(part(realm.authorize(Parameters::of_query(request), "1"), "error"), "invalid_request") << more;
    auto twice = form(exchange(code(), claims()));
    const auto text = base::to_string(twice.body) + "&code=x&code=y";
    twice.body = base::to_bytes(base::view(text));
    EXPECT_EQ(said(realm.token(twice)), "invalid_request");
  }
}

TEST_F(Endpoints, TheTokenSaysWhoForWhomAndHowStrictly) {
  const auto response = json::parse(realm.token(form(exchange(code(), claims()))).body);
  const auto published = identity::ec_key_of(json::parse(realm.certs().body)["keys"][0]);
  const auto token = *identity::verified_claims(response["id_token"].get<std::string>(), *published);
  EXPECT_EQ(identity::token_head(response["id_token"].get<std::string>())->kid, published->kid);
  EXPECT_EQ(token["iss"], issuer);
  EXPECT_EQ(token["aud"], "city");
  EXPECT_EQ(token["nonce"], "n");
  EXPECT_EQ(token["acr"], "aal3");
  EXPECT_EQ(token["auth_time"], kNow);
  EXPECT_EQ(response["token_type"], "Bearer");
  const auto info = json::parse(userinfo("Bearer " + response["access_token"].get<std::string>()).body);
  EXPECT_EQ(info, (json{{"sub", token["sub"]}, {"name", "試験　太郎"}, {"gender", "other"}}));  // what the scope asked for
}

TEST_F(Endpoints, AnAssertionOfTheClientCountsOnce) {
  const auto assertion = claims();
  EXPECT_EQ(traded(exchange(code(), assertion)), "accepted");
  EXPECT_EQ(traded(exchange(code(), assertion)), "invalid_client");
  auto again = claims();
  again["jti"] = assertion["jti"];
  EXPECT_EQ(traded(exchange(code(), again)), "invalid_client");
  // Stretched to its last second it is still remembered.
  auto longest = claims();
  longest["exp"] = clock.now() + kAssertionLife + kSkew;
  EXPECT_EQ(traded(exchange(code(), longest)), "accepted");
  EXPECT_TRUE(clock.set(clock.now() + kAssertionLife + 2 * kSkew - 1));
  EXPECT_EQ(traded(exchange(code(), longest)), "invalid_client");
}

TEST_F(Endpoints, AnAssertionWithAnythingWrongIsRefused) {
  const std::vector<std::pair<std::string, json>> wrong{
      {"iss", "town"},     {"sub", "town"},          {"aud", issuer + "/"},      {"aud", json::array()}, {"aud", 7},
      {"exp", kNow - 120}, {"exp", kNow + 721},      {"exp", "soon"},            {"iat", kNow + 121},    {"nbf", kNow + 121},
      {"iat", "now"},      {"jti", ""},              {"jti", 7},                 {"jti", std::string(256, 'j')}, {"iss", nullptr}};
  for (const auto& [name, value] : wrong) {
    auto changed = claims();
    changed[name] = value;
    EXPECT_EQ(traded(exchange(code(), changed)), "invalid_client") << name << " " << value;
  }
  for (const auto* name : {"iss", "sub", "aud", "exp", "jti"}) {
    auto changed = claims();
    changed.erase(name);
    EXPECT_EQ(traded(exchange(code(), changed)), "invalid_client") << name;
  }
  for (const json& aud : {json(issuer), json(issuer + "/protocol/openid-connect/token"), json::array({"other", issuer})}) {
    auto right = claims();
    right["aud"] = aud;
    EXPECT_EQ(traded(exchange(code(), right)), "accepted") << aud;
  }
}

TEST_F(Endpoints, OnlyTheRegisteredKeyShowsTheClient) {
  const auto right = exchange(code(), claims());
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"client_assertion", ClientKey::generate().sign(claims())}, {"client_assertion", "a.b.c"},  {"client_assertion", ""},
           {"client_assertion_type", "urn:x"},                         {"client_id", "town"},          {"client_secret", "x"}}) {
    auto values = right;
    values[name] = value;
    EXPECT_EQ(traded(values), "invalid_client") << name;
  }
  auto request = form(right);
  request.fields.emplace_back("Authorization", "Basic Y2l0eTp4");
  EXPECT_EQ(said(realm.token(request)), "invalid_client");
  EXPECT_EQ(traded(right), "accepted");  // and none of them has spent the code
}

TEST_F(Endpoints, ACodeFitsOnlyWhatItWasGivenFor) {
  for (const auto& [name, value, error] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"code_verifier", "another", "invalid_grant"}, {"code_verifier", "", "invalid_grant"},
           {"redirect_uri", back + "/", "invalid_grant"}, {"redirect_uri", "", "invalid_grant"},
           {"code", "made-up", "invalid_grant"},          {"grant_type", "client_credentials", "unsupported_grant_type"}}) {
    auto values = exchange(code(), claims());
    values[name] = value;
    EXPECT_EQ(traded(values), error) << name << "=" << value;
  }
  auto no_form = form(exchange(code(), claims()));
  no_form.fields = {{"Content-Type", "application/json"}};
  EXPECT_EQ(said(realm.token(no_form)), "invalid_request");
}

TEST_F(Endpoints, ACodeTriedTwiceTakesItsAccessTokenWithIt) {
  const auto once = code();
  const auto response = json::parse(realm.token(form(exchange(once, claims()))).body);
  const auto bearer = "Bearer " + response["access_token"].get<std::string>();
  EXPECT_EQ(userinfo(bearer).status, 200u);
  EXPECT_EQ(traded(exchange(once, claims())), "invalid_grant");
  EXPECT_EQ(userinfo(bearer).status, 401u);
}

TEST_F(Endpoints, UserinfoAsksForALivingTokenAndAKnownPerson) {
  const auto response = json::parse(realm.token(form(exchange(code(), claims()))).body);
  const auto token = response["access_token"].get<std::string>();
  for (const auto& wrong : std::vector<std::string>{"", "Bearer ", "Bearer x", "Basic " + token, token}) {
    const auto refused = userinfo(wrong);
    EXPECT_EQ(refused.status, 401u) << wrong.size();
    EXPECT_EQ(refused.header("WWW-Authenticate"), "Bearer error=\"invalid_token\"");
  }
  EXPECT_EQ(userinfo("Bearer " + token).status, 200u);
  gone = true;
  EXPECT_EQ(userinfo("Bearer " + token).status, 401u);
  gone = false;
  EXPECT_TRUE(clock.set(kNow + kTokenLife));
  EXPECT_EQ(userinfo("Bearer " + token).status, 401u);
}

TEST_F(Endpoints, ABrowserGetsAPageThatCarriesTheRequestOnAndEscapesIt) {
  realm.offer({"1", "unknown"});
  auto values = asked;
  values["state"] = "\"><script>alert(1)</script>";
  const auto response = realm.authorize(query(values), "");
  const auto page = base::to_string(response.body);
  EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
  EXPECT_NE(page.find("name=\"state\" value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">"), std::string::npos);
  for (const auto* name : {"client_id", "redirect_uri", "scope", "nonce", "code_challenge"}) {
    const auto hidden = "<input type=\"hidden\" name=\"" + std::string(name) + "\" value=\"" + asked.find(name)->second + "\">";
    EXPECT_NE(page.find(hidden), std::string::npos) << name;
  }
  EXPECT_NE(page.find("<label for=\"person\">"), std::string::npos);
  EXPECT_NE(page.find("value=\"1\" formnovalidate>1　試験　太郎</button>"), std::string::npos);
  EXPECT_EQ(page.find("value=\"unknown\""), std::string::npos);  // offered, but nobody
}

TEST_F(Endpoints, OnThePageOneIsChosenTypedStoppedOrUnknown) {
  const auto with = [&](const Values& more) {
    auto values = asked;
    values.insert(more.begin(), more.end());
    return realm.authorize(*Parameters::of_form(form(values)), "");
  };
  EXPECT_NE(part(with({{"sample_choice", "1"}}), "code"), "");
  EXPECT_NE(part(with({{"sample_person", "1"}}), "code"), "");
  EXPECT_EQ(part(with({{"sample_cancel", "1"}}), "error"), "access_denied");
  EXPECT_EQ(part(with({{"prompt", "none"}}), "error"), "login_required");
  const auto again = with({{"sample_person", "2"}});
  EXPECT_EQ(again.status, 200u);
  EXPECT_NE(base::to_string(again.body).find("role=\"alert\""), std::string::npos);
  EXPECT_EQ(base::to_string(with({}).body).find("role=\"alert\""), std::string::npos);
}

}  // namespace
}  // namespace ippyo::identity_provider
