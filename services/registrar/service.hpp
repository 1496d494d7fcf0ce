// SPDX-License-Identifier: Apache-2.0
// The registrar as one process: follows the board, knows the people, answers the office and the voters. [SPEC 15.8 Interface]
#pragma once
#include <atomic>
#include <condition_variable>
#include <thread>

#include "http/router.hpp"
#include "http/workers.hpp"
#include "record/board_view.hpp"
#include "registrar/office_endpoints.hpp"
#include "registrar/providers.hpp"
#include "registrar/voter_endpoints.hpp"

namespace ippyo::registrar {

struct ServiceOptions {
  std::filesystem::path board, data;  ///< `data`: how far the board was verified, and the store unless `store` says otherwise
  std::filesystem::path config;       ///< registrar.toml
  std::string store;                  ///< location; empty: data/registrar.db
  std::string address = "127.0.0.1";
  std::uint16_t port = 7102;
  unsigned threads = 0;               ///< of the HTTP server; 0: one per core
  unsigned workers = 64;              ///< they mostly wait for the disk
};
/// Never names, slots or codes.
using OperatorLog = std::function<void(const std::string&)>;

/// Everything secret of the service.
struct ServiceKeys {
  base::SigningKey signing;  ///< the registrar's of the constitution
  StoreKeys store;
  base::Passphrase passphrase;  ///< of further key files that registrar.toml names
};

/// errors: the board has no constitution, or another key is the registrar's there.
base::Result<void> check_key(const record::State& state, const base::SigningKey& key);

class Service {
  ServiceKeys keys_;
  const base::Clock& clock_;
  OperatorLog log_;
  record::Follower follower_;
  std::atomic<std::shared_ptr<const record::State>> state_;
  std::string last_error_;

  Config config_;
  roll::Eligibility eligibility_;
  std::unique_ptr<Store> store_;
  Providers providers_;
  std::unique_ptr<Context> context_;
  StaffSessions staff_;
  VoterSessions voters_;
  Endpoints endpoints_;
  std::unique_ptr<http::Workers> workers_;

  std::mutex mutex_;
  std::condition_variable woken_;
  bool stop_ = false, wake_ = false;
  std::vector<std::function<void()>> after_;
  std::thread thread_;
  std::unique_ptr<http::Server> server_;

  Service(ServiceKeys keys, const base::Clock& clock, OperatorLog log, record::Follower follower)
      : keys_(std::move(keys)), clock_(clock), log_(std::move(log)), follower_(std::move(follower)) {}
  base::Result<void> prepare(const ServiceOptions& options, base::ManualClock* manual);
  base::Result<void> catch_up();
  void follow();
  void wake(std::function<void()> after);
  void dispatch(const Endpoint& endpoint, http::Request request, http::Reply reply);
  const Endpoint* endpoint_of(std::string_view method, std::string_view path) const;
  std::optional<http::Response> admit(const http::Request& head);
  std::optional<http::Response> let_in(const Endpoint& endpoint, Call& call);
  void add_clock(http::Router& router, base::ManualClock* manual);

 public:
  /// errors: the board is damaged or not constituted, a key is not the right one, the file, the store, port in use, a manual clock for a
  /// real election.
  static base::Result<std::unique_ptr<Service>> start(const ServiceOptions& options, ServiceKeys keys, const base::Clock& clock,
                                                      base::ManualClock* manual, OperatorLog log);
  ~Service() { stop(std::chrono::milliseconds(0)); }
  std::uint16_t port() const { return server_->port(); }
  const Endpoints& endpoints() const { return endpoints_; }
  void stop(std::chrono::milliseconds deadline);
};

}  // namespace ippyo::registrar
