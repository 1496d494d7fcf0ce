// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "identity/card_test_pki.hpp"
#include "identity/revocation.hpp"

namespace ippyo::identity {
namespace {

using namespace test;
constexpr base::UnixTime kNow = 1'795'000'000, kYear = 31'536'000, kDay = 86'400;

struct ListWanted {
  std::vector<std::uint64_t> serials{};
  base::UnixTime from = kNow - 10, to = kNow + kDay;
  std::string point{};  ///< issuingDistributionPoint, in the configuration language of OpenSSL
  bool delta = false;
  const EVP_MD* digest = EVP_sha256();
};

Bytes make_list(const Authority& authority, const ListWanted& wanted) {
  const std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)> crl(X509_CRL_new(), X509_CRL_free);
  X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(authority.x509.get()));
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> from(ASN1_TIME_set(nullptr, static_cast<std::time_t>(wanted.from)), ASN1_TIME_free);
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> to(ASN1_TIME_set(nullptr, static_cast<std::time_t>(wanted.to)), ASN1_TIME_free);
  X509_CRL_set1_lastUpdate(crl.get(), from.get());
  if (wanted.to != 0) X509_CRL_set1_nextUpdate(crl.get(), to.get());
  for (const auto serial : wanted.serials) {
    auto* entry = X509_REVOKED_new();
    const std::unique_ptr<ASN1_INTEGER, decltype(&ASN1_INTEGER_free)> number(ASN1_INTEGER_new(), ASN1_INTEGER_free);
    ASN1_INTEGER_set_uint64(number.get(), serial);
    X509_REVOKED_set_serialNumber(entry, number.get());
    X509_REVOKED_set_revocationDate(entry, from.get());
    X509_CRL_add0_revoked(crl.get(), entry);
  }
  if (!wanted.point.empty()) {
    const std::unique_ptr<CONF, decltype(&NCONF_free)> empty(NCONF_new(nullptr), NCONF_free);
    auto* extension = X509V3_EXT_nconf_nid(empty.get(), nullptr, NID_issuing_distribution_point, wanted.point.c_str());
    IPPYO_CHECK(extension != nullptr && X509_CRL_add_ext(crl.get(), extension, -1) == 1);
    X509_EXTENSION_free(extension);
  }
  const std::unique_ptr<ASN1_INTEGER, decltype(&ASN1_INTEGER_free)> base_list(ASN1_INTEGER_new(), ASN1_INTEGER_free);
  ASN1_INTEGER_set(base_list.get(), 1);
  if (wanted.delta) IPPYO_CHECK(X509_CRL_add1_ext_i2d(crl.get(), NID_delta_crl, base_list.get(), 1, X509V3_ADD_DEFAULT) == 1);
  IPPYO_CHECK(X509_CRL_sign(crl.get(), authority.key.get(), wanted.digest) > 0);
  return openssl::encoded(i2d_X509_CRL, crl.get());
}

class Lists : public testing::Test {
 protected:
  Authority auth_{pool(1), "JPKI for user authentication", kNow - 3 * kYear, kNow + 7 * kYear};
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("ippyo-crl-" + std::to_string(::getpid()));
  std::filesystem::path file_ = folder_ / "list.crl";
  base::SystemRng rng_;
  Certificate card_ = auth_.issue({.key = pool(4), .from = kNow - kYear, .to = kNow + kYear});

  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void publish(ByteView list) { std::ofstream(file_, std::ios::binary) << base::to_string(list); }
  void publish(const ListWanted& wanted) { publish(make_list(auth_, wanted)); }
  CrlSource source(const RevocationRules& rules = {}) const {
    return CrlSource({.places = {{base::to_hex(auth_.root().key_id()), file_.string()}}, .rules = rules});
  }
  Revocation ask(CrlSource& source, base::UnixTime now = kNow) { return source.ask(card_, auth_.root(), {now, rng_}); }
  Revocation ask_once(const RevocationRules& rules = {}, base::UnixTime now = kNow) {
    auto once = source(rules);
    return ask(once, now);
  }
};

