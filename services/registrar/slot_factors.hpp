// SPDX-License-Identifier: Apache-2.0
// Factors of somebody who has a slot: what is on file, and what becomes of it when it was shown. For grants and for the desk.
// [SPEC 15.4 GrantFactors]
#pragma once
#include "registrar/attempts.hpp"
#include "registrar/showings.hpp"

namespace ippyo::registrar {

class SlotFactors {
  const Context& context_;
  Attempts mails_;

  base::Result<identity::OnFile> on_file(const VoterSession& session, Factor factor, bool renewed) const;
  std::optional<http::Response> compare(const VoterSession& session, Factor factor, const identity::Shown& shown) const;
  std::optional<http::Response> count(const VoterSession& session, Factor factor, const identity::OnFile& known, const identity::Shown& shown) const;

 public:
  explicit SlotFactors(const Context& context);
  /// requires: the session may show this factor
  http::Response begin(VoterSession& session, Factor factor, base::UnixTime now);
  /// 200 {"left": [..]}, or a refusal. A passkey's counter is stored before the answer counts.
  http::Response finish(VoterSession& session, Factor factor, const nlohmann::json& answer, base::UnixTime now);
};

/// What of session.factors is not shown yet. requires: the session's mutex is held
std::vector<Factor> left_of(const VoterSession& session);
/// Newer cards take the place of those on file. requires: the session's mutex is held, everything is shown
db::Outcome keep_renewed(db::Database& db, const StoreKeys& keys, const VoterSession& session);

}  // namespace ippyo::registrar
