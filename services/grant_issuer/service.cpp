// SPDX-License-Identifier: Apache-2.0
#include "grant_issuer/service.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "grant_issuer/clock_body.hpp"

namespace ippyo::grant_issuer {
namespace {

/// How often the board is looked at.
constexpr std::chrono::milliseconds kLook{300};

base::Result<void> check(const record::State& state, const base::SigningKey& key, base::ManualClock* manual) {
  if (state.phase() < record::Phase::constituted) return base::Error{"the board has no constitution yet; start the issuer after it was posted"};
  const auto& signers = state.constitution().signers;
  const auto registrar = std::find_if(signers.begin(), signers.end(), [](const election::Signer& s) { return s.role == election::Role::registrar; });
  if (registrar == signers.end() || registrar->key != key.public_key())
    return base::Error{"the key is not the registrar's of the constitution; give the right key file"};
  if (manual == nullptr) return {};
  if (state.constitution().clock != election::ClockKind::rehearsal)
    return base::Error{"this is a real election: it runs by the system's clock; start without --manual-clock"};
  (void)manual->set(std::max(manual->now(), state.last_time()));
  return {};
}

http::Response response_of(const Answer& answer) {
  if (const auto* grant = std::get_if<record::Grant>(&answer)) return http::bytes(grant->encode());
  const auto& refused = std::get<Refused>(answer);
  switch (refused.kind) {
    case Refusal::malformed: return http::problem(400, "malformed", "Malformed", refused.detail);
    case Refusal::possession: return http::problem(403, "possession", "Key refused", refused.detail);
    default: return http::busy();
  }
}

}  // namespace

base::Result<base::SigningKey> read_registrar_key(const std::filesystem::path& file, const base::Passphrase& passphrase) {
  const auto bytes = base::read_sealed_file(file, kKeyPurpose, passphrase);
  if (!bytes.ok()) return bytes.error();
  if (bytes->size() != 32) return base::Error{"the key file " + file.string() + " is malformed; restore it from its copy"};
  base::Bytes32 seed{};
  std::copy_n(bytes->expose().begin(), seed.size(), seed.begin());
  base::Secret<base::Bytes32> secret(seed);
  base::wipe(seed.data(), seed.size());
  return base::SigningKey::from_seed(secret);
}

base::Result<void> Service::catch_up() {
  const auto verdict = follower_.catch_up();
  if (!verdict.ok()) return verdict.error();
  if (!verdict->passed()) return base::Error{"the board breaks a rule: " + verdict->finding().text()};
  const auto known = state_.load();
  if (!known || known->entries() != follower_.state().entries()) state_.store(std::make_shared<const record::State>(follower_.state()));
  return {};
}

void Service::follow() {
  while (true) {
    std::vector<std::function<void()>> after;
    {
      std::unique_lock lock(mutex_);
      woken_.wait_for(lock, kLook, [this] { return stop_ || wake_; });
      if (stop_) return;
      wake_ = false;
      after.swap(after_);
    }
    const auto done = catch_up();
    const auto error = done.ok() ? std::string() : done.error().message;
    if (!error.empty() && error != last_error_) log_(error);
    last_error_ = error;
    for (const auto& f : after) f();
  }
}

void Service::wake(std::function<void()> after) {
  const std::lock_guard lock(mutex_);
  wake_ = true;
  after_.push_back(std::move(after));
  woken_.notify_all();
}

http::Response Service::grant(base::ByteView body) {
  const auto request = record::GrantRequest::decode(body);
  if (!request.ok())
    return response_of(Refused{Refusal::malformed, "The body is not a grant request as specified in 10.3; update the program that made it."});
  const auto now = clock_.now();
  base::SystemRng rng;
  auto answer = decide(*state_.load(), *request, now, key_, rng);
  // Counted only for the holder of the key: nobody else can use up a slot's requests.
  if (std::holds_alternative<record::Grant>(answer) && !limiter_.allows(request->slot, now / 60)) answer = Refused{Refusal::for_now, {}};
  return response_of(answer);
}

http::Router Service::router(base::ManualClock* manual) {
  http::Router out;
  // One possession proof is two multiplications: short enough for an I/O thread.
  out.add("POST", "/grant", [this](http::Request r, http::Reply reply) { reply(grant(r.body)); }, record::kGrantRequestSize);
  out.add("GET", "/health", [](http::Request, http::Reply reply) { reply(http::json(200, "{\"status\":\"ok\"}")); });
  if (manual == nullptr) return out;
  out.add("POST", "/rehearsal/clock", [this, manual](http::Request r, http::Reply reply) {
    const auto now = read_clock_body(r.body);
    if (!now) return reply(http::problem(400, "malformed", "Malformed", "The body is {\"now\": seconds since 1970}."));
    if (!manual->set(*now)) return reply(http::problem(409, "clock-back", "Clock", "The clock of a rehearsal never goes back; give a later time."));
    wake([reply = std::move(reply), t = *now] { reply(http::json(200, "{\"now\":" + std::to_string(t) + "}")); });
  });
  return out;
}

base::Result<std::unique_ptr<Service>> Service::start(const ServiceOptions& options, base::SigningKey key, const base::Clock& clock,
                                                      base::ManualClock* manual, OperatorLog log) {
  std::error_code failed;
  std::filesystem::create_directories(options.data, failed);
  auto follower = record::Follower::open(options.board, options.data / "head.grants", record::Reliance::quorum);
  if (!follower.ok()) return follower.error();
  std::unique_ptr<Service> s(new Service(std::move(key), clock, std::move(log), std::move(*follower)));
  IPPYO_TRY(s->catch_up());
  IPPYO_TRY(check(*s->state_.load(), s->key_, manual));
  http::Options web;
  web.address = options.address;
  web.port = options.port;
  web.threads = options.threads;
  auto server = http::serve(std::move(web), s->router(manual));
  if (!server.ok()) return server.error();
  s->server_ = std::move(*server);
  s->thread_ = std::thread([service = s.get()] { service->follow(); });
  return s;
}

void Service::stop(std::chrono::milliseconds deadline) {
  if (server_) server_->drain(deadline);
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    woken_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

}  // namespace ippyo::grant_issuer
