// SPDX-License-Identifier: Apache-2.0
// Applications through the interface: by anybody, and by the office. [SPEC 15.2 Application]
#include <nlohmann/json.hpp>

#include "registrar/attempts.hpp"
#include "registrar/endpoint_lists.hpp"
#include "registrar/intake.hpp"
#include "registrar/looks.hpp"
#include "registrar/review.hpp"
#include "roll/day.hpp"
#include "roll/normalise.hpp"

namespace ippyo::registrar {
namespace {

using http::Response;
using nlohmann::json;

constexpr std::uint64_t kSmall = 4096, kForm = 32 * 1024;
constexpr std::uint32_t kWebPerMinute = 600, kWrongStatus = 5;
constexpr base::UnixTime kMinute = 60, kHour = 3600;
constexpr std::int64_t kRowsAtOnce = 2000;
constexpr std::size_t kMostCandidates = 20;

class ApplicationDesk {
  const Context& context_;
  Attempts web_{kWebPerMinute, kMinute}, status_{kWrongStatus, kHour};

  Response keep(Application& a, const Actor& actor);
  db::Outcome read_status(db::Database& db, const std::string& reference, const std::optional<roll::Day>& birth, std::optional<json>& out) const;
  db::Outcome similar(const Application& a, std::vector<VoterRow>& out) const;
  Response one(const Call& call) const;

