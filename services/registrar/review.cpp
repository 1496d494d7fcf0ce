// SPDX-License-Identifier: Apache-2.0
#include "registrar/review.hpp"

#include <nlohmann/json.hpp>

#include "registrar/looks.hpp"
#include "roll/day.hpp"
#include "roll/import.hpp"
#include "roll/normalise.hpp"

namespace ippyo::registrar {
namespace {

using http::Response;
using nlohmann::json;
using Standing = roll::Judgement::Standing;

roll::Judgement judge_for(const Context& context, const Application& a, const roll::Voter& voter) {
  const auto* category = context.eligibility.category(a.category);
  if (category == nullptr) return {Standing::look, "unknown-ground", "The ground of this application is no longer in the list; look at it.", {}};
  return roll::judge(voter, *category, context.config.ballot, context.config.polling_day, context.eligibility.voting_age);
}

std::string_view word(Standing standing) {
  switch (standing) {
    case Standing::eligible: return "eligible";
    case Standing::look: return "look";
    default: return "refused";
  }
}

Response state_conflict(const Application& a) {
  return conflict("state", "This cannot be done with an application that is " + std::string(name(a.state)) + "; look at it again.");
}

/// Everything that a decision needs and every refusal that it may meet.
class Deciding {
  db::Database& db_;
  const Context& context_;
  const Decision& decision_;
  const Actor& actor_;
  Response& answer_;

  db::Outcome refuse_with(Response response) { return refuse(answer_, std::move(response)); }
  bool has_reason() const { return !decision_.reason.empty(); }

  db::Outcome find_row(std::optional<VoterRow>& row) {
    const auto& keys = context_.store.keys();
    return decision_.row ? read_voter(db_, keys, *decision_.row, row) : find_number(db_, keys, decision_.number, row);
  }
  db::Outcome check_voter(const Application& a, const std::optional<VoterRow>& row) {
    if (!row || !row->present) return refuse_with(conflict("not-on-roll", "There is no such line on the roll; choose one of the candidates."));
    const auto match = roll::compare(a.form.person, row->voter);
    if (match.verdict == roll::Match::Verdict::does_not_match)
      return refuse_with(refused("another-person", "Name or birth date differ: this line of the roll is another person."));
    const auto judgement = judge_for(context_, a, row->voter);
    if (judgement.standing == Standing::refused) return refuse_with(refused(judgement.word, judgement.sentence));
    if ((judgement.standing == Standing::look || match.verdict == roll::Match::Verdict::needs_look) && !has_reason())
      return refuse_with(refused("look", "Something needs a look (" + std::string(judgement.standing == Standing::look ? judgement.word : "attributes") +
                                             "); approve with the reason why it is right."));
    bool taken = false;
    IPPYO_DB_TRY(db_.prepare("SELECT 1 FROM application WHERE voter = ? AND state IN (1, 2)").bind(row->id).each([&](const db::Row&) {
      return taken = true, false;
    }));
    if (taken) return refuse_with(conflict("has-application", "This voter has an approved application already; return this one."));
    return db_.prepare("UPDATE application SET voter = ? WHERE id = ?").bind(row->id).bind(a.id).run();
  }
  db::Outcome approve(const Application& a) {
    std::optional<VoterRow> row;
    IPPYO_DB_TRY(find_row(row));
    return check_voter(a, row);
  }
  db::Outcome end_letter(const Application& a) {
    bool killed = false;
    IPPYO_DB_TRY(kill_letter(db_, a.id, killed));
    if (!killed) return refuse_with(conflict("no-letter", "There is no letter that counts; print one."));
    return {};
  }
  db::Outcome end(const Application& a) {
    bool killed = false;
    IPPYO_DB_TRY(kill_letter(db_, a.id, killed));
    IPPYO_DB_TRY(forget_looks(db_, a.id));
    return erase_enrolment(db_, a.id);
  }
  db::Outcome act(const Application& a) {
    switch (decision_.action) {
      case Action::approve: return approve(a);
      case Action::undeliverable:
      case Action::reissue: return end_letter(a);
      case Action::moved:
      case Action::deceased:
      case Action::withdrawn: return end(a);
      case Action::give_back: return {};
    }
    return {};
  }