TEST_F(Lists, WhoIsNotListedIsGood) {
  publish({.serials = {1, 2, 99'999}});
  EXPECT_EQ(ask_once(), Revocation::good);
}

TEST_F(Lists, WhoIsListedIsRevoked) {
  publish({.serials = {1, 4711}});
  EXPECT_EQ(ask_once(), Revocation::revoked);
}

TEST_F(Lists, PemIsReadToo) {
  publish(base::view("-----BEGIN X509 CRL-----\n" + base::to_base64(make_list(auth_, {.serials = {4711}})) + "\n-----END X509 CRL-----\n"));
  EXPECT_EQ(ask_once(), Revocation::revoked);
}

TEST_F(Lists, AnExpiredListProvesNothing) {
  publish({.to = kNow - 301});
  EXPECT_EQ(ask_once(), Revocation::unknown);
  publish({.to = kNow - 299});
  EXPECT_EQ(ask_once(), Revocation::good);  // within the skew
  publish({.to = kNow - 3600});
  EXPECT_EQ(ask_once(*read_when_down("accept-cached-for 1 hours")), Revocation::good);
  EXPECT_EQ(ask_once(*read_when_down("accept-cached-for 1 hours"), kNow + 1), Revocation::unknown);
}

TEST_F(Lists, AListOfTheFutureOrWithoutAnEndProvesNothing) {
  publish({.from = kNow + 301});
  EXPECT_EQ(ask_once(), Revocation::unknown);
  publish({.to = 0});
  EXPECT_EQ(ask_once(), Revocation::unknown);
}

TEST_F(Lists, AListOfAStrangerProvesNothing) {
  publish(make_list(Authority(pool(3), auth_.unit, kNow - kYear, kNow + kYear), {}));
  EXPECT_EQ(ask_once(), Revocation::unknown);
  publish(make_list(Authority(pool(1), "another name", kNow - kYear, kNow + kYear), {}));
  EXPECT_EQ(ask_once(), Revocation::unknown);
  publish({.digest = EVP_sha1()});
  EXPECT_EQ(ask_once(), Revocation::unknown);
}

TEST_F(Lists, APartOfAListProvesNothing) {
  for (const char* point : {"critical,onlyCA:TRUE", "critical,indirectCRL:TRUE", "critical,onlyAA:TRUE",
                            "critical,onlysomereasons:keyCompromise", "critical,fullname:URI:http://crl.example/7"}) {
    publish({.point = point});
    EXPECT_EQ(ask_once(), Revocation::unknown) << point;
  }
  publish({.point = "critical,onlyuser:TRUE"});
  EXPECT_EQ(ask_once(), Revocation::good);
  publish({.delta = true});
  EXPECT_EQ(ask_once(), Revocation::unknown);
}

TEST_F(Lists, AListForTheCertificatesOwnPointCounts) {
  card_ = auth_.issue({.key = pool(4), .crl_points = "URI:http://crl.example/7", .from = kNow - kYear, .to = kNow + kYear});
  publish({.serials = {4711}, .point = "critical,fullname:URI:http://crl.example/7"});
  EXPECT_EQ(ask_once(), Revocation::revoked);
  publish({.point = "critical,fullname:URI:http://crl.example/8"});
  EXPECT_EQ(ask_once(), Revocation::unknown);
}

TEST_F(Lists, DamagedBytesProveNothingAndNeverStopUs) {
  const auto list = make_list(auth_, {.serials = {1}});
  for (std::size_t bit = 0; bit < list.size() * 8; bit += 5) {
    auto flipped = list;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    publish(flipped);
    ASSERT_EQ(ask_once(), Revocation::unknown) << bit;
  }
  publish(ByteView(list).first(list.size() - 1));
  EXPECT_EQ(ask_once(), Revocation::unknown);
  std::filesystem::remove(file_);
  EXPECT_EQ(ask_once(), Revocation::unknown);
}

TEST_F(Lists, AListIsKeptUntilItsRefreshAndNeverReplacedByAnOlderOne) {
  auto kept = source();
  publish({.from = kNow - 10});
  EXPECT_EQ(ask(kept), Revocation::good);
  publish({.serials = {4711}, .from = kNow - 5});
  EXPECT_EQ(ask(kept, kNow + 3599), Revocation::good);
  EXPECT_EQ(ask(kept, kNow + 3600), Revocation::revoked);
  publish({.from = kNow - 10});
  EXPECT_EQ(ask(kept, kNow + 7200), Revocation::revoked);
}

TEST_F(Lists, APlaceThatGaveNothingIsTriedAgainAfterAMinute) {
  auto kept = source();
  EXPECT_EQ(ask(kept), Revocation::unknown);
  publish(ListWanted{});
  EXPECT_EQ(ask(kept, kNow + CrlSource::kRetryAfter - 1), Revocation::unknown);
  EXPECT_EQ(ask(kept, kNow + CrlSource::kRetryAfter), Revocation::good);
}

TEST_F(Lists, AnIssuerWithoutAListIsUnknown) {
  publish(ListWanted{});
  auto kept = source();
  const Authority other(pool(2), auth_.unit, kNow - kYear, kNow + kYear);
  EXPECT_EQ(kept.ask(card_, other.root(), {kNow, rng_}), Revocation::unknown);
}

TEST(WhenDown, TheWordsAreRead) {
  EXPECT_EQ(read_when_down("refuse")->accept_cached_for, 0u);
  EXPECT_EQ(read_when_down("accept-cached-for 12 hours")->accept_cached_for, 12u * 3600);
  for (const char* bad : {"", "accept", "accept-cached-for 0 hours", "accept-cached-for 169 hours", "accept-cached-for -1 hours",
                          "accept-cached-for  hours", "accept-cached-for 1 hours ", "accept-cached-for 1x hours"})
    EXPECT_FALSE(read_when_down(bad).ok()) << bad;
}

}  // namespace
}  // namespace ippyo::identity
