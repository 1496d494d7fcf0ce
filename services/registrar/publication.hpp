// SPDX-License-Identifier: Apache-2.0
// The lists of evidence and slots, made once before the opening, and the polling cards that follow. [SPEC 15.3 Enrolment]
#pragma once
#include "letters/polling_card.hpp"
#include "registrar/context.hpp"
#include "registrar/endpoint.hpp"
#include "registrar/factor_rows.hpp"

namespace ippyo::registrar {

struct Publication {
  std::filesystem::path submission;
  std::uint64_t enrolments = 0;
};
/// Ends the enrolment, numbers the slots and writes the submission of the evidence list into `folder`. May be repeated: the same rows come
/// out, and a submission that is complete stays as it is. Whoever is not approved any more loses the enrolment and gets no slot.
/// errors: no enrolment, the board is not keyed or has the list already, the world.
base::Result<Publication> publish_evidence(const Context& context, const std::filesystem::path& folder, const Actor& actor);
/// The slot list. errors: the evidence list is not on the board yet, or the slots are; the world.
base::Result<Publication> publish_slots(const Context& context, const std::filesystem::path& folder, const Actor& actor);

/// What a polling card says beside person and slot.
struct CardTexts {
  std::map<std::string, std::string> places;  ///< polling district -> name and address of the polling place; "*" for all others
  std::string voting_hours;
};
/// Everybody who has a slot, by slot. The cards are sent to the address of the roll; the store is asked card by card.
letters::NextCard polling_cards(const Context& context, CardTexts texts, std::uint32_t first_number);

void add_publication_endpoints(Endpoints& out, const Context& context);

}  // namespace ippyo::registrar
