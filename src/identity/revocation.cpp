// SPDX-License-Identifier: Apache-2.0
// The OCSP client. [SPEC 13.2 Card]
#include "identity/revocation.hpp"

#include <openssl/ocsp.h>

#include <charconv>

#include "identity/openssl.hpp"

namespace ippyo::identity {

base::Result<RevocationRules> read_when_down(std::string_view words, RevocationRules rules) {
  constexpr std::string_view kBefore = "accept-cached-for ", kAfter = " hours";
  rules.accept_cached_for = 0;
  if (words == "refuse") return rules;
  unsigned hours = 0;
  if (words.starts_with(kBefore) && words.ends_with(kAfter) && words.size() > kBefore.size() + kAfter.size()) {
    const auto digits = words.substr(kBefore.size(), words.size() - kBefore.size() - kAfter.size());
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), hours);
    if (error != std::errc{} || end != digits.data() + digits.size()) hours = 0;
  }
  if (hours < 1 || hours > 168)
    return base::Error{"what to do when the responder is down is \"refuse\" or \"accept-cached-for N hours\" with N from 1 to 168"};
  rules.accept_cached_for = hours * std::uint64_t{3600};
  return rules;
}

namespace {

using openssl::mutable_of;
using Request = std::unique_ptr<OCSP_REQUEST, decltype(&OCSP_REQUEST_free)>;
using Basic = std::unique_ptr<OCSP_BASICRESP, decltype(&OCSP_BASICRESP_free)>;
using Id = std::unique_ptr<OCSP_CERTID, decltype(&OCSP_CERTID_free)>;

Id id_of(const Certificate& certificate, const Certificate& issuer) {
  return {OCSP_cert_to_id(EVP_sha1(), mutable_of(certificate), mutable_of(issuer)), OCSP_CERTID_free};  // names, not security
}

Request make_request(const Certificate& certificate, const Certificate& issuer, base::Rng& rng) {
  Request request(OCSP_REQUEST_new(), OCSP_REQUEST_free);
  auto id = id_of(certificate, issuer);
  auto nonce = rng.bytes<32>();
  IPPYO_CHECK(request && id && OCSP_request_add0_id(request.get(), id.get()) != nullptr);
  static_cast<void>(id.release());  // the request's now
  IPPYO_CHECK(OCSP_request_add1_nonce(request.get(), nonce.data(), static_cast<int>(nonce.size())) == 1);
  return request;
}

Basic read_response(ByteView body) {
  const unsigned char* at = body.data();
  const std::unique_ptr<OCSP_RESPONSE, decltype(&OCSP_RESPONSE_free)> response(
      d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(body.size())), OCSP_RESPONSE_free);
  const bool whole = response && at == body.data() + body.size();
  if (!whole || OCSP_response_status(response.get()) != OCSP_RESPONSE_STATUS_SUCCESSFUL) return {nullptr, OCSP_BASICRESP_free};
  return {OCSP_response_get1_basic(response.get()), OCSP_BASICRESP_free};
}

/// By the issuer, or by one whom the issuer made a responder; with SHA-2; at `now`.
bool is_signed(OCSP_BASICRESP* basic, const Certificate& issuer, base::UnixTime now) {
  const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(), X509_STORE_free);
  const auto free_stack = [](STACK_OF(X509) * stack) { sk_X509_free(stack); };
  const std::unique_ptr<STACK_OF(X509), decltype(free_stack)> known(sk_X509_new_null(), free_stack);
  IPPYO_CHECK(store && known && X509_STORE_add_cert(store.get(), mutable_of(issuer)) == 1);
  IPPYO_CHECK(sk_X509_push(known.get(), mutable_of(issuer)) == 1);
  auto* param = X509_STORE_get0_param(store.get());
  X509_VERIFY_PARAM_set_time(param, static_cast<std::time_t>(now));
  X509_VERIFY_PARAM_set_auth_level(param, 2);
  X509_VERIFY_PARAM_set_depth(param, 0);
  const ASN1_OBJECT* algorithm = nullptr;
  int parameter = V_ASN1_UNDEF;
  X509_ALGOR_get0(&algorithm, &parameter, nullptr, OCSP_resp_get0_tbs_sigalg(basic));
  if (parameter != V_ASN1_UNDEF && parameter != V_ASN1_NULL) return false;
  return openssl::signs_with_sha2(algorithm) && OCSP_basic_verify(basic, known.get(), store.get(), 0) == 1;
}

