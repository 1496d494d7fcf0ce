// SPDX-License-Identifier: Apache-2.0
// [SPEC 13.2 Card]
#include "identity/certificate.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "base/hash.hpp"
#include "identity/openssl.hpp"

namespace ippyo::identity {

std::string_view name(CertificateKind kind) { return kind == CertificateKind::signature ? "signature" : "authentication"; }

std::optional<CertificateKind> certificate_kind_of(std::string_view word) {
  for (const auto kind : {CertificateKind::signature, CertificateKind::authentication})
    if (word == name(kind)) return kind;
  return std::nullopt;
}

std::optional<Certificate> Certificate::parse(ByteView der) {
  const openssl::ErrorsForgotten forgotten;
  if (der.empty() || der.size() > kMaxSize) return std::nullopt;
  const unsigned char* at = der.data();
  const std::shared_ptr<X509> x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free);
  if (!x509 || at != der.data() + der.size() || X509_get_version(x509.get()) != X509_VERSION_3) return std::nullopt;
  if (openssl::encoded(i2d_X509, x509.get()) != base::to_bytes(der)) return std::nullopt;  // one certificate, one spelling
  const auto* serial = X509_get0_serialNumber(x509.get());
  const openssl::Number number(ASN1_INTEGER_to_BN(serial, nullptr), BN_free);
  if (!number || BN_is_negative(number.get()) || BN_is_zero(number.get()) || BN_num_bytes(number.get()) > 20) return std::nullopt;
  const auto from = openssl::unix_time(X509_get0_notBefore(x509.get())), to = openssl::unix_time(X509_get0_notAfter(x509.get()));
  if (!from || !to) return std::nullopt;
  X509_check_purpose(x509.get(), -1, 0);  // reads the extensions now, so that later looks change nothing
  return Certificate(x509, base::to_bytes(der));
}

Bytes Certificate::key_id() const { return openssl::bytes_of(X509_get0_subject_key_id(openssl::mutable_of(*this))); }
Bytes Certificate::issuer_key_id() const { return openssl::bytes_of(X509_get0_authority_key_id(openssl::mutable_of(*this))); }
base::UnixTime Certificate::not_before() const { return *openssl::unix_time(X509_get0_notBefore(x509_.get())); }
base::UnixTime Certificate::not_after() const { return *openssl::unix_time(X509_get0_notAfter(x509_.get())); }
std::string Certificate::fingerprint() const { return base::to_hex(base::sha256(der_)); }

std::string Certificate::subject() const {
  const openssl::Number number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(x509_.get()), nullptr), BN_free);
  IPPYO_CHECK(number != nullptr);
  Bytes serial(static_cast<std::size_t>(BN_num_bytes(number.get())));
  BN_bn2bin(number.get(), serial.data());
  return base::to_hex(issuer_key_id()) + "-" + base::to_hex(serial);
}

namespace {

base::Result<Certificate> judge_root(const Certificate& root) {
  auto* x509 = openssl::mutable_of(root);
  if (X509_check_ca(x509) != 1)
    return base::Error{"a root certificate is no certificate of an authority: take the file that its owner publishes"};
  if (root.key_id().empty())
    return base::Error{"a root certificate has no key identifier: take the file that its owner publishes"};
  if (X509_self_signed(x509, 1) != 1)
    return base::Error{"a root certificate is not signed by itself: take the root, not one below it"};
  return root;
}

int no_password(char*, int, int, void*) { return -1; }

}  // namespace

base::Result<std::vector<Certificate>> read_roots(ByteView pem) {
  const openssl::ErrorsForgotten forgotten;
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  IPPYO_CHECK(in != nullptr);
  std::vector<Certificate> roots;
  for (;;) {
    const std::unique_ptr<X509, decltype(&X509_free)> x509(PEM_read_bio_X509(in.get(), nullptr, no_password, nullptr), X509_free);
    if (!x509) break;
    const auto root = Certificate::parse(openssl::encoded(i2d_X509, x509.get()));
    if (!root) return base::Error{"a root certificate cannot be read: take the PEM file that its owner publishes"};
    auto judged = judge_root(*root);
    if (!judged.ok()) return judged.error();
    roots.push_back(*judged);
  }
  if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE || roots.empty())
    return base::Error{"the file of root certificates cannot be read to its end: it must be PEM and hold one certificate at least"};
  return roots;
}

std::optional<CertificateKind> claimed_kind(const Certificate& certificate, const CardRoots& roots) {
  const auto wanted = certificate.issuer_key_id();
  for (const auto kind : {CertificateKind::signature, CertificateKind::authentication})
    for (const auto& root : roots.of(kind))
      if (!wanted.empty() && root.key_id() == wanted) return kind;
  return std::nullopt;
}

bool verify_by(const Certificate& certificate, ByteView message, ByteView signature) {
  const openssl::ErrorsForgotten forgotten;
  const auto key = openssl::key_type(certificate);
  if (!key) return false;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> ctx(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const auto* digest = *key == KeyType::rsa_sha256 ? EVP_sha256() : EVP_sha384();
  return ctx && EVP_DigestVerifyInit(ctx.get(), nullptr, digest, nullptr, X509_get0_pubkey(&certificate.x509())) == 1 &&
         EVP_DigestVerify(ctx.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

}  // namespace ippyo::identity
