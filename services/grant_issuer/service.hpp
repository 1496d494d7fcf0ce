// SPDX-License-Identifier: Apache-2.0
// The built-in issuer of grants, for rehearsals and schools: follows the board, keeps no log. [SPEC 10.6 Interface]
#pragma once
#include <atomic>
#include <condition_variable>
#include <thread>

#include "base/sealed_file.hpp"
#include "grant_issuer/limiter.hpp"
#include "grant_issuer/rules.hpp"
#include "http/router.hpp"
#include "record/board_view.hpp"

namespace ippyo::grant_issuer {

/// The registrar's Ed25519 seed (32 bytes) in a sealed file.
inline constexpr std::string_view kKeyPurpose = "registrar key";
base::Result<base::SigningKey> read_registrar_key(const std::filesystem::path& file, const base::Passphrase& passphrase);

struct ServiceOptions {
  std::filesystem::path board, data;  ///< `data`: how far it has verified
  std::string address = "127.0.0.1";
  std::uint16_t port = 7102;
  unsigned threads = 0;
};
using OperatorLog = std::function<void(const std::string&)>;

class Service {
  base::SigningKey key_;
  const base::Clock& clock_;
  OperatorLog log_;
  record::Follower follower_;
  std::atomic<std::shared_ptr<const record::State>> state_;
  Limiter limiter_;
  std::string last_error_;

  std::mutex mutex_;
  std::condition_variable woken_;
  bool stop_ = false, wake_ = false;
  std::vector<std::function<void()>> after_;
  std::thread thread_;
  std::unique_ptr<http::Server> server_;

  Service(base::SigningKey key, const base::Clock& clock, OperatorLog log, record::Follower follower)
      : key_(std::move(key)), clock_(clock), log_(std::move(log)), follower_(std::move(follower)) {}
  base::Result<void> catch_up();
  void follow();
  void wake(std::function<void()> after);
  http::Response grant(base::ByteView body);
  http::Router router(base::ManualClock* manual);

 public:
  /// errors: the board is damaged, the key is not the registrar's, a manual clock for a real election, port in use.
  static base::Result<std::unique_ptr<Service>> start(const ServiceOptions& options, base::SigningKey key, const base::Clock& clock,
                                                      base::ManualClock* manual, OperatorLog log);
  ~Service() { stop(std::chrono::milliseconds(0)); }
  std::uint16_t port() const { return server_->port(); }
  void stop(std::chrono::milliseconds deadline);
};

}  // namespace ippyo::grant_issuer
