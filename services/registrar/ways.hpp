// SPDX-License-Identifier: Apache-2.0
// Which factors a person must show: at the enrolment by the ways of registrar.toml, at a grant by the constitution. [SPEC 15.3 Enrolment]
#pragma once
#include <optional>
#include <set>
#include <span>

#include "election/constitution.hpp"
#include "registrar/config.hpp"

namespace ippyo::registrar {

/// The ways that leave nobody without a factor that a grant asks for later.
std::vector<Way> offered_ways(const Config& config, const election::Constitution& constitution);
/// What is left of the way that fits best to what was shown: nothing is left when one is complete. requires: ways is not empty
Way left_of(std::span<const Way> ways, const std::set<identity::Factor>& shown);

/// What a grant asks for. Where card and oidc both stand, it is the one of the enrolment; a mail is sent last, when all else is shown.
std::vector<identity::Factor> grant_factors(const election::Constitution& constitution, election::EvidenceClass enrolled_with);

bool gives_evidence(identity::Factor factor);
std::optional<election::EvidenceClass> class_of(char letter);
char letter_of(election::EvidenceClass evidence_class);
/// The factor that gives evidence of this class.
identity::Factor factor_of(election::EvidenceClass evidence_class);

}  // namespace ippyo::registrar