 public:
  explicit ApplicationDesk(const Context& context) : context_(context) {}
  Response from_web(Call& call);
  Response from_office(Call& call);
  Response status(Call& call);
  Response list(Call& call);
  Response show(Call& call);
  Response act(Call& call);
  Response attributes_seen(const Call& call, std::int64_t id) const;
};

Response ApplicationDesk::keep(Application& a, const Actor& actor) {
  return stored(context_.store, [&](db::Database& db, Response& answer) -> db::Outcome {
    IPPYO_DB_TRY(draw_reference(db, a.reference));
    IPPYO_DB_TRY(insert_application(db, context_.store.keys(), a));
    json receipt{{"reference", a.reference}, {"state", name(a.state)}};
    if (a.channel != Channel::web) receipt["id"] = a.id;
    answer = ok_json(receipt, 201);
    return add_event(db, context_.store, a.id, actor, "apply", "");
  });
}

Response ApplicationDesk::from_web(Call& call) {
  auto body = read_object(call.request.body, kFormFields);
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  if (!web_.takes("web", call.now)) return too_many(kMinute);
  auto form = read_form(std::get<json>(body), context_, call.now);
  if (auto* answer = std::get_if<Response>(&form)) return std::move(*answer);
  return keep(std::get<Application>(form), {"applicant", call.now});
}

Response ApplicationDesk::from_office(Call& call) {
  auto body = read_object(call.request.body, kOfficeFormFields);
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto channel = channel_of(text_of(std::get<json>(body), "channel").value_or(""));
  if (!channel || *channel == Channel::web) return malformed("The field 'channel' is one of phone, counter, post.");
  auto form = read_form(std::get<json>(body), context_, call.now);
  if (auto* answer = std::get_if<Response>(&form)) return std::move(*answer);
  auto& application = std::get<Application>(form);
  application.channel = *channel;
  return keep(application, actor_of(call));
}

db::Outcome ApplicationDesk::read_status(db::Database& db, const std::string& reference, const std::optional<roll::Day>& birth,
                                         std::optional<json>& out) const {
  std::int64_t id = 0;
  out.reset();
  IPPYO_DB_TRY(db.prepare("SELECT id FROM application WHERE reference = ?").bind(reference).each([&](const db::Row& row) {
    return id = row.integer(0), false;
  }));
  std::optional<Application> a;
  IPPYO_DB_TRY(read_application(db, context_.store.keys(), id, a));
  if (!a || !birth || a->form.person.birth != *birth) return {};
  std::vector<Event> events;
  IPPYO_DB_TRY(read_events(db, context_.store.keys(), id, events));
  bool letter = false;
  IPPYO_DB_TRY(db.prepare("SELECT 1 FROM letter WHERE application = ? AND live = 1").bind(id).each([&](const db::Row&) { return letter = true, false; }));
  out = json{{"state", name(a->state)}, {"changed_at", a->changed_at}, {"letter", letter}};
  if (a->state == State::returned && !events.empty()) (*out)["reason"] = events.back().reason;
  return {};
}

Response ApplicationDesk::status(Call& call) {
  auto body = read_object(call.request.body, {"reference", "birth"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto reference = text_of(std::get<json>(body), "reference").value_or("");
  const auto birth = roll::parse_day(text_of(std::get<json>(body), "birth").value_or(""));
  if (!status_.allows(reference, call.now)) return too_many(kHour);
  std::optional<json> found;
  const auto read = context_.store.run([&](db::Database& db) { return read_status(db, reference, birth, found); });
  if (!read.ok()) return answer_of(read);
  if (found) return ok_json(*found);
  status_.failed(reference, call.now);
  return not_found("There is no application with this number and birth date; look at your receipt again, or ask the election office.");
}

Response ApplicationDesk::list(Call& call) {
  const auto page = page_of(call.request);
  const auto wanted = call.request.parameter("state");
  const auto state = state_of(wanted);
  if (!page) return malformed("'after' is a number and 'limit' one from 1 to 500.");
  if (!wanted.empty() && !state) return malformed("'state' is one of received, approved, returned, moved, deceased, withdrawn.");
  return stored(context_.store, [&](db::Database& db, Response& answer) -> db::Outcome {
    auto rows = json::array();
    // One range of states for both questions, so that the index on (state, id) serves.
    const std::string sql =
        "SELECT id, reference, state, channel, category, letter_kind, received_at, changed_at, "
        "EXISTS (SELECT 1 FROM letter l WHERE l.application = application.id AND l.live = 1), "
        "EXISTS (SELECT 1 FROM attributes_look k WHERE k.application = application.id AND k.seen_at = 0) FROM application WHERE id > ? ";
    auto statement = db.prepare(sql + (state ? "AND state = ? ORDER BY id LIMIT ?" : "ORDER BY id LIMIT ?"));
    statement.bind(page->after);
    if (state) statement.bind(static_cast<std::int64_t>(*state));
    IPPYO_DB_TRY(statement.bind(page->limit).each([&](const db::Row& row) {
      rows.push_back({{"id", row.integer(0)},
                      {"reference", row.text(1)},
                      {"state", name(static_cast<State>(row.integer(2)))},
                      {"channel", name(static_cast<Channel>(row.integer(3)))},
                      {"category", row.text(4)},
                      {"letter", name(static_cast<LetterKind>(row.integer(5)))},
                      {"received_at", row.integer(6)},
                      {"changed_at", row.integer(7)},
                      {"has_letter", row.integer(8) == 1},
                      {"needs_look", row.integer(9) == 1}});
      return true;
    }));
    answer = ok_json({{"applications", std::move(rows)}});
    return {};
  });
}

/// Everybody whose attributes do not rule out the applicant. Reads the whole roll, some at a time: for names written in another way.
db::Outcome ApplicationDesk::similar(const Application& a, std::vector<VoterRow>& out) const {
  for (std::int64_t after = 0;;) {
    std::vector<VoterRow> rows;
    IPPYO_DB_TRY(context_.store.run([&](db::Database& db) { return rows.clear(), read_voters(db, context_.store.keys(), after, kRowsAtOnce, rows); }));
    if (rows.empty()) return {};
    after = rows.back().id;
    for (auto& row : rows)
      if (row.present && row.voter.birth == a.form.person.birth && out.size() < kMostCandidates &&
          roll::compare(a.form.person, row.voter).verdict != roll::Match::Verdict::does_not_match)
        out.push_back(std::move(row));
  }
}

Response ApplicationDesk::one(const Call& call) const {
  const auto id = number_of(call.part[0]);
  std::optional<Application> a;
  std::vector<Event> events;
  std::vector<VoterRow> rows;
  std::vector<Look> looks;
  const auto& keys = context_.store.keys();
  const auto read = context_.store.run([&](db::Database& db) -> db::Outcome {
    events.clear(), rows.clear();
    IPPYO_DB_TRY(read_application(db, keys, id.value_or(0), a));
    if (!a) return {};
    IPPYO_DB_TRY(read_events(db, keys, a->id, events));
    IPPYO_DB_TRY(read_looks(db, keys, a->id, looks));
    if (!a->voter) return find_persons(db, keys, a->form.person.name, a->form.person.birth, rows);
    std::optional<VoterRow> row;
    IPPYO_DB_TRY(read_voter(db, keys, *a->voter, row));
    if (row) rows.push_back(std::move(*row));
    return {};
  });
  if (!read.ok()) return answer_of(read);
  if (!a) return not_found("There is no application with this number.");
  if (rows.empty() && a->state == State::received && call.request.parameter("search") == "wide")
    if (const auto found = similar(*a, rows); !found.ok()) return answer_of(found);
  auto body = shown(*a);
  body["events"] = shown(events);
  body["looks"] = a->voter && !rows.empty() ? shown(looks, attributes_of(rows.front().voter)) : json::array();
  body["candidates"] = json::array();
  for (const auto& row : rows) body["candidates"].push_back(candidate(context_, *a, row));
  return ok_json(body);
}

Response ApplicationDesk::show(Call& call) {
  return call.part.size() == 1 ? one(call) : not_found("There is no such page of an application.");
}

/// Not a change of the application's state: it lets one showing through that needs a look.
Response ApplicationDesk::attributes_seen(const Call& call, std::int64_t id) const {
  auto body = read_object(call.request.body, {"look", "reason?"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto& object = std::get<json>(body);
  const auto look = base::from_hex(text_of(object, "look").value_or(""));
  const auto reason = text_of(object, "reason");
  if (!look || look->size() != Bytes16().size()) return malformed("The field 'look' has 32 hex digits: it names the attributes that were looked at.");
  if (!reason) return malformed("The field 'reason' is a text.");
  Bytes16 mark{};
  std::ranges::copy(*look, mark.begin());
  return stored(context_.store, [&](db::Database& db, Response& answer) { return let_pass(db, context_, id, mark, *reason, actor_of(call), answer); });
}

Response ApplicationDesk::act(Call& call) {
  const auto id = call.part.size() == 2 ? number_of(call.part[0]) : std::nullopt;
  if (id && call.part[1] == "attributes-seen") return attributes_seen(call, *id);
  const auto action = call.part.size() == 2 ? action_of(call.part[1]) : std::nullopt;
  if (!id || !action) return not_found("There is no such thing to do with an application.");
  auto body = read_object(call.request.body, {"voter?", "reason?"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto& object = std::get<json>(body);
  const auto reason = text_of(object, "reason");
  if (!reason) return malformed("The field 'reason' is a text.");
  Decision decision{*action, {}, {}, *reason};
  if (*action == Action::approve) {
    const auto voter = object.value("voter", json());
    if (voter.is_number_integer()) decision.row = voter.get<std::int64_t>();
    else if (voter.is_string() && !voter.get_ref<const std::string&>().empty()) decision.number = voter.get<std::string>();
    else return malformed("The field 'voter' is missing: a candidate's number in this store, or a text with the number on the roll.");
  } else if (object.contains("voter")) {
    return malformed("Only an approval names a voter.");
  }
  return stored(context_.store, [&](db::Database& db, Response& answer) { return decide(db, context_, *id, decision, actor_of(call), answer); });
}

}  // namespace

void add_application_endpoints(Endpoints& out, const Context& context) {
  const auto desk = std::make_shared<ApplicationDesk>(context);
  const auto add = [&](const char* method, const char* path, Access access, std::uint64_t limit, Response (ApplicationDesk::*handler)(Call&)) {
    out.push_back({method, path, access, limit, [desk, handler](Call& call) { return ((*desk).*handler)(call); }});
  };
  add("POST", "/applications", Access::anybody, kForm, &ApplicationDesk::from_web);
  add("POST", "/applications/status", Access::anybody, kSmall, &ApplicationDesk::status);
  add("POST", "/staff/applications", Access::clerk, kForm, &ApplicationDesk::from_office);
  add("GET", "/staff/applications", Access::clerk, 0, &ApplicationDesk::list);
  add("GET", "/staff/applications/", Access::clerk, 0, &ApplicationDesk::show);
  add("POST", "/staff/applications/", Access::clerk, kForm, &ApplicationDesk::act);
}

}  // namespace ippyo::registrar
