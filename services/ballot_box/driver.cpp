// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/driver.hpp"

#include <algorithm>
#include <limits>

#include "ballot_box/submissions.hpp"

namespace ippyo::ballot_box {
namespace {

/// How often the clock and the folder of submissions are looked at.
constexpr std::chrono::milliseconds kTick{200};

}  // namespace

base::Result<void> Driver::open_store() {
  auto inbox = Inbox::open(places_.store.empty() ? "sqlite:" + (places_.data / "box.db").string() : places_.store);
  if (!inbox.ok()) return inbox.error();
  inbox_.store(std::shared_ptr<Inbox>(std::move(*inbox)));
  return {};
}

base::Result<void> Driver::open() {
  IPPYO_TRY(open_store());
  publish(clock_.now(), 0);
  return {};
}

Noise& Driver::noise_of(const Sealer& sealer, const EpochRecord& e) {
  if (!noise_ || noise_->epoch() != e.number) {
    noise_.reset();
    noise_ = std::make_unique<Noise>(sealer.noise_file(e.number), ledger_.state(), e.number, e.seed);
  }
  return *noise_;
}

base::Result<bool> Driver::begin(const election::Epoch& epoch) {
  base::SystemRng rng;
  IPPYO_TRY(inbox()->begin(epoch.number, ledger_.state().sealed_epoch(), base::Secret(rng.bytes<32>())));
  return true;
}

base::Result<bool> Driver::seal(Sealer& sealer, const EpochRecord& e, UnixTime now) {
  if (e.step == Step::open) {
    IPPYO_TRY(sealer.fix(e, now));
    return true;
  }
  if (e.step == Step::fixed) {
    IPPYO_TRY(sealer.write(e, noise_of(sealer, e)));
    return true;
  }
  const auto posted = sealer.post(e);
  if (!posted.ok()) return posted.error();
  if (*posted == Sealed::void_now) {
    log_("ALARM: the seal of epoch " + std::to_string(e.number) + " would come out differently than before; the epoch is void, check the disk");
    noise_.reset();
    IPPYO_TRY(sealer.drop(e));
  }
  return true;
}

/// Never between the choice of a seal's time and its posting: the times and sequence numbers of the board would move under it.
base::Result<bool> Driver::post_pending(UnixTime now) {
  if (places_.submissions.empty()) return false;
  const auto posted = post_submissions(ledger_, places_.submissions, now);
  if (!posted.ok()) return posted.error();
  for (const auto& name : posted->refused) log_("the submission " + name + " was refused; see its reason.txt");
  if (posted->done.empty() && posted->refused.empty()) return false;
  if (ledger_.lacks_cosignature()) IPPYO_TRY(ledger_.cosign());
  return true;
}

base::Result<bool> Driver::advance(const EpochRecord& e, UnixTime now) {
  Sealer sealer(*inbox(), ledger_, keys_, places_.data);
  if (e.step == Step::posted) {
    publish(now, 0);  // devices may build on the new rows as soon as the seal is signed
    noise_.reset();
    IPPYO_TRY(sealer.finish(e));
    return true;
  }
  if (ledger_.state().sealed_epoch() >= e.number) {
    const auto posted = sealer.post(e);
    return posted.ok() ? base::Result<bool>(true) : base::Result<bool>(posted.error());
  }
  if (const auto why = sealer.why_void(e, now)) {
    log_("epoch " + std::to_string(e.number) + " is void: " + *why);
    noise_.reset();
    IPPYO_TRY(sealer.drop(e));
    return true;
  }
  if (e.step != Step::open) return seal(sealer, e, now);
  noise_of(sealer, e);
  publish(now, e.number);
  // Before the seal: what was signed earlier than the seal could not follow it on the board.
  const auto posted = post_pending(now);
  if (posted.ok() && *posted) return true;
  if (!posted.ok() && posted.error().message != last_error_) log_(last_error_ = posted.error().message);
  return now >= find_epoch(ledger_.state(), e.number)->close ? seal(sealer, e, now) : base::Result<bool>(false);
}

/// The first epoch that can still be sealed and that this box has not begun before: one that it had to drop is not begun again.
base::Result<const election::Epoch*> Driver::next_to_begin(UnixTime now) {
  const auto& state = ledger_.state();
  if (state.phase() != record::Phase::open) return nullptr;
  for (const auto& e : state.schedule().epochs) {
    if (e.number <= state.sealed_epoch() || now > e.close + state.opening().calendar.grace_seconds) continue;
    const auto known = inbox()->find(e.number);
    if (!known.ok()) return known.error();
    if (!*known) return &e;
  }
  return nullptr;
}

base::Result<bool> Driver::step(UnixTime now) {
  if (inbox()->failed()) IPPYO_TRY(open_store());
  const auto unfinished = inbox()->unfinished();
  if (!unfinished.ok()) return unfinished.error();
  if (*unfinished) return advance(**unfinished, now);
  if (ledger_.lacks_cosignature()) IPPYO_TRY(ledger_.cosign());
  const auto posted = post_pending(now);
  if (!posted.ok() || *posted) return posted;
  const auto& state = ledger_.state();
  if (state.phase() > record::Phase::open && !erased_all_) {
    constexpr auto kAll = std::numeric_limits<std::uint32_t>::max();
    IPPYO_TRY(inbox()->erase(kAll, kAll));
    IPPYO_TRY(inbox()->erase_counts());
    erased_all_ = true;
  }
  const auto next = next_to_begin(now);
  if (!next.ok()) return next.error();
  if (*next == nullptr || now < (*next)->open || keys_.box((*next)->box) == nullptr) {
    publish(now, 0);
    return false;
  }
  return begin(**next);
}

void Driver::say_who_is_missing() {
  if (ledger_.missing() == last_missing_) return;
  last_missing_ = ledger_.missing();
  if (!last_missing_.empty()) log_("the quorum is reached without: " + last_missing_);
}

void Driver::tick() {
  for (base::Result<bool> more = true; more.ok() && *more;) {
    more = step(clock_.now());
    if (more.ok()) {
      last_error_.clear();
    } else if (more.error().message != last_error_) {
      last_error_ = more.error().message;
      log_(last_error_);
    }
  }
  say_who_is_missing();
}

/// A new picture only when something changed: the state is large.
void Driver::publish(UnixTime now, std::uint32_t begun) {
  auto next = make_view(ledger_.state(), now, begun);
  const auto old = view();
  const bool same = old && old->state.entries() == next.state.entries() && old->epoch.number == next.epoch.number &&
                    old->epoch.close == next.epoch.close && old->standing == next.standing;
  if (!same) view_.store(std::make_shared<const EpochView>(std::move(next)));
}

void Driver::run() {
  while (true) {
    std::vector<std::function<void()>> after;
    {
      std::unique_lock lock(mutex_);
      woken_.wait_for(lock, kTick, [this] { return wake_ || stop_; });
      if (stop_) break;
      wake_ = false;
      after.swap(after_);
    }
    tick();
    for (const auto& f : after) f();
  }
}

void Driver::start() {
  thread_ = std::thread([this] { run(); });
}

void Driver::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    woken_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  noise_.reset();
}

void Driver::wake(std::function<void()> after) {
  const std::lock_guard lock(mutex_);
  wake_ = true;
  after_.push_back(std::move(after));
  woken_.notify_all();
}

}  // namespace ippyo::ballot_box
