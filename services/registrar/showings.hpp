// SPDX-License-Identifier: Apache-2.0
// The two halves of showing a factor, tied to one session and one purpose. [SPEC 15.3 Enrolment]
#pragma once
#include "registrar/context.hpp"
#include "registrar/factor_rows.hpp"
#include "registrar/sessions.hpp"

namespace ippyo::registrar {

/// What a shown factor counts for: the session's purpose; the passkey of an enrolment is shown before there is a key X.
identity::Purpose purpose_of(const VoterSession& session, Factor factor);

/// An answer that passed, still to be compared with what the office knows before it counts.
struct Judged {
  identity::Shown shown;
  identity::Purpose purpose;
};

/// `known`: what is on file, as for Provider::begin. 200 with what the voter's side needs, or a refusal.
http::Response begin_showing(const Context& context, VoterSession& session, Factor factor, identity::OnFile known, base::UnixTime now);
/// Takes the kept part out first: an answer is judged once. requires: nobody holds the session's mutex
std::variant<Judged, http::Response> judge_answer(const Context& context, VoterSession& session, Factor factor, const identity::OnFile& known,
                                                  const nlohmann::json& answer, base::UnixTime now);
/// From now on the factor is shown. False when the session ended or its key changed meanwhile: then it is not.
bool accept(VoterSession& session, Factor factor, Judged judged);

/// What the store says about a person who shows something.
struct Holder {
  bool subject_is_free = false;       ///< no other application has this subject on file for the factor
  std::optional<roll::Voter> voter;   ///< the application's line of the roll
};
db::Outcome find_holder(const Context& context, const VoterSession& session, Factor factor, const std::string& subject, Holder& out);
/// The attributes are those of the line of the roll; otherwise 403 `other-person` or `needs-look`.
std::optional<http::Response> refuse_other_person(const roll::Attributes& shown, const roll::Voter& voter, const Config& config);
http::Response used_by_another();
/// 401: the token of the call opens nothing any more.
http::Response begin_again();

/// The factor and the half that the path below /enrol/, /grant/ or /desk/ names.
struct Half {
  Factor factor;
  bool finish;
};
std::optional<Half> half_of(const std::vector<std::string>& part);
http::Response no_such_factor();

}  // namespace ippyo::registrar
