// SPDX-License-Identifier: Apache-2.0
#include "identity/card_provider.hpp"

#include <gtest/gtest.h>

#include "base/codec.hpp"
#include "identity/card_test_pki.hpp"

namespace ippyo::identity {
namespace {

using namespace test;
constexpr base::UnixTime kNow = 1'795'000'000, kYear = 31'536'000;

/// Says what the test wants.
class Said final : public RevocationSource {
 public:
  Revocation state = Revocation::good;
  unsigned asked = 0;
  Revocation ask(const Certificate&, const Certificate&, const Moment&) override { return ++asked, state; }
};

class Card : public testing::Test {
 protected:
  Authority auth_{pool(1), "JPKI for user authentication", kNow - 3 * kYear, kNow + 7 * kYear};
  Authority sign_{pool(2), "JPKI for digital signature", kNow - 3 * kYear, kNow + 7 * kYear};
  CardRules rules_{.roots = {{auth_.root()}, {sign_.root()}},
                   .enrol = {CertificateKind::authentication, CertificateKind::signature},
                   .grant = {CertificateKind::authentication, CertificateKind::signature}};
  std::shared_ptr<Said> said_ = std::make_shared<Said>();
  CardProvider provider_{rules_, said_};
  base::SystemRng rng_;
  Purpose enrol_{.action = Purpose::Action::enrol, .ctx = filled(1), .slot = 0, .key = filled(2), .title = "つくば市長選挙"};
  Purpose grant_{.action = Purpose::Action::grant, .ctx = filled(3), .slot = 17, .key = filled(4), .title = "つくば市長選挙"};
  const nlohmann::json chip_{{"name", "試験　太郎"}, {"address", "つくば市吾妻1"}, {"birth", "19800229"}, {"sex", "1"}};

