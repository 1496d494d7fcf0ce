// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "passkey/test_answers.hpp"

namespace ippyo::passkey {
namespace {

constexpr std::array kAlgorithms{Algorithm::es256, Algorithm::eddsa, Algorithm::rs256};

TEST(Passkey, EveryAcceptedKindOfKeyRegistersAndLogsIn) {
  for (const auto a : kAlgorithms) {
    const auto& key = test_key(a);
    const auto made = registered(Draft{key}.registration());
    ASSERT_EQ(said(made), "accepted") << static_cast<int>(a);
    EXPECT_EQ(std::get<Credential>(made), on_file(key));
    const auto in = logged_in(login(key).assertion(), on_file(key));
    ASSERT_EQ(said(in), "accepted") << static_cast<int>(a);
    EXPECT_EQ(std::get<Credential>(in).counter, 6u);
  }
}

TEST(Passkey, TheKeyOfSomebodyElseOpensNothing) {
  for (const auto a : kAlgorithms) {
    auto other = on_file(TestKey(a));
    EXPECT_EQ(said(logged_in(login(test_key(a)).assertion(), other)), "signature");
    other.key.pop_back();
    EXPECT_EQ(said(logged_in(login(test_key(a)).assertion(), other)), "signature") << "a damaged record";
  }
}

struct Wrong {
  const char* what;
  const char* word;
  std::function<void(Draft&)> change;
};

const std::vector<Wrong> kWrongInBoth{
    {"an old challenge", "challenge", [](Draft& d) { d.client["challenge"] = to_base64url(Bytes32{}); }},
    {"a challenge of other letters", "challenge", [](Draft& d) { d.client["challenge"] = d.client["challenge"].get<std::string>() + "="; }},
    {"another site", "origin", [](Draft& d) { d.client["origin"] = "https://vote.example.com"; }},
    {"a subdomain that is not named", "origin", [](Draft& d) { d.client["origin"] = "https://www.vote.example.jp"; }},
    {"a slash at the end", "origin", [](Draft& d) { d.client["origin"] = "https://vote.example.jp/"; }},
    {"without TLS", "origin", [](Draft& d) { d.client["origin"] = "http://vote.example.jp"; }},
    {"another port", "origin", [](Draft& d) { d.client["origin"] = "https://vote.example.jp:444"; }},
    {"inside another page", "origin", [](Draft& d) { d.client["crossOrigin"] = true; }},
    {"a page around it is named", "origin", [](Draft& d) { d.client["topOrigin"] = "https://vote.example.jp"; }},
    {"another rp", "rp", [](Draft& d) { d.rp = "example.jp"; }},
    {"nobody there", "user-presence", [](Draft& d) { d.flags = kUserVerified; }},
    {"fingerprint not known", "user-verification", [](Draft& d) { d.flags = kUserPresent; }},
    {"backed up but not eligible", "malformed", [](Draft& d) { d.flags |= kBackedUp; }},
    {"the other ceremony", "malformed", [](Draft& d) { d.client["type"] = "payment.get"; }},
    {"no type", "malformed", [](Draft& d) { d.client.erase("type"); }},
    {"no challenge", "malformed", [](Draft& d) { d.client.erase("challenge"); }},
    {"an origin that is a number", "malformed", [](Draft& d) { d.client["origin"] = 1; }},
    {"crossOrigin that is a text", "malformed", [](Draft& d) { d.client["crossOrigin"] = "false"; }},
    {"client data that is a list", "malformed", [](Draft& d) { d.client = json::array({1}); }},
    {"client data beyond 4096 bytes", "malformed", [](Draft& d) { d.client["more"] = std::string(4096, 'a'); }},
    {"bytes left over", "malformed", [](Draft& d) { d.tail = {0}; }},
    {"extensions announced, none there", "malformed", [](Draft& d) { d.flags |= kExtensions; }},
    {"extensions that are no map", "malformed", [](Draft& d) { d.flags |= kExtensions, d.tail = {0x01}; }},
    {"an id of 1024 bytes", "malformed", [](Draft& d) { d.id = Bytes(1024, 1); }},
    {"an empty id", "malformed", [](Draft& d) { d.id.clear(); }},
    {"PRF output", "prf-leak", [](Draft& d) { d.extensions = {{"prf", {{"enabled", true}, {"results", {{"first", "AAAA"}}}}}}; }},
    {"PRF output, empty", "prf-leak", [](Draft& d) { d.extensions = {{"prf", {{"results", nullptr}}}}; }},
    {"PRF that is a text", "prf-leak", [](Draft& d) { d.extensions = {{"prf", "AAAA"}}; }},
    {"PRF output as CTAP calls it", "prf-leak", [](Draft& d) { d.extensions = {{"hmacGetSecret", {{"output1", "AAAA"}}}}; }},
    {"extension results that are a list", "malformed", [](Draft& d) { d.extensions = json::array(); }},
};

const std::vector<Wrong> kWrongInRegistration{
    {"ES384", "algorithm", [](Draft& d) { d.cose[4] = 0x38, d.cose.insert(d.cose.begin() + 5, 34); }},
    {"ES256K", "algorithm", [](Draft& d) { d.cose[4] = 0x38, d.cose.insert(d.cose.begin() + 5, 46); }},
    {"EdDSA with a key of ES256", "malformed", [](Draft& d) { d.cose[4] = 0x27; }},
    {"no algorithm", "malformed", [](Draft& d) { d.cose[3] = 0x04; }},
    {"the algorithm twice", "malformed", [](Draft& d) { d.cose[1] = 0x03; }},
    {"another curve", "malformed", [](Draft& d) { d.cose[6] = 0x02; }},
    {"a point off the curve", "malformed", [](Draft& d) { d.cose.back() ^= 1; }},
    {"a key that is cut short", "malformed", [](Draft& d) { d.cose.pop_back(); }},
    {"a map of endless length", "malformed", [](Draft& d) { d.cose[0] = 0xbf, d.cose.push_back(0xff); }},
    {"a map that claims 2^60 members", "malformed",
     [](Draft& d) { d.cose = *base::from_hex("bb1000000000000000"); }},
    {"lists in lists in lists", "malformed", [](Draft& d) { d.cose = Bytes(1000, 0x81); }},
};

const std::vector<Wrong> kWrongInAssertion{
    {"an id that nobody registered", "unknown-credential", [](Draft& d) { d.id[0] ^= 1; }},
    {"the handle of somebody else", "unknown-credential", [](Draft& d) { d.handle = {1}; }},
    {"a handle of 65 bytes", "malformed", [](Draft& d) { d.handle = Bytes(65, 1); }},
    {"an empty handle", "malformed", [](Draft& d) { d.handle.clear(); }},
    {"suddenly eligible for backup", "malformed", [](Draft& d) { d.flags |= kBackupEligible; }},
    {"a key inside", "malformed", [](Draft& d) { d.flags |= kAttested; }},
    {"another key", "signature", [](Draft& d) { d.key = TestKey(Algorithm::es256); }},
    {"a signature of another kind", "signature", [](Draft& d) { d.key = test_key(Algorithm::eddsa); }},
    {"the counter stands still", "counter", [](Draft& d) { d.counter = 5; }},
    {"the counter goes back", "counter", [](Draft& d) { d.counter = 4; }},
    {"the counter falls to zero", "counter", [](Draft& d) { d.counter = 0; }},
};

TEST(Passkey, EveryWrongPartOfARegistrationHasItsWord) {
  for (const auto* list : {&kWrongInBoth, &kWrongInRegistration})
    for (const auto& wrong : *list) {
      Draft draft{test_key()};
      wrong.change(draft);
      EXPECT_EQ(said(registered(draft.registration())), wrong.word) << wrong.what;
    }
}

TEST(Passkey, AKeyWithWhichAnybodyCouldSignIsMalformed) {
  Draft rsa{test_key(Algorithm::rs256)};
  ASSERT_EQ(said(registered(rsa.registration())), "accepted");
  for (const std::uint32_t exponent : {0u, 1u, 0x10000u}) {
    for (std::size_t i = 0; i < 3; ++i) rsa.cose[rsa.cose.size() - 1 - i] = static_cast<std::uint8_t>(exponent >> 8 * i);
    EXPECT_EQ(said(registered(rsa.registration())), "malformed") << exponent;
  }
  Draft even{test_key(Algorithm::rs256)};
  even.cose[even.cose.size() - 6] &= 0xfe;
  EXPECT_EQ(said(registered(even.registration())), "malformed");
  Draft ed{test_key(Algorithm::eddsa)};
  for (const std::uint8_t y : {0, 1}) {  // points of order 4 and 1
    std::fill(ed.cose.end() - 32, ed.cose.end(), std::uint8_t{0});
    ed.cose[ed.cose.size() - 32] = y;
    EXPECT_EQ(said(registered(ed.registration())), "malformed") << int{y};
  }
}

TEST(Passkey, EveryWrongPartOfALoginHasItsWord) {
  for (const auto* list : {&kWrongInBoth, &kWrongInAssertion})
    for (const auto& wrong : *list) {
      auto draft = login();
      wrong.change(draft);
      EXPECT_EQ(said(logged_in(draft.assertion())), wrong.word) << wrong.what;
    }
}

TEST(Passkey, NoWordIsWithoutAnInputAndEverySentenceEnds) {
  std::set<std::string> tried, all;
  for (const auto* list : {&kWrongInBoth, &kWrongInRegistration, &kWrongInAssertion})
    for (const auto& wrong : *list) tried.insert(wrong.word);
  for (std::size_t i = 0; i < kRefusals; ++i) {
    all.emplace(word(static_cast<Refusal>(i)));
    EXPECT_EQ(sentence(static_cast<Refusal>(i)).back(), '.');
  }
  EXPECT_EQ(all.size(), kRefusals);
  EXPECT_EQ(tried, all);
}

TEST(Passkey, ACounterThatIsNotKeptStaysZeroAndOnlyThen) {
  auto known = on_file();
  known.counter = 0;
  auto draft = login();
  draft.counter = 0;
  EXPECT_EQ(said(logged_in(draft.assertion(), known)), "accepted");
  draft.counter = 1;
  EXPECT_EQ(said(logged_in(draft.assertion(), known)), "accepted");
  known.counter = 0xfffffffe;
  draft.counter = 0xffffffff;
  EXPECT_EQ(said(logged_in(draft.assertion(), known)), "accepted");
}

TEST(Passkey, APasskeyThatIsCopiedBetweenDevicesIsAccepted) {
  Draft made{test_key()};
  made.flags |= kBackupEligible;
  const auto credential = registered(made.registration());
  ASSERT_EQ(said(credential), "accepted");
  EXPECT_TRUE(std::get<Credential>(credential).backup_eligible);
  auto in = login();
  in.flags |= kBackupEligible | kBackedUp;
  EXPECT_EQ(said(logged_in(in.assertion(), std::get<Credential>(credential))), "accepted");
  in.flags = kUserPresent | kUserVerified;
  EXPECT_EQ(said(logged_in(in.assertion(), std::get<Credential>(credential))), "malformed");
}

TEST(Passkey, AnyAttestationCountsAsNoneAndKnownExtensionsAreRead) {
  Draft made{test_key()};
  made.format = "of-next-year";
  made.flags |= kExtensions;
  made.tail = *base::from_hex("a16b686d61632d736563726574f5");  // {"hmac-secret": true}
  EXPECT_EQ(said(registered(made.registration())), "accepted");
  for (const auto* tail : {"a0", "a163666f6f01", "a16b686d61632d7365637265745820" "0101010101010101010101010101010101010101010101010101010101010101"}) {
    auto in = login();
    in.flags |= kExtensions;
    in.tail = *base::from_hex(tail);
    EXPECT_EQ(said(logged_in(in.assertion())), "accepted") << tail;
  }
}

TEST(Passkey, APrfThatIsOnlySaidToExistIsNoLeak) {
  Draft made{test_key()};
  made.extensions = {{"prf", {{"enabled", true}}}, {"credProps", {{"rk", true}}}};
  EXPECT_EQ(said(registered(made.registration())), "accepted");
}

TEST(Passkey, AnAnswerWithoutAMemberOrWithAWrongOneIsMalformed) {
  const auto made = Draft{test_key()}.registration(), in = login().assertion();
  for (const auto& whole : {made, in}) {
    const bool creates = whole["response"].contains("attestationObject");
    const auto outcome = [&](const json& a) { return creates ? said(registered(a)) : said(logged_in(a)); };
    ASSERT_EQ(outcome(whole), "accepted");
    for (const auto* name : {"id", "rawId", "type", "clientExtensionResults", "response"})
      for (const auto& value : {json(nullptr), json(1), json(""), json("A"), json("AA=="), json("+/+/"), json(std::string(100000, 'A'))}) {
        auto bad = whole;
        bad[name] = value;
        EXPECT_EQ(outcome(bad), "malformed") << name << value.dump().substr(0, 9);
        bad.erase(name);
        EXPECT_EQ(outcome(bad), "malformed") << name;
      }
    for (const auto& [name, old] : whole["response"].items())
      for (const auto& value : {json(1), json(""), json("A"), json("AA=="), json(std::string(100000, 'A'))}) {
        auto bad = whole;
        bad["response"][name] = value;
        EXPECT_EQ(outcome(bad), "malformed") << name << value.dump().substr(0, 9);
      }
  }
  auto other = made;
  other["id"] = other["rawId"] = "AAAA";
  EXPECT_EQ(said(registered(other)), "malformed") << "an id that is not the one inside";
  for (const auto& none : {json(), json::array(), json("x"), json(1.5)}) {
    EXPECT_EQ(said(registered(none)), "malformed");
    EXPECT_EQ(said(logged_in(none)), "malformed");
    EXPECT_TRUE(claimed_id(none).empty());
  }
  EXPECT_EQ(claimed_id(in), on_file().id);
}

TEST(Passkey, TheKeyThatAnsweredIsFoundAmongMany) {
  const auto& key = test_key(Algorithm::eddsa);
  auto other = on_file();
  other.id = {1};
  const auto in = finish_assertion(kParty, kLaterChallenge, std::array{other, on_file(key)}, login(key).assertion());
  ASSERT_EQ(said(in), "accepted");
  EXPECT_EQ(std::get<Credential>(in).key, key.bytes());
  EXPECT_EQ(said(finish_assertion(kParty, kLaterChallenge, {}, login().assertion())), "unknown-credential");
}

TEST(Passkey, ARecordComesBackAsItWasAndNoOtherBytesDo) {
  for (const auto a : kAlgorithms) {
    const auto bytes = on_file(test_key(a)).encode();
    const auto back = Credential::decode(bytes);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(*back, on_file(test_key(a)));
    for (std::size_t i = 0; i < bytes.size(); ++i) EXPECT_FALSE(Credential::decode(ByteView(bytes).first(i)).ok());
  }
  auto bytes = on_file().encode();
  bytes[0] = 2;
  EXPECT_FALSE(Credential::decode(bytes).ok());
}

TEST(Passkey, TheOptionsAreThoseOfTheSpecification) {
  EXPECT_EQ(creation_options(kParty, {kHandle, "n", "d"}, kChallenge, Discoverable::required, Bytes{1, 2}, std::array{Bytes{3}}),
            json::parse(R"({"rp":{"id":"vote.example.jp","name":"Vote"},"user":{"id":"CQgH","name":"n","displayName":"d"},
    "challenge":"AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","pubKeyCredParams":[{"type":"public-key","alg":-7},
    {"type":"public-key","alg":-8},{"type":"public-key","alg":-257}],"timeout":300000,"excludeCredentials":[{"type":"public-key","id":"Aw"}],
    "authenticatorSelection":{"residentKey":"required","requireResidentKey":true,"userVerification":"required"},"attestation":"none",
    "extensions":{"prf":{"eval":{"first":"AQI"}}}})"));
  EXPECT_EQ(creation_options(kParty, {kHandle, "n", "d"}, kChallenge, Discoverable::preferred)["authenticatorSelection"],
            json::parse(R"({"residentKey":"preferred","requireResidentKey":false,"userVerification":"required"})"));
  EXPECT_EQ(request_options(kParty, kChallenge, {}),
            json::parse(R"({"challenge":"AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","timeout":300000,"rpId":"vote.example.jp",
    "allowCredentials":[],"userVerification":"required","extensions":{}})"));
}

TEST(Passkey, BytesHaveOneTextOnly) {
  for (const auto* bad : {"A", "AAA=", "AA==", "A+", "A/", "AB", "AAB", "A A", "\xff"}) EXPECT_FALSE(from_base64url(bad)) << bad;
  const Bytes bytes{0xfb, 0xff, 0xfe};
  EXPECT_EQ(to_base64url(bytes), "-__-");
  EXPECT_EQ(from_base64url("-__-"), bytes);
}

}  // namespace
}  // namespace ippyo::passkey
