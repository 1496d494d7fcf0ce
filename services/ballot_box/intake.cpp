// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/intake.hpp"

#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "proof/acknowledgement.hpp"

namespace ippyo::ballot_box {
namespace {

Bytes32 half(const base::Bytes64& hash) {
  Bytes32 out;
  std::copy_n(hash.begin(), out.size(), out.begin());
  return out;
}

/// A repetition gets what the first one got; nothing when the request is new.
std::optional<Intake::Answer> earlier(const Inbox& inbox, const Bytes16& request, const Bytes32& digest) {
  const auto known = inbox.answered(request);
  if (!known) return std::nullopt;
  if (known->digest == digest) return known->answer;
  return Refused{Refusal::request_reused, "A request with this id but other bytes was taken before; draw a new id for a new ballot."};
}

}  // namespace

Intake::Intake(const Driver& driver, const KeyRing& keys, const base::Clock& clock, IntakeOptions options)
    : driver_(driver), keys_(keys), clock_(clock),
      verification_([this](Candidate c, Objection o) { finish(std::move(c), std::move(o)); },
                    options.verifiers ? options.verifiers : base::thread_count(), options.waiting) {}

bool Intake::full() const { return verification_.full() || driver_.inbox()->full(); }

void Intake::cast(ByteView body, Done done) {
  auto cast = read_cast(body);
  if (!cast) return done(Refused{Refusal::malformed, "The body is not a cast as specified in 10.2; update the program that made it."});
  const auto inbox = driver_.inbox();
  auto view = driver_.view();
  const auto grant = half(record::grant_hash(cast->grant, view->state.phase() >= record::Phase::open ? view->state.ctx() : Bytes32{}));
  // Before the look at earlier answers: otherwise a repetition that meets the commit of the first would find its own grant used.
  const auto remembered = inbox->remembered(cast->epoch, cast->grant.slot, view->epoch.box, grant);
  const auto digest = base::sha256(body);
  if (auto answer = earlier(*inbox, cast->request, digest)) return done(std::move(*answer));
  if (auto no = check_cheaply(*view, *cast, remembered, clock_.now())) return done(std::move(*no));
  Candidate candidate{std::move(*cast), digest, std::move(view), std::move(done)};
  if (!verification_.submit(candidate)) candidate.done(Refused{Refusal::for_now, {}});
}

void Intake::finish(Candidate c, Objection objection) {
  if (objection) return c.done(std::move(*objection));
  const auto& state = c.view->state;
  const auto& box = *keys_.box(c.view->epoch.box);
  const auto slot = c.cast.grant.slot;
  base::SystemRng rng;
  Accepted accepted{c.cast.request, c.digest, half(record::grant_hash(c.cast.grant, state.ctx())), box.id, c.cast.epoch, c.cast.grant.last, slot,
                    std::move(c.cast.row), {}};
  accepted.answer = proof::acknowledge({state.ctx(), accepted.epoch, slot, accepted.row, box.B, state.slots()[slot].X},
                                       proof::AcknowledgementRole::box, box.b, rng);
  const auto inbox = driver_.inbox();
  const auto answer = accepted.answer;
  // Between check and store another cast may have been faster: then the store refuses this one, unless it was the same.
  const auto told = [inbox = inbox.get(), answer, request = c.cast.request, digest = c.digest, done = c.done](db::Code code) {
    if (code == db::Code::ok) return done(answer);
    auto first = code == db::Code::conflict ? earlier(*inbox, request, digest) : std::nullopt;
    done(first ? std::move(*first) : Answer(Refused{Refusal::for_now, {}}));
  };
  if (!inbox->take(std::move(accepted), told)) c.done(Refused{Refusal::for_now, {}});
}

}  // namespace ippyo::ballot_box
