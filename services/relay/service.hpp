// SPDX-License-Identifier: Apache-2.0
// The relay as one running service. Nothing is written anywhere: no store, no log, no address. [SPEC 16.1 Relay]
#pragma once
#include <condition_variable>
#include <thread>

#include "http/router.hpp"
#include "relay/boxes.hpp"

namespace ippyo::relay {

struct ServiceOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 7105;
  unsigned threads = 0;
};

class Service {
  base::SystemRng rng_;
  Boxes boxes_;
  std::unique_ptr<http::Server> server_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool stop_ = false;
  std::thread ticker_;

  explicit Service(const base::Clock& clock) : boxes_(clock, rng_) {}
  void tick_until_stopped();

 public:
  /// `clock` outlives the service. errors: port in use.
  static base::Result<std::unique_ptr<Service>> start(const ServiceOptions& options, const base::Clock& clock);
  ~Service() { stop(std::chrono::milliseconds(0)); }
  std::uint16_t port() const { return server_->port(); }
  Boxes& boxes() { return boxes_; }
  /// Ends every box and every wait, then lets answers go out.
  void stop(std::chrono::milliseconds deadline);
};

http::Router make_router(Boxes& boxes);

}  // namespace ippyo::relay
