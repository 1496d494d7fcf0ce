// SPDX-License-Identifier: Apache-2.0
#include "registrar/letter_source.hpp"

#include "identity/code_provider.hpp"
#include "registrar/intake.hpp"
#include "registrar/voters.hpp"

namespace ippyo::registrar {
namespace {

constexpr std::size_t kReadAtOnce = 200;

letters::Addressee addressee(const Context& context, const Form& form, const std::string& name, const std::string& address) {
  letters::Addressee to{form.postal_code, {}, name, !form.country.empty(), "Asia/Tokyo"};
  if (const auto* region = context.eligibility.region_of(form.region)) to.zone = region->zone;
  // Without another wish the letter goes where the roll says, not where the form says.
  if (form.delivery_address.empty() && form.country.empty()) to.lines = {address};
  else to.lines = delivery_lines(form);
  return to;
}

}  // namespace

LetterSource::LetterSource(const Context& context, const PrintOrder& order, const std::atomic<bool>& stop)
    : context_(context), order_(order), stop_(stop), board_(context.board()), policy_(letters::policy_hash(context.config.policy)) {}

db::Outcome LetterSource::read_one(db::Database& db, std::int64_t id) {
  const auto& keys = context_.store.keys();
  std::optional<Application> a;
  std::optional<roll::Voter> voter;
  IPPYO_DB_TRY(read_application(db, keys, id, a));
  if (a) IPPYO_DB_TRY(voter_of(db, keys, *a, voter));
  if (!voter) return db::Outcome::conflict("application " + std::to_string(id) + " has no line on the roll");
  waiting_.push_back({id, order_.kind.value_or(a->letter_kind), std::move(a->form), voter->name, voter->kana, voter->address, a->reference});
  return {};
}

base::Result<void> LetterSource::read_more() {
  const auto end = std::min(read_ + kReadAtOnce, order_.applications.size());
  const auto read = context_.store.run([&](db::Database& db) -> db::Outcome {
    waiting_.clear();
    for (auto i = read_; i < end; ++i) IPPYO_DB_TRY(read_one(db, order_.applications[i]));
    return {};
  });
  if (!read.ok()) return read.error();
  read_ = end;
  return {};
}

letters::Letter LetterSource::make(const Waiting& w, std::uint32_t number) {
  const auto& config = context_.config;
  const auto& constitution = board_->constitution();
  auto dates = config.dates;
  dates.issued = order_.actor.now;
  auto code = letters::DedicatedCode::draw(rng_);
  const auto proof = code.enrol_proof(board_->ctx0());
  planned_.push_back({w.application, number, identity::CodePepper(context_.store.keys().code_pepper.clone()).record(proof.expose())});
  return {.kind = w.kind == LetterKind::large_print ? letters::Kind::large_print : letters::Kind::normal,
          .to = addressee(context_, w.form, w.name, w.address),
          .from = config.sender,
          .election_title = constitution.title,
          .number = number,
          .reference = w.reference,
          .identity = config.identity_words,
          .dates = dates,
          .rehearsal = constitution.clock == election::ClockKind::rehearsal,
          .code = {config.origin, board_->ctx0(), policy_, std::move(code)}};
}

base::Result<std::optional<letters::Letter>> LetterSource::next() {
  if (stop_) return base::Error{"the printing was stopped; nothing of it is valid"};
  if (waiting_.empty()) {
    if (read_ == order_.applications.size()) return std::optional<letters::Letter>();
    IPPYO_TRY(read_more());
  }
  const auto waiting = std::move(waiting_.front());
  waiting_.pop_front();
  kana_ = waiting.kana;
  return std::optional(make(waiting, order_.first + static_cast<std::uint32_t>(planned_.size())));
}

}  // namespace ippyo::registrar
