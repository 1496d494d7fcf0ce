// SPDX-License-Identifier: Apache-2.0
#include "registrar/enrolment_end.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "registrar/answers.hpp"
#include "registrar/applications.hpp"
#include "registrar/looks.hpp"
#include "registrar/showings.hpp"
#include "registrar/ways.hpp"

namespace ippyo::registrar {

using http::Response;

Response enrolment_closed() {
  return conflict("closed", "Enrolment is closed: the lists are made. You can vote on paper at your polling place, at the station or in the van.");
}

std::optional<ChosenEvidence> choose_evidence(const Context& context, VoterSession& session) {
  const auto state = context.board();
  const auto& constitution = state->constitution();
  const auto ways = offered_ways(context.config, constitution);
  std::set<Factor> shown;
  std::optional<election::EvidenceClass> best;
  const Bytes* evidence = nullptr;
  for (const auto& [factor, showing] : session.showings) {
    if (!showing.shown) continue;
    shown.insert(factor);
    const auto found = class_of(showing.shown->evidence_class);
    if (!found || std::ranges::find(constitution.evidence, *found) == constitution.evidence.end() || (best && *best <= *found)) continue;
    best = found;
    evidence = &showing.shown->evidence;
  }
  if (!session.X || !best || ways.empty() || !left_of(ways, shown).empty()) return std::nullopt;
  if (!session.salt) session.salt = base::SystemRng().bytes<32>();
  return ChosenEvidence{*best, *evidence, office::evidence_hash(*session.salt, *evidence)};
}

static std::optional<std::uint16_t> style_of(const Config& config, const std::string& district) {
  auto style = config.styles.find(district);
  if (style == config.styles.end()) style = config.styles.find("*");
  if (style == config.styles.end()) return std::nullopt;
  const auto at = std::ranges::find(config.style_ids, style->second);
  if (at == config.style_ids.end()) return std::nullopt;
  return static_cast<std::uint16_t>(at - config.style_ids.begin());
}

/// Everything that may have changed since the session began.
static db::Outcome look_again(db::Database& db, const Context& context, const VoterSession& session, EnrolmentRow& row, Response& answer) {
  const auto& keys = context.store.keys();
  bool published = false, free = true;
  IPPYO_DB_TRY(is_published(db, published));
  if (published) return refuse(answer, enrolment_closed());
  std::optional<Application> application;
  IPPYO_DB_TRY(read_application(db, keys, session.application, application));
  if (!application || application->state != State::approved)
    return refuse(answer, conflict("not-approved", "This application is not open any more; ask the election office."));
  std::optional<roll::Voter> voter;
  IPPYO_DB_TRY(voter_of(db, keys, *application, voter));
  const auto style = voter ? style_of(context.config, voter->district) : std::nullopt;
  if (!style) return refuse(answer, conflict("style", "Your polling district has no online ballot yet; ask the election office."));
  row.enrolment.style = *style;
  IPPYO_DB_TRY(key_is_free(db, row.enrolment.X.bytes, session.application, free));
  if (!free) return refuse(answer, conflict("key-used", "This device's key is used already; begin again with your own letter."));
  for (const auto& [factor, showing] : session.showings) {
    if (showing.shown) IPPYO_DB_TRY(subject_is_free(db, keys, factor, showing.shown->subject, session.application, free));
    if (!free) return refuse(answer, used_by_another());
  }
  return {};
}

Response keep_enrolment(const Context& context, const VoterSession& session, const ChosenEvidence& chosen, Bytes possession, base::UnixTime now) {
  EnrolmentRow row;
  row.application = session.application;
  row.enrolment = {*session.X, 0, chosen.evidence_class, chosen.hash, std::move(possession)};
  row.salt = *session.salt;
  row.evidence = chosen.evidence;
  row.at = now;
  const auto& keys = context.store.keys();
  return stored(context.store, [&](db::Database& db, Response& answer) -> db::Outcome {
    IPPYO_DB_TRY(look_again(db, context, session, row, answer));
    // An earlier enrolment of this person goes with its passkey: a lost device.
    IPPYO_DB_TRY(erase_enrolment(db, session.application));
    IPPYO_DB_TRY(insert_enrolment(db, keys, row));
    IPPYO_DB_TRY(forget_looks(db, session.application));
    for (const auto& [factor, showing] : session.showings)
      if (showing.shown) IPPYO_DB_TRY(write_factor(db, keys, session.application, factor, {showing.shown->subject, showing.shown->record}));
    answer = ok_json({{"enrolled", true}, {"vote_from", context.config.dates.vote_from}});
    return add_event(db, context.store, session.application, {"voter", now}, "enrol", "");
  });
}

}  // namespace ippyo::registrar