  static Bytes32 filled(std::uint8_t byte) {
    Bytes32 out;
    out.fill(byte);
    return out;
  }
  static Wanted card(std::uint64_t serial = 4711) { return {.key = pool(4), .serial = serial, .from = kNow - kYear, .to = kNow + kYear}; }
  Certificate auth(std::uint64_t serial = 4711) const { return auth_.issue(card(serial)); }
  Certificate signing() const {
    auto wanted = card();
    wanted.policy = "1.2.392.200149.8.5.1.1.20", wanted.usage = "critical,digitalSignature,nonRepudiation", wanted.others = four_attributes();
    return sign_.issue(wanted);
  }
  Moment at(base::UnixTime now) { return {now, rng_}; }
  Begun begun(const Purpose& purpose, const OnFile& known = {}) { return std::get<Begun>(provider_.begin(purpose, known, at(kNow))); }
  static nlohmann::json answered(const Certificate& certificate, ByteView message) {
    return {{"certificate", base::to_base64(certificate.der())}, {"signature", base::to_base64(sign(pool(4), message))}};
  }
  nlohmann::json claim_answered(const Certificate& certificate, const nlohmann::json& to_voter) const {
    auto answer = answered(certificate, *base::from_hex(to_voter.at("claim").get<std::string>()));
    answer["attributes"] = chip_;
    return answer;
  }
  static nlohmann::json statement_answered(const Certificate& certificate, const nlohmann::json& to_voter) {
    return answered(certificate, base::view(to_voter.at("statement").get<std::string>()));
  }
  static std::string word(const Answer<Shown>& shown) {
    const auto* refusal = std::get_if<Refusal>(&shown);
    return refusal ? refusal->word : "good";
  }
  std::string finish(const Purpose& purpose, const Begun& begun, const nlohmann::json& answer, const OnFile& known = {},
                     base::UnixTime now = kNow + 60) {
    return word(provider_.finish(purpose, known, begun.kept, answer, at(now)));
  }
  Shown enrolled(const Certificate& certificate) {
    const auto first = begun(enrol_);
    const bool signs = certificate.issuer_key_id() == sign_.root().key_id();
    const auto answer = signs ? statement_answered(certificate, first.to_voter.at("or")) : claim_answered(certificate, first.to_voter);
    return std::get<Shown>(provider_.finish(enrol_, {}, first.kept, answer, at(kNow + 60)));
  }
  static OnFile on_file(const Shown& shown) { return {shown.subject, shown.record}; }
};

TEST_F(Card, TheAuthenticationCertificateSignsTheClaim) {
  const auto first = begun(enrol_);
  EXPECT_EQ(first.to_voter.at("kind"), "claim");
  EXPECT_EQ(first.to_voter.at("attributes"), true);
  EXPECT_EQ(first.to_voter.at("or").at("kind"), "statement");
  const auto shown = enrolled(auth());
  EXPECT_EQ(shown.subject, auth().subject());
  EXPECT_EQ(shown.evidence_class, 'B');
  EXPECT_EQ(shown.evidence.at(0), 2);
  ASSERT_TRUE(shown.attributes);
  EXPECT_EQ(shown.attributes->address, "つくば市吾妻1");
  EXPECT_EQ(shown.attributes->birth, (roll::Day{1980, 2, 29}));
  EXPECT_EQ(shown.attributes->sex, roll::Sex::male);
}

TEST_F(Card, TheSignatureCertificateSignsWhatAPersonReads) {
  const auto text = begun(enrol_).to_voter.at("or").at("statement").get<std::string>();
  EXPECT_EQ(text, "インターネット投票の登録申請\n選挙：つくば市長選挙\n選挙の識別子：" + base::to_hex(filled(1)) + "\n登録する鍵：" +
                      base::to_hex(filled(2)) + "\n日付：2026年11月18日\n私は、この選挙のインターネット投票に、上の鍵をもつ端末を登録します。");
  const auto shown = enrolled(signing());
  EXPECT_EQ(shown.evidence_class, 'A');
  EXPECT_EQ(shown.evidence.at(0), 1);
  ASSERT_TRUE(shown.attributes);
  EXPECT_EQ(shown.attributes->address, "茨城県つくば市研究学園一丁目１番地１");  // of the certificate: whoever moved shows another one
}

TEST_F(Card, ATitleFillsOneLine) {
  auto purpose = enrol_;
  purpose.title = "a\nb";
  EXPECT_NE(card_statement(purpose, kNow).find("選挙：a b\n"), std::string::npos);
}

TEST_F(Card, AChipThatSaysWhereSomebodyMovedIsReported) {
  const auto first = begun(enrol_);
  auto answer = claim_answered(auth(), first.to_voter);
  answer["attributes"]["address"] = "東京都千代田区1";
  answer["attributes"]["birth"] = "1980-02-29";
  const auto shown = std::get<Shown>(provider_.finish(enrol_, {}, first.kept, answer, at(kNow)));
  EXPECT_EQ(shown.attributes->address, "東京都千代田区1");
  EXPECT_EQ(shown.attributes->birth, (roll::Day{1980, 2, 29}));
}

TEST_F(Card, AStatementOfOneOtherByteIsRefused) {
  const auto first = begun(enrol_);
  auto text = first.to_voter.at("or").at("statement").get<std::string>();
  for (const std::size_t place : {std::size_t{0}, text.size() / 2, text.size() - 1}) {
    auto altered = text;
    altered[place] = static_cast<char>(altered[place] ^ 1);
    EXPECT_EQ(finish(enrol_, first, answered(signing(), base::view(altered))), "signature") << place;
  }
  EXPECT_EQ(finish(enrol_, first, answered(signing(), base::view(text + "\n"))), "signature");
}

TEST_F(Card, ASignatureOfAnotherClaimIsRefused) {
  const auto first = begun(enrol_), second = begun(enrol_);
  EXPECT_EQ(finish(enrol_, second, claim_answered(auth(), first.to_voter)), "signature");
  auto other_key = enrol_;
  other_key.key = filled(9);
  EXPECT_EQ(finish(other_key, first, claim_answered(auth(), first.to_voter)), "signature");
  EXPECT_EQ(finish(grant_, first, claim_answered(auth(), first.to_voter)), "signature");
  auto flipped = claim_answered(auth(), first.to_voter);
  auto bytes = *base::from_base64(flipped["signature"].get<std::string>());
  bytes[100] ^= 1;
  flipped["signature"] = base::to_base64(bytes);
  EXPECT_EQ(finish(enrol_, first, flipped), "signature");
}

TEST_F(Card, AnAuthenticationCertificateThatSignsTheStatementIsRefused) {
  const auto first = begun(enrol_);
  EXPECT_EQ(finish(enrol_, first, statement_answered(auth(), first.to_voter.at("or"))), "signature");
}

TEST_F(Card, AnotherPersonsKeyIsRefused) {
  const auto first = begun(enrol_);
  auto wanted = card();
  wanted.key = pool(5);
  EXPECT_EQ(finish(enrol_, first, claim_answered(auth_.issue(wanted), first.to_voter)), "signature");
}

TEST_F(Card, TheCertificateIsJudged) {
  const auto first = begun(enrol_);
  const auto with = [&](auto change) {
    auto wanted = card();
    change(wanted);
    return finish(enrol_, first, claim_answered(auth_.issue(wanted), first.to_voter));
  };
  EXPECT_EQ(with([](Wanted&) {}), "good");
  EXPECT_EQ(with([](Wanted& w) { w.basic = "critical,CA:TRUE"; }), "chain");
  EXPECT_EQ(with([](Wanted& w) { w.policy = "1.2.3"; }), "policy");
  EXPECT_EQ(with([](Wanted& w) { w.usage = ""; }), "usage");
  EXPECT_EQ(with([](Wanted& w) { w.to = kNow + 59; }), "expired");
  EXPECT_EQ(with([](Wanted& w) { w.from = kNow + 61; }), "not-yet-valid");
  EXPECT_EQ(said_->asked, 1u);  // the responder hears of good certificates only
  const Authority stranger(pool(3), auth_.unit, kNow - kYear, kNow + kYear);
  EXPECT_EQ(finish(enrol_, first, claim_answered(stranger.issue(card()), first.to_voter)), "chain");
}

TEST_F(Card, RevokedAndUnknownAreRefused) {
  const auto first = begun(enrol_);
  said_->state = Revocation::revoked;
  EXPECT_EQ(finish(enrol_, first, claim_answered(auth(), first.to_voter)), "revoked");
  said_->state = Revocation::unknown;
  EXPECT_EQ(finish(enrol_, first, claim_answered(auth(), first.to_voter)), "revocation-unknown");
}

TEST_F(Card, AKindThatWasNotAskedForIsRefused) {
  rules_.enrol = {CertificateKind::authentication};
  CardProvider one(rules_, said_);
  const auto first = std::get<Begun>(one.begin(enrol_, {}, at(kNow)));
  EXPECT_FALSE(first.to_voter.contains("or"));
  const auto answer = answered(signing(), base::view(card_statement(enrol_, kNow)));
  EXPECT_EQ(word(one.finish(enrol_, {}, first.kept, answer, at(kNow))), "kind");
}

TEST_F(Card, AnAnswerHasTenMinutes) {
  const auto first = begun(enrol_);
  const auto answer = claim_answered(auth(), first.to_voter);
  EXPECT_EQ(finish(enrol_, first, answer, {}, kNow + 600), "good");
  EXPECT_EQ(finish(enrol_, first, answer, {}, kNow + 601), "late");
  EXPECT_EQ(finish(enrol_, first, answer, {}, kNow - 1), "late");
  EXPECT_EQ(word(provider_.finish(enrol_, {}, Bytes{1, 2}, answer, at(kNow))), "late");
}

TEST_F(Card, AGrantIsForTheCardOnFile) {
  const auto known = on_file(enrolled(auth()));
  const auto first = begun(grant_, known);
  EXPECT_EQ(first.to_voter.at("attributes"), false);
  EXPECT_FALSE(first.to_voter.contains("or"));
  auto answer = claim_answered(auth(), first.to_voter);
  answer.erase("attributes");
  const auto shown = std::get<Shown>(provider_.finish(grant_, known, first.kept, answer, at(kNow)));
  EXPECT_EQ(shown.subject, known.subject);
  EXPECT_EQ(shown.evidence_class, 0);
  EXPECT_TRUE(shown.evidence.empty());
}

TEST_F(Card, TheSignatureCertificateOnFileSignsAStatementForAGrant) {
  const auto known = on_file(enrolled(signing()));
  const auto first = begun(grant_, known);
  ASSERT_EQ(first.to_voter.at("kind"), "statement");
  EXPECT_NE(first.to_voter.at("statement").get<std::string>().find("投票枠の番号：17\n"), std::string::npos);
  EXPECT_EQ(finish(grant_, first, statement_answered(signing(), first.to_voter), known), "good");
  EXPECT_EQ(finish(grant_, first, claim_answered(auth(), begun(grant_).to_voter), known), "kind");
}

TEST_F(Card, ARenewedCardIsToldFromAnotherOne) {
  const auto known = on_file(enrolled(auth()));
  const auto first = begun(grant_, known);
  auto newer = card(4712), same_age = card(4713);
  newer.from = kNow - 1;
  EXPECT_EQ(finish(grant_, first, claim_answered(auth_.issue(newer), first.to_voter), known), "renewed");
  EXPECT_EQ(finish(grant_, first, claim_answered(auth_.issue(same_age), first.to_voter), known), "other-person");
  const auto again = begun(grant_);  // what the registrar does next: an empty OnFile, and attributes are demanded
  EXPECT_EQ(again.to_voter.at("attributes"), true);
  auto answer = claim_answered(auth_.issue(newer), again.to_voter);
  EXPECT_EQ(finish(grant_, again, answer), "good");
  answer.erase("attributes");
  EXPECT_EQ(finish(grant_, again, answer), "malformed");
}

TEST_F(Card, AKindOnFileThatIsNotAcceptedAnyMoreGoesToTheCounter) {
  const auto known = on_file(enrolled(signing()));
  rules_.enrol = rules_.grant = {CertificateKind::authentication};
  CardProvider one(rules_, said_);
  const auto refused = one.begin(grant_, known, at(kNow));
  EXPECT_EQ(std::get<Refusal>(refused).word, "kind");
  const auto damaged = one.begin(grant_, {known.subject, Bytes{7}}, at(kNow));
  EXPECT_EQ(std::get<Refusal>(damaged).word, "kind");
}

TEST_F(Card, AnswersThatAreNoneAreMalformed) {
  const auto first = begun(enrol_);
  const auto good = claim_answered(auth(), first.to_voter);
  for (const char* text : {"null", "[]", "1", "\"x\"", "{}", "{\"certificate\":1}"})
    EXPECT_EQ(finish(enrol_, first, nlohmann::json::parse(text)), "malformed") << text;
  const auto with = [&](const char* key, const nlohmann::json& value) {
    auto answer = good;
    answer[key] = value;
    return finish(enrol_, first, answer);
  };
  for (const nlohmann::json& value : {nlohmann::json(nullptr), nlohmann::json("="), nlohmann::json(""), nlohmann::json("AAAA"),
                                      nlohmann::json(std::string(100'000, 'A'))})
    EXPECT_EQ(with("certificate", value), "malformed");
  for (const nlohmann::json& value : {nlohmann::json(nullptr), nlohmann::json("="), nlohmann::json(""), nlohmann::json(std::string(10'000, 'A'))})
    EXPECT_EQ(with("signature", value), "malformed");
  EXPECT_EQ(with("signature", "AAAA"), "signature");
  for (const char* key : {"name", "address", "birth", "sex"})
    for (const nlohmann::json& value : {nlohmann::json(1), nlohmann::json(""), nlohmann::json("a\nb"), nlohmann::json(std::string("a\0b", 3)),
                                        nlohmann::json(std::string(5000, 'a')), nlohmann::json("\xff")}) {
      auto attributes = chip_;
      attributes[key] = value;
      EXPECT_EQ(with("attributes", attributes), "malformed") << key;
    }
  EXPECT_EQ(with("attributes", "x"), "malformed");
  EXPECT_EQ(with("certificate", base::to_base64(signing().der())), "signature");
}

TEST_F(Card, EvidenceIsCheckedAgainLater) {
  for (const auto& certificate : {auth(), signing()}) {
    const auto shown = enrolled(certificate);
    rules_.enrol = {CertificateKind::signature, CertificateKind::authentication};
    said_->state = Revocation::unknown;  // is not asked again
    const auto audited = std::get<Shown>(CardProvider(rules_, said_).audit(enrol_, shown.evidence));
    said_->state = Revocation::good;
    EXPECT_EQ(audited.subject, shown.subject);
    EXPECT_EQ(audited.evidence_class, shown.evidence_class);
    EXPECT_EQ(audited.attributes->name, shown.attributes->name);
    EXPECT_EQ(audited.attributes->address, shown.attributes->address);
  }
}

TEST_F(Card, EvidenceForAnotherPurposeIsRefused) {
  for (const auto& certificate : {auth(), signing()}) {
    const auto evidence = enrolled(certificate).evidence;
    for (const int part : {0, 1}) {
      auto other = enrol_;
      (part == 0 ? other.ctx : other.key)[5] ^= 1;
      EXPECT_EQ(word(provider_.audit(other, evidence)), "signature");
    }
  }
}

TEST_F(Card, EveryFlippedBitOfEvidenceIsRefusedUnlessNobodySignedIt) {
  for (const auto& certificate : {auth(), signing()}) {
    const auto evidence = enrolled(certificate).evidence;
    const bool signs = evidence[0] == 1;
    // Signed by nobody: the time (a few seconds) and, in class B, the four attributes. The salted hash on the board holds them.
    const std::size_t end = signs ? evidence.size() : evidence.size() - 4 * 4 - 15 - 19 - 8 - 1;
    for (std::size_t bit = 0; bit < end * 8; bit += 23) {
      if (bit / 8 >= 1 && bit / 8 < 9) continue;
      auto flipped = evidence;
      flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
      ASSERT_NE(word(provider_.audit(enrol_, flipped)), "good") << "class " << evidence[0] << " bit " << bit;
    }
    for (std::size_t size = 0; size < evidence.size(); size += 7)
      ASSERT_EQ(word(provider_.audit(enrol_, ByteView(evidence).first(size))), "malformed") << size;
  }
}

TEST_F(Card, TheTimeInTheEvidenceDecides) {
  for (const auto& certificate : {auth(), signing()}) {
    auto evidence = enrolled(certificate).evidence;
    const auto at_time = [&](base::UnixTime when) {
      const auto bytes = base::Writer().u64(when).take();
      std::copy(bytes.begin(), bytes.end(), evidence.begin() + 1);
      return word(provider_.audit(enrol_, evidence));
    };
    const bool signs = evidence[0] == 1;
    EXPECT_EQ(at_time(kNow), "good");
    EXPECT_EQ(at_time(kNow + 2 * kYear), signs ? "signature" : "expired");
    EXPECT_EQ(at_time(kNow - 2 * kYear), signs ? "signature" : "not-yet-valid");
    EXPECT_EQ(at_time(~std::uint64_t{0}), "malformed");
  }
}

TEST_F(Card, AStatementBegunBeforeMidnightIsGoodAfterIt) {
  const base::UnixTime midnight = (kNow + 9 * 3600) / 86'400 * 86'400 + 86'400 - 9 * 3600;
  const auto first = std::get<Begun>(provider_.begin(enrol_, {}, at(midnight - 10)));
  const auto answer = statement_answered(signing(), first.to_voter.at("or"));
  const auto shown = std::get<Shown>(provider_.finish(enrol_, {}, first.kept, answer, at(midnight + 10)));
  EXPECT_EQ(word(provider_.audit(enrol_, shown.evidence)), "good");
  EXPECT_NE(card_statement(enrol_, midnight - 1), card_statement(enrol_, midnight));
}

TEST_F(Card, TheNextGenerationSignsWithP384) {
  const Key key = ec();
  const Authority next(ec(), auth_.unit, kNow - kYear, kNow + kYear);
  rules_.roots.authentication.push_back(next.root());
  rules_.types.push_back({"next", CertificateKind::authentication, "1.2.392.200149.8.5.1.3.99", KeyType::p384_sha384});
  CardProvider provider(rules_, said_);
  auto wanted = card();
  wanted.key = key, wanted.policy = "1.2.392.200149.8.5.1.3.99", wanted.digest = EVP_sha384();
  const auto first = std::get<Begun>(provider.begin(enrol_, {}, at(kNow)));
  auto answer = claim_answered(next.issue(wanted), first.to_voter);
  EXPECT_EQ(word(provider.finish(enrol_, {}, first.kept, answer, at(kNow))), "signature");
  answer["signature"] = base::to_base64(sign(key, *base::from_hex(first.to_voter["claim"].get<std::string>()), EVP_sha384()));
  const auto shown = provider.finish(enrol_, {}, first.kept, answer, at(kNow));
  ASSERT_EQ(word(shown), "good");
  EXPECT_EQ(word(provider.audit(enrol_, std::get<Shown>(shown).evidence)), "good");
}

}  // namespace
}  // namespace ippyo::identity
