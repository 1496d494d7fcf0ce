// SPDX-License-Identifier: Apache-2.0
#include "stubborn_voters.hpp"

#include <future>

#include "device/answer.hpp"

namespace ippyo::fault {
namespace {

constexpr std::size_t kThreads = 16;
constexpr std::uint32_t kChoices = 4;     // blank and three options
constexpr std::uint32_t kImpatient = 3;   // every third voter sends on two connections at once
constexpr std::chrono::milliseconds kPause{5};

}  // namespace

StubbornVoters::StubbornVoters(const record::State& opened, const demo::Services& services, demo::Prepared& prepared, std::uint32_t epoch,
                               demo::Runs before)
    : opened_(opened), services_(services), world_(prepared.registry->world()), voters_(prepared.voters), epoch_(epoch), before_(std::move(before)),
      contests_(device::offered_contests(opened, 0)) {
  for (std::size_t i = 0; i < kThreads; ++i) threads_.emplace_back([this] { work(); });
}

base::Result<SentBallot> StubbornVoters::build(std::uint32_t voter, demo::RegistrarClient& registrar, base::Rng& rng) const {
  auto& v = voters_[voter];
  const auto& key = v.citizen.key();
  const auto K = base::SigningKey::generate();
  const auto grant = v.citizen.ask_for_grant(world_, registrar, opened_.ctx(), v.slot, K, rng);
  if (!grant.ok()) return grant.error();
  auto previous = before_.ciphertexts(v.slot);
  if (!previous.ok()) return previous.error();
  const device::SlotView view{opened_.ctx(), v.slot, epoch_, opened_.key().y, opened_.y_base(), key.X, contests_, std::move(*previous)};
  base::SecretVector<std::uint32_t> choices(1);
  const auto choice = static_cast<std::uint32_t>(rng.below(kChoices));
  choices.expose_mutable()[0] = choice;
  auto built = device::build_cast(view, key, choices, *grant, K, rng);
  if (!built.ok()) return built.error();
  return SentBallot{voter, choice, built->cast.encode(), std::move(built->kept), {}};
}

/// No connection and 503 mean: again. Two acknowledgements of one request must be the same.
base::Result<void> StubbornVoters::take_answer(SentBallot& ballot, const base::Result<http::Response>& answer) const {
  if (!answer.ok() || answer->status == 503) return {};
  if (answer->status != 200) return base::Error{"a good cast was refused: " + base::to_string(answer->body)};
  if (ballot.acknowledgement && *ballot.acknowledgement != answer->body) return base::Error{"one request got two acknowledgements"};
  const auto* box = opened_.constitution().box(demo::kBoxes[(epoch_ - 1) % demo::kBoxes.size()]);
  const auto verdict = device::check_acknowledgement(ballot.kept, box->B, voters_[ballot.voter].citizen.key().X, answer->body);
  if (!verdict.passed()) return base::Error{"an acknowledgement does not hold: " + verdict.finding().text()};
  ballot.acknowledgement = answer->body;
  return {};
}

base::Result<void> StubbornVoters::insist(SentBallot& ballot, http::Client& box, http::Client& second) const {
  while (!ballot.acknowledgement && !over_) {
    std::future<base::Result<http::Response>> twin;
    if (ballot.voter % kImpatient == 0) twin = std::async(std::launch::async, [&] { return second.post("/cast", ballot.request); });
    const auto answer = box.post("/cast", ballot.request);
    const auto other = twin.valid() ? std::optional(twin.get()) : std::nullopt;
    IPPYO_TRY(take_answer(ballot, answer));
    if (other) IPPYO_TRY(take_answer(ballot, *other));
    if (!ballot.acknowledgement) std::this_thread::sleep_for(kPause);
  }
  return {};
}

void StubbornVoters::work() {
  base::SystemRng rng;
  http::Client box({services_.box}), second({services_.box});
  demo::RegistrarClient registrar(services_.registrar);
  for (auto n = next_++; n < voters_.size() && !over_; n = next_++) {
    auto ballot = build(static_cast<std::uint32_t>(n), registrar, rng);
    const auto done = ballot.ok() ? insist(*ballot, box, second) : base::Result<void>(ballot.error());
    const std::lock_guard lock(mutex_);
    if (!done.ok() && !error_) error_ = done.error();
    if (!ballot.ok()) continue;
    if (ballot->acknowledgement) ++acknowledged_;
    sent_.push_back(std::move(*ballot));
  }
}

bool StubbornVoters::failed() const {
  const std::lock_guard lock(mutex_);
  return error_.has_value();
}

base::Result<std::vector<SentBallot>> StubbornVoters::finish() {
  over_ = true;
  threads_.clear();
  if (error_) return *error_;
  return std::move(sent_);
}

}  // namespace ippyo::fault
