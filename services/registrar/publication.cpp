// SPDX-License-Identifier: Apache-2.0
#include "registrar/publication.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/codec.hpp"
#include "registrar/answers.hpp"
#include "registrar/applications.hpp"
#include "registrar/intake.hpp"

namespace ippyo::registrar {
namespace {

using base::Error;
using record::Phase;
namespace fs = std::filesystem;

/// Whoever moved away or died after enrolling, and whatever else is not approved, gets no slot.
db::Outcome drop_others(db::Database& db) {
  std::vector<std::int64_t> others;
  IPPYO_DB_TRY(db.prepare("SELECT e.application FROM enrolment e JOIN application a ON a.id = e.application WHERE a.state <> ?")
                   .bind(static_cast<std::int64_t>(State::approved))
                   .each([&](const db::Row& row) { return others.push_back(row.integer(0)), true; }));
  for (const auto id : others) IPPYO_DB_TRY(erase_enrolment(db, id));
  return {};
}

std::vector<office::Enrolment> lines_of(const std::vector<EnrolmentRow>& rows) {
  std::vector<office::Enrolment> out;
  for (const auto& row : rows) out.push_back(row.enrolment);
  return out;
}

/// The moment after which nobody enrols any more: slots get their numbers.
db::Outcome close_enrolment(db::Database& db, const Store& store, const Actor& actor) {
  bool published = false;
  IPPYO_DB_TRY(is_published(db, published));
  if (published) return {};
  IPPYO_DB_TRY(drop_others(db));
  std::vector<EnrolmentRow> rows;
  IPPYO_DB_TRY(read_enrolments(db, store.keys(), rows));
  if (rows.empty()) return db::Outcome::conflict("nobody has enrolled yet");
  const auto numbers = office::slot_numbers(lines_of(rows));
  for (std::size_t i = 0; i < rows.size(); ++i)
    IPPYO_DB_TRY(db.prepare("UPDATE enrolment SET slot = ? WHERE application = ?").bind(static_cast<std::int64_t>(numbers[i])).bind(rows[i].application).run());
  IPPYO_DB_TRY(write_setting(db, kPublished, base::Writer().u64(rows.size()).data()));
  return store.log(db, actor, "publish", std::to_string(rows.size()) + " slots");
}

/// Writes unless a complete submission lies there. Half of one is what a crash left: it goes.
template <class Write>
base::Result<Publication> write_once(const Context& context, const record::State& state, const fs::path& folder, Write write) {
  std::vector<EnrolmentRow> rows;
  const auto read = context.store.run([&](db::Database& db) { return rows.clear(), read_enrolments(db, context.store.keys(), rows); });
  if (!read.ok()) return read.error();
  const Publication done{folder, rows.size()};
  std::error_code failed;
  if (fs::exists(folder / "entries", failed)) return done;
  fs::remove_all(folder, failed);
  fs::create_directories(folder.parent_path(), failed);
  const auto& signers = state.constitution().signers;
  const auto registrar = std::ranges::find(signers, election::Role::registrar, &election::Signer::role);
  IPPYO_CHECK(registrar != signers.end());
  const office::Desk desk{folder, state, {{registrar->id}, {&context.key}}, std::max(context.clock.now(), state.last_time())};
  IPPYO_TRY(write(desk, lines_of(rows)));
  return done;
}

http::Response answer_of(const base::Result<Publication>& published) {
  if (!published.ok()) return conflict("publication", published.error().message + ".");
  return ok_json({{"submission", published->submission.filename().string()}, {"enrolments", published->enrolments}});
}

letters::Addressee addressee(const Form& form, const roll::Voter& voter, const Context& context) {
  letters::Addressee to{form.postal_code, {}, voter.name, !form.country.empty(), "Asia/Tokyo"};
  if (const auto* region = context.eligibility.region_of(form.region)) to.zone = region->zone;
  if (form.delivery_address.empty() && form.country.empty()) to.lines = {voter.address};
  else to.lines = delivery_lines(form);
  return to;
}

}  // namespace

base::Result<Publication> publish_evidence(const Context& context, const fs::path& folder, const Actor& actor) {
  const auto state = context.board();
  if (state->phase() < Phase::keyed) return Error{"The board has no election key yet; hold the key ceremony first"};
  if (state->phase() > Phase::keyed) return Error{"The evidence list is on the board already"};
  const auto closed = context.store.run([&](db::Database& db) { return close_enrolment(db, context.store, actor); });
  if (!closed.ok()) return closed.error();
  return write_once(context, *state, folder, [](const office::Desk& desk, const auto& lines) { return office::write_evidence(desk, lines); });
}

base::Result<Publication> publish_slots(const Context& context, const fs::path& folder, const Actor&) {
  const auto state = context.board();
  if (state->phase() < Phase::evidenced) return Error{"The evidence list is not on the board yet; post it first"};
  if (state->phase() > Phase::evidenced) return Error{"The slot list is on the board already"};
  return write_once(context, *state, folder, [](const office::Desk& desk, const auto& lines) { return office::write_slots(desk, lines); });
}

letters::NextCard polling_cards(const Context& context, CardTexts texts, std::uint32_t first_number) {
  struct At {
    std::int64_t slot = -1;
    std::uint32_t number;
  };
  auto at = std::make_shared<At>(At{-1, first_number});
  return [&context, texts = std::move(texts), at]() -> base::Result<std::optional<letters::PollingCard>> {
    std::optional<Application> application;
    std::optional<roll::Voter> voter;
    std::int64_t id = 0, slot = at->slot;
    const auto read = context.store.run([&](db::Database& db) -> db::Outcome {
      IPPYO_DB_TRY(db.prepare("SELECT application, slot FROM enrolment WHERE slot > ? ORDER BY slot LIMIT 1").bind(at->slot).each([&](const db::Row& row) {
        return id = row.integer(0), slot = row.integer(1), false;
      }));
      if (id == 0) return {};
      IPPYO_DB_TRY(read_application(db, context.store.keys(), id, application));
      return application ? voter_of(db, context.store.keys(), *application, voter) : db::Outcome{};
    });
    if (!read.ok()) return read.error();
    if (id == 0) return std::optional<letters::PollingCard>();
    if (!voter) return Error{"application " + std::to_string(id) + " has no line on the roll; look at it before the cards are printed"};
    auto place = texts.places.find(voter->district);
    if (place == texts.places.end()) place = texts.places.find("*");
    if (place == texts.places.end()) return Error{"a polling district has no polling place; add it to the texts of the cards"};
    at->slot = slot;
    const auto state = context.board();
    const bool rehearsal = state->constitution().clock == election::ClockKind::rehearsal;
    return std::optional(letters::PollingCard{at->number++, static_cast<std::uint64_t>(slot), addressee(application->form, *voter, context),
                                              state->constitution().title, place->second, texts.voting_hours, context.config.sender,
                                              context.config.dates, rehearsal});
  };
}

void add_publication_endpoints(Endpoints& out, const Context& context) {
  const auto add = [&](const char* path, const char* name, auto publish) {
    out.push_back({"POST", path, Access::manager, 4096, [&context, name, publish](Call& call) {
                     auto body = read_object(call.request.body, {});
                     if (auto* answer = std::get_if<http::Response>(&body)) return std::move(*answer);
                     return answer_of(publish(context, context.config.submissions / name, actor_of(call)));
                   }});
  };
  add("/staff/evidence", "registrar-evidence", publish_evidence);
  add("/staff/slots", "registrar-slots", publish_slots);
}

}  // namespace ippyo::registrar
