// SPDX-License-Identifier: Apache-2.0
// Lists of revoked certificates. [SPEC 13.2 Card]
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "base/files.hpp"
#include "identity/openssl.hpp"
#include "identity/revocation.hpp"

namespace ippyo::identity {
namespace {

using openssl::mutable_of;
using Crl = std::shared_ptr<X509_CRL>;
using Idp = std::unique_ptr<ISSUING_DIST_POINT, decltype(&ISSUING_DIST_POINT_free)>;

Crl parse(ByteView bytes) {
  constexpr std::string_view kPem = "-----BEGIN";
  if (bytes.size() > kPem.size() && base::to_string(bytes.first(kPem.size())) == kPem) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())), BIO_free);
    const auto no_password = [](char*, int, int, void*) { return -1; };
    return {PEM_read_bio_X509_CRL(in.get(), nullptr, no_password, nullptr), X509_CRL_free};
  }
  const unsigned char* at = bytes.data();
  Crl crl(d2i_X509_CRL(nullptr, &at, static_cast<long>(bytes.size())), X509_CRL_free);
  return crl && at == bytes.data() + bytes.size() ? crl : nullptr;
}

Idp part_of(const X509_CRL* crl) {
  return {static_cast<ISSUING_DIST_POINT*>(X509_CRL_get_ext_d2i(crl, NID_issuing_distribution_point, nullptr, nullptr)),
          ISSUING_DIST_POINT_free};
}

/// Nothing in it that we do not understand, and nothing that makes it less than the whole list of cards' certificates.
bool is_complete(const X509_CRL* crl) {
  for (int i = 0; i < X509_CRL_get_ext_count(crl); ++i) {
    auto* extension = X509_CRL_get_ext(crl, i);
    const int nid = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
    if (nid == NID_delta_crl) return false;
    if (X509_EXTENSION_get_critical(extension) == 1 && nid != NID_issuing_distribution_point) return false;
  }
  const auto part = part_of(crl);
  if (!part) return X509_CRL_get_ext_by_NID(crl, NID_issuing_distribution_point, -1) < 0;
  return part->onlyCA <= 0 && part->onlyattr <= 0 && part->indirectCRL <= 0 && part->onlysomereasons == nullptr;
}

bool is_signed(X509_CRL* crl, const Certificate& issuer) {
  auto* x509 = mutable_of(issuer);
  if (X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_subject_name(x509)) != 0) return false;
  if ((X509_get_key_usage(x509) & KU_CRL_SIGN) == 0) return false;
  const X509_ALGOR* algorithm = nullptr;
  const ASN1_OBJECT* object = nullptr;
  X509_CRL_get0_signature(crl, nullptr, &algorithm);
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  return openssl::signs_with_sha2(object) && X509_CRL_verify(crl, X509_get0_pubkey(x509)) == 1;
}

bool share_a_name(const DIST_POINT_NAME* a, const DIST_POINT_NAME* b) {
  if (a == nullptr || b == nullptr || a->type != 0 || b->type != 0) return false;
  const auto *left = a->name.fullname, *right = b->name.fullname;
  for (int i = 0; i < sk_GENERAL_NAME_num(left); ++i)
    for (int k = 0; k < sk_GENERAL_NAME_num(right); ++k)
      if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(left, i), sk_GENERAL_NAME_value(right, k)) == 0) return true;
  return false;
}

/// A list for one distribution point speaks only of certificates that name this point.
bool speaks_of(const X509_CRL* crl, const Certificate& certificate) {
  const auto part = part_of(crl);
  if (!part || part->distpoint == nullptr) return true;
  const std::unique_ptr<CRL_DIST_POINTS, decltype(&CRL_DIST_POINTS_free)> points(
      static_cast<CRL_DIST_POINTS*>(X509_get_ext_d2i(&certificate.x509(), NID_crl_distribution_points, nullptr, nullptr)),
      CRL_DIST_POINTS_free);
  for (int i = 0; i < sk_DIST_POINT_num(points.get()); ++i)
    if (share_a_name(sk_DIST_POINT_value(points.get(), i)->distpoint, part->distpoint)) return true;
  return false;
}

bool is_listed(const X509_CRL* crl, const Certificate& certificate) {
  X509_REVOKED* entry = nullptr;  // the look-up sorts the list once, hence not const
  return X509_CRL_get0_by_serial(const_cast<X509_CRL*>(crl), &entry, X509_get_serialNumber(mutable_of(certificate))) != 0;
}

}  // namespace

std::optional<CrlSource::List> CrlSource::fetch_list(const std::string& place, const Certificate& issuer,
                                                     base::UnixTime now) const {
  Bytes bytes;
  if (place.starts_with("http://") || place.starts_with("https://")) {
    auto fetched = fetch({.url = place, .timeout = rules_.timeout, .max_body = rules_.max_size, .ca_file = rules_.ca_file});
    if (!fetched.ok() || fetched->status != 200) return std::nullopt;
    bytes = std::move(fetched->body);
  } else {
    auto read = base::read_file(place, rules_.max_size);
    if (!read.ok()) return std::nullopt;
    bytes = *std::move(read);
  }
  const auto crl = parse(bytes);
  if (!crl || !is_complete(crl.get()) || !is_signed(crl.get(), issuer)) return std::nullopt;
  const auto from = openssl::unix_time(X509_CRL_get0_lastUpdate(crl.get()));
  const auto to = openssl::unix_time(X509_CRL_get0_nextUpdate(crl.get()));
  if (!from || !to || *from > now + rules_.rules.skew) return std::nullopt;
  return List{crl, *from, *to, now};
}

/// An older list never takes the place of a newer one.
void CrlSource::refresh(List& list, const std::string& place, const Certificate& issuer, base::UnixTime now) const {
  const bool fresh = list.crl && now <= list.next_update;
  if (list.tried != 0 && now < list.tried + (fresh ? rules_.refresh : kRetryAfter)) return;
  list.tried = now;
  const auto fetched = fetch_list(place, issuer, now);
  if (fetched && (!list.crl || fetched->this_update >= list.this_update)) list = *fetched;
}

Revocation CrlSource::ask(const Certificate& certificate, const Certificate& issuer, const Moment& moment) {
  const openssl::ErrorsForgotten forgotten;
  const auto key_id = base::to_hex(issuer.key_id());
  const auto place = rules_.places.find(key_id);
  if (place == rules_.places.end()) return Revocation::unknown;
  const std::scoped_lock lock(mutex_);
  auto& list = held_[key_id];
  refresh(list, place->second, issuer, moment.now);
  const auto beyond = std::max(rules_.rules.skew, rules_.rules.accept_cached_for);
  if (!list.crl || moment.now > list.next_update + beyond || !speaks_of(list.crl.get(), certificate)) return Revocation::unknown;
  return is_listed(list.crl.get(), certificate) ? Revocation::revoked : Revocation::good;
}

}  // namespace ippyo::identity
