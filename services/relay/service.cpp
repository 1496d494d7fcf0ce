// SPDX-License-Identifier: Apache-2.0
#include "relay/service.hpp"

namespace ippyo::relay {

namespace {

constexpr std::chrono::milliseconds kTick{250};

}  // namespace

base::Result<std::unique_ptr<Service>> Service::start(const ServiceOptions& options, const base::Clock& clock) {
  std::unique_ptr<Service> service(new Service(clock));
  http::Options web;
  web.address = options.address;
  web.port = options.port;
  web.threads = options.threads;
  auto server = http::serve(std::move(web), make_router(service->boxes_));
  if (!server.ok()) return server.error();
  service->server_ = std::move(*server);
  service->ticker_ = std::thread([s = service.get()] { s->tick_until_stopped(); });
  return service;
}

void Service::tick_until_stopped() {
  std::unique_lock lock(mutex_);
  while (!woken_.wait_for(lock, kTick, [this] { return stop_; })) {
    lock.unlock();
    boxes_.tick();
    lock.lock();
  }
}

void Service::stop(std::chrono::milliseconds deadline) {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    woken_.notify_all();
  }
  if (ticker_.joinable()) ticker_.join();
  boxes_.clear();
  if (server_) server_->drain(deadline);
}

}  // namespace ippyo::relay
