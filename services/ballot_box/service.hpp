// SPDX-License-Identifier: Apache-2.0
// The ballot box with the board it keeps, as one running service. [SPEC 10.6 Interface]
#pragma once
#include "ballot_box/routes.hpp"

namespace ippyo::ballot_box {

struct ServiceOptions {
  std::filesystem::path board, data, submissions;
  std::string store{};           ///< where the inbox is, as for db::Database::open; empty: box.db in `data`
  std::vector<std::string> ids;  ///< boxes served; empty: all in the key files
  std::string address = "127.0.0.1";
  std::uint16_t port = 7101;
  unsigned threads = 0;
  IntakeOptions intake{};
};

class Service {
  KeyRing keys_;
  base::FileLock lock_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Intake> intake_;
  std::unique_ptr<http::Workers> readers_;
  std::unique_ptr<http::Server> server_;
  Service(KeyRing keys, base::FileLock lock) : keys_(std::move(keys)), lock_(std::move(lock)) {}

 public:
  /// `clock` outlives the service; `manual` is the same clock if it is one, otherwise null. A manual clock that lies before the
  /// board's last time is set to it.
  /// errors: keys that are not those of the constitution, a manual clock for a real election, board or store damaged, port in use.
  static base::Result<std::unique_ptr<Service>> start(const ServiceOptions& options, KeyRing keys, const base::Clock& clock,
                                                      base::ManualClock* manual, OperatorLog log);
  ~Service() { stop(std::chrono::milliseconds(0)); }
  std::uint16_t port() const { return server_->port(); }
  Driver& driver() { return *driver_; }
  /// Refuses what comes, finishes what was taken; a sealing under way ends its step.
  void stop(std::chrono::milliseconds deadline);
};

/// Every key of the ring is the one that the constitution names for that box. Nothing is checked before there is a constitution.
base::Result<void> check_keys(const record::State& state, const KeyRing& keys);

}  // namespace ippyo::ballot_box
