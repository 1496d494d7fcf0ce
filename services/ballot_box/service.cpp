// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/service.hpp"

#include <algorithm>

namespace ippyo::ballot_box {
namespace {

constexpr unsigned kReaders = 2;
constexpr std::size_t kWaitingReads = 256;

base::Result<void> choose_boxes(KeyRing& keys, const std::vector<std::string>& ids) {
  for (const auto& id : ids)
    if (keys.box(id) == nullptr) return base::Error{"the key files hold no key of " + id + "; give its file too"};
  if (ids.empty()) return {};
  std::erase_if(keys.boxes, [&](const BoxKey& b) { return std::find(ids.begin(), ids.end(), b.id) == ids.end(); });
  return {};
}

base::Result<void> check_clock(const record::State& state, base::ManualClock* manual) {
  if (manual == nullptr) return {};
  if (state.phase() < record::Phase::constituted) return base::Error{"a manual clock needs a board with a constitution; post it first"};
  if (state.constitution().clock != election::ClockKind::rehearsal)
    return base::Error{"this is a real election: it runs by the system's clock; start without --manual-clock"};
  (void)manual->set(std::max(manual->now(), state.last_time()));
  return {};
}

}  // namespace

base::Result<void> check_keys(const record::State& state, const KeyRing& keys) {
  if (state.phase() < record::Phase::constituted) return {};
  for (const auto& b : keys.boxes) {
    const auto* signer = state.constitution().signer(b.id);
    const auto* box = state.constitution().box(b.id);
    if (signer == nullptr || box == nullptr || signer->key != b.signing.public_key() || !(box->B == b.B))
      return base::Error{"the keys of " + b.id + " are not those of the constitution; give the right key files"};
  }
  return {};
}

base::Result<std::unique_ptr<Service>> Service::start(const ServiceOptions& options, KeyRing keys, const base::Clock& clock,
                                                      base::ManualClock* manual, OperatorLog log) {
  IPPYO_TRY(choose_boxes(keys, options.ids));
  std::error_code failed;
  for (const auto& folder : {options.data, options.submissions})
    if (!folder.empty()) std::filesystem::create_directories(folder, failed);
  std::filesystem::permissions(options.data, std::filesystem::perms::owner_all, failed);
  if (failed) return base::Error{"cannot prepare the folder " + options.data.string() + ": " + failed.message()};
  auto lock = base::FileLock::take(options.data / "lock");
  if (!lock.ok()) return lock.error();
  std::unique_ptr<Service> s(new Service(std::move(keys), std::move(*lock)));
  auto ledger = Ledger::open(options.board, options.data, s->keys_, clock);
  if (!ledger.ok()) return ledger.error();
  s->ledger_ = std::move(*ledger);
  IPPYO_TRY(check_keys(s->ledger_->state(), s->keys_));
  IPPYO_TRY(check_clock(s->ledger_->state(), manual));
  s->driver_ = std::make_unique<Driver>(*s->ledger_, s->keys_, clock, DriverPlaces{options.data, options.submissions, options.store}, std::move(log));
  IPPYO_TRY(s->driver_->open());
  s->intake_ = std::make_unique<Intake>(*s->driver_, s->keys_, clock, options.intake);
  s->readers_ = std::make_unique<http::Workers>(kReaders, kWaitingReads);
  http::Options web;
  web.address = options.address;
  web.port = options.port;
  web.threads = options.threads;
  web.gate = [intake = s->intake_.get()](std::string_view method, std::string_view path) {
    return method == "POST" && path == "/cast" && intake->full() ? std::optional(http::busy()) : std::nullopt;
  };
  auto server = http::serve(std::move(web), make_router({*s->driver_, *s->intake_, *s->readers_, *s->ledger_, s->keys_, clock, manual}));
  if (!server.ok()) return server.error();
  s->server_ = std::move(*server);
  s->driver_->start();
  return s;
}

void Service::stop(std::chrono::milliseconds deadline) {
  if (server_) server_->drain(deadline);
  if (intake_) intake_->stop();
  if (readers_) readers_->stop();
  if (driver_) driver_->stop();
}

}  // namespace ippyo::ballot_box