 public:
  Deciding(db::Database& db, const Context& context, const Decision& decision, const Actor& actor, Response& answer)
      : db_(db), context_(context), decision_(decision), actor_(actor), answer_(answer) {}

  db::Outcome run(std::int64_t id) {
    std::optional<Application> a;
    IPPYO_DB_TRY(read_application(db_, context_.store.keys(), id, a));
    if (!a) return refuse_with(not_found("There is no application with this number."));
    const auto next = after(decision_.action, a->state);
    if (!next) return refuse_with(state_conflict(*a));
    if (needs_reason(decision_.action) && !has_reason()) return refuse_with(refused("reason", "Say why: everybody who asks later must be able to read it."));
    IPPYO_DB_TRY(act(*a));
    IPPYO_DB_TRY(db_.prepare("UPDATE application SET state = ?, changed_at = ? WHERE id = ?")
                     .bind(static_cast<std::int64_t>(*next))
                     .bind(static_cast<std::int64_t>(actor_.now))
                     .bind(id)
                     .run());
    answer_ = ok_json({{"id", id}, {"state", name(*next)}});
    return add_event(db_, context_.store, id, actor_, name(decision_.action), decision_.reason);
  }
};

}  // namespace

json candidate(const Context& context, const Application& a, const VoterRow& row) {
  const auto match = roll::compare(a.form.person, row.voter);
  const auto judgement = judge_for(context, a, row.voter);
  json out{{"voter", row.id},
           {"number", row.voter.number},
           {"name", row.voter.name},
           {"kana", row.voter.kana},
           {"birth", roll::to_text(row.voter.birth)},
           {"sex", roll::word(row.voter.sex)},
           {"address", row.voter.address},
           {"district", row.voter.district},
           {"flags", roll::joined(row.voter.flags)}};
  out["match"] = {{"verdict", roll::word(match.verdict)}, {"name", roll::word(match.name)},   {"address", roll::word(match.address)},
                  {"birth", roll::word(match.birth)},     {"sex", roll::word(match.sex)}};
  out["judgement"] = {{"standing", word(judgement.standing)}, {"word", judgement.word}, {"sentence", judgement.sentence}};
  if (judgement.from) out["judgement"]["from"] = roll::to_text(*judgement.from);
  return out;
}

json shown(const Application& a) {
  const auto& f = a.form;
  return {{"id", a.id},
          {"reference", a.reference},
          {"state", name(a.state)},
          {"channel", name(a.channel)},
          {"category", a.category},
          {"letter", name(a.letter_kind)},
          {"received_at", a.received_at},
          {"changed_at", a.changed_at},
          {"form",
           {{"name", f.person.name}, {"kana", f.kana}, {"birth", roll::to_text(f.person.birth)}, {"sex", roll::word(f.person.sex)},
            {"address", f.person.address}, {"email", f.email}, {"phone", f.phone}, {"postal_code", f.postal_code}, {"delivery", f.delivery_address},
            {"country", f.country}, {"region", f.region}, {"ground", f.ground}, {"evidence", f.evidence_note}, {"declaration", f.declared}}}};
}

json shown(const std::vector<Event>& events) {
  auto list = json::array();
  for (const auto& e : events) list.push_back({{"at", e.at}, {"staff", e.staff}, {"action", e.action}, {"reason", e.reason}});
  return list;
}

db::Outcome decide(db::Database& db, const Context& context, std::int64_t id, const Decision& decision, const Actor& actor, Response& answer) {
  return Deciding(db, context, decision, actor, answer).run(id);
}

}  // namespace ippyo::registrar
