// SPDX-License-Identifier: Apache-2.0
// How the card's .cpp files speak with OpenSSL. Included by no header. [SPEC 13.2 Card]
#pragma once
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <optional>

#include "identity/certificate.hpp"

namespace ippyo::identity::openssl {

/// What fails here fails for one answer: nothing of it stays in the thread's queue of errors, where TLS would trip over it.
struct ErrorsForgotten {
  ~ErrorsForgotten() { ERR_clear_error(); }
};

using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

/// OpenSSL takes a pointer to mutable where it fills its caches; Certificate::parse has filled them.
inline X509* mutable_of(const Certificate& certificate) { return const_cast<X509*>(&certificate.x509()); }

template <class T>
Bytes encoded(int (*i2d)(const T*, unsigned char**), const T* object) {
  unsigned char* out = nullptr;
  const int size = i2d(object, &out);
  Bytes bytes;
  if (size > 0) bytes.assign(out, out + size);
  OPENSSL_free(out);
  return bytes;
}

inline Bytes bytes_of(const ASN1_STRING* string) {
  if (string == nullptr) return {};
  const auto* data = ASN1_STRING_get0_data(string);
  return {data, data + ASN1_STRING_length(string)};
}

/// Nothing for a malformed time and for one before 1970.
inline std::optional<base::UnixTime> unix_time(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  const auto seconds = ::timegm(&parts);
  return seconds < 0 ? std::nullopt : std::optional(static_cast<base::UnixTime>(seconds));
}

/// Is this the algorithm of a signature over SHA-256 or better?
inline bool signs_with_sha2(const ASN1_OBJECT* algorithm) {
  int digest = NID_undef;
  if (algorithm == nullptr || OBJ_find_sigid_algs(OBJ_obj2nid(algorithm), &digest, nullptr) != 1) return false;
  return digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512;
}

/// The keys that a row of the table can ask for; nothing for every other one.
inline std::optional<KeyType> key_type(const Certificate& certificate) {
  const auto* key = X509_get0_pubkey(&certificate.x509());
  if (key == nullptr) return std::nullopt;
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) return KeyType::rsa_sha256;
  char group[32] = "";
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 &&
      std::string_view(group) == "secp384r1")
    return KeyType::p384_sha384;
  return std::nullopt;
}

}  // namespace ippyo::identity::openssl
