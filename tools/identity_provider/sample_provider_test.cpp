// SPDX-License-Identifier: Apache-2.0
// Our own relying party signs in here, and strangers try what must not count. [SPEC 13.3 OpenIdConnect]
#include "identity_provider/sample_provider.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "http/client.hpp"
#include "identity/oidc_provider.hpp"
#include "identity_provider/client_check.hpp"

namespace ippyo::identity_provider {
namespace {

using identity::ClientKey;
using nlohmann::json;

constexpr base::UnixTime kNow = 1'800'000'000;
constexpr std::string_view kBack = "https://vote.example/return?x=1";

const roll::Attributes kTaro{"試験　太郎", "茨城県つくば市小田90001番地", {1980, 12, 31}, roll::Sex::male};
const roll::Attributes kHanako{"見本　花子", "茨城県つくば市吾妻90002番地", {1990, 1, 2}, roll::Sex::female};

std::optional<roll::Attributes> people(const std::string& person) {
  if (person == "00001") return kTaro;
  if (person == "花子") return kHanako;
  return std::nullopt;
}

template <class T>
std::string word(const identity::Answer<T>& answer) {
  const auto* refusal = std::get_if<identity::Refusal>(&answer);
  return refusal == nullptr ? "accepted" : refusal->word;
}

ClientKey copy_of(const ClientKey& key) { return *ClientKey::from_bytes(key.scalar().expose()); }

/// What the provider sends the browser back with.
json returned(const http::Response& response) {
  const auto location = std::string(response.header("Location"));
  if (!location.starts_with(kBack)) return {{"status", response.status}};
  http::Request holder;
  holder.query = location.substr(location.find('?') + 1);
  json out;
  for (const auto* name : {"code", "state", "iss", "error"})
    if (const auto value = holder.parameter(name); !value.empty()) out[name] = value;
  return out;
}

/// A provider, a browser and a registrar on one machine.
struct Rehearsal {
  base::ManualClock clock{kNow};
  base::SystemRng rng;
  ClientKey key = ClientKey::generate();
  Registered client{"tsukuba&registrar", std::string(kBack), key.registration()};
  std::unique_ptr<SampleProvider> provider = std::move(SampleProvider::open(client, people, clock).value());
  http::Client browser{{*http::parse_url(provider->issuer().substr(0, provider->issuer().find("/realms")))}};
  identity::Purpose purpose{identity::Purpose::Action::enrol, base::Bytes32{1}, 0, base::Bytes32{2}, "市長選挙"};
  identity::OidcConfig config;
  std::unique_ptr<identity::OidcProvider> registrar;

