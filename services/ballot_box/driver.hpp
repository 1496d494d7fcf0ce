// SPDX-License-Identifier: Apache-2.0
// Moves the box through the calendar: begins epochs, seals them, posts what others laid down. One thread. [SPEC 10.5 Seal]
#pragma once
#include <atomic>
#include <condition_variable>
#include <thread>

#include "ballot_box/sealer.hpp"

namespace ippyo::ballot_box {

/// Sentences for the operator; never a slot, a request, an address.
using OperatorLog = std::function<void(const std::string&)>;

struct DriverPlaces {
  std::filesystem::path data, submissions;  ///< `submissions` may be empty: nothing is posted for others
  std::string store{};                      ///< location of the inbox; empty: box.db in `data`
};

class Driver {
  Ledger& ledger_;
  const KeyRing& keys_;
  const base::Clock& clock_;
  DriverPlaces places_;
  OperatorLog log_;
  std::atomic<std::shared_ptr<Inbox>> inbox_;
  std::atomic<View> view_;
  std::unique_ptr<Noise> noise_;
  std::string last_error_, last_missing_;
  bool erased_all_ = false;

  std::mutex mutex_;
  std::condition_variable woken_;
  bool wake_ = false, stop_ = false;
  std::vector<std::function<void()>> after_;
  std::thread thread_;

  base::Result<void> open_store();
  /// true: something was done, look again at once.
  base::Result<bool> step(UnixTime now);
  base::Result<bool> advance(const EpochRecord& e, UnixTime now);
  base::Result<bool> seal(Sealer& sealer, const EpochRecord& e, UnixTime now);
  base::Result<bool> post_pending(UnixTime now);
  base::Result<const election::Epoch*> next_to_begin(UnixTime now);
  base::Result<bool> begin(const election::Epoch& epoch);
  Noise& noise_of(const Sealer& sealer, const EpochRecord& e);
  void say_who_is_missing();
  void publish(UnixTime now, std::uint32_t begun);
  void run();

 public:
  Driver(Ledger& ledger, const KeyRing& keys, const base::Clock& clock, DriverPlaces places, OperatorLog log)
      : ledger_(ledger), keys_(keys), clock_(clock), places_(std::move(places)), log_(std::move(log)) {}
  ~Driver() { stop(); }
  /// Opens the store and publishes the first view. errors: the store cannot be opened.
  base::Result<void> open();
  /// Does everything that is due at the clock's time.
  void tick();
  /// A thread that ticks several times a second.
  void start();
  void stop();
  /// A tick at once; `after` is called on the driver's thread when it is done.
  void wake(std::function<void()> after);

  View view() const { return view_.load(); }
  std::shared_ptr<Inbox> inbox() const { return inbox_.load(); }
};

}  // namespace ippyo::ballot_box
