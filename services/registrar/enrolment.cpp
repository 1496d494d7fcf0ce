// SPDX-License-Identifier: Apache-2.0
#include "registrar/enrolment.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/codec.hpp"
#include "identity/code_provider.hpp"
#include "office/registrar.hpp"
#include "proof/possession.hpp"
#include "registrar/answers.hpp"
#include "registrar/applications.hpp"
#include "registrar/attempts.hpp"
#include "registrar/enrolment_end.hpp"
#include "registrar/guesses.hpp"
#include "registrar/looks.hpp"
#include "registrar/showings.hpp"
#include "registrar/ways.hpp"
#include "roll/normalise.hpp"

namespace ippyo::registrar {
namespace {

using http::Response;
using nlohmann::json;

constexpr std::uint64_t kSmall = 4096, kAnswer = 32 * 1024;
constexpr std::uint32_t kBeginsPerWindow = 20, kMailsPerWindow = 10;
constexpr base::UnixTime kWindow = 600;

class EnrolmentDesk {
  const Context& context_;
  VoterSessions& sessions_;
  Guesses guesses_;
  Attempts begins_{kBeginsPerWindow, kWindow}, mails_{kMailsPerWindow, kWindow};

  struct Found {
    bool published = false, already = false;
    std::optional<std::int64_t> application;
  };
  db::Outcome find_code(db::Database& db, const Bytes32& mac, Found& out) const;
  Response begin_session(std::int64_t application, bool already, base::UnixTime now);
  std::optional<Response> not_yet(VoterSession& session, Factor factor) const;
  Response begin_factor(VoterSession& session, Factor factor, base::UnixTime now);
  Response finish_factor(VoterSession& session, Factor factor, const json& answer, base::UnixTime now);
  std::optional<Response> compare(const VoterSession& session, Factor factor, const identity::Shown& shown, base::UnixTime now);
  base::Result<identity::OnFile> on_file(const VoterSession& session, Factor factor) const;

