// SPDX-License-Identifier: Apache-2.0
#include "registrar/slot_factors.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "registrar/answers.hpp"
#include "registrar/applications.hpp"

namespace ippyo::registrar {

using http::Response;
using nlohmann::json;

namespace {

constexpr std::uint32_t kMailsPerWindow = 10;
constexpr base::UnixTime kWindow = 600;

Response not_on_file() {
  return refused("not-on-file", "This cannot be shown for this slot; compare the slot number with your polling card, or vote on paper.");
}

db::Outcome read_code(db::Database& db, std::int64_t application, identity::OnFile& out) {
  return db.prepare("SELECT code_mac FROM letter WHERE application = ? AND live = 1").bind(application).each([&](const db::Row& row) {
    out = {"letter", row.blob(0)};
    return false;
  });
}

/// At the desk a person without a card on file is known by what the card says; elsewhere only what was registered counts.
bool is_missing(const VoterSession& session, const identity::OnFile& known, bool renewed) {
  return session.application == 0 || (known.empty() && !renewed && session.access != Access::clerk);
}

bool is_renewed(VoterSession& session, Factor factor) {
  const std::lock_guard lock(session.mutex);
  return session.showings[factor].renewed;
}

}  // namespace

SlotFactors::SlotFactors(const Context& context) : context_(context), mails_(kMailsPerWindow, kWindow) {}

std::vector<Factor> left_of(const VoterSession& session) {
  std::vector<Factor> out;
  std::ranges::copy_if(session.factors, std::back_inserter(out), [&](Factor f) { return !session.is_shown(f); });
  return out;
}

base::Result<identity::OnFile> SlotFactors::on_file(const VoterSession& session, Factor factor, bool renewed) const {
  identity::OnFile out;
  if (renewed) return out;
  const auto read = context_.store.run([&](db::Database& db) {
    return factor == Factor::code ? read_code(db, session.application, out)
                                  : read_factor(db, context_.store.keys(), session.application, factor, out);
  });
  if (!read.ok()) return read.error();
  return out;
}

Response SlotFactors::begin(VoterSession& session, Factor factor, base::UnixTime now) {
  const bool renewed = is_renewed(session, factor);
  auto known = on_file(session, factor, renewed);
  if (!known.ok()) return http::busy();
  if (is_missing(session, *known, renewed)) return not_on_file();
  if (factor == Factor::email) {
    const std::lock_guard lock(session.mutex);
    if (left_of(session) != std::vector{Factor::email}) return conflict("email-last", "The mail comes last; show everything else first.");
  }
  if (factor == Factor::email && !mails_.takes(known->subject, now)) return too_many(kWindow);
  return begin_showing(context_, session, factor, std::move(*known), now);
}

/// For a card that is not on file: it is this person's, and nobody else's.
std::optional<Response> SlotFactors::compare(const VoterSession& session, Factor factor, const identity::Shown& shown) const {
  Holder holder;
  if (const auto read = find_holder(context_, session, factor, shown.subject, holder); !read.ok()) return answer_of(read);
  if (!shown.attributes || !holder.voter) return refused("other-person", "This does not say who you are; go to the counter with your card.");
  if (auto other = refuse_other_person(*shown.attributes, *holder.voter, context_.config)) return other;
  return holder.subject_is_free ? std::nullopt : std::optional(used_by_another());
}

/// Two answers of one person over one state of the file: only the first counts.
std::optional<Response> SlotFactors::count(const VoterSession& session, Factor factor, const identity::OnFile& known, const identity::Shown& shown) const {
  if (factor == Factor::code || shown.record == known.record) return std::nullopt;
  bool done = false;
  const auto kept = context_.store.run([&](db::Database& db) {
    return exchange_factor(db, context_.store.keys(), session.application, factor, known, {shown.subject, shown.record}, done);
  });
  if (!kept.ok()) return answer_of(kept);
  return done ? std::nullopt : std::optional(conflict("again", "Two answers came at the same time; begin this step again."));
}

Response SlotFactors::finish(VoterSession& session, Factor factor, const json& answer, base::UnixTime now) {
  const bool renewed = is_renewed(session, factor);
  const auto known = on_file(session, factor, renewed);
  if (!known.ok()) return http::busy();
  if (is_missing(session, *known, renewed)) return not_on_file();
  auto judged = judge_answer(context_, session, factor, *known, answer, now);
  if (auto* refusal = std::get_if<Response>(&judged)) return std::move(*refusal);
  auto& good = std::get<Judged>(judged);
  // The card that is not on file stays out of it until everything else is shown too.
  auto other = known->empty() ? compare(session, factor, good.shown) : count(session, factor, *known, good.shown);
  if (other) return std::move(*other);
  if (!accept(session, factor, std::move(good))) return begin_again();
  const std::lock_guard lock(session.mutex);
  auto left = json::array();
  for (const auto f : left_of(session)) left.push_back(identity::name(f));
  return ok_json({{"left", std::move(left)}});
}

db::Outcome keep_renewed(db::Database& db, const StoreKeys& keys, const VoterSession& session) {
  for (const auto& [factor, showing] : session.showings) {
    if (!showing.renewed || !showing.shown) continue;
    bool free = false;
    IPPYO_DB_TRY(subject_is_free(db, keys, factor, showing.shown->subject, session.application, free));
    if (!free) return db::Outcome::conflict("another person registered this card meanwhile");
    IPPYO_DB_TRY(write_factor(db, keys, session.application, factor, {showing.shown->subject, showing.shown->record}));
  }
  return {};
}

}  // namespace ippyo::registrar
