// SPDX-License-Identifier: Apache-2.0
// What voters tell the office without saying who they are. [SPEC 15.10 Questionnaire, SPEC 15.11 CoercionReport]
#include <nlohmann/json.hpp>

#include "registrar/answers.hpp"
#include "registrar/attempts.hpp"
#include "registrar/coercion.hpp"
#include "registrar/endpoint_lists.hpp"
#include "registrar/questionnaire.hpp"

namespace ippyo::registrar {
namespace {

using http::Response;
using nlohmann::json;

constexpr std::uint64_t kSmall = 4096, kReport = 8192;
constexpr base::UnixTime kMinute = 60;

/// Limits are those of all callers together: to tell them apart one would have to look at them.
class VoiceDesk {
  const Context& context_;
  Attempts answers_{kAnswersPerMinute, kMinute}, reports_{kReportsPerMinute, kMinute};

 public:
  explicit VoiceDesk(const Context& context) : context_(context) {}
  Response questions(Call&);
  Response answer(Call& call);
  Response counts(Call& call);
  Response report(Call& call);
  Response reports(Call& call);
  Response seen(Call& call);
};

Response no_questionnaire() { return not_found("This election asks no questions after the vote."); }

Response VoiceDesk::questions(Call&) {
  const auto& q = context_.config.questionnaire;
  return q ? ok_json(q->to_json()) : no_questionnaire();
}

Response VoiceDesk::answer(Call& call) {
  auto body = read_object(call.request.body, {"answers"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto& q = context_.config.questionnaire;
  if (!q) return no_questionnaire();
  const auto answers = read_answers(*q, std::get<json>(body)["answers"]);
  if (!answers) return malformed("The field 'answers' names questions of GET /questionnaire, each with a number from 1 to 5, the id of a choice, or a text of at most 500 characters.");
  if (answers->empty()) return no_content();
  if (!answers_.takes("answers", call.now)) return too_many(kMinute);
  base::SystemRng rng;
  return stored(context_.store, [&](db::Database& db, Response& out) {
    out = no_content();
    return keep_answers(db, context_.store.keys(), *answers, call.now, rng);
  });
}

Response VoiceDesk::counts(Call& call) {
  const auto& q = context_.config.questionnaire;
  const auto page = page_of(call.request);
  if (!page) return malformed("'after' is a number and 'limit' one from 1 to 500.");
  if (!q) return no_questionnaire();
  return stored(context_.store, [&](db::Database& db, Response& out) -> db::Outcome {
    json found;
    IPPYO_DB_TRY(read_counts(db, *q, found));
    IPPYO_DB_TRY(read_texts(db, context_.store.keys(), page->after, page->limit, found["texts"]));
    out = ok_json(found);
    return {};
  });
}

Response VoiceDesk::report(Call& call) {
  auto body = read_object(call.request.body, {"kind", "text", "contact?"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto& object = std::get<json>(body);
  const auto kind = report_kind_of(text_of(object, "kind").value_or(""));
  const auto text = text_of(object, "text"), contact = text_of(object, "contact");
  if (!kind) return malformed("The field 'kind' is one of pressure, bought, watched, other.");
  if (!text || text->empty() || characters_in(*text) > kLongestReport) return malformed("The field 'text' is a text of 1 to 2,000 characters.");
  if (!contact || characters_in(*contact) > kLongestContact) return malformed("The field 'contact' is a text of at most 200 characters, or missing.");
  if (!reports_.takes("reports", call.now)) return too_many(kMinute);
  base::SystemRng rng;
  return stored(context_.store, [&](db::Database& db, Response& out) -> db::Outcome {
    std::int64_t number = 0;
    IPPYO_DB_TRY(keep_report(db, context_.store, {*kind, *text, *contact}, call.now, rng, number));
    out = ok_json({{"number", std::to_string(number)}}, 201);
    return {};
  });
}

Response VoiceDesk::reports(Call& call) {
  const auto page = page_of(call.request);
  if (!page) return malformed("'after' is a number and 'limit' one from 1 to 500.");
  return stored(context_.store, [&](db::Database& db, Response& out) -> db::Outcome {
    json found;
    IPPYO_DB_TRY(read_reports(db, context_.store.keys(), page->after, page->limit, found));
    out = ok_json({{"reports", std::move(found)}});
    return {};
  });
}

Response VoiceDesk::seen(Call& call) {
  const auto number = call.part.size() == 2 && call.part[1] == "seen" ? number_of(call.part[0]) : std::nullopt;
  const auto unknown = [] { return not_found("There is no report with this number."); };
  if (!number) return unknown();
  return stored(context_.store, [&](db::Database& db, Response& out) -> db::Outcome {
    bool known = false;
    IPPYO_DB_TRY(mark_seen(db, context_.store, *number, actor_of(call), known));
    out = known ? no_content() : unknown();
    return {};
  });
}

}  // namespace

void add_voice_endpoints(Endpoints& out, const Context& context) {
  const auto desk = std::make_shared<VoiceDesk>(context);
  const auto add = [&](const char* method, const char* path, Access access, std::uint64_t limit, Response (VoiceDesk::*handler)(Call&)) {
    out.push_back({method, path, access, limit, [desk, handler](Call& call) { return ((*desk).*handler)(call); }});
  };
  add("GET", "/questionnaire", Access::anybody, 0, &VoiceDesk::questions);
  add("POST", "/questionnaire", Access::anybody, kSmall, &VoiceDesk::answer);
  add("GET", "/staff/questionnaire", Access::staff, 0, &VoiceDesk::counts);
  add("POST", "/reports", Access::anybody, kReport, &VoiceDesk::report);
  add("GET", "/staff/reports", Access::clerk, 0, &VoiceDesk::reports);
  add("POST", "/staff/reports/", Access::clerk, kSmall, &VoiceDesk::seen);
}

}  // namespace ippyo::registrar