  Rehearsal() {
    config.issuer = provider->issuer();
    config.client_id = client.client_id;
    config.redirect_uri = client.redirect_uri;
    config.scope = "openid name address birthdate gender";
    config.acr_values = "aal3 crl";
    config.accepted_acr = {"aal3"};
    config.attributes = true;
    config.plain_http = true;
    registrar = std::make_unique<identity::OidcProvider>(config, copy_of(key));
  }
  identity::Moment moment() { return {clock.now(), rng}; }
  void wait(base::UnixTime seconds) { EXPECT_TRUE(clock.set(clock.now() + seconds)); }
  identity::Begun begin() { return std::get<identity::Begun>(registrar->begin(purpose, {}, moment())); }
  http::Response send(http::Call call, const std::string& person = "") {
    if (!person.empty()) call.fields.emplace_back("X-Sample-Person", person);
    return browser.send(call).value();
  }
  static std::string target_of(const identity::Begun& begun) {
    const auto url = begun.to_voter["url"].get<std::string>();
    return url.substr(url.find("/realms"));
  }
  json sign_in(const identity::Begun& begun, const std::string& person) { return returned(send({.target = target_of(begun)}, person)); }
  identity::Answer<identity::Shown> finish(const identity::Begun& begun, const json& answer) {
    return registrar->finish(purpose, {}, begun.kept, answer, moment());
  }
  identity::Answer<identity::Shown> show(const std::string& person) {
    const auto begun = begin();
    return finish(begun, sign_in(begun, person));
  }
};

TEST(SampleProvider, OurRegistrarAcceptsAnEnrolmentWithTheFourAttributes) {
  Rehearsal r;
  const auto shown = r.show("00001");
  ASSERT_EQ(word(shown), "accepted");
  const auto& who = std::get<identity::Shown>(shown);
  EXPECT_EQ(who.evidence_class, 'C');
  EXPECT_TRUE(who.subject.starts_with(r.provider->issuer() + " "));
  EXPECT_EQ(who.subject.find("00001"), std::string::npos);
  EXPECT_EQ(who.attributes->name, kTaro.name);
  EXPECT_EQ(who.attributes->address, kTaro.address);
  EXPECT_EQ(who.attributes->birth, kTaro.birth);
  EXPECT_EQ(who.attributes->sex, kTaro.sex);
  EXPECT_EQ(std::get<identity::Shown>(r.show("00001")).subject, who.subject);
  EXPECT_NE(std::get<identity::Shown>(r.show("花子")).subject, who.subject);
  r.purpose.action = identity::Purpose::Action::grant;
  EXPECT_EQ(std::get<identity::Shown>(r.show("00001")).subject, who.subject);
}

TEST(SampleProvider, TheRedirectNamesTheProvider) {
  Rehearsal r;
  EXPECT_EQ(r.sign_in(r.begin(), "00001")["iss"], r.provider->issuer());
}

TEST(SampleProvider, ACodeDoesNotFitAnotherVerifierAndIsSpentByTheTry) {
  Rehearsal r;
  const auto mine = r.begin(), foreign = r.begin();
  auto answer = r.sign_in(mine, "00001");
  auto stolen = r.sign_in(foreign, "花子");
  const auto own_code = answer["code"];
  answer["code"] = stolen["code"];
  EXPECT_EQ(word(r.finish(mine, answer)), "oidc-code");
  EXPECT_EQ(word(r.finish(foreign, stolen)), "oidc-code");
  answer["code"] = own_code;
  EXPECT_EQ(word(r.finish(mine, answer)), "accepted");
}

TEST(SampleProvider, ACodeCountsOnce) {
  Rehearsal r;
  const auto begun = r.begin();
  const auto answer = r.sign_in(begun, "00001");
  EXPECT_EQ(word(r.finish(begun, answer)), "accepted");
  EXPECT_EQ(word(r.finish(begun, answer)), "oidc-code");
}

TEST(SampleProvider, ACodeLivesForSixtySeconds) {
  Rehearsal r;
  const auto begun = r.begin();
  const auto in_time = r.sign_in(begun, "00001");
  r.wait(59);
  EXPECT_EQ(word(r.finish(begun, in_time)), "accepted");
  const auto late = r.sign_in(begun, "00001");
  r.wait(60);
  EXPECT_EQ(word(r.finish(begun, late)), "oidc-code");
}

TEST(SampleProvider, ARegistrarWithAnotherKeyIsRefused) {
  Rehearsal r;
  r.registrar = std::make_unique<identity::OidcProvider>(r.config, ClientKey::generate());
  EXPECT_EQ(word(r.show("00001")), "oidc-refused");
}

TEST(SampleProvider, NobodyKnownByThatNameIsDenied) {
  Rehearsal r;
  const auto begun = r.begin();
  for (const auto& person : std::vector<std::string>{"00002", "\xff\xfe", std::string(300, '1')}) {
    const auto answer = r.sign_in(begun, person);
    EXPECT_EQ(answer.value("error", "none"), "access_denied") << person.size();
    EXPECT_EQ(word(r.finish(begun, answer)), "oidc-denied");
  }
}

TEST(SampleProvider, AfterARotationTheNewKeySignsAndTheOldOneStaysPublished) {
  Rehearsal r;
  const auto first = std::get<identity::Shown>(r.show("00001")).record;
  const auto begun = r.begin();
  r.provider->rotate_key();
  r.wait(61);
  const auto second = std::get<identity::Shown>(r.finish(begun, r.sign_in(begun, "00001"))).record;
  EXPECT_NE(first, second);
  const auto keys = [&] {
    const auto published = json::parse(r.send({.target = "/realms/main/protocol/openid-connect/certs"}).body);
    std::vector<base::Bytes> out;
    for (const auto& jwk : published["keys"]) {
      EXPECT_FALSE(jwk.contains("d"));
      out.push_back(base::to_bytes(identity::ec_key_of(jwk)->thumbprint()));
    }
    return out;
  };
  EXPECT_EQ(keys(), (std::vector{second, first}));
  r.provider->rotate_key();
  EXPECT_EQ(keys().size(), 2u);
  EXPECT_EQ(keys()[1], second);
}

TEST(SampleProvider, SubjectsArePairwiseToTheHostAndStayWithTheSecret) {
  const auto subject = [](std::uint8_t secret, std::string host) {
    base::ManualClock clock{kNow};
    Rehearsal r;
    r.client.redirect_uri.replace(8, 4, host);
    r.config.redirect_uri = r.client.redirect_uri;
    auto other = std::move(SampleProvider::open(r.client, people, clock, 0, base::Secret(base::Bytes32{secret})).value());
    r.config.issuer = other->issuer();
    identity::OidcProvider registrar(r.config, copy_of(r.key));
    const auto begun = std::get<identity::Begun>(registrar.begin(r.purpose, {}, r.moment()));
    http::Client browser({*http::parse_url(other->issuer().substr(0, other->issuer().find("/realms")))});
    const auto back = browser.send({.target = Rehearsal::target_of(begun), .fields = {{"X-Sample-Person", "00001"}}}).value();
    http::Request holder;
    holder.query = std::string(back.header("Location")).substr(r.client.redirect_uri.size());
    const json answer{{"code", holder.parameter("code")}, {"state", holder.parameter("state")}};
    const auto shown = std::get<identity::Shown>(registrar.finish(r.purpose, {}, begun.kept, answer, r.moment()));
    return shown.subject.substr(shown.subject.find(' '));
  };
  const auto one = subject(1, "vote");
  EXPECT_EQ(subject(1, "vote"), one);
  EXPECT_NE(subject(2, "vote"), one);
  EXPECT_NE(subject(1, "city"), one);
}

TEST(SampleProvider, AClientThatCannotBeRightIsNotOpenedFor) {
  Rehearsal r;
  const auto opens = [&](auto change) {
    auto client = r.client;
    change(client);
    return SampleProvider::open(client, people, r.clock).ok();
  };
  EXPECT_TRUE(opens([](Registered&) {}));
  EXPECT_FALSE(opens([](Registered& c) { c.jwk = "{}"; }));
  EXPECT_FALSE(opens([](Registered& c) { c.jwk = "no JSON"; }));
  EXPECT_FALSE(opens([](Registered& c) { c.client_id = ""; }));
  EXPECT_FALSE(opens([](Registered& c) { c.client_id = "a b"; }));
  EXPECT_FALSE(opens([](Registered& c) { c.redirect_uri = "javascript:alert(1)"; }));
  EXPECT_FALSE(opens([](Registered& c) { c.redirect_uri += "#there"; }));
}

TEST(Expiring, ForgetsEverythingAfterItsTimeAndKeepsANameTakenUntilThen) {
  Expiring<int> kept(10);
  EXPECT_TRUE(kept.put("a", 1, 100));
  EXPECT_FALSE(kept.put("a", 2, 109));
  EXPECT_EQ(*kept.find("a", 109), 1);
  EXPECT_EQ(kept.find("a", 110), nullptr);
  EXPECT_TRUE(kept.put("a", 3, 110));
  EXPECT_EQ(*kept.find("a", 110), 3);
}

}  // namespace
}  // namespace ippyo::identity_provider
