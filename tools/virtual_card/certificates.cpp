// SPDX-License-Identifier: Apache-2.0
#include "virtual_card/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <array>

#include "virtual_card/test_pki.hpp"

namespace ippyo::virtual_card {
namespace {

constexpr const char* kOperator = "Japan Agency for Local Authority Information Systems TEST";
constexpr const char* kAttributeOid = "1.2.392.200149.8.5.5.";

void field(X509_NAME* name, const char* key, const std::string& value) {
  const auto* text = reinterpret_cast<const unsigned char*>(value.c_str());
  IPPYO_CHECK(X509_NAME_add_entry_by_txt(name, key, MBSTRING_UTF8, text, -1, -1, 0) == 1);
}

void extension(X509* to, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  X509V3_set_ctx_nodb(&context);
  X509_EXTENSION* e = X509V3_EXT_nconf_nid(nullptr, &context, nid, value.c_str());
  IPPYO_CHECK(e != nullptr && X509_add_ext(to, e, -1) == 1);
  X509_EXTENSION_free(e);
}

/// Critical, with the address of the practice statement, as on the real certificates.
void policy(X509* to, const char* oid) {
  POLICYINFO* info = POLICYINFO_new();
  info->policyid = OBJ_txt2obj(oid, 1);
  POLICYQUALINFO* statement = POLICYQUALINFO_new();
  statement->pqualid = OBJ_nid2obj(NID_id_qt_cps);
  statement->d.cpsuri = ASN1_IA5STRING_new();
  ASN1_STRING_set(statement->d.cpsuri, "http://www.jpki.go.jp/cps.html", -1);
  info->qualifiers = sk_POLICYQUALINFO_new_null();
  sk_POLICYQUALINFO_push(info->qualifiers, statement);
  CERTIFICATEPOLICIES* all = sk_POLICYINFO_new_null();
  sk_POLICYINFO_push(all, info);
  IPPYO_CHECK(X509_add1_ext_i2d(to, NID_certificate_policies, all, 1, X509V3_ADD_DEFAULT) == 1);
  CERTIFICATEPOLICIES_free(all);
}

void attribute(GENERAL_NAMES* names, char number, const std::string& value) {
  ASN1_TYPE* text = ASN1_TYPE_new();
  ASN1_STRING* s = ASN1_UTF8STRING_new();
  ASN1_STRING_set(s, value.data(), static_cast<int>(value.size()));
  ASN1_TYPE_set(text, V_ASN1_UTF8STRING, s);
  GENERAL_NAME* name = GENERAL_NAME_new();
  GENERAL_NAME_set0_othername(name, OBJ_txt2obj((kAttributeOid + std::string(1, number)).c_str(), 1), text);
  sk_GENERAL_NAME_push(names, name);
}

std::string zeros(const std::string& text) {
  std::size_t characters = 0;
  for (const char c : text) characters += (c & 0xC0) != 0x80;
  return std::string(characters, '0');
}

void attributes(X509* to, const roll::Attributes& a) {
  GENERAL_NAMES* names = sk_GENERAL_NAME_new_null();
  attribute(names, '1', a.name);
  attribute(names, '4', era_date(a.birth));
  attribute(names, '3', a.sex == roll::Sex::male ? "1" : a.sex == roll::Sex::female ? "2" : "3");
  attribute(names, '5', a.address);
  attribute(names, '2', zeros(a.name));
  attribute(names, '6', zeros(a.address));
  IPPYO_CHECK(X509_add1_ext_i2d(to, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) == 1);
  GENERAL_NAMES_free(names);
}

std::shared_ptr<X509> blank(EVP_PKEY* key, std::uint64_t serial, Validity validity) {
  std::shared_ptr<X509> x(X509_new(), X509_free);
  X509_set_version(x.get(), X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(x.get()), serial);
  ASN1_TIME_set(X509_getm_notBefore(x.get()), static_cast<time_t>(validity.from));
  ASN1_TIME_set(X509_getm_notAfter(x.get()), static_cast<time_t>(validity.until));
  IPPYO_CHECK(X509_set_pubkey(x.get(), key) == 1);
  return x;
}

const EVP_MD* digest_of(EVP_PKEY* key) {
  return EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_bits(key) > 256 ? EVP_sha384() : EVP_sha256();
}
void sign(X509* x, const Authority& by) { IPPYO_CHECK(X509_sign(x, by.key.get(), digest_of(by.key.get())) > 0); }

struct Era {
  roll::Day begins;
  char digit;
};
constexpr std::array<Era, 5> kEras{
    {{{2019, 5, 1}, '5'}, {{1989, 1, 8}, '4'}, {{1926, 12, 25}, '3'}, {{1912, 7, 30}, '2'}, {{1868, 1, 25}, '1'}}};
const Era& era_of(const roll::Day& day) {
  for (const auto& e : kEras)
    if (day >= e.begins) return e;
  return kEras.back();
}

}  // namespace

PrivateKey new_rsa_key() { return {EVP_RSA_gen(2048), EVP_PKEY_free}; }
PrivateKey new_ec_key(const char* curve) { return {EVP_EC_gen(curve), EVP_PKEY_free}; }

Authority new_root(const std::string& unit, PrivateKey key, Validity validity) {
  auto x = blank(key.get(), 1, validity);
  auto* name = X509_get_subject_name(x.get());
  field(name, "C", "JP");
  field(name, "O", "JPKI");
  field(name, "OU", unit);
  field(name, "OU", kOperator);
  X509_set_issuer_name(x.get(), name);
  extension(x.get(), x.get(), NID_basic_constraints, "critical,CA:TRUE");
  extension(x.get(), x.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  extension(x.get(), x.get(), NID_subject_key_identifier, "hash");
  Authority root{x, std::move(key)};
  sign(x.get(), root);
  return root;
}

Authority new_ocsp_signer(const Authority& root, Validity validity) {
  Authority signer{nullptr, new_ec_key("P-256")};
  signer.certificate = blank(signer.key.get(), 2, validity);
  auto* x = signer.certificate.get();
  field(X509_get_subject_name(x), "C", "JP");
  field(X509_get_subject_name(x), "CN", "OCSP TEST");
  X509_set_issuer_name(x, X509_get_subject_name(root.certificate.get()));
  extension(x, root.certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  extension(x, root.certificate.get(), NID_key_usage, "critical,digitalSignature");
  extension(x, root.certificate.get(), NID_ext_key_usage, "OCSPSigning");
  extension(x, root.certificate.get(), NID_authority_key_identifier, "keyid");
  sign(x, root);
  return signer;
}

std::shared_ptr<X509> new_leaf(const Authority& root, EVP_PKEY* key, const Leaf& leaf) {
  auto x = blank(key, leaf.serial, leaf.validity);
  auto* issuer = root.certificate.get();
  field(X509_get_subject_name(x.get()), "C", "JP");
  field(X509_get_subject_name(x.get()), "CN", leaf.common_name);
  X509_set_issuer_name(x.get(), X509_get_subject_name(issuer));
  extension(x.get(), issuer, NID_key_usage, std::string("critical,digitalSignature") + (leaf.person ? ",nonRepudiation" : ""));
  if (!leaf.person) extension(x.get(), issuer, NID_ext_key_usage, "clientAuth");
  policy(x.get(), leaf.person ? kSignPolicy : kAuthPolicy);
  if (leaf.person) attributes(x.get(), *leaf.person);
  extension(x.get(), issuer, NID_authority_key_identifier, "keyid");
  extension(x.get(), issuer, NID_subject_key_identifier, "hash");
  sign(x.get(), root);
  return x;
}

Bytes new_crl_pem(const Authority& root, const std::vector<Revoked>& revoked, std::uint64_t number, base::UnixTime now,
                  Bytes& der_out) {
  const std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)> crl(X509_CRL_new(), X509_CRL_free);
  X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(root.certificate.get()));
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> time(ASN1_TIME_new(), ASN1_TIME_free);
  ASN1_TIME_set(time.get(), static_cast<time_t>(now));
  X509_CRL_set1_lastUpdate(crl.get(), time.get());
  ASN1_TIME_set(time.get(), static_cast<time_t>(now + 7 * kDay));
  X509_CRL_set1_nextUpdate(crl.get(), time.get());
  const std::unique_ptr<ASN1_INTEGER, decltype(&ASN1_INTEGER_free)> integer(ASN1_INTEGER_new(), ASN1_INTEGER_free);
  for (const auto& r : revoked) {
    X509_REVOKED* row = X509_REVOKED_new();
    ASN1_INTEGER_set_uint64(integer.get(), r.serial);
    X509_REVOKED_set_serialNumber(row, integer.get());
    ASN1_TIME_set(time.get(), static_cast<time_t>(r.when));
    X509_REVOKED_set_revocationDate(row, time.get());
    X509_CRL_add0_revoked(crl.get(), row);
  }
  X509V3_CTX context;
  X509V3_set_ctx(&context, root.certificate.get(), nullptr, nullptr, crl.get(), 0);
  X509_EXTENSION* e = X509V3_EXT_nconf_nid(nullptr, &context, NID_authority_key_identifier, "keyid");
  X509_CRL_add_ext(crl.get(), e, -1);
  X509_EXTENSION_free(e);
  ASN1_INTEGER_set_uint64(integer.get(), number);
  X509_CRL_add1_ext_i2d(crl.get(), NID_crl_number, integer.get(), 0, X509V3_ADD_DEFAULT);
  X509_CRL_sort(crl.get());
  IPPYO_CHECK(X509_CRL_sign(crl.get(), root.key.get(), digest_of(root.key.get())) > 0);
  unsigned char* raw = nullptr;
  const int n = i2d_X509_CRL(crl.get(), &raw);
  IPPYO_CHECK(n > 0);
  der_out.assign(raw, raw + n);
  OPENSSL_free(raw);
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  IPPYO_CHECK(PEM_write_bio_X509_CRL(out.get(), crl.get()) == 1);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &text);
  return {text, text + size};
}

Bytes der(const X509* certificate) {
  unsigned char* raw = nullptr;
  const int n = i2d_X509(certificate, &raw);
  IPPYO_CHECK(n > 0);
  Bytes out(raw, raw + n);
  OPENSSL_free(raw);
  return out;
}

std::shared_ptr<X509> certificate_from(ByteView bytes) {
  const auto* p = bytes.data();
  return {d2i_X509(nullptr, &p, static_cast<long>(bytes.size())), X509_free};
}

std::uint64_t serial_of(const X509* certificate) {
  std::uint64_t serial = 0;
  return ASN1_INTEGER_get_uint64(&serial, X509_get0_serialNumber(certificate)) == 1 ? serial : 0;
}

std::string era_date(const roll::Day& d) {
  char text[24];
  std::snprintf(text, sizeof text, "%c%04d%02d%02d", era_of(d).digit, d.year % 10000, d.month % 100, d.day % 100);
  return text;
}

std::string printed_birth(const roll::Day& d) {
  char text[24];
  std::snprintf(text, sizeof text, "%02d%02d%02d", (d.year - era_of(d).begins.year + 1) % 100, d.month % 100, d.day % 100);
  return text;
}

}  // namespace ippyo::virtual_card
