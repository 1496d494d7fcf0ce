// SPDX-License-Identifier: Apache-2.0
// The certificates of My Number Cards: read, judged against configured roots, named; no network. [SPEC 13.2 Card]
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "identity/provider.hpp"

struct x509_st;  // OpenSSL's X509; its headers stay in the .cpp files

namespace ippyo::identity {

enum class CertificateKind : std::uint8_t { signature = 1, authentication = 2 };  ///< the numbers of classes A and B
std::string_view name(CertificateKind kind);                                      ///< "signature", "authentication"
std::optional<CertificateKind> certificate_kind_of(std::string_view name);

enum class KeyType : std::uint8_t { rsa_sha256 = 1, p384_sha384 };

/// One row of the table of cards: a card generation is a row, never a branch in the code.
struct CardType {
  std::string name;  ///< for counts and logs: "card", "phone", ..
  CertificateKind kind;
  std::string policy;  ///< the one certificate policy, dotted
  KeyType key = KeyType::rsa_sha256;
};
/// The cards of today. `test_cards`: also the policies of test cards; for rehearsals only.
std::vector<CardType> standard_card_types(bool test_cards = false);

/// One X.509 certificate of any kind, immutable and cheap to copy. Everything it says is unproven until judge() said so.
class Certificate {
  std::shared_ptr<const x509_st> x509_;
  Bytes der_;
  explicit Certificate(std::shared_ptr<const x509_st> x509, Bytes der) : x509_(std::move(x509)), der_(std::move(der)) {}

 public:
  static constexpr std::size_t kMaxSize = 8192;
  /// Nothing for anything but exactly one certificate of version 3 in DER, at most kMaxSize bytes, with a serial of 1 to 20
  /// bytes.
  static std::optional<Certificate> parse(ByteView der);
  const Bytes& der() const { return der_; }
  const x509_st& x509() const { return *x509_; }
  Bytes key_id() const;         ///< subjectKeyIdentifier; empty when there is none
  Bytes issuer_key_id() const;  ///< authorityKeyIdentifier; empty when there is none
  base::UnixTime not_before() const;
  base::UnixTime not_after() const;
  /// hex(issuer key id) "-" hex(serial): who the card says it is. Names no person; changes with every renewal.
  std::string subject() const;
  /// SHA-256 of the DER, to compare a root with the fingerprint its owner publishes.
  std::string fingerprint() const;
};

/// The roots of both kinds, apart from each other. Several generations share one name: the key identifier and the signature
/// decide.
struct CardRoots {
  std::vector<Certificate> authentication, signature;
  const std::vector<Certificate>& of(CertificateKind kind) const {
    return kind == CertificateKind::signature ? signature : authentication;
  }
};
/// Every certificate of a PEM file. errors: none in it, one unreadable, no CA, not signed by itself, or without a key
/// identifier.
base::Result<std::vector<Certificate>> read_roots(ByteView pem);

/// Which kind a certificate claims to be, by its issuer's key identifier; nothing when no root has it. Unproven.
std::optional<CertificateKind> claimed_kind(const Certificate& certificate, const CardRoots& roots);

struct Judged {
  CardType type;
  Certificate issuer;
};
/// Is this a certificate of `kind` that was good at `at`, revocation apart? Refusal words: chain (issuer, signature, CA,
/// unknown critical extension), policy (not exactly one policy of the table, or another key than its row says), usage,
/// not-yet-valid, expired; in this order.
Answer<Judged> judge(const Certificate& certificate, CertificateKind kind, const CardRoots& roots,
                     const std::vector<CardType>& types, base::UnixTime at);

/// The four attributes in a signing certificate. A character that the certificate cannot hold was replaced by another one; the
/// marks are one '0' or '1' per character, '1' where that happened (empty when not given).
struct CertifiedAttributes {
  roll::Attributes attributes;
  std::string name_substituted, address_substituted;
};
/// Nothing when one is missing, double, of the wrong ASN.1 type, too long, not clean UTF-8, or no date or sex.
std::optional<CertifiedAttributes> certified_attributes(const Certificate& certificate);

/// As in the chip and, after the era digit, in the certificate: YYYYMMDD; month and day may be 00 (unknown).
std::optional<roll::Day> read_birth(std::string_view yyyymmdd);

/// RSA PKCS#1 v1.5 with SHA-256 for RSA keys, ECDSA with SHA-384 (DER) for P-384; false for every other key. Says nothing about
/// the certificate.
bool verify_by(const Certificate& certificate, ByteView message, ByteView signature);

}  // namespace ippyo::identity