 public:
  EnrolmentDesk(const Context& context, VoterSessions& sessions) : context_(context), sessions_(sessions) {}
  Response begin(Call& call);
  Response key(Call& call);
  Response factor(Call& call);
  Response evidence(Call& call);
  Response finish(Call& call);
};

json names(const Way& way) {
  auto out = json::array();
  for (const auto f : way) out.push_back(identity::name(f));
  return out;
}

db::Outcome EnrolmentDesk::find_code(db::Database& db, const Bytes32& mac, Found& out) const {
  out = {};
  IPPYO_DB_TRY(is_published(db, out.published));
  IPPYO_DB_TRY(find_live_letter(db, mac, out.application));
  if (!out.application) return {};
  return db.prepare("SELECT 1 FROM enrolment WHERE application = ?").bind(*out.application).each([&](const db::Row&) { return out.already = true, false; });
}

Response EnrolmentDesk::begin_session(std::int64_t application, bool already, base::UnixTime now) {
  const auto state = context_.board();
  const auto& constitution = state->constitution();
  auto session = std::make_shared<VoterSession>();
  session->access = Access::enrolling;
  session->application = application;
  session->purpose = {identity::Purpose::Action::enrol, state->ctx0(), 0, {}, constitution.title};
  auto ways = json::array();
  for (const auto& way : offered_ways(context_.config, constitution)) ways.push_back(names(way));
  return ok_json({{"session", sessions_.begin(std::move(session), now)},
                  {"ways", std::move(ways)},
                  {"title", constitution.title},
                  {"ctx0", base::to_hex(state->ctx0())},
                  {"already", already}});
}

// Unknown, killed and malformed codes get one answer.
Response EnrolmentDesk::begin(Call& call) {
  auto body = read_object(call.request.body, {"code"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  if (!guesses_.allows(call.now)) return too_many(60);
  const auto proof = base::bytes32_from_hex(text_of(std::get<json>(body), "code").value_or(""));
  const identity::CodePepper pepper(context_.store.keys().code_pepper.clone());
  const auto mac = pepper.record(proof.value_or(Bytes32{}));
  Found found;
  if (const auto read = context_.store.run([&](db::Database& db) { return find_code(db, mac, found); }); !read.ok()) return answer_of(read);
  if (found.published) return enrolment_closed();
  if (!proof || !found.application) {
    guesses_.failed(call.now);
    return refused("code-wrong", "The code is not right; please type it again exactly as it stands in your newest letter.");
  }
  if (!begins_.takes(std::to_string(*found.application), call.now)) return too_many(kWindow);
  return begin_session(*found.application, found.already, call.now);
}

Response EnrolmentDesk::key(Call& call) {
  const auto session = sessions_.find(call.token, Access::enrolling, call.now);
  if (!session) return begin_again();
  auto body = read_object(call.request.body, {"X"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto bytes = base::bytes32_from_hex(text_of(std::get<json>(body), "X").value_or(""));
  const auto X = bytes ? proof::Element::parse(*bytes) : std::nullopt;
  if (!X || X->is_identity()) return malformed("The field 'X' is no key: 64 hex digits of a group element other than 1; update the program.");
  bool free = false;
  const auto read = context_.store.run([&](db::Database& db) { return key_is_free(db, X->bytes, session->application, free); });
  if (!read.ok()) return answer_of(read);
  if (!free) return conflict("key-used", "This device's key is used already; begin again with your own letter.");
  const std::lock_guard lock(session->mutex);
  if (session->ended) return begin_again();
  if (!session->X || session->X->bytes != X->bytes) {
    // What was shown as evidence for another key is evidence of nothing.
    std::erase_if(session->showings, [](const auto& s) { return gives_evidence(s.first); });
    session->salt.reset();
  }
  session->X = *X;
  session->purpose.key = X->bytes;
  return no_content();
}

std::optional<Response> EnrolmentDesk::not_yet(VoterSession& session, Factor factor) const {
  const auto ways = offered_ways(context_.config, context_.board()->constitution());
  if (std::ranges::none_of(ways, [&](const Way& way) { return std::ranges::find(way, factor) != way.end(); })) return no_such_factor();
  const std::lock_guard lock(session.mutex);
  if (gives_evidence(factor) && !session.X) return conflict("key-first", "This step comes after the device's key; begin again and follow the steps in order.");
  return std::nullopt;
}

/// Only the mail address is on file before anything was shown: an enrolment after a lost device takes a new passkey and today's card.
base::Result<identity::OnFile> EnrolmentDesk::on_file(const VoterSession& session, Factor factor) const {
  if (factor != Factor::email) return identity::OnFile{};
  std::optional<Application> application;
  const auto read = context_.store.run([&](db::Database& db) { return read_application(db, context_.store.keys(), session.application, application); });
  if (!read.ok()) return read.error();
  return identity::OnFile{application ? application->form.email : std::string(), {}};
}

Response EnrolmentDesk::begin_factor(VoterSession& session, Factor factor, base::UnixTime now) {
  auto known = on_file(session, factor);
  if (!known.ok()) return http::busy();
  if (factor == Factor::email && !known->subject.empty() && !mails_.takes(known->subject, now)) return too_many(kWindow);
  return begin_showing(context_, session, factor, std::move(*known), now);
}

/// The person of the roll, and nobody else's: attributes and subject.
std::optional<Response> EnrolmentDesk::compare(const VoterSession& session, Factor factor, const identity::Shown& shown, base::UnixTime now) {
  Holder holder;
  if (const auto read = find_holder(context_, session, factor, shown.subject, holder); !read.ok()) return answer_of(read);
  if (!holder.voter) return conflict("not-approved", "This application is not open any more; ask the election office.");
  if (shown.attributes) {
    auto other = refuse_other_person(*shown.attributes, *holder.voter, context_.config);
    if (other && roll::compare(*shown.attributes, *holder.voter).verdict == roll::Match::Verdict::needs_look) {
      bool seen = false;
      const auto noted = context_.store.run([&](db::Database& db) {
        return keep_look(db, context_.store, session.application, {factor, now, *shown.attributes, attributes_of(*holder.voter), {}, {}, 0}, now, seen);
      });
      if (!noted.ok()) return answer_of(noted);
      if (seen) other.reset();
    }
    if (other) return other;
  }
  return holder.subject_is_free ? std::nullopt : std::optional(used_by_another());
}

Response EnrolmentDesk::finish_factor(VoterSession& session, Factor factor, const json& answer, base::UnixTime now) {
  const auto known = on_file(session, factor);
  if (!known.ok()) return http::busy();
  auto judged = judge_answer(context_, session, factor, *known, answer, now);
  if (auto* refusal = std::get_if<Response>(&judged)) return std::move(*refusal);
  auto& good = std::get<Judged>(judged);
  if (auto other = compare(session, factor, good.shown, now)) return std::move(*other);
  if (!accept(session, factor, std::move(good))) return begin_again();
  std::set<Factor> shown;
  {
    const std::lock_guard lock(session.mutex);
    for (const auto& [f, showing] : session.showings)
      if (showing.shown) shown.insert(f);
  }
  return ok_json({{"left", names(left_of(offered_ways(context_.config, context_.board()->constitution()), shown))}});
}

Response EnrolmentDesk::factor(Call& call) {
  const auto session = sessions_.find(call.token, Access::enrolling, call.now);
  const auto half = half_of(call.part);
  if (!session) return begin_again();
  if (!half) return no_such_factor();
  auto body = half->finish ? read_object(call.request.body, {"answer"}) : read_object(call.request.body, {});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  if (auto refusal = not_yet(*session, half->factor)) return std::move(*refusal);
  return half->finish ? finish_factor(*session, half->factor, std::get<json>(body)["answer"], call.now) : begin_factor(*session, half->factor, call.now);
}

Response incomplete() { return conflict("factors-first", "Not everything that is needed was shown; go on with the steps that are left."); }

Response EnrolmentDesk::evidence(Call& call) {
  const auto session = sessions_.find(call.token, Access::enrolling, call.now);
  if (!session) return begin_again();
  const std::lock_guard lock(session->mutex);
  if (session->ended) return begin_again();
  const auto chosen = choose_evidence(context_, *session);
  if (!chosen) return incomplete();
  return ok_json({{"class", std::string(1, letter_of(chosen->evidence_class))}, {"evidence_hash", base::to_hex(chosen->hash)}});
}

Response EnrolmentDesk::finish(Call& call) {
  const auto session = sessions_.find(call.token, Access::enrolling, call.now);
  if (!session) return begin_again();
  auto body = read_object(call.request.body, {"possession"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  auto possession = base::from_hex(text_of(std::get<json>(body), "possession").value_or(""));
  if (!possession || possession->size() != proof::kPossessionSize) return malformed("The field 'possession' has 128 hex digits; update the program.");
  const std::lock_guard lock(session->mutex);
  if (session->ended) return begin_again();
  // The hash must have been told: one that is drawn only now nobody can have proved anything about.
  const auto chosen = session->salt ? choose_evidence(context_, *session) : std::nullopt;
  if (!chosen) return incomplete();
  const auto label = base::Writer().raw(session->purpose.ctx).raw(session->X->bytes).raw(chosen->hash).take();
  const auto verdict = proof::verify_possession({"pop", label, *session->X}, *possession);
  if (!verdict.passed()) return refused("possession", "This device does not hold the key that it named (" + verdict.finding().check.number() + "); begin again.");
  auto answer = keep_enrolment(context_, *session, *chosen, std::move(*possession), call.now);
  if (answer.status != 200) return answer;
  session->ended = true;
  sessions_.end(call.token);
  return answer;
}

}  // namespace

void add_enrolment_endpoints(Endpoints& out, const Context& context, VoterSessions& sessions) {
  const auto desk = std::make_shared<EnrolmentDesk>(context, sessions);
  const auto add = [&](const char* method, const char* path, Access access, std::uint64_t limit, Response (EnrolmentDesk::*handler)(Call&)) {
    out.push_back({method, path, access, limit, [desk, handler](Call& call) { return ((*desk).*handler)(call); }});
  };
  add("POST", "/enrol/begin", Access::anybody, kSmall, &EnrolmentDesk::begin);
  add("POST", "/enrol/key", Access::enrolling, kSmall, &EnrolmentDesk::key);
  add("POST", "/enrol/", Access::enrolling, kAnswer, &EnrolmentDesk::factor);
  add("GET", "/enrol/evidence", Access::enrolling, 0, &EnrolmentDesk::evidence);
  add("POST", "/enrol/finish", Access::enrolling, kSmall, &EnrolmentDesk::finish);
}

}  // namespace ippyo::registrar
