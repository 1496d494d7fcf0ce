// SPDX-License-Identifier: Apache-2.0
// What a clerk sees of an application, and what a clerk decides. [SPEC 15.2 Application]
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "registrar/answers.hpp"
#include "registrar/applications.hpp"
#include "registrar/voters.hpp"

namespace ippyo::registrar {

/// A line of the roll that may be the applicant: how its attributes agree, and whether this person may vote on the polling day.
nlohmann::json candidate(const Context& context, const Application& application, const VoterRow& row);
/// The form and everything else that is on file, without candidates and events.
nlohmann::json shown(const Application& application);
nlohmann::json shown(const std::vector<Event>& events);

struct Decision {
  Action action;
  std::optional<std::int64_t> row;    ///< approve: the candidate's id ..
  std::string number;                 ///< .. or its number on the roll
  std::string reason;
};
/// Takes a decision inside a work, with its event and its line in the audit log. A refusal becomes `answer` (404 `not-found`; 409 `state`,
/// `no-letter`, `not-on-roll`, `has-application`; 403 `reason`, `another-person`, `look`, or the word of the judgement).
db::Outcome decide(db::Database& db, const Context& context, std::int64_t id, const Decision& decision, const Actor& actor, http::Response& answer);

}  // namespace ippyo::registrar
