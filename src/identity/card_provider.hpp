// SPDX-License-Identifier: Apache-2.0
// The card as a factor: a certificate, a signature over exactly this purpose, and the person it names. [SPEC 13.2 Card]
#pragma once
#include <memory>
#include <vector>

#include "identity/certificate.hpp"
#include "identity/provider.hpp"
#include "identity/revocation.hpp"

namespace ippyo::identity {

struct CardRules {
  CardRoots roots;
  std::vector<CardType> types = standard_card_types();
  /// The kinds accepted, the preferred one first. A kind accepted for enrolment must be accepted for grants (and the desk) too.
  std::vector<CertificateKind> enrol{CertificateKind::authentication}, grant{CertificateKind::authentication};
};

/// begin gives {"kind":"claim","claim":hex,"attributes":bool} (authentication certificate: sign these 32 bytes; attributes:
/// read them from the chip too) or {"kind":"statement","statement":text} (signature certificate: sign exactly these bytes of
/// UTF-8). Where both kinds are accepted, the other one stands under "or". Once somebody is on file, only the kind on file is
/// asked for.
///
/// finish takes {"certificate":base64 DER,"signature":base64,"attributes"?:{"name","address","birth","sex"}}. Refusal words, in
/// the order of judgement: late (more than ten minutes after begin), malformed, chain (issuer unknown), kind, signature, chain,
/// policy, usage, not-yet-valid, expired, revoked, revocation-unknown, malformed (attributes), renewed, other-person.
///
/// `renewed`: the certificate is good, but has another serial than the one on file and was issued later, as after a renewal of
/// the card. It may as well be another person's newer card: nothing in it tells. The registrar's next step is a new showing
/// (begin and finish) with an empty OnFile for the same purpose; then attributes are demanded, and only when they match the
/// roll does the new subject and record replace the old.
///
/// The attributes of the authentication certificate come from the chip but are signed by nobody: at home they are as good as
/// the voter's computer, at the counter as good as the desk's. Those of the signature certificate are signed by its issuer.
class CardProvider final : public Provider {
  struct Showing;  ///< an answer, or evidence, read but not yet judged
  CardRules rules_;
  std::shared_ptr<RevocationSource> revocation_;
  std::vector<CertificateKind> kinds(const Purpose& purpose, const OnFile& known) const;
  Answer<Judged> judge_showing(const Showing& showing, const std::vector<CertificateKind>& accepted) const;

 public:
  static constexpr std::uint64_t kAnswerWithin = 600;  ///< seconds between begin and finish
  /// requires: as CardRules says; at least one kind in each list.
  CardProvider(CardRules rules, std::shared_ptr<RevocationSource> revocation);
  Factor factor() const override { return Factor::card; }
  Answer<Begun> begin(const Purpose& purpose, const OnFile& known, const Moment& moment) override;
  Answer<Shown> finish(const Purpose& purpose, const OnFile& known, ByteView kept, const nlohmann::json& answer,
                       const Moment& moment) override;
  /// Judges everything again at the time that stands in the evidence, except revocation: that was asked at that time and is not
  /// repeated.
  Answer<Shown> audit(const Purpose& purpose, ByteView evidence) const override;
};

/// The text that a signature certificate signs; also what the page shows. `day`: any second of the day in Japan that it names.
std::string card_statement(const Purpose& purpose, base::UnixTime day);

}  // namespace ippyo::identity
