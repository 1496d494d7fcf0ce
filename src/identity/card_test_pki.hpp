// SPDX-License-Identifier: Apache-2.0
// Tests only: authorities and certificates like those of My Number Cards, right and wrong in every way. [SPEC 13.2 Card]
#pragma once
#include <openssl/conf.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "identity/certificate.hpp"
#include "identity/openssl.hpp"

namespace ippyo::identity::test {

using Key = std::shared_ptr<EVP_PKEY>;
inline Key rsa(unsigned bits = 2048) { return {EVP_RSA_gen(bits), EVP_PKEY_free}; }
inline Key ec(const char* curve = "P-384") { return {EVP_EC_gen(curve), EVP_PKEY_free}; }
/// Keys are slow to make: one of each number for the whole program.
inline Key pool(std::size_t n) {
  static std::vector<Key> keys(8);
  if (!keys.at(n)) keys[n] = rsa();
  return keys[n];
}

inline Bytes sign(const Key& key, ByteView message, const EVP_MD* digest = EVP_sha256()) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> ctx(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::size_t size = 1024;
  Bytes out(size);
  IPPYO_CHECK(EVP_DigestSignInit(ctx.get(), nullptr, digest, nullptr, key.get()) == 1);
  IPPYO_CHECK(EVP_DigestSign(ctx.get(), out.data(), &size, message.data(), message.size()) == 1);
  out.resize(size);
  return out;
}

/// One otherName: its OID, the ASN.1 type of its value, its bytes.
struct Other {
  std::string oid, text;
  int type = V_ASN1_UTF8STRING;
};

struct Wanted {
  Key key;
  std::string name = "card";
  std::string policy = "1.2.392.200149.8.5.1.3.30";  ///< as the configuration language of OpenSSL writes it; empty: none
  std::string usage = "critical,digitalSignature";    ///< empty: none
  std::string basic{}, extended{}, crl_points{};      ///< empty: none
  std::string more_oid{};                             ///< a critical extension that nobody knows
  std::vector<Other> others{};
  std::uint64_t serial = 4711;
  base::UnixTime from = 0, to = 0;
  const EVP_MD* digest = EVP_sha256();
  bool name_issuer_key = true;
};

inline void add(X509* x509, X509V3_CTX* ctx, int nid, const std::string& value) {
  if (value.empty()) return;
  const std::unique_ptr<CONF, decltype(&NCONF_free)> empty(NCONF_new(nullptr), NCONF_free);  // policies want one
  X509V3_set_nconf(ctx, empty.get());
  auto* extension = X509V3_EXT_nconf_nid(empty.get(), ctx, nid, value.c_str());
  IPPYO_CHECK(extension != nullptr && X509_add_ext(x509, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

inline void add_others(X509* x509, const std::vector<Other>& others) {
  if (others.empty()) return;
  auto* names = GENERAL_NAMES_new();
  for (const auto& other : others) {
    auto* value = ASN1_TYPE_new();
    auto* text = ASN1_STRING_type_new(other.type);
    ASN1_STRING_set(text, other.text.data(), static_cast<int>(other.text.size()));
    ASN1_TYPE_set(value, other.type, text);
    auto* name = GENERAL_NAME_new();
    IPPYO_CHECK(GENERAL_NAME_set0_othername(name, OBJ_txt2obj(other.oid.c_str(), 1), value) == 1);
    sk_GENERAL_NAME_push(names, name);
  }
  IPPYO_CHECK(X509_add1_ext_i2d(x509, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) == 1);
  GENERAL_NAMES_free(names);
}

inline void add_unknown(X509* x509, const std::string& oid) {
  if (oid.empty()) return;
  auto* object = OBJ_txt2obj(oid.c_str(), 1);
  auto* data = ASN1_OCTET_STRING_new();
  ASN1_OCTET_STRING_set(data, reinterpret_cast<const unsigned char*>("\x05\x00"), 2);
  auto* extension = X509_EXTENSION_create_by_OBJ(nullptr, object, 1, data);
  X509_add_ext(x509, extension, -1);
  X509_EXTENSION_free(extension), ASN1_OCTET_STRING_free(data), ASN1_OBJECT_free(object);
}

/// An authority. The names of two generations are the same; their keys are not.
struct Authority {
  Key key;
  std::string unit;
  std::shared_ptr<X509> x509;

  Authority(Key own, std::string name, base::UnixTime from, base::UnixTime to) : key(std::move(own)), unit(std::move(name)) {
    Wanted wanted{.key = key, .name = "", .policy = "", .usage = "critical,keyCertSign,cRLSign", .basic = "critical,CA:TRUE"};
    wanted.from = from, wanted.to = to, wanted.serial = 1, wanted.name_issuer_key = false;
    x509 = make(wanted);
  }
  Certificate root() const { return *Certificate::parse(openssl::encoded(i2d_X509, x509.get())); }
  Certificate issue(const Wanted& wanted) const { return *Certificate::parse(openssl::encoded(i2d_X509, make(wanted).get())); }

 private:
  void set_name(X509_NAME* name, const std::string& common) const {
    const auto entry = [&](const char* field, const std::string& text) {
      X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
    };
    entry("C", "JP");
    if (common.empty()) entry("O", "JPKI"), entry("OU", unit);
    else entry("CN", common);
  }
  std::shared_ptr<X509> make(const Wanted& wanted) const {
    const std::shared_ptr<X509> made(X509_new(), X509_free);
    auto* x = made.get();
    X509_set_version(x, X509_VERSION_3);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), wanted.serial);
    set_name(X509_get_subject_name(x), wanted.name);
    set_name(X509_get_issuer_name(x), "");
    ASN1_TIME_set(X509_getm_notBefore(x), static_cast<std::time_t>(wanted.from));
    ASN1_TIME_set(X509_getm_notAfter(x), static_cast<std::time_t>(wanted.to));
    X509_set_pubkey(x, wanted.key.get());
    X509V3_CTX ctx;
    X509V3_set_ctx(&ctx, x509 ? x509.get() : x, x, nullptr, nullptr, 0);
    add(x, &ctx, NID_subject_key_identifier, "hash");
    if (wanted.name_issuer_key) add(x, &ctx, NID_authority_key_identifier, "keyid:always");
    add(x, &ctx, NID_basic_constraints, wanted.basic);
    add(x, &ctx, NID_key_usage, wanted.usage);
    add(x, &ctx, NID_ext_key_usage, wanted.extended);
    add(x, &ctx, NID_crl_distribution_points, wanted.crl_points);
    add(x, &ctx, NID_certificate_policies, wanted.policy);
    add_others(x, wanted.others);
    add_unknown(x, wanted.more_oid);
    IPPYO_CHECK(X509_sign(x, key.get(), wanted.digest) > 0);
    return made;
  }
};

inline std::string pem(const Certificate& certificate) {
  return "-----BEGIN CERTIFICATE-----\n" + base::to_base64(certificate.der()) + "\n-----END CERTIFICATE-----\n";
}

/// The attributes of a signing certificate; each may be replaced before use.
inline std::vector<Other> four_attributes() {
  const std::string arc = "1.2.392.200149.8.5.5.";
  return {{arc + "1", "試験　太郎"}, {arc + "2", "00000"}, {arc + "3", "1"}, {arc + "4", "319800229"},
          {arc + "5", "茨城県つくば市研究学園一丁目１番地１"}, {arc + "6", "000000000000000000"}};
}

}  // namespace ippyo::identity::test
