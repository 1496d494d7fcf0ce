// SPDX-License-Identifier: Apache-2.0
// What an enrolment comes to: the evidence that counts, and the rows that are kept. [SPEC 15.3 Enrolment]
#pragma once
#include "registrar/context.hpp"
#include "registrar/factor_rows.hpp"
#include "registrar/sessions.hpp"

namespace ippyo::registrar {

/// The evidence with the lowest class letter among the shown factors.
struct ChosenEvidence {
  election::EvidenceClass evidence_class;
  Bytes evidence;
  Bytes32 hash;  ///< H32("evidence", salt, evidence)
};
/// Draws the session's salt when it has none. Nothing while a way is incomplete or no class counts in this election.
/// requires: the session's mutex is held
std::optional<ChosenEvidence> choose_evidence(const Context& context, VoterSession& session);

/// Stores the enrolment in the place of an earlier one, with all factors shown, in one transaction.
/// requires: the session's mutex is held, it has X and `chosen`; the possession holds
http::Response keep_enrolment(const Context& context, const VoterSession& session, const ChosenEvidence& chosen, Bytes possession, base::UnixTime now);

/// 409 `closed`: the lists are published; says how one votes now.
http::Response enrolment_closed();

}  // namespace ippyo::registrar
