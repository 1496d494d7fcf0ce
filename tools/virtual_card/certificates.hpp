// SPDX-License-Identifier: Apache-2.0
// X.509 certificates and revocation lists with the fields of JPKI. Private to tools/virtual_card. [SPEC 14.3 VirtualCard]
#pragma once
#include <openssl/types.h>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "virtual_card/card_data.hpp"

namespace ippyo::virtual_card {

constexpr base::UnixTime kDay = 24 * 60 * 60;

PrivateKey new_rsa_key();
PrivateKey new_ec_key(const char* curve);

/// A root or a signer of OCSP answers, with its key.
struct Authority {
  std::shared_ptr<X509> certificate;
  PrivateKey key;
};
struct Validity {
  base::UnixTime from, until;
};
/// `unit` tells authentication from signature, as the real names do.
Authority new_root(const std::string& unit, PrivateKey key, Validity validity);
Authority new_ocsp_signer(const Authority& root, Validity validity);

struct Leaf {
  std::uint64_t serial;
  std::string common_name;
  Validity validity;
  const roll::Attributes* person = nullptr;  ///< signing certificates only
};
std::shared_ptr<X509> new_leaf(const Authority& root, EVP_PKEY* key, const Leaf& leaf);

struct Revoked {
  std::uint64_t serial;
  base::UnixTime when;
};
/// PEM; `der` gets the same list as DER.
Bytes new_crl_pem(const Authority& root, const std::vector<Revoked>& revoked, std::uint64_t number, base::UnixTime now, Bytes& der);

Bytes der(const X509* certificate);
std::shared_ptr<X509> certificate_from(ByteView der);
std::uint64_t serial_of(const X509* certificate);
/// The birth date as the certificate has it: era digit, then the Gregorian year, month, day.
std::string era_date(const roll::Day& day);
/// Era and the year in it as printed on the card (YYMMDD).
std::string printed_birth(const roll::Day& day);

}  // namespace ippyo::virtual_card