std::optional<base::UnixTime> read_time(const ASN1_GENERALIZEDTIME* time) { return openssl::unix_time(time); }

}  // namespace

/// What a response proves; nothing when it proves nothing. A next_update of 0: counts now and is not kept.
std::optional<OcspSource::Held> OcspSource::judge_response(const Question& question, ocsp_request_st* request, ByteView body) const {
  const auto basic = read_response(body);
  if (!basic) return std::nullopt;
  const int nonce = OCSP_check_nonce(request, basic.get());
  if (nonce != 1 && (nonce != -1 || rules_.demand_nonce)) return std::nullopt;  // -1: the response has none
  if (!is_signed(basic.get(), question.issuer, question.now)) return std::nullopt;
  int status = -1;
  ASN1_GENERALIZEDTIME *from = nullptr, *to = nullptr;
  const auto id = id_of(question.certificate, question.issuer);
  if (OCSP_resp_find_status(basic.get(), id.get(), &status, nullptr, nullptr, &from, &to) != 1) return std::nullopt;
  const auto this_update = read_time(from), next_update = read_time(to);
  const auto skew = rules_.rules.skew;
  if (!this_update || *this_update > question.now + skew || (to != nullptr && !next_update)) return std::nullopt;
  if ((next_update ? *next_update : *this_update) + skew < question.now) return std::nullopt;
  if (next_update && *next_update < *this_update) return std::nullopt;
  const auto state = status == V_OCSP_CERTSTATUS_GOOD      ? Revocation::good
                     : status == V_OCSP_CERTSTATUS_REVOKED ? Revocation::revoked
                                                           : Revocation::unknown;
  return Held{state, next_update.value_or(0)};
}

std::optional<OcspSource::Held> OcspSource::held(const std::string& subject) {
  const std::scoped_lock lock(mutex_);
  const auto at = held_.find(subject);
  return at == held_.end() ? std::nullopt : std::optional(at->second);
}

void OcspSource::hold(const std::string& subject, const Held& answer, base::UnixTime now) {
  const std::scoped_lock lock(mutex_);
  held_.erase(subject);
  if (answer.state == Revocation::unknown || answer.next_update < now) return;
  if (held_.size() >= kMaxHeld)
    std::erase_if(held_, [&](const auto& entry) { return entry.second.next_update + rules_.rules.accept_cached_for < now; });
  if (held_.size() >= kMaxHeld) held_.erase(held_.begin());
  held_.emplace(subject, answer);
}

Revocation OcspSource::ask(const Certificate& certificate, const Certificate& issuer, const Moment& moment) {
  const openssl::ErrorsForgotten forgotten;
  const auto subject = certificate.subject();
  const auto before = held(subject);
  if (before && moment.now <= before->next_update) return before->state;
  const auto request = make_request(certificate, issuer, moment.rng);
  const auto fetched = fetch({.method = "POST", .url = rules_.url, .body = openssl::encoded(i2d_OCSP_REQUEST, request.get()),
                              .content_type = "application/ocsp-request", .timeout = rules_.timeout, .max_body = 64u << 10,
                              .ca_file = rules_.ca_file});
  if (fetched.ok() && fetched->status == 200) {
    if (const auto answer = judge_response({certificate, issuer, moment.now}, request.get(), fetched->body)) {
      hold(subject, *answer, moment.now);
      return answer->state;
    }
  }
  if (before && moment.now <= before->next_update + rules_.rules.accept_cached_for) return before->state;
  return Revocation::unknown;
}

}  // namespace ippyo::identity
