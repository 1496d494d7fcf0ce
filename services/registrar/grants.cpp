// SPDX-License-Identifier: Apache-2.0
#include "registrar/grants.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "registrar/answers.hpp"
#include "registrar/applications.hpp"
#include "registrar/grant_rules.hpp"
#include "registrar/key_uses.hpp"
#include "registrar/slot_factors.hpp"
#include "registrar/ways.hpp"

namespace ippyo::registrar {
namespace {

using http::Response;
using nlohmann::json;

constexpr std::uint64_t kSmall = 4096, kAnswer = 32 * 1024;
constexpr base::UnixTime kMinute = 60;

class GrantDesk {
  const Context& context_;
  VoterSessions& sessions_;
  SlotFactors factors_;
  Attempts begins_{kGrantBeginsPerMinute, kMinute}, grants_{kGrantsPerMinute, kMinute};
  KeyUses keys_;

  std::optional<Response> refuse_person(const VoterSession& session);
  Response give(VoterSession& session, const record::GrantRequest& request, base::UnixTime now);
  Response open_session(const record::State& state, const record::GrantRequest& asked, base::UnixTime now);

 public:
  GrantDesk(const Context& context, VoterSessions& sessions) : context_(context), sessions_(sessions), factors_(context) {}
  Response begin(Call& call);
  Response factor(Call& call);
  Response grant(Call& call);
};

Response not_open() { return conflict("not-open", "Online voting is not open; the times are in your letter."); }

Response no_possession() {
  return refused("possession", "This device does not hold the key of this slot; use the device or passkey of the enrolment.");
}

std::variant<record::GrantRequest, Response> read_begin(base::ByteView bytes) {
  auto body = read_object(bytes, {"slot", "K", "possession"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto& object = std::get<json>(body);
  const auto K = base::bytes32_from_hex(text_of(object, "K").value_or(""));
  const auto possession = base::from_hex(text_of(object, "possession").value_or(""));
  if (!object["slot"].is_number_unsigned() || object["slot"].get<std::uint64_t>() >= (std::uint64_t{1} << 53))
    return malformed("The field 'slot' is the number on the polling card.");
  if (!K) return malformed("The field 'K' has 64 hex digits; update the program.");
  record::GrantRequest out{object["slot"].get<std::uint64_t>(), *K, {}};
  if (!possession || possession->size() != out.possession.size()) return malformed("The field 'possession' has 128 hex digits; update the program.");
  std::ranges::copy(*possession, out.possession.begin());
  return out;
}

/// Only the holder of the slot's key gets as far as the counters: nobody else can use up what they allow. A slot that does not exist is
/// answered like a wrong key.
Response GrantDesk::begin(Call& call) {
  auto read = read_begin(call.request.body);
  if (auto* answer = std::get_if<Response>(&read)) return std::move(*answer);
  const auto& asked = std::get<record::GrantRequest>(read);
  const auto state = context_.board();
  if (state->phase() != record::Phase::open) return not_open();
  if (asked.slot >= state->slots().size() || !record::verify_grant_begin(asked, state->ctx(), state->slots()[asked.slot].X).passed()) return no_possession();
  if (!keys_.takes(asked.slot, asked.K, call.now) || !begins_.takes(std::to_string(asked.slot), call.now)) return too_many(kMinute);
  return open_session(*state, asked, call.now);
}

Response GrantDesk::open_session(const record::State& state, const record::GrantRequest& asked, base::UnixTime now) {
  std::optional<SlotHolder> holder;
  const auto read = context_.store.run([&](db::Database& db) { return find_slot(db, asked.slot, holder); });
  if (!read.ok()) return answer_of(read);
  const auto& constitution = state.constitution();
  auto session = std::make_shared<VoterSession>();
  session->access = Access::asking;
  session->application = holder ? holder->application : 0;
  session->purpose = {identity::Purpose::Action::grant, state.ctx(), asked.slot, asked.K, constitution.title};
  session->factors = grant_factors(constitution, holder ? holder->evidence_class : constitution.evidence.front());
  auto names = json::array();
  for (const auto f : session->factors) names.push_back(identity::name(f));
  return ok_json({{"session", sessions_.begin(std::move(session), now)}, {"factors", std::move(names)}});
}

Response GrantDesk::factor(Call& call) {
  const auto session = sessions_.find(call.token, Access::asking, call.now);
  const auto half = half_of(call.part);
  if (!session) return begin_again();
  if (!half || std::ranges::find(session->factors, half->factor) == session->factors.end()) return no_such_factor();
  auto body = half->finish ? read_object(call.request.body, {"answer"}) : read_object(call.request.body, {});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  return half->finish ? factors_.finish(*session, half->factor, std::get<json>(body)["answer"], call.now)
                      : factors_.begin(*session, half->factor, call.now);
}

/// Told only to somebody who has shown everything, so that no stranger learns from it who died or moved.
std::optional<Response> GrantDesk::refuse_person(const VoterSession& session) {
  std::optional<Application> application;
  const auto done = context_.store.run([&](db::Database& db) -> db::Outcome {
    IPPYO_DB_TRY(read_application(db, context_.store.keys(), session.application, application));
    return application && application->state == State::approved ? keep_renewed(db, context_.store.keys(), session) : db::Outcome{};
  });
  if (!done.ok()) return answer_of(done);
  if (application && application->state == State::approved) return std::nullopt;
  return refused("no-vote", "You cannot vote online any more by the voter roll; ask the election office.");
}

Response GrantDesk::give(VoterSession& session, const record::GrantRequest& request, base::UnixTime now) {
  base::SystemRng rng;
  const auto decided = decide(*context_.board(), request, now, context_.key, rng);
  if (const auto* none = std::get_if<NoGrant>(&decided))
    return *none == NoGrant::for_now ? http::busy() : no_possession();
  if (auto refusal = refuse_person(session)) return std::move(*refusal);
  // Counted only for the holder of the key: nobody else can use up a slot's grants.
  if (!grants_.takes(std::to_string(request.slot), now)) return http::busy();
  return http::bytes(std::get<record::Grant>(decided).encode());
}

Response GrantDesk::grant(Call& call) {
  const auto session = sessions_.find(call.token, Access::asking, call.now);
  if (!session) return begin_again();
  const auto request = record::GrantRequest::decode(call.request.body);
  if (!request.ok()) return malformed("The body is not a grant request as specified in 10.3; update the program that made it.");
  const std::lock_guard lock(session->mutex);
  if (session->ended) return begin_again();
  if (request->slot != session->purpose.slot || request->K != session->purpose.key)
    return refused("other-request", "What was shown was for another slot or key; begin again.");
  if (session->factors.empty() || session->application == 0 || !left_of(*session).empty())
    return conflict("factors-first", "Not everything that is needed was shown; go on with the steps that are left.");
  auto answer = give(*session, *request, call.now);
  if (answer.status != 200) return answer;
  session->ended = true;
  sessions_.end(call.token);
  return answer;
}

}  // namespace

void add_grant_endpoints(Endpoints& out, const Context& context, VoterSessions& sessions) {
  const auto desk = std::make_shared<GrantDesk>(context, sessions);
  const auto add = [&](const char* path, Access access, std::uint64_t limit, Response (GrantDesk::*handler)(Call&)) {
    out.push_back({"POST", path, access, limit, [desk, handler](Call& call) { return ((*desk).*handler)(call); }});
  };
  add("/grant/begin", Access::anybody, kSmall, &GrantDesk::begin);
  add("/grant/", Access::asking, kAnswer, &GrantDesk::factor);
  add("/grant", Access::asking, record::kGrantRequestSize, &GrantDesk::grant);
}

}  // namespace ippyo::registrar
