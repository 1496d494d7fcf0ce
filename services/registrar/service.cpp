// SPDX-License-Identifier: Apache-2.0
#include "registrar/service.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "election/calendar.hpp"
#include "registrar/ways.hpp"

namespace ippyo::registrar {
namespace {

constexpr std::chrono::milliseconds kLook{300};  // how often the board is looked at
constexpr std::size_t kWaiting = 4096;           // calls that may wait for a worker

base::Result<void> check(const record::State& state, const base::SigningKey& key, base::ManualClock* manual) {
  IPPYO_TRY(check_key(state, key));
  if (manual == nullptr) return {};
  if (state.constitution().clock != election::ClockKind::rehearsal)
    return base::Error{"this is a real election: it runs by the system's clock; start without --manual-clock"};
  (void)manual->set(std::max(manual->now(), state.last_time()));
  return {};
}

std::string token_of(const http::Request& request) {
  static constexpr std::string_view kScheme = "Bearer ";
  const auto field = request.header("Authorization");
  return field.starts_with(kScheme) ? std::string(field.substr(kScheme.size())) : std::string();
}

std::vector<std::string> split(std::string_view tail) {
  std::vector<std::string> out;
  while (!tail.empty()) {
    const auto end = std::min(tail.find('/'), tail.size());
    if (end > 0) out.emplace_back(tail.substr(0, end));
    tail.remove_prefix(std::min(end + 1, tail.size()));
  }
  return out;
}

/// A page of another site can send forms and plain texts with nothing but a visitor's click, and bodies without a type; these types it
/// cannot send before we were asked, and we allow nobody.
bool is_taken(const http::Request& request) {
  const auto type = request.content_type();
  return type == "application/json" || type == "application/octet-stream" || type == "text/csv" || (type.empty() && request.body.empty());
}

http::Response wrong_type() {
  return http::problem(415, "content-type", "Unsupported media type", "Send the body as application/json, application/octet-stream or text/csv.");
}

http::Response sign_in() { return http::problem(401, "sign-in", "Sign in", "This needs a session that is still open; begin again."); }

std::optional<base::UnixTime> read_clock_body(base::ByteView body) {
  const auto json = nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
  if (!json.is_object() || json.size() != 1 || !json.contains("now") || !json["now"].is_number_unsigned()) return std::nullopt;
  const auto now = json["now"].get<base::UnixTime>();
  return now <= election::kLastTime ? std::optional(now) : std::nullopt;
}

}  // namespace

base::Result<void> check_key(const record::State& state, const base::SigningKey& key) {
  if (state.phase() < record::Phase::constituted) return base::Error{"the board has no constitution yet; come back after it was posted"};
  const auto& signers = state.constitution().signers;
  const auto registrar = std::ranges::find(signers, election::Role::registrar, &election::Signer::role);
  if (registrar == signers.end() || registrar->key != key.public_key())
    return base::Error{"the key is not the registrar's of the constitution; give the right key file"};
  return {};
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

// Nothing when the caller may go on; `call` then knows who it is.
std::optional<http::Response> Service::let_in(const Endpoint& endpoint, Call& call) {
  if (endpoint.access == Access::anybody) return std::nullopt;
  call.token = token_of(call.request);
  if (endpoint.access == Access::enrolling || endpoint.access == Access::asking)
    return voters_.known(call.token, endpoint.access, call.now) ? std::nullopt : std::optional(sign_in());
  call.member = staff_.member_of(call.token, call.now);
  if (!call.member) return sign_in();
  if (!may(call.member->role, endpoint.access)) return refused("role", "Your role does not allow this; ask a colleague whose role does.");
  return std::nullopt;
}

const Endpoint* Service::endpoint_of(std::string_view method, std::string_view path) const {
  const Endpoint* found = nullptr;
  for (const auto& e : endpoints_) {
    if (e.method != method) continue;
    if (e.path == path) return &e;
    const bool below = e.path.ends_with('/') && path.size() > e.path.size() && path.starts_with(e.path);
    if (below && (found == nullptr || found->path.size() < e.path.size())) found = &e;
  }
  return found;
}

// Before the body is read: a stranger cannot make us hold a roll of 64 MiB.
std::optional<http::Response> Service::admit(const http::Request& head) {
  const auto* endpoint = endpoint_of(head.method, head.path);
  if (endpoint == nullptr || endpoint->access == Access::anybody) return std::nullopt;
  Call call{head, {}, {}, {}, clock_.now()};
  return let_in(*endpoint, call);
}

void Service::dispatch(const Endpoint& endpoint, http::Request request, http::Reply reply) {
  auto call = std::make_shared<Call>();
  call->now = clock_.now();
  call->part = split(request.tail);
  call->request = std::move(request);
  if (auto stopped = let_in(endpoint, *call)) return reply(std::move(*stopped));
  if (endpoint.method != "GET" && !is_taken(call->request)) return reply(wrong_type());
  if (!workers_->submit([&endpoint, call, reply] { reply(endpoint.answer(*call)); })) reply(http::busy());
}

void Service::add_clock(http::Router& router, base::ManualClock* manual) {
  if (manual == nullptr) return;
  router.add("POST", "/rehearsal/clock", [this, manual](http::Request r, http::Reply reply) {
    if (!is_taken(r)) return reply(wrong_type());
    const auto now = read_clock_body(r.body);
    if (!now) return reply(malformed("The body is {\"now\": seconds since 1970}."));
    if (!manual->set(*now)) return reply(conflict("clock-back", "The clock of a rehearsal never goes back; give a later time."));
    wake([reply = std::move(reply), t = *now] { reply(http::json(200, "{\"now\":" + std::to_string(t) + "}")); });
  });
}

base::Result<void> Service::prepare(const ServiceOptions& options, base::ManualClock* manual) {
  IPPYO_TRY(catch_up());
  IPPYO_TRY(check(*state_.load(), keys_.signing, manual));
  auto config = Config::load(options.config);
  if (!config.ok()) return config.error();
  config_ = std::move(*config);
  auto eligibility = roll::Eligibility::load(config_.eligibility);
  if (!eligibility.ok()) return eligibility.error();
  eligibility_ = std::move(*eligibility);
  auto store = Store::open(options.store.empty() ? (options.data / "registrar.db").string() : options.store, std::move(keys_.store));
  if (!store.ok()) return store.error();
  store_ = std::move(*store);
  auto providers = make_providers(config_, store_->keys(), keys_.passphrase, *state_.load());
  if (!providers.ok()) return providers.error();
  providers_ = std::move(*providers);
  if (offered_ways(config_, state_.load()->constitution()).empty())
    return base::Error{options.config.string() + ": no way of [[ways]] has every factor that the constitution asks for at a vote; add one that has"};
  context_.reset(new Context{config_, eligibility_, *store_, clock_, keys_.signing, providers_, [this] { return state_.load(); }});
  endpoints_ = office_endpoints(*context_, staff_);
  std::ranges::move(voter_endpoints(*context_, voters_), std::back_inserter(endpoints_));
  return {};
}

base::Result<std::unique_ptr<Service>> Service::start(const ServiceOptions& options, ServiceKeys keys, const base::Clock& clock,
                                                      base::ManualClock* manual, OperatorLog log) {
  std::error_code failed;
  std::filesystem::create_directories(options.data, failed);
  auto follower = record::Follower::open(options.board, options.data / "head.registrar", record::Reliance::quorum);
  if (!follower.ok()) return follower.error();
  std::unique_ptr<Service> s(new Service(std::move(keys), clock, std::move(log), std::move(*follower)));
  IPPYO_TRY(s->prepare(options, manual));
  s->workers_ = std::make_unique<http::Workers>(options.workers, kWaiting);
  http::Router router;
  for (const auto& e : s->endpoints_) {
    const auto handler = [raw = s.get(), &e](http::Request request, http::Reply reply) { raw->dispatch(e, std::move(request), std::move(reply)); };
    e.path.ends_with('/') ? router.add_prefix(e.method, e.path, handler, e.body_limit) : router.add(e.method, e.path, handler, e.body_limit);
  }
  router.add("GET", "/health", [](http::Request, http::Reply reply) { reply(http::json(200, "{\"status\":\"ok\"}")); });
  s->add_clock(router, manual);
  http::Options http_options;
  http_options.address = options.address;
  http_options.port = options.port;
  http_options.threads = options.threads;
  http_options.gate = [raw = s.get()](std::string_view, std::string_view) {
    return raw->workers_->full() || raw->store_->full() ? std::optional(http::busy()) : std::nullopt;
  };
  http_options.admit = [raw = s.get()](const http::Request& head) { return raw->admit(head); };
  auto server = http::serve(std::move(http_options), std::move(router));
  if (!server.ok()) return server.error();
  s->server_ = std::move(*server);
  s->thread_ = std::thread([raw = s.get()] { raw->follow(); });
  return s;
}

void Service::stop(std::chrono::milliseconds deadline) {
  if (server_) server_->drain(deadline);
  if (workers_) workers_->stop();
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    woken_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

}  // namespace ippyo::registrar
