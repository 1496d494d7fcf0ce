// SPDX-License-Identifier: Apache-2.0
#include "identity/certificate.hpp"

#include <gtest/gtest.h>

#include "identity/card_test_pki.hpp"

namespace ippyo::identity {
namespace {

using namespace test;
constexpr base::UnixTime kNow = 1'795'000'000, kYear = 31'536'000;
constexpr const char* kSignPolicy = "1.2.392.200149.8.5.1.1.20";
constexpr const char* kSignUsage = "critical,digitalSignature,nonRepudiation";

class Certificates : public testing::Test {
 protected:
  Authority old_{pool(0), "JPKI for user authentication", kNow - 8 * kYear, kNow + 2 * kYear};
  Authority new_{pool(1), "JPKI for user authentication", kNow - 3 * kYear, kNow + 7 * kYear};
  Authority sign_{pool(2), "JPKI for digital signature", kNow - 3 * kYear, kNow + 7 * kYear};
  Authority stranger_{pool(3), "JPKI for user authentication", kNow - 3 * kYear, kNow + 7 * kYear};
  CardRoots roots_{{old_.root(), new_.root()}, {sign_.root()}};

  static Wanted card() { return {.key = pool(4), .from = kNow - kYear, .to = kNow + kYear}; }
  static Wanted signing() {
    auto wanted = card();
    wanted.policy = kSignPolicy, wanted.usage = kSignUsage, wanted.others = four_attributes();
    return wanted;
  }
  /// "good", or the word of the refusal.
  std::string word(const Certificate& certificate, CertificateKind kind = CertificateKind::authentication, base::UnixTime at = kNow,
                   const std::vector<CardType>& types = standard_card_types()) const {
    const auto judged = judge(certificate, kind, roots_, types, at);
    const auto* refusal = std::get_if<Refusal>(&judged);
    return refusal ? refusal->word : "good";
  }
  template <class Change>
  std::string changed(Change change) const {
    auto wanted = card();
    change(wanted);
    return word(new_.issue(wanted));
  }
};

TEST_F(Certificates, OfTwoRootsWithOneNameTheKeyIdentifierDecides) {
  for (const auto* authority : {&old_, &new_}) {
    const auto judged = judge(authority->issue(card()), CertificateKind::authentication, roots_, standard_card_types(), kNow);
    ASSERT_TRUE(std::holds_alternative<Judged>(judged));
    EXPECT_EQ(std::get<Judged>(judged).issuer.der(), authority->root().der());
    EXPECT_EQ(std::get<Judged>(judged).type.name, "card");
  }
  EXPECT_EQ(word(sign_.issue(signing()), CertificateKind::signature), "good");
}

TEST_F(Certificates, ARootOfTheSameNameThatIsNotOursIsNoIssuer) {
  EXPECT_EQ(word(stranger_.issue(card())), "chain");
  EXPECT_EQ(claimed_kind(stranger_.issue(card()), roots_), std::nullopt);
}

TEST_F(Certificates, AStrangerWhoNamesOurKeyIdentifierIsNoIssuer) {
  Authority forger = new_;  // the name and identifier of ours, another key
  forger.key = pool(3);
  const auto forged = forger.issue(card());
  EXPECT_EQ(claimed_kind(forged, roots_), CertificateKind::authentication);
  EXPECT_EQ(word(forged), "chain");
}

TEST_F(Certificates, WithoutAnIssuerKeyIdentifierThereIsNoIssuer) {
  EXPECT_EQ(changed([](Wanted& w) { w.name_issuer_key = false; }), "chain");
}

TEST_F(Certificates, TheRootsOfOneKindCarryNoCertificateOfTheOther) {
  EXPECT_EQ(word(sign_.issue(card())), "chain");
  EXPECT_EQ(word(new_.issue(signing()), CertificateKind::signature), "chain");
  EXPECT_EQ(word(new_.issue(signing())), "policy");
}

TEST_F(Certificates, ARootCarriesNobodyOutsideItsOwnValidity) {
  auto wanted = card();
  wanted.to = kNow + 5 * kYear;
  EXPECT_EQ(word(old_.issue(wanted), CertificateKind::authentication, kNow + 3 * kYear), "chain");
  EXPECT_EQ(word(new_.issue(wanted), CertificateKind::authentication, kNow + 3 * kYear), "good");
}

TEST_F(Certificates, AnAuthorityIsNoCard) {
  EXPECT_EQ(changed([](Wanted& w) { w.basic = "critical,CA:TRUE"; }), "chain");
  EXPECT_EQ(changed([](Wanted& w) { w.usage = "critical,digitalSignature,keyCertSign"; }), "chain");
  EXPECT_EQ(changed([](Wanted& w) { w.basic = "CA:FALSE"; }), "good");
  EXPECT_EQ(word(new_.root()), "chain");
}

TEST_F(Certificates, AnUnknownCriticalExtensionIsRefused) {
  EXPECT_EQ(changed([](Wanted& w) { w.more_oid = "1.2.3.4.5"; }), "chain");
}

TEST_F(Certificates, OldDigestsAreRefused) {
  EXPECT_EQ(changed([](Wanted& w) { w.digest = EVP_sha1(); }), "chain");
}

TEST_F(Certificates, ExactlyOnePolicyOfTheTableIsAccepted) {
  for (const char* policy : {"", "1.2.392.200149.8.5.1.3.31", "1.2.392.200149.8.5.1.1.20", "2.5.29.32.0",
                             "1.2.392.200149.8.5.1.3.30,1.2.3.4"})
    EXPECT_EQ(changed([&](Wanted& w) { w.policy = policy; }), "policy") << policy;
}

TEST_F(Certificates, TestCardsAreForRehearsals) {
  auto wanted = signing();
  wanted.policy = "1.2.392.200149.8.5.1.0.20";
  EXPECT_EQ(word(sign_.issue(wanted), CertificateKind::signature), "policy");
  EXPECT_EQ(word(sign_.issue(wanted), CertificateKind::signature, kNow, standard_card_types(true)), "good");
  wanted.policy = "1.2.392.200149.8.5.1.1.40";
  EXPECT_EQ(word(sign_.issue(wanted), CertificateKind::signature), "good");
}

TEST_F(Certificates, KeyUsageIsExact) {
  for (const char* usage : {"", "critical,keyAgreement", "critical,nonRepudiation", "critical,digitalSignature,keyEncipherment", kSignUsage})
    EXPECT_EQ(changed([&](Wanted& w) { w.usage = usage; }), "usage") << usage;
  auto wanted = signing();
  wanted.usage = "critical,digitalSignature";
  EXPECT_EQ(word(sign_.issue(wanted), CertificateKind::signature), "usage");
}

TEST_F(Certificates, ValidityEndsWithTheSecond) {
  const auto certificate = new_.issue(card());
  const auto at = [&](base::UnixTime when) { return word(certificate, CertificateKind::authentication, when); };
  EXPECT_EQ(at(kNow - kYear - 1), "not-yet-valid");
  EXPECT_EQ(at(kNow - kYear), "good");
  EXPECT_EQ(at(kNow + kYear), "good");
  EXPECT_EQ(at(kNow + kYear + 1), "expired");
}

TEST_F(Certificates, KeysAreAsTheRowSays) {
  EXPECT_EQ(changed([](Wanted& w) { w.key = rsa(1024); }), "policy");
  EXPECT_EQ(changed([](Wanted& w) { w.key = ec(); }), "policy");
  EXPECT_EQ(changed([](Wanted& w) { w.key = ec("P-256"); }), "policy");
}

TEST_F(Certificates, TheNextGenerationIsARow) {
  auto types = standard_card_types();
  types.push_back({"next", CertificateKind::authentication, "1.2.392.200149.8.5.1.3.99", KeyType::p384_sha384});
  const Authority next(ec(), "JPKI for user authentication", kNow - kYear, kNow + 9 * kYear);
  roots_.authentication.push_back(next.root());
  auto wanted = card();
  wanted.key = ec(), wanted.policy = "1.2.392.200149.8.5.1.3.99", wanted.digest = EVP_sha384();
  const auto certificate = next.issue(wanted);
  EXPECT_EQ(word(certificate, CertificateKind::authentication, kNow, types), "good");
  EXPECT_EQ(word(certificate), "policy");
  const Bytes message{1, 2, 3};
  EXPECT_TRUE(verify_by(certificate, message, sign(wanted.key, message, EVP_sha384())));
  EXPECT_FALSE(verify_by(certificate, message, sign(wanted.key, message, EVP_sha256())));
  wanted.key = pool(4);
  EXPECT_EQ(word(next.issue(wanted), CertificateKind::authentication, kNow, types), "policy");
}

TEST_F(Certificates, EveryFlippedBitIsRefused) {
  const auto good = new_.issue(card());
  ASSERT_EQ(word(good), "good");
  for (std::size_t bit = 0; bit < good.der().size() * 8; ++bit) {
    auto bytes = good.der();
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    if (const auto flipped = Certificate::parse(bytes)) {
      ASSERT_NE(word(*flipped), "good") << "bit " << bit;
    }
  }
}

TEST_F(Certificates, FlippedBitsInAttributesNeverStopUs) {
  const auto good = sign_.issue(signing());
  for (std::size_t bit = 0; bit < good.der().size() * 8; bit += 7) {
    auto bytes = good.der();
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    const auto flipped = Certificate::parse(bytes);
    if (!flipped) continue;
    static_cast<void>(certified_attributes(*flipped)), static_cast<void>(verify_by(*flipped, bytes, Bytes(256)));
    ASSERT_NE(word(*flipped, CertificateKind::signature), "good") << "bit " << bit;
  }
}

TEST_F(Certificates, ShortAndLongBytesAreNoCertificate) {
  const auto good = new_.issue(card()).der();
  for (std::size_t size = 0; size < good.size(); ++size) ASSERT_FALSE(Certificate::parse(ByteView(good).first(size))) << size;
  auto longer = good;
  longer.push_back(0);
  EXPECT_FALSE(Certificate::parse(longer));
  EXPECT_FALSE(Certificate::parse(Bytes(Certificate::kMaxSize + 1, 0x30)));
}

TEST_F(Certificates, TheSubjectIsIssuerAndSerial) {
  auto wanted = card();
  wanted.serial = 0x1234;
  EXPECT_EQ(new_.issue(wanted).subject(), base::to_hex(new_.root().key_id()) + "-1234");
  EXPECT_NE(new_.issue(wanted).subject(), old_.issue(wanted).subject());
}

TEST_F(Certificates, TheFourAttributesAreRead) {
  const auto read = certified_attributes(sign_.issue(signing()));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->attributes.name, "試験　太郎");
  EXPECT_EQ(read->attributes.address, "茨城県つくば市研究学園一丁目１番地１");
  EXPECT_EQ(read->attributes.birth, (roll::Day{1980, 2, 29}));
  EXPECT_EQ(read->attributes.sex, roll::Sex::male);
  EXPECT_EQ(read->name_substituted, "00000");
}

TEST_F(Certificates, AttributesThatAreNoneAreRefused) {
  const auto refused = [&](std::size_t field, const std::string& text, int type = V_ASN1_UTF8STRING) {
    auto wanted = signing();
    wanted.others[field].text = text, wanted.others[field].type = type;
    return !certified_attributes(sign_.issue(wanted));
  };
  EXPECT_FALSE(refused(0, "別人　花子"));
  EXPECT_TRUE(refused(0, std::string("試験\0太郎", 13)));
  EXPECT_TRUE(refused(0, "試験\n太郎"));
  EXPECT_TRUE(refused(0, "\xff\xfe"));
  EXPECT_TRUE(refused(0, ""));
  EXPECT_TRUE(refused(0, std::string(301, 'a')));
  EXPECT_FALSE(refused(0, std::string(300, 'a')));
  EXPECT_TRUE(refused(0, "ascii", V_ASN1_PRINTABLESTRING));
  EXPECT_TRUE(refused(1, "0002"));
  for (const char* sex : {"", "0", "4", "9", "11"}) EXPECT_TRUE(refused(2, sex)) << sex;
  for (const char* birth : {"", "19800229", "619800229", "319801301", "319800232", "3198002290", "31980-02-2"})
    EXPECT_TRUE(refused(3, birth)) << birth;
  EXPECT_TRUE(refused(4, std::string(801, 'a')));
  EXPECT_TRUE(refused(5, "x"));
}

TEST_F(Certificates, MissingAndDoubleAttributesAreRefused) {
  for (const std::size_t field : {0u, 2u, 3u, 4u}) {
    auto wanted = signing();
    wanted.others.erase(wanted.others.begin() + static_cast<std::ptrdiff_t>(field));
    EXPECT_FALSE(certified_attributes(sign_.issue(wanted))) << field;
  }
  auto wanted = signing();
  wanted.others.push_back(wanted.others[0]);
  EXPECT_FALSE(certified_attributes(sign_.issue(wanted)));
  EXPECT_FALSE(certified_attributes(new_.issue(card())));
}

TEST_F(Certificates, OnlyRootsAreReadAsRoots) {
  const auto both = read_roots(base::view(pem(old_.root()) + pem(new_.root())));
  ASSERT_TRUE(both.ok());
  EXPECT_EQ(both->size(), 2u);
  EXPECT_FALSE(read_roots(base::view("")).ok());
  EXPECT_FALSE(read_roots(base::view(pem(new_.issue(card())))).ok());
  auto sub = card();
  sub.basic = "critical,CA:TRUE", sub.usage = "critical,keyCertSign";
  EXPECT_FALSE(read_roots(base::view(pem(new_.issue(sub)))).ok());
  auto damaged = pem(old_.root()) + pem(new_.root());
  damaged[damaged.size() - 60] = '!';
  EXPECT_FALSE(read_roots(base::view(damaged)).ok());
  EXPECT_FALSE(read_roots(base::view("-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\n"
                                     "DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\nAAAA\n-----END CERTIFICATE-----\n"))
                   .ok());  // nobody is asked for a password
}

}  // namespace
}  // namespace ippyo::identity
