// SPDX-License-Identifier: Apache-2.0
#include "registrar/desk.hpp"

#include <nlohmann/json.hpp>

#include "record/count_permit.hpp"
#include "registrar/answers.hpp"
#include "registrar/slot_factors.hpp"

namespace ippyo::registrar {
namespace {

using http::Response;
using nlohmann::json;

constexpr std::uint64_t kSmall = 4096, kAnswer = 32 * 1024;

/// A desk session belongs to the clerk who opened it; its token travels in the body, beside the clerk's own.
class Counter {
  const Context& context_;
  VoterSessions& sessions_;
  SlotFactors factors_;

  std::shared_ptr<VoterSession> session_of(const json& body, const Call& call);
  Response showing(Call& call, bool finish);

 public:
  Counter(const Context& context, VoterSessions& sessions) : context_(context), sessions_(sessions), factors_(context) {}
  Response begin(Call& call);
  Response begin_card(Call& call) { return showing(call, false); }
  Response finish_card(Call& call) { return showing(call, true); }
  Response permit(Call& call);
};

Response closed_session() { return conflict("desk-session", "This inquiry is over; begin it again with the slot number."); }

std::shared_ptr<VoterSession> Counter::session_of(const json& body, const Call& call) {
  auto session = sessions_.find(text_of(body, "session").value_or(""), Access::clerk, call.now);
  return session && session->member == call.member->id ? session : nullptr;
}

Response Counter::begin(Call& call) {
  auto body = read_object(call.request.body, {"slot"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto& slot = std::get<json>(body)["slot"];
  const auto state = context_.board();
  if (state->phase() != record::Phase::open) return conflict("not-open", "Casts are counted only while online voting is open.");
  if (!slot.is_number_unsigned() || slot.get<std::uint64_t>() >= state->slots().size()) return not_found("There is no such slot; compare the number with the polling card.");
  std::optional<SlotHolder> holder;
  const auto number = slot.get<std::uint64_t>();
  const auto read = context_.store.run([&](db::Database& db) { return find_slot(db, number, holder); });
  if (!read.ok()) return answer_of(read);
  if (!holder) return not_found("There is no such slot here; compare the number with the polling card.");
  auto session = std::make_shared<VoterSession>();
  session->access = Access::clerk;
  session->application = holder->application;
  session->member = call.member->id;
  session->purpose = {identity::Purpose::Action::desk, state->ctx(), number, base::SystemRng().bytes<32>(), state->constitution().title};
  session->factors = {Factor::card};
  return ok_json({{"session", sessions_.begin(std::move(session), call.now)}, {"factors", {"card"}}});
}

Response Counter::showing(Call& call, bool finish) {
  auto body = finish ? read_object(call.request.body, {"session", "answer"}) : read_object(call.request.body, {"session"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto& object = std::get<json>(body);
  const auto session = session_of(object, call);
  if (!session) return closed_session();
  return finish ? factors_.finish(*session, Factor::card, object["answer"], call.now) : factors_.begin(*session, Factor::card, call.now);
}

Response Counter::permit(Call& call) {
  auto body = read_object(call.request.body, {"session"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto session = session_of(std::get<json>(body), call);
  if (!session) return closed_session();
  const std::lock_guard lock(session->mutex);
  if (session->ended) return closed_session();
  if (!left_of(*session).empty()) return conflict("factors-first", "The voter's card was not shown yet.");
  record::CountPermit permit{session->purpose.slot, base::SystemRng().bytes<16>(), call.now + record::kPermitLife, {}};
  permit.signature = context_.key.sign(record::permit_hash(permit, session->purpose.ctx));
  // Who looked is on record; that the voter ever asked for a grant is not.
  const auto logged = context_.store.run([&](db::Database& db) {
    return context_.store.log(db, actor_of(call), "count-permit", "application " + std::to_string(session->application));
  });
  if (!logged.ok()) return answer_of(logged);
  session->ended = true;
  return ok_json({{"permit", base::to_hex(permit.encode())}, {"until", permit.until}});
}

}  // namespace

void add_desk_endpoints(Endpoints& out, const Context& context, VoterSessions& sessions) {
  const auto counter = std::make_shared<Counter>(context, sessions);
  const auto add = [&](const char* path, std::uint64_t limit, Response (Counter::*handler)(Call&)) {
    out.push_back({"POST", path, Access::clerk, limit, [counter, handler](Call& call) { return ((*counter).*handler)(call); }});
  };
  add("/desk/begin", kSmall, &Counter::begin);
  add("/desk/card/begin", kSmall, &Counter::begin_card);
  add("/desk/card/finish", kAnswer, &Counter::finish_card);
  add("/desk/permit", kSmall, &Counter::permit);
}

}  // namespace ippyo::registrar
