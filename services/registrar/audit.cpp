// SPDX-License-Identifier: Apache-2.0
#include "registrar/audit.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/codec.hpp"
#include "proof/possession.hpp"
#include "registrar/applications.hpp"
#include "registrar/audit_files.hpp"
#include "registrar/factor_rows.hpp"
#include "registrar/schema.hpp"
#include "registrar/ways.hpp"
#include "roll/normalise.hpp"

namespace ippyo::registrar {
namespace {

using base::Error;
using base::Result;

constexpr std::int64_t kRowsAtOnce = 500;

/// One pass over all enrolments.
class Pass {
  const AuditSources& s_;
  db::Database& db_;
  RegistrarAudit& out_;
  std::vector<bool> found_;
  std::map<std::int64_t, std::uint64_t> voters_;          // line of the roll -> slot
  std::map<std::pair<Factor, std::string>, std::uint64_t> persons_;

  void fault(std::uint64_t slot, Fault f) { out_.faults.push_back({slot, f}); }
  bool compare_with_board(const EnrolmentRow& row, std::uint64_t slot);
  void check_evidence(const EnrolmentRow& row, std::uint64_t slot, const std::optional<roll::Voter>& voter);
  db::Outcome check_person(const EnrolmentRow& row, std::uint64_t slot, std::optional<roll::Voter>& voter);
  db::Outcome check(const EnrolmentRow& row);

 public:
  Pass(const AuditSources& s, db::Database& db, RegistrarAudit& out) : s_(s), db_(db), out_(out), found_(s.state.slots().size()) {}
  db::Outcome run();
};

bool Pass::compare_with_board(const EnrolmentRow& row, std::uint64_t slot) {
  const auto& slots = s_.state.slots();
  if (slot >= slots.size()) return fault(kNoSlot, Fault::not_on_board), false;
  found_[slot] = true;
  const auto &board = slots[slot];
  const auto& e = row.enrolment;
  if (board.X.bytes != e.X.bytes || board.style != e.style || board.evidence_class != e.evidence_class || board.evidence != e.evidence) fault(slot, Fault::differs);
  return true;
}

void Pass::check_evidence(const EnrolmentRow& row, std::uint64_t slot, const std::optional<roll::Voter>& voter) {
  const auto& e = row.enrolment;
  const auto factor = factor_of(e.evidence_class);
  const auto provider = s_.providers.find(factor);
  if (provider == s_.providers.end() || office::evidence_hash(row.salt, row.evidence) != e.evidence) return fault(slot, Fault::evidence);
  const identity::Purpose purpose{identity::Purpose::Action::enrol, s_.state.ctx0(), 0, e.X.bytes, s_.state.constitution().title};
  const auto judged = provider->second->audit(purpose, row.evidence);
  const auto* shown = std::get_if<identity::Shown>(&judged);
  if (shown == nullptr || class_of(shown->evidence_class) != e.evidence_class) return fault(slot, Fault::evidence);
  if (!persons_.emplace(std::pair{factor, shown->subject}, slot).second) fault(slot, Fault::same_person);
  if (!shown->attributes || !voter) return;
  const auto verdict = roll::compare(*shown->attributes, *voter).verdict;
  if (verdict == roll::Match::Verdict::does_not_match) fault(slot, Fault::other_person);
  if (verdict == roll::Match::Verdict::needs_look) out_.look.push_back(slot);
}

db::Outcome Pass::check_person(const EnrolmentRow& row, std::uint64_t slot, std::optional<roll::Voter>& voter) {
  std::optional<Application> application;
  bool approved = false;
  IPPYO_DB_TRY(read_application(db_, s_.keys, row.application, application));
  // A clerk's own id stands there; the words of the server's side are no clerks.
  IPPYO_DB_TRY(db_.prepare("SELECT 1 FROM application_event WHERE application = ? AND action = 'approve' AND staff NOT IN ('voter', 'server', 'applicant')")
                   .bind(row.application)
                   .each([&](const db::Row&) { return approved = true, false; }));
  if (application) IPPYO_DB_TRY(voter_of(db_, s_.keys, *application, voter));
  if (!approved || !voter) {
    fault(slot, Fault::not_approved);
    return {};
  }
  if (!voters_.emplace(*application->voter, slot).second) fault(slot, Fault::same_voter);
  const auto* category = s_.eligibility.category(application->category);
  using Standing = roll::Judgement::Standing;
  if (category == nullptr || roll::judge(*voter, *category, s_.config.ballot, s_.config.polling_day, s_.eligibility.voting_age).standing == Standing::refused)
    out_.look.push_back(slot);
  return {};
}

db::Outcome Pass::check(const EnrolmentRow& row) {
  const auto slot = row.slot.value_or(kNoSlot);
  if (!compare_with_board(row, slot)) return {};
  ++out_.checked;
  const auto& e = row.enrolment;
  const auto label = base::Writer().raw(s_.state.ctx0()).raw(e.X.bytes).raw(e.evidence).take();
  if (!proof::verify_possession({"pop", label, e.X}, e.possession).passed()) fault(slot, Fault::possession);
  std::optional<roll::Voter> voter;
  IPPYO_DB_TRY(check_person(row, slot, voter));
  check_evidence(row, slot, voter);
  return {};
}

db::Outcome Pass::run() {
  for (std::int64_t after = 0;;) {
    std::vector<EnrolmentRow> rows;
    IPPYO_DB_TRY(read_some_enrolments(db_, s_.keys, after, kRowsAtOnce, rows));
    for (const auto& row : rows) IPPYO_DB_TRY(check(row));
    if (rows.empty()) break;
    after = rows.back().application;
  }
  for (std::uint64_t slot = 0; slot < found_.size(); ++slot)
    if (!found_[slot]) fault(slot, Fault::no_enrolment);
  std::ranges::sort(out_.faults);
  std::ranges::sort(out_.look);
  const auto [first, last] = std::ranges::unique(out_.look);
  out_.look.erase(first, last);
  return {};
}

Result<void> check_log(db::Database& db, RegistrarAudit& out) {
  AuditHead head;
  const auto read = audit_head(db, head, true);
  if (!read.ok() && read.code != db::Code::conflict) return read.error();
  out.audit_log_whole = read.ok();
  out.audit_lines = head.lines;
  out.audit_head = head.hash;
  return {};
}

}  // namespace

std::string_view word(Fault fault) {
  constexpr std::string_view kWords[] = {"no-enrolment", "not-on-board", "differs", "evidence", "possession", "same-voter", "same-person", "other-person", "not-approved"};
  return kWords[static_cast<std::size_t>(fault) - 1];
}

Result<RegistrarAudit> audit_registrar(const AuditSources& s) {
  if (s.state.phase() < record::Phase::enrolled) return Error{"the slot list is not on the board yet; audit after it was posted"};
  auto db = db::Database::open(s.store, kSchema, {.read_only = true});
  if (!db.ok()) return db.error();
  RegistrarAudit out;
  out.slots = s.state.slots().size();
  for (const auto& slot : s.state.slots()) ++out.of_class[static_cast<std::size_t>(slot.evidence_class) - 1];
  IPPYO_TRY(check_log(*db, out));
  if (const auto run = Pass(s, *db, out).run(); !run.ok()) return run.error();
  if (s.openings.empty()) return out;
  const auto book = read_poll_book(s.poll_book, s.state);
  if (!book.ok()) return book.error();
  auto settlement = office::audit_settlement(s.state, *book, s.openings);
  if (!settlement.ok()) return settlement.error();
  out.settlement = std::move(*settlement);
  return out;
}

}  // namespace ippyo::registrar
