// SPDX-License-Identifier: Apache-2.0
// Is a certificate revoked? Asked of an OCSP responder or a CRL, and what happens when neither answers. [SPEC 13.2 Card]
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "identity/certificate.hpp"
#include "identity/fetch.hpp"

struct X509_crl_st;  // OpenSSL's X509_CRL
struct ocsp_request_st;

namespace ippyo::identity {

enum class Revocation : std::uint8_t { good = 1, revoked, unknown };

class RevocationSource {
 public:
  virtual ~RevocationSource() = default;
  /// requires: judge() accepted `certificate` and named `issuer`. May wait for the network. Safe from several threads.
  /// `unknown` means: no answer that proves anything. It never means good.
  virtual Revocation ask(const Certificate& certificate, const Certificate& issuer, const Moment& moment) = 0;
};

/// How long answers count. All times are compared with the injected clock.
struct RevocationRules {
  std::uint64_t skew = 300;  ///< seconds by which another clock may differ from ours
  /// What happens when the responder is down. 0: `refuse` (the default). Otherwise `accept-cached-for`: an answer that we hold
  /// counts for so many seconds beyond its nextUpdate.
  std::uint64_t accept_cached_for = 0;
};
/// "refuse" or "accept-cached-for N hours" with N from 1 to 168; the rest of the rules stay as they are.
base::Result<RevocationRules> read_when_down(std::string_view words, RevocationRules rules = {});

struct OcspRules {
  std::string url;
  RevocationRules rules{};
  bool demand_nonce = true;  ///< false only for responders that sign their answers in advance
  std::chrono::milliseconds timeout{5'000};
  std::filesystem::path ca_file{};  ///< of an https responder
};

/// RFC 6960. An answer counts when the issuer signed it, or a certificate that the issuer signed for OCSP signing and that is
/// valid now; when it is about this certificate, repeats our nonce, and thisUpdate and nextUpdate enclose now. Kept until
/// nextUpdate.
class OcspSource final : public RevocationSource {
  struct Held {
    Revocation state;
    base::UnixTime next_update;
  };
  struct Question {
    const Certificate& certificate;
    const Certificate& issuer;
    base::UnixTime now;
  };
  OcspRules rules_;
  std::mutex mutex_;
  std::map<std::string, Held> held_;  ///< by Certificate::subject(), at most kMaxHeld
  std::optional<Held> held(const std::string& subject);
  std::optional<Held> judge_response(const Question& question, ocsp_request_st* request, ByteView body) const;
  void hold(const std::string& subject, const Held& answer, base::UnixTime now);

 public:
  static constexpr std::size_t kMaxHeld = 65'536;
  explicit OcspSource(OcspRules rules) : rules_(std::move(rules)) {}
  Revocation ask(const Certificate& certificate, const Certificate& issuer, const Moment& moment) override;
};

struct CrlRules {
  /// By hex of the issuer's key identifier: an http(s) address or the path of a file, DER or PEM.
  std::map<std::string, std::string> places;
  RevocationRules rules{};
  std::uint64_t refresh = 3600;  ///< seconds after which a list is fetched again although its nextUpdate lies ahead
  std::chrono::milliseconds timeout{20'000};
  std::size_t max_size = 64u << 20;
  std::filesystem::path ca_file{};
};

/// RFC 5280. A list counts when the issuer signed it, it is complete (no delta, no part by reason or by kind, no unknown
/// critical extension), and thisUpdate and nextUpdate enclose now.
class CrlSource final : public RevocationSource {
  struct List {
    std::shared_ptr<const X509_crl_st> crl;
    base::UnixTime this_update = 0, next_update = 0, tried = 0;  ///< crl may be empty: tried in vain
  };
  CrlRules rules_;
  std::mutex mutex_;
  std::map<std::string, List> held_;
  std::optional<List> fetch_list(const std::string& place, const Certificate& issuer, base::UnixTime now) const;
  void refresh(List& list, const std::string& place, const Certificate& issuer, base::UnixTime now) const;

 public:
  static constexpr std::uint64_t kRetryAfter = 60;  ///< seconds before a place that gave nothing is tried again
  explicit CrlSource(CrlRules rules) : rules_(std::move(rules)) {}
  Revocation ask(const Certificate& certificate, const Certificate& issuer, const Moment& moment) override;
};

/// For rehearsals without a responder, and for scrutineers, who do not ask again: everything is good.
class RevocationUnchecked final : public RevocationSource {
 public:
  Revocation ask(const Certificate&, const Certificate&, const Moment&) override { return Revocation::good; }
};

}  // namespace ippyo::identity
