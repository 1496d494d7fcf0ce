// SPDX-License-Identifier: Apache-2.0
#include "registrar/showings.hpp"

#include "registrar/applications.hpp"
#include "roll/normalise.hpp"

namespace ippyo::registrar {

using http::Response;

identity::Purpose purpose_of(const VoterSession& session, Factor factor) {
  auto out = session.purpose;
  if (out.action == identity::Purpose::Action::enrol && factor == Factor::passkey) out.key = {};
  return out;
}

Response begin_again() { return http::problem(401, "sign-in", "Sign in", "This needs a session that is still open; begin again."); }
Response no_such_factor() { return not_found("There is no such way to show who you are here; begin again."); }
Response used_by_another() {
  return refused("used-by-another", "This card, account, address or passkey is registered for another person; use your own, or ask the election office.");
}

static Response refused(const identity::Refusal& r) { return refused(r.word, r.sentence); }

Response begin_showing(const Context& context, VoterSession& session, Factor factor, identity::OnFile known, base::UnixTime now) {
  const auto provider = context.providers.find(factor);
  if (provider == context.providers.end()) return no_such_factor();
  identity::Purpose purpose;
  {
    const std::lock_guard lock(session.mutex);
    if (session.ended) return begin_again();
    if (++session.begun > VoterSessions::kShowings) return conflict("too-many", "This was tried too often; begin again from the start.");
    purpose = purpose_of(session, factor);
  }
  base::SystemRng rng;
  auto begun = provider->second->begin(purpose, known, {now, rng});
  if (const auto* refusal = std::get_if<identity::Refusal>(&begun)) return refused(*refusal);
  auto& good = std::get<identity::Begun>(begun);
  const std::lock_guard lock(session.mutex);
  if (session.ended || purpose_of(session, factor).key != purpose.key) return begin_again();
  auto& showing = session.showings[factor];
  showing.kept = std::move(good.kept);
  showing.shown.reset();
  return ok_json(good.to_voter);
}

std::variant<Judged, Response> judge_answer(const Context& context, VoterSession& session, Factor factor, const identity::OnFile& known,
                                            const nlohmann::json& answer, base::UnixTime now) {
  const auto provider = context.providers.find(factor);
  if (provider == context.providers.end()) return no_such_factor();
  identity::Purpose purpose;
  Bytes kept;
  {
    const std::lock_guard lock(session.mutex);
    const auto showing = session.showings.find(factor);
    if (session.ended) return begin_again();
    if (showing == session.showings.end() || !showing->second.kept) return conflict("begin-first", "This answer belongs to nothing; begin this step again.");
    kept = std::move(*showing->second.kept);
    showing->second.kept = provider->second->kept_for_next_try(kept);
    purpose = purpose_of(session, factor);
  }
  base::SystemRng rng;
  auto judged = provider->second->finish(purpose, known, kept, answer, {now, rng});
  if (const auto* refusal = std::get_if<identity::Refusal>(&judged)) {
    const std::lock_guard lock(session.mutex);
    if (refusal->word == "renewed" && factor == Factor::card) session.showings[factor].renewed = true;
    return refused(*refusal);
  }
  return Judged{std::move(std::get<identity::Shown>(judged)), purpose};
}

bool accept(VoterSession& session, Factor factor, Judged judged) {
  const std::lock_guard lock(session.mutex);
  if (session.ended || purpose_of(session, factor).key != judged.purpose.key) return false;
  auto& showing = session.showings[factor];
  showing.kept.reset();
  showing.shown = std::move(judged.shown);
  session.salt.reset();
  return true;
}

db::Outcome find_holder(const Context& context, const VoterSession& session, Factor factor, const std::string& subject, Holder& out) {
  const auto& keys = context.store.keys();
  return context.store.run([&](db::Database& db) -> db::Outcome {
    std::optional<Application> application;
    out.voter.reset();
    IPPYO_DB_TRY(subject_is_free(db, keys, factor, subject, session.application, out.subject_is_free));
    IPPYO_DB_TRY(read_application(db, keys, session.application, application));
    return application ? voter_of(db, keys, *application, out.voter) : db::Outcome{};
  });
}

std::optional<Response> refuse_other_person(const roll::Attributes& shown, const roll::Voter& voter, const Config& config) {
  using Verdict = roll::Match::Verdict;
  const auto verdict = roll::compare(shown, voter).verdict;
  if (verdict == Verdict::matches || (verdict == Verdict::needs_look && config.close_matches_pass)) return std::nullopt;
  if (verdict == Verdict::needs_look)
    return refused("needs-look", "Your name or address is written in another way on the voter roll; a clerk will look at it: ask the election office.");
  return refused("other-person", "This does not belong to the person to whom the letter was sent; use your own, or ask the election office.");
}

std::optional<Half> half_of(const std::vector<std::string>& part) {
  if (part.size() != 2 || (part[1] != "begin" && part[1] != "finish")) return std::nullopt;
  const auto factor = identity::factor_of(part[0]);
  return factor ? std::optional(Half{*factor, part[1] == "finish"}) : std::nullopt;
}

}  // namespace ippyo::registrar
