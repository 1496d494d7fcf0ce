// SPDX-License-Identifier: Apache-2.0
// The server: one acceptor gives connections to the event loops in turn. (One acceptor rather than SO_REUSEPORT: a second server on the
// same port fails instead of taking half of the connections.) [ARCHITECTURE HTTP]
#include "http/server.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "http/session.hpp"

namespace ippyo::http {
namespace {

constexpr std::size_t kRefusals = 64;    // connections beyond the limit that are told so; further ones are just closed
constexpr std::size_t kOtherFiles = 64;  // descriptors left to the rest of the program
constexpr milliseconds kAcceptPause{100};

std::size_t connection_limit(std::size_t wanted) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return wanted;
  const auto usable = std::max<std::size_t>(files.rlim_cur, 2 * (kOtherFiles + kRefusals)) - kOtherFiles - kRefusals;
  return std::min(wanted, usable);
}

}  // namespace

struct Server::Impl {
  std::shared_ptr<Service> service = std::make_shared<Service>();
  std::vector<std::shared_ptr<Loop>> loops;
  std::vector<asio::executor_work_guard<Executor>> guards;
  std::vector<std::thread> threads;
  std::unique_ptr<Acceptor> acceptor;
  std::unique_ptr<Timer> accept_pause;
  std::uint16_t port = 0;
  std::size_t next = 0;
  std::size_t limit = 0;
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t open = 0;
  std::mutex drain_mutex;
  bool drained_clean = true;

  base::Result<void> listen();
  void run();
  void accept();
  void on_accepted(const std::shared_ptr<Loop>& loop, Socket socket);
  bool drain(milliseconds deadline);
  template <class F>
  void on_each_session(F f);
};

base::Result<void> Server::Impl::listen() {
  const auto& options = service->options;
  error_code ec;
  const auto address = asio::ip::make_address(options.address, ec);
  if (ec) return base::Error{"'" + options.address + "' is not a numeric address; write one such as 127.0.0.1"};
  const asio::ip::tcp::endpoint endpoint(address, options.port);
  acceptor = std::make_unique<Acceptor>(loops[0]->io);
  if (!ec) acceptor->open(endpoint.protocol(), ec);
  if (!ec) acceptor->set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) acceptor->bind(endpoint, ec);
  if (!ec) acceptor->listen(1024, ec);
  if (ec)
    return base::Error{"cannot listen on " + options.address + " port " + std::to_string(options.port) + " (" + ec.message() +
                       "); stop the program that uses it or choose another port"};
  port = acceptor->local_endpoint().port();
  return {};
}

void Server::Impl::run() {
  limit = connection_limit(service->options.max_connections);
  for (auto& loop : loops) {
    loop->service = service;
    loop->on_closed = [this] {
      const std::lock_guard lock(mutex);
      --open;
      changed.notify_all();
    };
    guards.emplace_back(loop->io.get_executor());
    threads.emplace_back([loop] { loop->io.run(); });
  }
  accept_pause = std::make_unique<Timer>(loops[0]->io);
  asio::post(loops[0]->io, [this] { accept(); });
}

void Server::Impl::accept() {
  if (!acceptor->is_open()) return;
  auto loop = loops[next++ % loops.size()];
  acceptor->async_accept(loop->io, [this, loop](const error_code& ec, Socket socket) {
    if (!ec) {
      on_accepted(loop, std::move(socket));
      return accept();
    }
    if (ec == asio::error::operation_aborted) return;
    if (ec == asio::error::connection_aborted) return accept();
    accept_pause->expires_after(kAcceptPause);  // out of descriptors or memory: wait for connections to end
    accept_pause->async_wait([this](const error_code& stopped) {
      if (!stopped) accept();
    });
  });
}

void Server::Impl::on_accepted(const std::shared_ptr<Loop>& loop, Socket socket) {
  std::size_t before = 0;
  {
    const std::lock_guard lock(mutex);
    before = open;
    if (before >= limit + kRefusals) return;
    ++open;
  }
  asio::dispatch(loop->io, [loop, refused = before >= limit, s = std::move(socket)]() mutable {
    const auto session = std::make_shared<Session>(loop, std::move(s));
    loop->sessions.insert(session);
    refused ? session->refuse() : session->start();
  });
}

template <class F>
void Server::Impl::on_each_session(F f) {
  for (auto& loop : loops)
    asio::post(loop->io, [loop, f] {
      const auto sessions = loop->sessions;  // f takes closed ones out
      for (const auto& session : sessions) f(*session);
    });
}

bool Server::Impl::drain(milliseconds deadline) {
  const std::lock_guard once(drain_mutex);
  if (threads.empty()) return drained_clean;
  service->draining = true;
  std::promise<void> stopped;
  asio::post(loops[0]->io, [&] {
    error_code ignored;
    acceptor->close(ignored);
    accept_pause->cancel(ignored);
    stopped.set_value();
  });
  stopped.get_future().wait();
  on_each_session([](Session& s) { s.close_if_idle(); });
  {
    std::unique_lock lock(mutex);
    drained_clean = changed.wait_for(lock, deadline, [&] { return open == 0; });
  }
  if (!drained_clean) {
    on_each_session([](Session& s) { s.close(); });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return open == 0; });
  }
  guards.clear();
  for (auto& thread : threads) thread.join();
  threads.clear();
  return drained_clean;
}

Server::Server(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { drain(milliseconds(0)); }
std::uint16_t Server::port() const { return impl_->port; }
bool Server::drain(milliseconds deadline) { return impl_->drain(deadline); }

std::size_t Server::connections() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->open;
}

base::Result<std::unique_ptr<Server>> Server::start(Options options, Handler handler) {
  auto impl = std::make_shared<Impl>();
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  const unsigned threads = options.threads ? options.threads : cores;
  for (unsigned i = 0; i < threads; ++i) impl->loops.push_back(std::make_shared<Loop>());
  impl->service->options = std::move(options);
  impl->service->handler = std::move(handler);
  IPPYO_TRY(impl->listen());
  impl->run();
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

}  // namespace ippyo::http
