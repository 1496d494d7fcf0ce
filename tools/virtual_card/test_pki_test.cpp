// SPDX-License-Identifier: Apache-2.0
#include "virtual_card/test_pki.hpp"

#include <gtest/gtest.h>
#include <openssl/x509v3.h>

#include <thread>

#include "base/files.hpp"
#include "virtual_card/certificates.hpp"
#include "virtual_card/test_people.hpp"

namespace ippyo::virtual_card {
namespace {

using card::Key;
using test::kTaro;
using test::pki;

bool issued_by(ByteView certificate, ByteView root) {
  const auto x = certificate_from(certificate), r = certificate_from(root);
  return X509_verify(x.get(), X509_get0_pubkey(r.get())) == 1;
}

/// The attributes in the subject alternative name, by the last arc of their identifiers.
std::map<std::string, std::string> attributes_in(ByteView certificate) {
  const auto x = certificate_from(certificate);
  std::map<std::string, std::string> found;
  auto* names = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x.get(), NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names); ++i) {
    const auto* other = sk_GENERAL_NAME_value(names, i)->d.otherName;
    char oid[64];
    OBJ_obj2txt(oid, sizeof oid, other->type_id, 1);
    const auto* s = other->value->value.utf8string;
    found[std::string(oid).substr(21)] = std::string(reinterpret_cast<const char*>(s->data), s->length);
  }
  GENERAL_NAMES_free(names);
  return found;
}

TEST(TestPki, CertificatesLookLikeTheRealOnes) {
  const auto d = pki().issue(kTaro);
  EXPECT_TRUE(issued_by(d.auth_certificate, pki().root(Key::auth)));
  EXPECT_TRUE(issued_by(d.sign_certificate, pki().root(Key::sign)));
  EXPECT_FALSE(issued_by(d.sign_certificate, pki().root(Key::auth)));
  const auto a = attributes_in(d.sign_certificate);
  EXPECT_EQ(a.at("1"), kTaro.name);
  EXPECT_EQ(a.at("3"), "1");
  EXPECT_EQ(a.at("4"), "319800229");
  EXPECT_EQ(a.at("5"), kTaro.address);
  EXPECT_EQ(a.at("2"), "00000");
  EXPECT_TRUE(attributes_in(d.auth_certificate).empty()) << "the authentication certificate names nobody";
  const auto x = certificate_from(d.auth_certificate);
  EXPECT_EQ(X509_get_key_usage(x.get()), std::uint32_t{KU_DIGITAL_SIGNATURE});
  const auto s = certificate_from(d.sign_certificate);
  EXPECT_EQ(X509_get_key_usage(s.get()), std::uint32_t{KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION});
  const auto r = certificate_from(d.auth_ca);
  EXPECT_EQ(ASN1_OCTET_STRING_cmp(X509_get0_authority_key_id(x.get()), X509_get0_subject_key_id(r.get())), 0);
}

TEST(TestPki, ErasAreThoseOfTheCertificateAndOfThePrintedCard) {
  EXPECT_EQ(era_date({2019, 4, 30}), "420190430");
  EXPECT_EQ(era_date({2019, 5, 1}), "520190501");
  EXPECT_EQ(era_date({1989, 1, 7}), "319890107");
  EXPECT_EQ(printed_birth({1980, 2, 29}), "550229");
  EXPECT_EQ(printed_birth({2019, 5, 1}), "010501");
}

TEST(TestPki, BadCardsAreBadInExactlyOneWay) {
  CardOptions expired, wrong;
  expired.expired = true;
  wrong.wrong_root = true;
  const auto e = pki().issue(kTaro, expired), w = pki().issue(kTaro, wrong);
  EXPECT_TRUE(issued_by(e.auth_certificate, pki().root(Key::auth)));
  const auto x = certificate_from(e.auth_certificate);
  EXPECT_LT(ASN1_TIME_cmp_time_t(X509_get0_notAfter(x.get()), static_cast<time_t>(test::kNow)), 0);
  EXPECT_FALSE(issued_by(w.auth_certificate, pki().root(Key::auth)));
  const auto good = certificate_from(pki().root(Key::auth)), other = certificate_from(w.auth_ca);
  EXPECT_EQ(X509_NAME_cmp(X509_get_subject_name(good.get()), X509_get_subject_name(other.get())), 0) << "names do not tell";
}

