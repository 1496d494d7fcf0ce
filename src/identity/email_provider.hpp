// SPDX-License-Identifier: Apache-2.0
// A code of eight digits by mail: who reads this mailbox. For elections of schools. [SPEC 13.4 EmailCode]
#pragma once
#include <functional>

#include "identity/mail.hpp"
#include "identity/provider.hpp"

namespace ippyo::identity {

struct EmailConfig {
  MailServer server;
  std::string from, from_name{};
  /// Told, in a sentence without an address, why a mail could not be sent. From any thread.
  std::function<void(std::string_view)> report{};
};

/// begin sends the mail to known.subject, the address of the application, and gives {"sent": true}; it must not be called more often for
/// one address than the caller's limit allows. finish takes {"code": text}.
///
/// **The caller counts the tries.** Each finish is one try, and the kept part says how many are left. Before it calls finish the caller, in
/// one transaction, takes the kept part out of the session and puts kept_for_next_try(kept) in its place, or nothing when that is empty.
/// Two answers at the same moment are two tries then. After a right answer the caller removes it. Five tries, ten minutes.
///
/// Subject: the address, normalised. Evidence of class D at enrolment: the registrar's own word under its evidence key.
class EmailProvider final : public Provider {
  EmailConfig config_;
  base::Secret<Bytes32> key_;

 public:
  EmailProvider(EmailConfig config, base::Secret<Bytes32> evidence_key) : config_(std::move(config)), key_(std::move(evidence_key)) {}
  Factor factor() const override { return Factor::email; }
  Answer<Begun> begin(const Purpose& purpose, const OnFile& known, const Moment& moment) override;
  Answer<Shown> finish(const Purpose& purpose, const OnFile& known, ByteView kept, const nlohmann::json& answer, const Moment& moment) override;
  std::optional<Bytes> kept_for_next_try(ByteView kept) const override;
  Answer<Shown> audit(const Purpose& purpose, ByteView evidence) const override;
};

}  // namespace ippyo::identity