TEST(TestPki, RevocationAndMovingAreInTheListAndTheIndex) {
  auto d = pki().issue(kTaro);
  const auto old = serial_of(certificate_from(d.sign_certificate).get());
  const auto auth = d.auth_certificate;
  pki().move(d, "茨城県つくば市吾妻二丁目２番地２");
  EXPECT_EQ(d.auth_certificate, auth);
  EXPECT_EQ(attributes_in(d.sign_certificate).at("5"), "茨城県つくば市吾妻二丁目２番地２");
  ASSERT_TRUE(pki().save().ok());
  const auto bytes = *base::read_file(pki().folder() / "sign/crl.der");
  const auto* p = bytes.data();
  const std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)> crl(d2i_X509_CRL(nullptr, &p, static_cast<long>(bytes.size())),
                                                                X509_CRL_free);
  ASSERT_TRUE(crl);
  EXPECT_EQ(X509_CRL_verify(crl.get(), X509_get0_pubkey(certificate_from(pki().root(Key::sign)).get())), 1);
  const std::unique_ptr<ASN1_INTEGER, decltype(&ASN1_INTEGER_free)> serial(ASN1_INTEGER_new(), ASN1_INTEGER_free);
  ASN1_INTEGER_set_uint64(serial.get(), old);
  X509_REVOKED* row = nullptr;
  EXPECT_EQ(X509_CRL_get0_by_serial(crl.get(), &row, serial.get()), 1);
  ASN1_INTEGER_set_uint64(serial.get(), serial_of(certificate_from(d.sign_certificate).get()));
  EXPECT_EQ(X509_CRL_get0_by_serial(crl.get(), &row, serial.get()), 0);
}

TEST(TestPki, AFolderOpenedAgainIsTheSameService) {
  const auto folder = test::folder() / "again";
  Bytes root, revoked;
  {
    const auto first = TestPki::open(folder, test::kNow, pki().folder() / "keys.pem", 4);
    ASSERT_TRUE(first.ok());
    root = (*first)->root(Key::auth);
    revoked = (*first)->issue(kTaro).auth_certificate;
    (*first)->revoke(revoked);
    ASSERT_TRUE((*first)->save().ok());
  }
  const auto index = base::to_string(*base::read_file(folder / "auth/index.txt"));
  const auto second = TestPki::open(folder, test::kNow, pki().folder() / "keys.pem", 4);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ((*second)->root(Key::auth), root);
  EXPECT_EQ(base::to_string(*base::read_file(folder / "auth/index.txt")), index);
  EXPECT_TRUE(index.starts_with("R\t"));
}

TEST(TestPki, CardsOfACrowdAreIssuedInParallelEachWithItsOwnCertificate) {
  CardOptions o;
  o.next_generation = true;  // fast keys: this is about the locking
  std::vector<std::vector<CardData>> cards(2);
  {
    std::vector<std::jthread> workers;
    for (auto& mine : cards)
      workers.emplace_back([&mine, &o] {
        for (int i = 0; i < 20; ++i) mine.push_back(pki().issue(kTaro, o));
      });
  }
  std::set<std::uint64_t> serials;
  for (const auto& mine : cards)
    for (const auto& d : mine) {
      serials.insert(serial_of(certificate_from(d.auth_certificate).get()));
      EXPECT_TRUE(issued_by(d.auth_certificate, pki().root(Key::auth, card::Algorithm::ecdsa_p384_sha384)));
    }
  EXPECT_EQ(serials.size(), 40u);
}

}  // namespace
}  // namespace ippyo::virtual_card
